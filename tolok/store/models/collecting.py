"""How far the collection of a channel's numbers got, and what each of its days brought so far."""

from django.db import models

from tolok.store.fields import Json
from tolok.store.models.imports import Batch, Channel


class Collected(models.Model):
    """One channel that is collected. Posts published after `since` are known from their birth.

    `counts` are the account's totals as last told; `refused` says by measure why the network did
    not give it; `cursor` goes on with the listing of older posts, until it is `whole`.
    """

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="collected")
    since = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    listed_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    counts = Json(default=dict)
    cursor = models.CharField(max_length=500, blank=True)
    whole = models.BooleanField(default=False)
    refused = Json(default=dict)
    problem = Json(null=True)
    failures = models.PositiveIntegerField(default=0)
    fell = models.PositiveIntegerField(default=0)  # totals that were lower than before, ever
    lost = models.PositiveIntegerField(default=0)  # differences over too long a time, ever
    batch = models.ForeignKey(Batch, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return str(self.channel_id)


class CollectedDay(models.Model):
    """What one native day of a channel brought as far as it was counted: flows by measure."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    counts = Json(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "day"], name="one_row_per_collected_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}"
