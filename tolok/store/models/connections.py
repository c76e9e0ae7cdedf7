"""How a channel is reached: the log-in, sealed, and what was learnt of its server."""

from django.db import models

from tolok.store.fields import Json
from tolok.store.models.base import Owned
from tolok.store.models.imports import Channel
from tolok.store.models.people import User


class Connection(Owned):
    """The log-in of one channel. `sealed` is credentials as JSON, sealed by `lib/crypto`.

    `state`: ok | broken (a person must connect again; `problem` says why) | off (taken away by a
    person). `held_until` is when the account may be called again, as its network asked. Whoever
    calls with the log-in holds the lane: one post, or one refresh of the token, at a time.
    """

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="connection")
    sign_in = models.CharField(max_length=30)
    server = models.CharField(max_length=300, blank=True)
    remote_id = models.CharField(max_length=300)
    handle = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=500, blank=True)
    sealed = models.TextField()
    facts = Json(default=dict)
    state = models.CharField(max_length=8, default="ok", db_index=True)
    problem = Json(null=True)
    expires_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    calls_left = models.IntegerField(null=True)
    lane_by = models.CharField(max_length=80, blank=True)
    lane_until = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    late = models.CharField(max_length=6, default="ask")  # send, ask, skip
    at_least_once = models.BooleanField(default=False)
    connected_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    counted_at = models.DateTimeField(null=True)  # its numbers were read last

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "server", "remote_id", "channel"], name="one_log_in"
            )
        ]


class SignInTrip(Owned):
    """A person on the way to a network and back. Deleted when they return, or after an hour."""

    state_hash = models.CharField(max_length=64, unique=True)
    session_hash = models.CharField(max_length=64)
    network = models.CharField(max_length=30)
    sign_in = models.CharField(max_length=30)
    channel = models.ForeignKey(Channel, null=True, on_delete=models.CASCADE, related_name="+")
    sealed = models.TextField()
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")


class OwnCall(models.Model):
    """A call that counts against a limit which the network does not tell."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["channel", "at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
