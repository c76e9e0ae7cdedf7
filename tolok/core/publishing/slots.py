"""Weekly slots of a channel as moments, with pauses, blackout days, gaps and daily limits.

A wall-clock time that a zone skips moves forward by the jump; one that comes twice is used once,
the first time. Nothing here knows the present: `now` is an argument.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tolok.core.text import Text, say

HORIZON = timedelta(days=366)  # beyond a year a queue is full
YEARS = range(1970, 2201)  # a time near the ends of the calendar cannot be said in every zone


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A weekly time. `weekday`: Monday is 0."""

    weekday: int
    at: time


@dataclass(frozen=True, slots=True)
class Blackout:
    """Days, first and last included, on which the queue sends nothing."""

    first: date
    last: date
    words: str = ""

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Week:
    """The queue settings of one channel."""

    zone: ZoneInfo
    slots: tuple[Slot, ...]
    blackouts: tuple[Blackout, ...] = ()
    max_per_day: int | None = None
    min_gap: timedelta = timedelta(0)
    paused: bool = False
    paused_until: datetime | None = None  # with `paused`: None means until somebody resumes it


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no slot was given."""

    words: Text


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The wall-clock time as aware UTC."""
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


def clock_note(day: date, at: time, zone: ZoneInfo) -> Text | None:
    """A sentence when clocks change at this very time, else None."""
    local = moment(day, at, zone).astimezone(zone)
    if (local.hour, local.minute) != (at.hour, at.minute):
        return say(
            "Clocks go forward: {at} does not exist on {day}, so it is {local}.",
            "Jam dimajukan: {at} tidak ada pada {day}, jadi menjadi {local}.",
            at=f"{at:%H:%M}", day=day, local=f"{local:%H:%M}",
        )  # fmt: skip
    second = datetime.combine(day, at.replace(fold=1), zone)
    if second.utcoffset() != second.replace(fold=0).utcoffset():
        return say(
            "Clocks go back: {at} comes twice on {day}; the first one is used.",
            "Jam dimundurkan: {at} terjadi dua kali pada {day}; yang pertama dipakai.",
            at=f"{at:%H:%M}", day=day,
        )  # fmt: skip
    return None


def moments(week: Week, after: datetime, until: datetime) -> Iterator[datetime]:
    """All slots in (after, until], in order, each moment once; blackout days left out."""
    day = after.astimezone(week.zone).date() - timedelta(days=1)
    last = until.astimezone(week.zone).date()
    seen = after
    while day <= last:
        if not any(blackout.covers(day) for blackout in week.blackouts):
            times = {slot.at for slot in week.slots if slot.weekday == day.weekday()}
            for found in sorted({moment(day, at, week.zone) for at in times}):
                if seen < found <= until:
                    yield found
                    seen = found
        day += timedelta(days=1)


def free(week: Week, taken: Iterable[datetime], now: datetime) -> Iterator[datetime]:
    """Free slots in order, each as if it alone were added to `taken` (posts with any time)."""
    start = _open_from(week, now)
    if start is None:
        return
    held = sorted(taken)
    per_day = _per_day(week, held)
    for found in moments(week, start, now + HORIZON):
        day = found.astimezone(week.zone).date()
        full = week.max_per_day is not None and per_day.get(day, 0) >= week.max_per_day
        if not full and all(_apart(found, other, week.min_gap) for other in held):
            yield found


def next_free(week: Week, taken: Iterable[datetime], now: datetime) -> datetime | Refusal:
    """The first free slot from now on."""
    return next(free(week, taken, now), None) or _refusal(week)


def last_free(week: Week, taken: Iterable[datetime], now: datetime) -> datetime | Refusal:
    """The first free slot after everything that is planned: the end of the queue."""
    held = list(taken)
    return next_free(week, held, max([now, *held]))


def free_run(
    week: Week, taken: Iterable[datetime], now: datetime, count: int
) -> tuple[datetime, ...]:
    """Slots for `count` posts, chosen one after another; fewer when the queue is full."""
    held, found = list(taken), list[datetime]()
    candidates = list(free(week, held, now))
    per_day = _per_day(week, held)
    for each in candidates:
        day = each.astimezone(week.zone).date()
        full = week.max_per_day is not None and per_day.get(day, 0) >= week.max_per_day
        if len(found) < count and not full and (not found or _apart(each, found[-1], week.min_gap)):
            found.append(each)
            per_day[day] = per_day.get(day, 0) + 1
    return tuple(found)


def _open_from(week: Week, now: datetime) -> datetime | None:
    """The moment from which the queue sends, None while it is paused without an end."""
    if not week.paused:
        return now
    return None if week.paused_until is None else max(now, week.paused_until)


def _apart(one: datetime, two: datetime, gap: timedelta) -> bool:
    return one != two and abs(one - two) >= gap


def _per_day(week: Week, held: Iterable[datetime]) -> dict[date, int]:
    days: dict[date, int] = {}
    for each in held:
        day = each.astimezone(week.zone).date()
        days[day] = days.get(day, 0) + 1
    return days


def _refusal(week: Week) -> Refusal:
    if not week.slots:
        return Refusal(
            Text(
                "This channel has no slots. Add weekly times first.",
                "Kanal ini belum punya slot. Tambahkan waktu mingguan dulu.",
            )
        )
    if week.paused and week.paused_until is None:
        return Refusal(
            Text(
                "The queue is paused. Resume it, or give the post a time of its own.",
                "Antrean sedang dijeda. Lanjutkan, atau beri posting waktunya sendiri.",
            )
        )
    return Refusal(
        Text(
            "No slot is free within a year. Add slots or raise the limit per day.",
            "Tidak ada slot kosong dalam setahun. Tambah slot atau naikkan batas per hari.",
        )
    )
