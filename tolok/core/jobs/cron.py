"""Recurring wall-clock times in a zone: `minute hour day month weekday`, as cron writes them.

A time with a fixed hour comes once a day: one that the clocks skip moves forward by the jump, one
that comes twice is used the first time. With `*` as hour it follows the hours that really pass.
As in cron, day and weekday are alternatives when both are given. Sunday is 0 or 7.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tolok.core.publishing.slots import moment

RUN_ONCE, SKIP = "run_once", "skip"  # what to do about times that passed while nothing ran
POLICIES = (RUN_ONCE, SKIP)
PUNCTUAL = timedelta(minutes=5)  # a slot taken up within this time was not missed
_RANGES = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12), "weekday": (0, 7)}
_LOOKS_BACK = timedelta(days=31)
_HORIZON_DAYS = 366 * 8 + 2  # 29 February comes at least once in eight years


@dataclass(frozen=True, slots=True)
class Times:
    """A rule that has been read. Empty `days` or `weekdays` means: not restricted by it."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    every_hour: bool

    def on(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        if not self.days and not self.weekdays:
            return True
        return day.day in self.days or day.isoweekday() % 7 in self.weekdays


@dataclass(frozen=True, slots=True)
class Due:
    """What a look at the clock found: the slot to run now, if any, and the next to wait for."""

    run: datetime | None
    next: datetime
    missed: int  # slots that passed without being run; of the last month only


def read(rule: str) -> Times:
    """Raises ValueError with the part that is wrong."""
    parts = rule.split()
    if len(parts) != len(_RANGES):
        raise ValueError(f"a rule has five parts: {rule!r}")
    minute, hour, day, month, weekday = (
        _numbers(part, name) for part, name in zip(parts, _RANGES, strict=True)
    )
    return Times(
        minutes=tuple(sorted(minute)),
        hours=tuple(sorted(hour)),
        days=frozenset() if parts[2] == "*" else frozenset(day),
        months=frozenset(month),
        weekdays=frozenset() if parts[4] == "*" else frozenset(n % 7 for n in weekday),
        every_hour=parts[1].startswith("*"),
    )


def after(times: Times, zone: ZoneInfo, start: datetime) -> datetime:
    """The first slot after `start`, in UTC. ValueError when there never is one."""
    for slot in walk(times, zone, start):
        return slot
    raise ValueError("the rule names a day that never comes")


def walk(times: Times, zone: ZoneInfo, start: datetime) -> Iterator[datetime]:
    """All slots after `start`, in order, for some eight years."""
    day = start.astimezone(zone).date() - timedelta(days=1)
    for number in range(_HORIZON_DAYS):
        yield from (s for s in _slots(times, zone, day + timedelta(days=number)) if s > start)


def look(times: Times, zone: ZoneInfo, waiting_for: datetime, now: datetime, policy: str) -> Due:
    """Which slot to run at `now` when `waiting_for` was the next one.

    A clock that was set back, or had run ahead, may have left `waiting_for` too far in the future:
    then the next slot is found anew; whoever runs a slot does so once, whatever is found here.
    """
    following = after(times, zone, now)
    if waiting_for > now:
        return Due(None, min(waiting_for, following), 0)
    last, passed = waiting_for, 1
    for slot in walk(times, zone, max(waiting_for, now - _LOOKS_BACK)):
        if slot > now:
            break
        last, passed = slot, passed + 1
    if policy == SKIP and now - last > PUNCTUAL:
        return Due(None, following, passed)
    return Due(last, following, passed - 1)


def _slots(times: Times, zone: ZoneInfo, day: date) -> Iterator[datetime]:
    if not times.on(day):
        return
    clock = [time(hour, minute) for hour in times.hours for minute in times.minutes]
    if times.every_hour:
        yield from sorted({real for at in clock for real in _real(day, at, zone)})
    else:
        yield from sorted({moment(day, at, zone) for at in clock})


def _real(day: date, at: time, zone: ZoneInfo) -> Iterator[datetime]:
    """The moments at which clocks really show this time: none, one or two."""
    for fold in (0, 1):
        found = datetime.combine(day, at.replace(fold=fold), zone).astimezone(UTC)
        if found.astimezone(zone).replace(tzinfo=None, fold=0) == datetime.combine(day, at):
            yield found


def _numbers(part: str, name: str) -> set[int]:
    found = set[int]()
    for piece in part.split(","):
        found |= _range(piece, name)
    return found


def _range(piece: str, name: str) -> set[int]:
    """`*`, `5`, `1-5`, `*/15`, `8-18/2`."""
    low, high = _RANGES[name]
    span, _, step = piece.partition("/")
    first, dash, last = span.partition("-")
    try:
        start = low if span == "*" else int(first)
        end = (high if step else start) if not dash and span != "*" else high
        end = int(last) if dash else end
        stride = int(step) if step else 1
    except ValueError:
        raise ValueError(f"{piece!r} is no {name}") from None
    if not low <= start <= end <= high or stride < 1:
        raise ValueError(f"{piece!r} is no {name}: {low} to {high}")
    return set(range(start, end + 1, stride))
