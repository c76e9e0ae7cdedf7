"""Work for later: the leased queue, the history of its attempts, who works, and recurring times."""

from django.db import models
from django.db.models import Q

from tolok.store.fields import Json
from tolok.store.models.base import Row
from tolok.store.models.people import Workspace

WAITING = Q(state__in=["ready", "retry"])


class Job(Row):
    """One piece of work. State: ready, running, done, retry, dead (`tolok.core.jobs.states`).

    `key` makes asking twice one job. `worker` and `attempt` are the fence: only who holds both may
    end it. `lease_s` is how long a claim holds without a sign of life. Lower `priority` goes first.
    """

    queue = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    args = Json(default=dict)
    key = models.CharField(max_length=200, unique=True, null=True)  # noqa: DJ001 - most have none
    state = models.CharField(max_length=10, default="ready")
    run_at = models.DateTimeField()
    priority = models.SmallIntegerField(default=100)
    attempt = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=5)
    lease_s = models.PositiveIntegerField(default=60)
    lease_until = models.DateTimeField(null=True)
    worker = models.UUIDField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    result = Json(null=True)
    problem = Json(null=True)
    workspace = models.ForeignKey(Workspace, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [
            models.Index("queue", "priority", "run_at", name="job_waiting", condition=WAITING),
            models.Index("lease_until", name="job_running", condition=Q(state="running")),
            models.Index("state", "finished_at", name="job_ended"),
        ]


class JobAttempt(Row):
    """How one attempt ended: done, retry, dead or lapsed. Written once, never changed."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    queue = models.CharField(max_length=40)
    worker = models.UUIDField()
    due_at = models.DateTimeField()
    started_at = models.DateTimeField()
    outcome = models.CharField(max_length=10)
    problem = Json(null=True)

    class Meta:
        indexes = [models.Index("created_at", name="job_attempt_ended")]
        constraints = [models.UniqueConstraint("job", "number", name="one_end_per_attempt")]


class Worker(Row):
    """A process that takes jobs, with its last sign of life."""

    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    stopped_at = models.DateTimeField(null=True)
    queues = Json(default=list)


class CronSlot(Row):
    """The next time of a recurring job, in its zone. Policy for missed times: run_once or skip."""

    name = models.CharField(max_length=120, unique=True)
    zone = models.CharField(max_length=60)
    rule = models.CharField(max_length=120)
    policy = models.CharField(max_length=10)
    next_run = models.DateTimeField()
    last_run = models.DateTimeField(null=True)
