"""Who did what, append-only; and links that let people without an account see one thing."""

from django.db import models

from tolok.store.fields import Json
from tolok.store.models.base import Owned, Row
from tolok.store.models.people import User


class Audit(Row):
    """One act. There is no code that updates or deletes a row of this table."""

    workspace_id = models.UUIDField(null=True, db_index=True)
    actor = models.CharField(max_length=60)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    detail = Json(default=dict)

    class Meta:
        ordering = ["-created_at"]


class ShareLink(Owned):
    """A revocable link to one thing (`what`: kpi_guide …), for people without an account."""

    secret_hash = models.CharField(max_length=64, unique=True)
    what = models.CharField(max_length=30)
    name = models.CharField(max_length=120, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)
