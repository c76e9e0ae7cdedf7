"""The rows of the delivery machine: taken up, moved and let go, each in one short transaction.

Nothing here calls a network. A step is written only by the worker whose fence is the newest.
"""

from collections.abc import Mapping
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy

from tolok.core.publishing.lateness import Late, lateness
from tolok.core.publishing.states import due_states, held_states, state, step
from tolok.core.text import Text
from tolok.store.models import Connection, Delivery, DeliveryStep

LANE_LEASE = timedelta(seconds=60)
MOST_ASIDE = 20  # rows that are late or cancelled are put aside at most so many at a time
_OUT = ("published", "edited")
# A clock that went back leaves leases that end impossibly late: they count as run out.
_LONGEST_LEASE = timedelta(minutes=10)


class LostHold(Exception):
    """Somebody else holds the row now: what this worker knows of it is worth nothing."""


@dataclass(frozen=True, slots=True)
class Hold:
    """What a worker needs to prove that a row is its own."""

    id: UUID
    fence: int
    worker: str
    channel_id: UUID


def take(worker: str, now: datetime, most: int) -> list[Hold]:
    """Take up at most `most` due rows, one per channel; rows that only change state are changed.

    Whoever takes a row takes the lane of its channel, so that order is kept and one log-in is
    used by one call at a time.
    """
    held: list[Hold] = []
    with transaction.atomic():
        for lane in _free_lanes(now, most):
            hold = _take_first(lane, worker, now)
            if hold is not None:
                held.append(hold)
    return held


def take_next(worker: str, channel_id: UUID, now: datetime) -> Hold | None:
    """The next due row of a lane that this worker holds; without one the lane is free again."""
    with transaction.atomic():
        lane = _locked(_usable(now).filter(channel_id=channel_id, lane_by=worker)).first()
        hold = _take_first(lane, worker, now) if lane is not None else None
        if hold is None:
            let_go(worker, channel_id)
        return hold


def anything_due(now: datetime) -> bool:
    """Is there anything to take up or to sort out? Cheap: asked twice a second."""
    return _due(now).exists()


def sort_out(now: datetime, most: int = 200) -> int:
    """Due rows of channels without a log-in that works wait for a person. How many were moved."""
    with transaction.atomic():
        rows = _locked(
            Delivery.objects.filter(
                ~Exists(Connection.objects.filter(channel_id=OuterRef("channel_id"), state="ok")),
                state__in=due_states() - {"unknown"},
                due_at__lte=now,
            ).order_by("due_at", "id")
        )[:most]
        for row in rows:
            _write(row, "needs_auth", now, by="connection", why=_CUT_OFF, fix=_CONNECT)
        return len(rows)


def enter(
    hold: Hold,
    after: str,
    now: datetime,
    *,
    known: Delivery | None = None,
    due: datetime | None = None,
    why: Text | None = None,
    fix: Text | None = None,
    **changes: Any,
) -> Delivery:
    """Move the held row on, with its journal row, and keep or let go of it as the state says.

    A cancel that came meanwhile wins where the table still allows it. Raises LostHold.
    `known` is the row as its holder last wrote it: then it is not read again, and only written
    when it still is so.
    """
    about = {"due": due, "why": why, "fix": fix, **changes}
    with transaction.atomic():
        if known is not None:
            with suppress(LostHold):
                return _entered(hold, copy(known), after, now, about)
        return _entered(hold, _own(hold), after, now, about)


def _entered(
    hold: Hold, row: Delivery, after: str, now: datetime, about: Mapping[str, Any]
) -> Delivery:
    cancelled = row.wish == "cancel" and row.unsure == 0
    if cancelled and after in ("preparing", "prepared", "committing"):
        return _write(row, "cancelled", now, by=hold.worker, why=_CANCELLED, wish="")
    return _write(row, after, now, by=hold.worker, unless_wished=True, **about)


def note(hold: Hold, prepared: Mapping[str, object]) -> None:
    """Keep what was reached while preparing, before the next call leaves. Raises LostHold."""
    mine = Delivery.objects.filter(
        id=hold.id, fence=hold.fence, worker=hold.worker, state__in=held_states()
    )
    if not mine.update(prepared=dict(prepared)):
        raise LostHold(str(hold.id))


def beat(worker: str, holds: list[Hold], now: datetime) -> None:
    """Renew the leases of rows and lanes that this worker still works on."""
    with transaction.atomic():
        for hold in holds:
            row = _locked(Delivery.objects.filter(id=hold.id, fence=hold.fence)).first()
            lease = state(row.state).lease if row else None
            if row and lease and row.worker == worker:
                Delivery.objects.filter(id=row.id).update(lease_until=now + lease)
                Connection.objects.filter(channel_id=row.channel_id, lane_by=worker).update(
                    lane_until=now + max(lease, LANE_LEASE)
                )


def hold_account(channel_id: UUID, until: datetime | None, left: int | None) -> None:
    """Keep what a network said of its limits: no call of this account before `until`."""
    Connection.objects.filter(channel_id=channel_id).update(held_until=until, calls_left=left)


def let_go(worker: str, channel_id: UUID) -> None:
    """Free the lane of a channel, if it still is this worker's."""
    Connection.objects.filter(channel_id=channel_id, lane_by=worker).update(
        lane_by="", lane_until=None
    )


def moved_by(
    row: Delivery, after: str, now: datetime, by: str, *, why: Text | None = None, **changes: Any
) -> Delivery:
    """A step that a person took. `row` must be locked in the caller's transaction; all that the
    caller changed in it is kept.
    """
    row = _write(row, after, now, by=by, why=why, **changes)
    row.save()
    return row


def start_afresh(row: Delivery) -> None:
    """Forget what was tried: only for a row of which surely nothing is out. The journal stays."""
    row.sent = row.tried_at = row.first_sent = row.last_sent = None
    row.prepared = {}
    row.seen = []
    row.key = row.wish = ""
    row.sends = row.unsure = row.looks = row.resends = 0


def locked(delivery_id: UUID, workspace_id: UUID) -> Delivery | None:
    """The row, locked until the end of the caller's transaction."""
    return _locked(Delivery.objects.filter(id=delivery_id, workspace_id=workspace_id)).first()


def _free_lanes(now: datetime, most: int) -> list[Connection]:
    """Connections that may be used now and have something due, longest waiting first."""
    due = _due(now).filter(channel_id=OuterRef("channel_id"))
    free = Q(lane_until=None) | Q(lane_until__lte=now) | Q(lane_until__gt=now + _LONGEST_LEASE)
    first = due.order_by(_first("due_at")).values("due_at")[:1]
    lanes = _usable(now).filter(free, Exists(due)).annotate(first_due=first)
    return list(_locked(lanes.order_by(_first("first_due"), "id"), skip=True)[:most])


def _usable(now: datetime) -> QuerySet[Connection]:
    """Log-ins that may be called now: they work, nobody paused them, no limit holds them."""
    held = Q(held_until=None) | Q(held_until__lte=now) | Q(held_until__gt=now + timedelta(days=3))
    return Connection.objects.filter(held, state="ok", paused_at=None)


def _first(name: str) -> OrderBy:
    """Earliest first, before it what has no time. Left unsaid, the databases differ in that."""
    return F(name).asc(nulls_first=True)


def _due(now: datetime) -> QuerySet[Delivery]:
    """`due_at <= now and state in (…)`, run-out leases, and nothing that waits for another part."""
    lapsed = Q(state__in=held_states()) & (
        Q(lease_until__lte=now) | Q(lease_until__gt=now + _LONGEST_LEASE)
    )
    waiting = Q(state__in=due_states(), due_at__lte=now)
    first = Q(after=None) | Q(after__state__in=_OUT) | ~Q(state="scheduled")
    return Delivery.objects.filter(lapsed | waiting).filter(first)


def _take_first(lane: Connection, worker: str, now: datetime) -> Hold | None:
    rows = _due(now).filter(channel_id=lane.channel_id)
    rows = _locked(rows.order_by(_first("due_at"), "planned_at", "part", "id"))
    for _ in range(MOST_ASIDE):
        row = rows.all().first()
        if row is None:
            return None
        if _taken(row, worker, now):
            lane.lane_by, lane.lane_until = worker, now + LANE_LEASE
            lane.save(update_fields=["lane_by", "lane_until"])
            return Hold(row.id, row.fence, worker, row.channel_id)
    return None


def _taken(row: Delivery, worker: str, now: datetime) -> bool:
    """Put the row into the state in which `worker` holds it; False when it went elsewhere."""
    if row.state in held_states():
        _lapse(row, worker, now)
    if row.state == "reconciling":
        return True
    if row.wish == "cancel" and row.unsure == 0 and row.state != "unknown":
        _write(row, "cancelled", now, by=worker, why=_CANCELLED, wish="")
        return False
    if row.state == "unknown":
        _write(row, "reconciling", now, by=worker, why=_ASKING, worker=worker, fresh=True)
        return True
    return _claimed(row, worker, now)


def _lapse(row: Delivery, worker: str, now: datetime) -> None:
    """Take a row from a worker whose lease ran out."""
    ended = min(row.lease_until or now, now)  # later than now: the clock went back
    after = state(row.state).lapses_to
    fresh = state(after).lease is not None
    _write(row, after, now, by=worker, why=_LAPSED, due=ended, worker=worker, fresh=fresh)


def _claimed(row: Delivery, worker: str, now: datetime) -> bool:
    """Claim it, or apply the late policy: counted from when it asked for attention."""
    late = lateness(min(row.due_at or now, now), now, Late(row.late or "ask"))
    if row.unsure == 0 and late.step.state != "claimed":
        _write(row, late.step.state, now, by="late policy", why=late.step.why)
        return False
    _write(row, "claimed", now, by=worker, why=late.report, worker=worker, fresh=True)
    return True


def held(hold: Hold) -> Delivery:
    """The row, if it still is this worker's. Raises LostHold."""
    with transaction.atomic():
        return _own(hold)


def _own(hold: Hold) -> Delivery:
    row = _locked(Delivery.objects.filter(id=hold.id)).first()
    if row is None or row.fence != hold.fence or row.worker != hold.worker:
        raise LostHold(str(hold.id))
    if row.state not in held_states():
        raise LostHold(str(hold.id))
    return row


def _write(
    row: Delivery,
    after: str,
    now: datetime,
    *,
    by: str,
    due: datetime | None = None,
    why: Text | None = None,
    fix: Text | None = None,
    fresh: bool = False,
    unless_wished: bool = False,
    **changes: Any,
) -> Delivery:
    """One step: the row and its journal row. The only place that changes a delivery's state.

    `fresh`: whoever held it before may not write any more. The row is written only while it still
    is as `row` says; with `unless_wished` also only when nobody wished for something meanwhile.
    Raises LostHold.
    """
    as_read = Delivery.objects.filter(id=row.id, state=row.state, fence=row.fence)
    as_read = as_read.filter(wish=row.wish) if unless_wished else as_read
    before, row.state = row.state, step(row.state, after)
    lease = state(after).lease
    row.since = now
    row.lease_until = now + lease if lease else None
    row.due_at = due
    row.steps += 1
    row.fence += fresh
    row.why = why.as_dict() if why else None
    row.fix = fix.as_dict() if fix else None
    for name, value in changes.items():
        setattr(row, name, value)
    if not lease:
        row.worker = ""
    if not as_read.update(**{name: getattr(row, name) for name in (*_STEP_FIELDS, *changes)}):
        raise LostHold(str(row.id))
    DeliveryStep.objects.create(
        delivery=row,
        number=row.steps,
        at=now,
        before=before,
        after=after,
        fence=row.fence,
        by=by,
        why=row.why,
    )
    return row


def _locked(rows: QuerySet[Any], *, skip: bool = False) -> QuerySet[Any]:
    """Lock what is read, where the database knows row locks; SQLite has one writer anyway."""
    if not connection.features.has_select_for_update:
        return rows
    return rows.select_for_update(skip_locked=skip, of=("self",))


_STEP_FIELDS = ("state", "since", "lease_until", "due_at", "steps", "fence", "why", "fix", "worker")
_LAPSED = Text(
    "The worker that had it stopped without a word.",
    "Pekerja yang memegangnya berhenti tanpa kabar.",
)
_CANCELLED = Text("A person cancelled it in time.", "Seseorang membatalkannya tepat waktu.")
_ASKING = Text("The network is asked first.", "Jaringan ditanya lebih dahulu.")
_CUT_OFF = Text(
    "The channel has no log-in that works.", "Kanal ini tidak punya login yang berfungsi."
)
_CONNECT = Text("Connect the channel again.", "Hubungkan lagi kanalnya.")
