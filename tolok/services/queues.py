"""Queues: the weekly slots of each channel, what waits in them and why there, and their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Min

from tolok.core.errors import invalid
from tolok.core.publishing import queue
from tolok.core.publishing.slots import Refusal, Week, clock_note, last_free, moments, next_free
from tolok.core.publishing.states import state
from tolok.core.text import Text, say
from tolok.lib.catalogue import networks
from tolok.services import best_time, post_acts
from tolok.services.access import Scope, record
from tolok.services.channels import channel as find_channel
from tolok.services.channels import channels
from tolok.services.numbers_keys import WEEKDAYS
from tolok.services.post_queue import WAITING, taken, week_of
from tolok.services.queue_form import read_week
from tolok.store.models import Channel, Delivery, Post, Queue
from tolok.store.scope import hold, within

SOON = timedelta(days=56)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post in the queue. `why`: how it came to its time; `note`: when clocks change there."""

    row: Delivery
    at: datetime
    title: str
    state: Text
    why: Text
    note: Text | None
    movable: bool
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The queue of one channel. `next` and `end`: its first gap and the slot behind everything."""

    channel: Channel
    week: Week
    slots: tuple[tuple[Text, tuple[time, ...]], ...]
    waiting: tuple[Waiting, ...]
    next: datetime | None
    end: datetime | None
    why_not: Text | None
    free_soon: int

    @property
    def mark(self) -> str:
        return networks()[self.channel.network].mark


def lines(scope: Scope, now: datetime) -> list[Line]:
    """The queue of every channel."""
    held = {each.channel_id: each for each in within(Queue, scope.id)}
    return [_line(scope, each, held.get(each.id), now) for each in channels(scope)]


def line(scope: Scope, key: str, now: datetime) -> Line:
    """The queue of a channel, by its id or name."""
    found = find_channel(scope, key)
    return _line(scope, found, within(Queue, scope.id).filter(channel=found).first(), now)


def set_week(scope: Scope, key: str, form: Mapping[str, Any], now: datetime) -> Line:
    """Change what `form` holds, as `queue_form` names it; what is left out stays.

    What is planned already keeps its time. Raises ProblemError.
    """
    channel = find_channel(scope, key)
    with transaction.atomic():
        hold(scope.id)
        row = within(Queue, scope.id).filter(channel=channel).first()
        row = row or Queue(workspace=scope.workspace, channel=channel)
        row.week = read_week({**row.week, **form}, ZoneInfo(_zone(scope, channel)))
        row.save()
        record(scope, scope.actor, "queue.changed", str(channel.id))
    return line(scope, key, now)


def add_slots(
    scope: Scope, key: str, weekdays: Sequence[int], at: str, now: datetime, *, remove: bool = False
) -> Line:
    """The same time on several days, added or taken away."""
    if not weekdays:
        raise invalid(
            Text("No day is chosen.", "Belum ada hari yang dipilih."),
            Text("Choose at least one.", "Pilih sedikitnya satu."),
        )
    channel = find_channel(scope, key)
    new = [(day, at) for day in weekdays]
    with transaction.atomic():
        hold(scope.id)
        old = [(each["weekday"], each["at"]) for each in _slots(scope, channel)]
        kept = [each for each in old if each not in new] if remove else [*old, *new]
        slots = [{"weekday": day, "at": clock} for day, clock in kept]
        return set_week(scope, str(channel.id), {"slots": slots}, now)


def fill_best(scope: Scope, key: str, count: int, now: datetime) -> Line:
    """The channel's best times as further slots; those that are there stay."""
    channel = find_channel(scope, key)
    found = best_time.as_slots(best_time.times(scope, str(channel.id), now, count=count))
    with transaction.atomic():
        hold(scope.id)
        slots = [*_slots(scope, channel), *found]
        return set_week(scope, str(channel.id), {"slots": slots}, now)


def move(scope: Scope, delivery_id: str, where: str, now: datetime) -> Line:
    """up, down, first or last among the posts of the queue that a person gave no time."""
    row = post_acts.delivery(scope, delivery_id)
    with transaction.atomic():
        hold(scope.id)
        queued = _queued(scope, row.channel, now)
        _apply(scope, _moved(row, where, queued, now), now, row.channel)
    return line(scope, str(row.channel_id), now)


def shuffle(scope: Scope, key: str, now: datetime, rng: Random) -> Line:
    """Another order; the times stay."""
    channel = find_channel(scope, key)
    with transaction.atomic():
        hold(scope.id)
        _apply(scope, queue.shuffle(_queued(scope, channel, now), now, rng), now, channel)
    return line(scope, key, now)


def _moved(row: Delivery, where: str, queued: Sequence[queue.Queued], now: datetime) -> queue.Plan:
    order = [each.post for each in queued if not each.fixed]
    if str(row.id) not in order:
        raise invalid(
            Text("This post holds a time of its own.", "Posting ini punya waktu sendiri."),
            Text("Move it on the calendar.", "Pindahkan lewat kalender."),
        )
    at = order.index(str(row.id))
    places = {"up": at - 1, "down": at + 1, "first": 0, "last": len(order)}
    if where not in places:
        raise invalid(
            say("There is no place {w}.", "Tidak ada tempat {w}.", w=where),
            Text("Use up, down, first or last.", "Pakai up, down, first, atau last."),
        )
    return queue.move(str(row.id), places[where], queued, now)


def _apply(scope: Scope, plan: queue.Plan, now: datetime, channel: Channel) -> None:
    """All or nothing, by the caller's transaction. What waits for approval keeps waiting."""
    rows = within(Delivery, scope.id).filter(id__in=list(plan)).select_for_update()
    for row in rows:
        if row.state not in WAITING:
            raise _moved_on()
        at = plan[str(row.id)]
        parts = Delivery.objects.filter(
            post_id=row.post_id, channel_id=row.channel_id, state__in=WAITING
        )
        parts.update(planned_at=at)
        parts.exclude(due_at=None).update(due_at=at)
        _post_due(row)
    record(scope, scope.actor, "queue.ordered", str(channel.id), n=len(plan))


def _post_due(row: Delivery) -> None:
    times = Delivery.objects.filter(post_id=row.post_id, part=0).aggregate(at=Min("planned_at"))
    Post.objects.filter(id=row.post_id).update(due_at=times["at"])


def _queued(scope: Scope, channel: Channel, now: datetime) -> list[queue.Queued]:
    rows = _rows(scope, channel, now)
    return [queue.Queued(str(row.id), at, row.fixed) for row in rows if (at := row.planned_at)]


def _slots(scope: Scope, channel: Channel) -> list[dict[str, Any]]:
    row = within(Queue, scope.id).filter(channel=channel).first()
    return list(row.week.get("slots", ())) if row else []


def _rows(scope: Scope, channel: Channel, now: datetime) -> list[Delivery]:
    rows = within(Delivery, scope.id).filter(
        channel=channel, part=0, state__in=("scheduled", "in_review", "approved"),
        planned_at__gt=now, post__deleted_at=None,
    )  # fmt: skip
    return list(rows.select_related("post").order_by("planned_at", "id")[:500])


def _line(scope: Scope, channel: Channel, row: Queue | None, now: datetime) -> Line:
    week = week_of(channel, row)
    held = taken(channel, now)
    gap, end = next_free(week, held, now), last_free(week, held, now)
    soon = list(moments(week, now, now + SOON)) if not isinstance(gap, Refusal) else []
    return Line(
        channel=channel,
        week=week,
        slots=tuple(
            (WEEKDAYS[day], tuple(sorted(s.at for s in week.slots if s.weekday == day)))
            for day in range(7)
        ),
        waiting=_waiting(_rows(scope, channel, now), week),
        next=None if isinstance(gap, Refusal) else gap,
        end=None if isinstance(end, Refusal) else end,
        why_not=gap.words if isinstance(gap, Refusal) else None,
        free_soon=len(set(soon) - set(held)),
    )


def _waiting(rows: Sequence[Delivery], week: Week) -> tuple[Waiting, ...]:
    movable = [row.id for row in rows if not row.fixed]
    found = list[Waiting]()
    for row in rows:
        if row.planned_at is None:
            continue
        local = row.planned_at.astimezone(week.zone)
        text = " ".join(str(row.post.content.get("text", "")).split())[:90]
        slot = any(s.weekday == local.weekday() and s.at == local.time() for s in week.slots)
        found.append(
            Waiting(
                row=row,
                at=local,
                title=row.post.title or text,
                state=state(row.state).name,
                why=_why(row, local, slot=slot),
                note=None if row.fixed else clock_note(local.date(), local.time(), week.zone),
                movable=not row.fixed,
                first=bool(movable) and row.id == movable[0],
                last=bool(movable) and row.id == movable[-1],
            )
        )
    return tuple(found)


def _why(row: Delivery, local: datetime, *, slot: bool) -> Text:
    if row.fixed:
        return Text("A person gave it this time.", "Waktu ini dipilih seseorang.")
    day = WEEKDAYS[local.weekday()]
    if slot:
        return say(
            "The queue's slot on {d} at {t}.", "Slot antrean {d} pukul {t}.",
            d=day, t=Text(f"{local:%H:%M}", f"{local:%H.%M}"),
        )  # fmt: skip
    return Text(
        "From the queue, at a slot that was changed since.",
        "Dari antrean, pada slot yang sudah diubah sejak itu.",
    )


def _zone(scope: Scope, channel: Channel) -> str:
    return channel.zone or scope.workspace.zone


def _moved_on() -> Exception:
    return invalid(
        Text("A post of the queue is under way already.", "Satu posting antrean sedang dikirim."),
        Text("Look at the queue again.", "Lihat antreannya lagi."),
    )


def line_dict(found: Line) -> dict[str, Any]:
    week = found.week
    return {
        "channel": str(found.channel.id),
        "name": found.channel.name,
        "zone": week.zone.key,
        "slots": [{"weekday": s.weekday, "at": f"{s.at:%H:%M}"} for s in sorted(week.slots)],
        "paused": week.paused,
        "paused_until": week.paused_until.isoformat() if week.paused_until else None,
        "blackouts": [
            {"first": b.first.isoformat(), "last": b.last.isoformat(), "words": b.words}
            for b in week.blackouts
        ],
        "max_per_day": week.max_per_day,
        "min_gap_minutes": int(week.min_gap.total_seconds() // 60),
        "next": found.next.isoformat() if found.next else None,
        "end": found.end.isoformat() if found.end else None,
        "why_not": found.why_not.as_dict() if found.why_not else None,
        "waiting": [
            {
                "delivery": str(each.row.id),
                "post": str(each.row.post_id),
                "at": each.at.isoformat(),
                "title": each.title,
                "fixed": not each.movable,
                "why": each.why.as_dict(),
            }
            for each in found.waiting
        ],
    }
