"""Whether a channel's log-in works: the one place that says so, and what becomes of its posts."""

from datetime import datetime

from django.db import transaction

from tolok.core.text import Text
from tolok.services.delivery_rows import moved_by
from tolok.store.models import Connection, Delivery


def broken(connection: Connection, why: Text, fix: Text | None, now: datetime) -> None:
    """The network no longer takes the log-in: shown at once, before a post needs it."""
    Connection.objects.filter(id=connection.id, state="ok").update(
        state="broken",
        checked_at=now,
        problem={"why": why.as_dict(), "fix": (fix or _CONNECT).as_dict(), "at": now.isoformat()},
    )


def mended(connection: Connection, now: datetime) -> int:
    """The log-in works again: posts that waited for it are due at once. How many there are.

    One whose time passed meanwhile meets its late policy when it is taken up.
    """
    with transaction.atomic():
        Connection.objects.filter(id=connection.id).update(state="ok", problem=None, checked_at=now)
        waiting = Delivery.objects.filter(channel_id=connection.channel_id, state="needs_auth")
        rows = list(waiting.select_for_update())
        for row in rows:
            moved_by(row, "scheduled", now, "connection", due=row.planned_at or now, why=_MENDED)
        return len(rows)


_CONNECT = Text("Connect the channel again.", "Hubungkan lagi kanalnya.")
_MENDED = Text("The channel is connected again.", "Kanal sudah terhubung lagi.")
