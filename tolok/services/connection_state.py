"""Whether a channel's log-in works: the one place that says so, and what becomes of its posts."""

from datetime import datetime

from django.db import transaction

from tolok.core.text import Text
from tolok.services.accounts import same_log_in
from tolok.services.delivery_rows import moved_by
from tolok.store.models import Audit, Connection, Delivery


def broken(connection: Connection, why: Text, fix: Text | None, now: datetime) -> None:
    """The network no longer takes the log-in: shown at once, before a post needs it.

    What it said of an old log-in says nothing of one that was made meanwhile.
    """
    with transaction.atomic():
        rows = Connection.objects.filter(id=connection.id, state="ok")
        row = rows.select_for_update().first()
        if row is None or not same_log_in(row, connection):
            return
        rows.update(state="broken", checked_at=now, problem=_problem(why, fix or _CONNECT, now))
        _record(connection, "connection.broken", why=why.en)


def unanswered(connection: Connection, why: Text, fix: Text, now: datetime) -> None:
    """The network could not be asked; that breaks nothing, and it is asked again by itself."""
    rows = Connection.objects.filter(id=connection.id, state="ok")
    rows.update(checked_at=now, problem=_problem(why, fix, now))


def mended(connection: Connection, now: datetime) -> int:
    """The log-in works again: posts that waited for it are due at once. How many there are.

    One whose time passed meanwhile meets its late policy when it is taken up.
    """
    with transaction.atomic():
        log_in = Connection.objects.filter(id=connection.id)
        if log_in.filter(state="broken").update(state="ok"):
            _record(connection, "connection.mended")
        log_in.update(state="ok", problem=None, checked_at=now)
        waiting = Delivery.objects.filter(channel_id=connection.channel_id, state="needs_auth")
        rows = list(waiting.select_for_update())
        for row in rows:
            moved_by(row, "scheduled", now, "connection", due=row.planned_at or now, why=_MENDED)
        return len(rows)


def _problem(why: Text, fix: Text, now: datetime) -> dict[str, object]:
    return {"why": why.as_dict(), "fix": fix.as_dict(), "at": now.isoformat()}


def _record(connection: Connection, act: str, **detail: object) -> None:
    """No person did it: the network, asked by a worker."""
    Audit.objects.create(
        workspace_id=connection.workspace_id,
        actor="tolok",
        act=act,
        subject=str(connection.channel_id),
        detail=detail,
    )


_CONNECT = Text("Connect the channel again.", "Hubungkan lagi kanalnya.")
_MENDED = Text("The channel is connected again.", "Kanal sudah terhubung lagi.")
