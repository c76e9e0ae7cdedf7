"""What a workspace says about KPIs: which it uses, who owns them, and the ones it made itself."""

from django.db import models

from tolok.store.fields import Json
from tolok.store.models.base import Owned
from tolok.store.models.people import User


class KpiSetting(Owned):
    """One KPI of the catalogue as this workspace uses it; no row means the defaults."""

    kpi = models.CharField(max_length=60)
    enabled = models.BooleanField(default=True)
    parked = models.BooleanField(default=False)
    owner = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    purpose = models.TextField(blank=True)
    objective = models.ForeignKey(
        "store.Objective", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kpi"], name="one_setting_per_kpi")
        ]


class CustomKpi(Owned):
    """A KPI by formula. `form` is the catalogue file as JSON; it is checked again when read."""

    kpi = models.SlugField(max_length=60)
    formula = models.CharField(max_length=500)
    form = Json(default=dict)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kpi"], name="one_custom_kpi_per_id")
        ]


class GuideNote(Owned):
    """A training note or a change that the team should know, shown in the KPI guide."""

    kpi = models.CharField(max_length=60, blank=True)
    words = models.TextField()
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")


class GuideRead(Owned):
    """That a member has read a KPI's page in the guide (once per version of its text)."""

    kpi = models.CharField(max_length=60)
    version = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "kpi", "version", "user"], name="one_read_per_version"
            )
        ]


class BenchmarkRow(Owned):
    """A benchmark that the workspace brought itself; the shipped ones are in the catalogue."""

    network = models.CharField(max_length=30)
    industry = models.CharField(max_length=80, blank=True)
    tier_min = models.BigIntegerField(null=True)
    tier_max = models.BigIntegerField(null=True)
    kpi = models.CharField(max_length=60)
    variant = models.CharField(max_length=60)
    p25 = models.FloatField(null=True)
    p50 = models.FloatField(null=True)
    p75 = models.FloatField(null=True)
    n = models.BigIntegerField(null=True)
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
