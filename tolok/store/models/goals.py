"""Goals, each with every version it ever had: a moved target stays visible."""

from django.db import models

from tolok.store.fields import Json
from tolok.store.models.base import Owned
from tolok.store.models.people import User


class Objective(Owned):
    """What the organisation wants; goals and KPIs serve it."""

    name = models.CharField(max_length=200)
    note = models.TextField(blank=True)


class Goal(Owned):
    """`form` is the current version: the goal as JSON (`tolok.core.goals.json_form`), without
    actions and check-ins, which have rows of their own. State: draft, running, archived."""

    title = models.CharField(max_length=300)
    state = models.CharField(max_length=12, default="draft", db_index=True)
    form = Json(default=dict)
    version = models.PositiveIntegerField(default=1)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    position = models.IntegerField(default=0)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="children"
    )
    objective = models.ForeignKey(
        Objective, null=True, on_delete=models.SET_NULL, related_name="goals"
    )
    owner = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    status = Json(default=dict)  # last status seen, for "since yesterday"

    class Meta:
        ordering = ["position", "-created_at"]


class GoalVersion(Owned):
    """A version as it was, by whom, and why it was changed. Never updated, never deleted alone."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    form = Json()
    reason = models.TextField(blank=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "number"], name="one_row_per_version")
        ]


class Action(Owned):
    """A step towards a goal; done ones are its action log. Each is linked to a KPI."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="actions")
    words = models.CharField(max_length=300)
    kpi = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    due = models.DateField(null=True)
    expected_per_week = models.FloatField(null=True)
    hours_per_week = models.FloatField(null=True)
    done_on = models.DateField(null=True)  # a day in the workspace's zone
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    result = models.TextField(blank=True)

    class Meta:
        ordering = ["due", "created_at"]


class CheckIn(Owned):
    """A note on how it goes, with one's own confidence (0–10) if given."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="check_ins")
    day = models.DateField()  # a day in the workspace's zone
    words = models.TextField()
    confidence = models.PositiveSmallIntegerField(null=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-day", "-created_at"]


class Spending(Owned):
    """Money that was spent for a goal. What is planned is part of the goal's form."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="spending")
    kind = models.CharField(max_length=20)  # content, ads, boosts, tools, people
    amount = models.DecimalField(max_digits=18, decimal_places=4)
    currency = models.CharField(max_length=3)
    day = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-day", "-created_at"]
