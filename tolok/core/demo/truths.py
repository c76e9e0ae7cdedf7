"""What is planted in the demo's numbers, so that tests (and curious people) can look for it.

Everything is relative to the last day of the demo, so that it is never old.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from tolok.core.query import Period

MONTHS = 18
DAYS = 546
OUTAGE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Truths:
    """The planted facts of a demo that ends on `last`."""

    last: date

    @property
    def period(self) -> Period:
        return Period(self.last - timedelta(days=DAYS - 1), self.last)

    @property
    def outage(self) -> Period:
        """Facebook and Instagram were not read on these days."""
        start = self.last - timedelta(days=43)
        return Period(start, start + timedelta(days=OUTAGE_DAYS - 1))

    @property
    def viral_day(self) -> date:
        """A TikTok video of this day was seen VIRAL_TIMES as often as usual."""
        return self.last - timedelta(days=17)

    VIRAL_TIMES = 14.0
    GROWING = "instagram"  # its followers grow by GROWTH_PER_WEEK; the others barely
    GROWTH_PER_WEEK = 0.006
    BEST_WEEKDAY = 3  # Thursday
    BEST_HOURS = (18, 19)
    BEST_TIMES = 1.9  # reach of Instagram reels in those hours against the rest
    VARIATION_TIMES = 1.35  # engagement of posts tagged "variation" against "control"
    WEEKEND_TIMES = 1.25  # daily activity on Saturday and Sunday
