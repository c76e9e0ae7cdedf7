"""What is asked of the facts, and the only shapes an answer may have.

A figure is never a bare number: it says what was counted, on which basis, over which days, from
which channels, as of when, and, where nothing is known, why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from tolok.core.text import Text

Value = int | float | Decimal


class Basis(StrEnum):
    """Which rows a number counts. Two bases never share a table or a chart without a label."""

    PERIOD = "period"  # activity in the period, whenever the post was published
    LIFETIME = "lifetime"  # all counts so far of the posts published in the period
    SNAPSHOT = "snapshot"  # a level at the end of the period


class Unknown(StrEnum):
    """Why there is no number. The words for each are in `tolok/core/kpi/reasons.py`."""

    NO_SOURCE = "no_source"  # nothing of this kind is connected or imported
    NO_DATA = "no_data"  # a source exists, but nothing for these days and filters
    NOT_OFFERED = "not_offered"  # the network does not report it
    ZERO_DENOMINATOR = "zero_denominator"
    NOT_ADDITIVE = "not_additive"  # unique people have no total over this window
    TOO_FEW = "too_few"  # below the minimum sample
    MIXED_CURRENCY = "mixed_currency"
    NEEDS_MODEL = "needs_model"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both ends included, in the zone of the workspace."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the period ends {self.end}, before it starts {self.start}")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def previous(self) -> "Period":
        """The equally long period before, moved so that weekdays match (whole weeks back)."""
        back = timedelta(days=-(-self.days // 7) * 7)
        return Period(self.start - back, self.end - back)

    def year_before(self) -> "Period":
        """52 weeks earlier: the same weekdays a year ago."""
        back = timedelta(weeks=52)
        return Period(self.start - back, self.end - back)


class Compare(StrEnum):
    PREVIOUS = "previous"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class KpiRef:
    """A KPI and the variant meant; an empty variant is the default one."""

    kpi: str
    variant: str = ""


# Time grains, and the other things a figure can be broken down by (spec/kpis.md §9).
GRAINS = ("day", "week", "month", "quarter", "year")
DIMENSIONS = (
    *GRAINS,
    *("network", "channel", "type", "weekday", "hour", "tag", "campaign", "hashtag", "topic"),
    *("domain", "language", "paid", "length", "author", "tier"),
    *("age", "gender", "country", "city"),
    *("ad_campaign", "ad_set", "ad", "currency", "source"),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """Keep only rows whose `dimension` is one of `values`; `topic` matches words in the text."""

    dimension: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """One question. `channels` None means all of the workspace. `by` at most three dimensions."""

    workspace: str
    kpis: tuple[KpiRef, ...]
    period: Period
    basis: Basis | None = None  # None: the first basis of the KPI's own order that has data
    channels: tuple[str, ...] | None = None
    by: tuple[str, ...] = ()
    where: tuple[Segment, ...] = ()
    compare: Compare | None = None
    zone: str = "UTC"
    first_weekday: int = 0  # Monday

    def over(self, period: Period) -> "Query":
        return replace(self, period=period, compare=None)


@dataclass(frozen=True, slots=True)
class Missing:
    """A channel that takes no part in a figure, and why."""

    channel: str
    reason: Unknown


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which channels a figure stands on, and how many of the period's days they report."""

    channels: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    days_read: int | None = None
    days_asked: int | None = None

    @property
    def complete(self) -> bool:
        return not self.missing and (self.days_read is None or self.days_read == self.days_asked)


@dataclass(frozen=True, slots=True)
class Interval:
    """Where an estimate may lie; `level` is the share of cases it holds (0–1)."""

    low: float
    high: float
    level: float


@dataclass(frozen=True, slots=True)
class Cell:
    """The number itself, with its parts. `low`/`high` bound a sum of unique people."""

    value: Value | None = None
    unknown: Unknown | None = None
    numerator: Value | None = None
    denominator: Value | None = None
    n: int | None = None
    low: Value | None = None
    high: Value | None = None
    median: float | None = None
    interval: Interval | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.unknown is None):
            raise ValueError("a cell holds either a value or the reason why there is none")


@dataclass(frozen=True, slots=True)
class Break:
    """The day from which a measure means something else; lines are not joined across it."""

    day: date
    measure: str
    network: str
    words: Text


@dataclass(frozen=True, slots=True)
class Frame:
    """All that a number needs around it to be read rightly; shared by figures and series."""

    kpi: str
    variant: str
    unit: str  # count, percent, ratio, currency, seconds, days, score, per_week …
    better: str  # up, down, neutral
    basis: Basis
    period: Period
    zone: str
    as_of: datetime | None = None
    currency: str | None = None
    coverage: Coverage = field(default_factory=Coverage)
    batches: tuple[str, ...] = ()
    settling_from: date | None = None
    breaks: tuple[Break, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, or the reason why there is none; with its comparison where one was asked."""

    frame: Frame
    cell: Cell
    before: Cell | None = None
    before_period: Period | None = None

    @property
    def value(self) -> Value | None:
        return self.cell.value


@dataclass(frozen=True, slots=True)
class Point:
    """`key` has one entry per dimension of the series, in its order (ISO dates for grains)."""

    key: tuple[str, ...]
    cell: Cell
    before: Cell | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """The same figure broken down. A missing key is a gap, and is drawn as one."""

    frame: Frame
    by: tuple[str, ...]
    points: tuple[Point, ...]

    def as_map(self) -> Mapping[tuple[str, ...], Cell]:
        return {point.key: point.cell for point in self.points}
