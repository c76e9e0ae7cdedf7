"""Log-ins looked after ahead of time, so that no post is the first to find one dead."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from tolok.services.accounts import REFRESH_AHEAD, networks
from tolok.services.connection_check import check_one
from tolok.services.connection_lane import lane
from tolok.store.models import Connection, Delivery

EVERY = timedelta(hours=6)
BEFORE_A_POST = timedelta(hours=2)
NOT_AGAIN = timedelta(minutes=30)


def look_after(now: datetime, most: int = 20) -> int:
    """Check what is due to be checked; how many were.

    Each log-in every six hours; every half hour one whose token ends soon, that did not answer, or
    whose post is due within two hours. One whose lane a delivery holds is left for the next time,
    since it is in use.
    """
    soon = Delivery.objects.filter(
        channel_id=OuterRef("channel_id"), state="scheduled", due_at__lte=now + BEFORE_A_POST
    )
    old = Q(checked_at=None) | Q(checked_at__lte=now - EVERY)
    ending = Q(expires_at__lte=now + REFRESH_AHEAD * 2)
    silent = Q(problem__isnull=False)
    wanted = old | (Q(checked_at__lte=now - NOT_AGAIN) & (ending | silent | Exists(soon)))
    free = Q(lane_until=None) | Q(lane_until__lte=now)
    rows = Connection.objects.filter(
        wanted & free, state="ok", channel__network__in=networks()
    ).select_related("channel")
    due = list(rows.order_by(F("checked_at").asc(nulls_first=True))[:most])
    return sum(_looked_after(connection, now) for connection in due)


def _looked_after(connection: Connection, now: datetime) -> bool:
    """In its lane, so that a token is not renewed while a post uses it."""
    with lane(connection.id, now, "watch") as held:
        if held is None or held.state != "ok":
            return False
        check_one(held, now)
    return True
