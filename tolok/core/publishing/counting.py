"""When a post is counted again, and what successive totals of it say of the days between.

Refuses to guess: a total that was not seen before, and a wait too long for one day, add nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Counts = Mapping[str, int]

# Age of a post until which it is counted in this rhythm; older ones every week, for ever.
RHYTHM = (
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(days=7), timedelta(hours=6)),
    (timedelta(days=90), timedelta(days=1)),
)
FOR_EVER = timedelta(days=7)
# Totals further apart than this say nothing of any one day (a machine that stood still).
LONGEST = FOR_EVER + timedelta(days=1)


def next_count(published: datetime, counted: datetime) -> datetime:
    """When a post is due again after it was counted."""
    age = counted - published
    return counted + next((wait for until, wait in RHYTHM if age < until), FOR_EVER)


@dataclass(frozen=True, slots=True)
class Seen:
    """Totals and when they were read. A measure that is not in `counts` is not known."""

    counts: Counts
    at: datetime


@dataclass(slots=True)
class Flows:
    """What came in on each day of a channel, in the network's own days.

    A total that fell gives a negative flow: people take likes back and networks remove accounts.
    `fell` counts those, `lost` the totals whose wait was too long.
    """

    zone: ZoneInfo
    days: dict[date, dict[str, int]] = field(default_factory=dict)
    fell: int = 0
    lost: int = 0

    def add(self, before: Seen | None, now: Seen) -> None:
        """Put the difference on the day in the middle of the two readings."""
        if before is None:
            return
        both = [name for name in now.counts if name in before.counts]
        if now.at - before.at > LONGEST:
            self.lost += bool(both)
            return
        middle = before.at + (now.at - before.at) / 2
        day = self.days.setdefault(middle.astimezone(self.zone).date(), {}) if both else {}
        for name in both:
            change = now.counts[name] - before.counts[name]
            day[name] = day.get(name, 0) + change
            self.fell += change < 0


def birth(published: datetime, since: datetime, measures: Counts) -> Seen | None:
    """What a post had when it was published: nothing. Only for posts later than `since`."""
    if published < since:
        return None
    return Seen(dict.fromkeys(measures, 0), published)


def native_day(moment: datetime, zone: ZoneInfo) -> date:
    """The network's day of a moment."""
    return moment.astimezone(zone).date()


def sure_time(moment: datetime) -> datetime | None:
    """None for the stand-in that a connector gives where the network told no time."""
    return moment.astimezone(UTC) if moment.year > 1970 else None
