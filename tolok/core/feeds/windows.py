"""When a destination may be posted to: hours of the week in its own zone, without blackout days.

Wall-clock times through a change of clocks are those of `core/publishing/slots.py`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tolok.core.publishing.slots import Blackout, moment

EVERY_DAY = frozenset(range(7))
_HORIZON = 400  # days; beyond that nothing opens any more


@dataclass(frozen=True, slots=True)
class Hours:
    """From `start` up to `end`, not included; `end` before `start` runs into the next day.

    The same time twice is the whole day. `days`: Monday is 0, of the day on which it starts.
    """

    start: time = time(0)
    end: time = time(0)
    days: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True)
class Window:
    """No hours: open always. `closed` hours (quiet time) win over open ones."""

    zone: ZoneInfo
    open: tuple[Hours, ...] = ()
    closed: tuple[Hours, ...] = ()
    blackouts: tuple[Blackout, ...] = ()


def opens(window: Window, at: datetime) -> datetime | None:
    """`at` itself when the window is open then, else when it opens next; None: never again."""
    if _is_open(window, at):
        return at
    day = at.astimezone(window.zone).date() - timedelta(days=1)
    for _ in range(_HORIZON):
        for found in sorted(_edges(window, day)):
            if found > at and _is_open(window, found):
                return found
        day += timedelta(days=1)
    return None


def _edges(window: Window, day: date) -> set[datetime]:
    """The moments of a day at which the window may open."""
    times = {time(0), *(each.start for each in window.open), *(each.end for each in window.closed)}
    return {moment(day, each, window.zone) for each in times}


def _is_open(window: Window, at: datetime) -> bool:
    day = at.astimezone(window.zone).date()
    if any(each.covers(day) for each in window.blackouts):
        return False
    if any(_within(each, window.zone, day, at) for each in window.closed):
        return False
    return not window.open or any(_within(each, window.zone, day, at) for each in window.open)


def _within(hours: Hours, zone: ZoneInfo, day: date, at: datetime) -> bool:
    for start_day in (day - timedelta(days=1), day):
        if start_day.weekday() in hours.days:
            last = start_day + timedelta(days=hours.end <= hours.start)
            if moment(start_day, hours.start, zone) <= at < moment(last, hours.end, zone):
                return True
    return False
