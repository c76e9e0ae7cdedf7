"""Channels, and the batches of rows that came into them."""

from django.db import models

from tolok.store.fields import Json
from tolok.store.models.base import Owned
from tolok.store.models.people import User


class Channel(Owned):
    """One account on one network. `network` is an id of the catalogue."""

    network = models.CharField(max_length=30)
    remote_id = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200)
    zone = models.CharField(max_length=60, blank=True)
    tier = models.CharField(max_length=30, blank=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "network"])]

    def __str__(self) -> str:
        return self.name


class Batch(Owned):
    """One sheet of one file, from its arrival to its rows in the facts.

    `state`: received → waiting (a question is open) | ready → ingesting → done | failed; undone.
    The bytes are in the raw archive under `sha256`; this row says how they were read, so that
    the facts can be made again from the two.
    """

    upload = models.UUIDField(db_index=True)
    file_name = models.CharField(max_length=300)
    sheet = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField(default=0)
    importer = models.CharField(max_length=60, blank=True)
    network = models.CharField(max_length=30, blank=True)
    table = models.CharField(max_length=20, blank=True)
    channel = models.ForeignKey(Channel, null=True, on_delete=models.SET_NULL, related_name="+")
    accounts = Json(default=dict)  # native account → channel id
    answers = Json(default=dict)
    candidates = Json(default=list)
    questions = Json(default=list)
    state = models.CharField(max_length=12, default="received", db_index=True)
    observed_at = models.DateTimeField()
    received_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    report = Json(default=dict)
    problem = Json(null=True)
    rows_done = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]


class Remembered(Owned):
    """What a person settled for a kind of file, found again by the fingerprint of its header."""

    fingerprint = models.CharField(max_length=64)
    importer = models.CharField(max_length=60)
    answers = Json(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "fingerprint"], name="one_memory_per_header"
            )
        ]
