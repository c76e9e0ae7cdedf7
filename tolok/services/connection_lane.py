"""The lane of a log-in: whoever calls with it holds it, so one token is renewed by one at a time.

The delivery engine takes lanes by the same two fields (`delivery_rows`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from tolok.lib.ids import new_secret
from tolok.store.models import Connection

LEASE = timedelta(seconds=120)  # a renewal and a check, each within the client's own time limit


@contextmanager
def lane(id_: UUID, now: datetime, by: str) -> Iterator[Connection | None]:
    """The log-in, read after its lane was taken; None while somebody else has it."""
    name = f"{by} {new_secret()[:12]}"
    free = Q(lane_until=None) | Q(lane_until__lte=now)
    rows = Connection.objects.filter(id=id_)
    if not rows.filter(free).update(lane_by=name, lane_until=now + LEASE):
        yield None
        return
    try:
        yield rows.select_related("channel", "channel__workspace").first()
    finally:
        rows.filter(lane_by=name).update(lane_by="", lane_until=None)
