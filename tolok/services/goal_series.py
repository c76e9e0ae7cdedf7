"""What the facts know of a target, day by day: one question for all targets with the same rows.

A day without a reading stays unknown. Only for posts is a quiet day a zero: nothing was published.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import nan
from statistics import median
from zoneinfo import ZoneInfo

from tolok.core.goals.goal import Mode, Nature, Target
from tolok.core.kpi.reasons import in_words, reason
from tolok.core.kpi.spec import KpiKind, KpiSpec, Variant
from tolok.core.query import (
    Basis,
    Break,
    Cell,
    Figure,
    KpiRef,
    Period,
    Query,
    Segment,
    Series,
    Unknown,
)
from tolok.core.text import Text
from tolok.services.access import Scope
from tolok.services.fact_store import facts

HISTORY_DAYS = 364
EVE_DAYS = 7
"""A level counts as that of the day before the start when it is at most so many days older."""


@dataclass(frozen=True, slots=True)
class Part:
    """One day: an amount, or the two sides of an average. `n`: what it stands on."""

    top: float
    bottom: float = 1.0
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """The days of one target. `read_to`: the last day that is known to be complete."""

    nature: Nature
    days: Mapping[date, Part]
    levels: bool = False  # the days hold running totals, of which the gain counts
    posts: bool = False
    read_to: date | None = None
    currency: str = ""
    why: Text | None = None  # why nothing is known
    brief: Text | None = None  # the same in a few words
    breaks: tuple[Break, ...] = ()
    left_out: tuple[str, ...] = ()  # channels that do not report it
    per_day: float | None = None  # the calendar is what one divides by (posts a week)
    whole: float | None = None  # the native figure of unique people over the goal's days

    def value(self, period: Period) -> float | None:
        """The KPI over these days, or at their end; None when it is not known."""
        if self.nature is Nature.LEVEL:
            return self.level(period.end, period.days)
        if self.levels:
            return self.gained(period)
        if self.whole is not None:
            return self.whole
        known = [p for d, p in self.days.items() if period.start <= d <= period.end]
        if self.nature is Nature.TOTAL:
            return sum(p.top for p in known) if known else self._quiet(period)
        if self.per_day:
            return sum(p.top for p in known) / (self.per_day * period.days) if known else None
        top, bottom = sum(p.top for p in known), sum(p.bottom for p in known)
        return top / bottom if known and bottom else None

    def count(self, period: Period) -> int | None:
        """How many posts or readings stand behind `value`."""
        known = [p for d, p in self.days.items() if period.start <= d <= period.end]
        counted = [p.n for p in known if p.n is not None]
        return sum(counted) if counted else len(known)

    def level(self, day: date, within: int = EVE_DAYS) -> float | None:
        """The latest level on or before `day`, at most `within` days old."""
        for back in range(within + 1):
            part = self.days.get(day - timedelta(days=back))
            if part is not None:
                return part.top
        return None

    def gained(self, period: Period) -> float | None:
        before = self.level(period.start - timedelta(days=1))
        after = self.level(period.end, period.days - 1)
        return None if before is None or after is None else after - before

    def unread(self, period: Period) -> int:
        """Days up to the last reading that nobody read."""
        if self.posts or self.read_to is None:
            return 0
        end = min(period.end, self.read_to)
        days = max((end - period.start).days + 1, 0)
        return days - sum(period.start <= day <= end for day in self.days)

    def flows(self) -> dict[date, float]:
        """What each day brought: for the usual share of weekdays and for weekly sums."""
        if self.levels:
            return {
                day: part.top - self.days[eve].top
                for day, part in self.days.items()
                if (eve := day - timedelta(days=1)) in self.days
            }
        found = {day: part.top for day, part in self.days.items()}
        if self.posts and found and self.read_to:
            day = min(found)
            while day <= self.read_to:
                found.setdefault(day, 0.0)
                day += timedelta(days=1)
        return found

    def weekly(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Both sides of an average, week by week counted back from the last day."""
        if not self.days:
            return (), ()
        last = self.read_to or max(self.days)
        count = (last - min(self.days)).days // 7 + 1
        tops, bottoms = [nan] * count, [nan] * count
        for day, part in self.days.items():
            place = count - 1 - (last - day).days // 7
            if 0 <= place < count:
                tops[place] = part.top + (0 if tops[place] != tops[place] else tops[place])
                held = bottoms[place]
                bottoms[place] = part.bottom + (0 if held != held else held)
        return tuple(tops), tuple(bottoms)

    def _quiet(self, period: Period) -> float | None:
        """No posts in these days: nothing happened, provided that the days were read."""
        return 0.0 if self.posts and self.read_to and self.read_to >= period.start else None


def usual_gap(days: Iterable[date]) -> int:
    """How many days usually lie between two imports; a week while nobody can tell."""
    ordered = sorted(set(days))[-10:]
    gaps = [(b - a).days for a, b in zip(ordered, ordered[1:], strict=False)]
    return max(round(median(gaps)), 1) if len(gaps) >= 2 else 7


@dataclass(frozen=True, slots=True)
class Wanted:
    """A target and the days of its goal so far."""

    target: Target
    window: Period


Rows = tuple[tuple[str, ...] | None, tuple[Segment, ...], Period | None]


def tracks(
    scope: Scope,
    wanted: Sequence[Wanted],
    specs: Mapping[str, KpiSpec],
    period: Period,
    places: Mapping[str, str],
) -> list[Track]:
    """The days of each target over `period`, with as few questions as there are sets of rows.

    `places`: the network of each channel. Unique people have no days that could be put together:
    they are asked for their own window.
    """
    asked: dict[Rows, dict[KpiRef, None]] = {}
    keys: list[tuple[Rows, KpiRef]] = []
    for one in wanted:
        unique = specs[one.target.kpi].variant(one.target.variant).kind is KpiKind.UNIQUE
        window = one.window if unique else None
        rows = (_channels(one.target, places), _segments(one.target), window)
        ref, _ = _read_as(one.target, specs)
        asked.setdefault(rows, {})[ref] = None
        keys.append((rows, ref))
    found: dict[tuple[Rows, KpiRef], Figure | Series] = {}
    for rows, refs in asked.items():
        query = _query(scope, tuple(refs), rows, period)
        for ref, answer in zip(refs, facts().answer(query, specs), strict=True):
            found[(rows, ref)] = answer
    return [
        _track(one.target, found[key], specs, scope.workspace.zone)
        for one, key in zip(wanted, keys, strict=True)
    ]


def _query(scope: Scope, refs: tuple[KpiRef, ...], rows: Rows, period: Period) -> Query:
    return Query(
        workspace=scope.key,
        kpis=refs,
        period=rows[2] or period,
        channels=rows[0],
        by=() if rows[2] else ("day",),
        where=rows[1],
        zone=scope.workspace.zone,
        first_weekday=scope.workspace.first_weekday,
    )


def _channels(target: Target, mine: Mapping[str, str]) -> tuple[str, ...] | None:
    if target.scope.channels:
        return tuple(sorted(c for c in target.scope.channels if c in mine))
    if target.scope.networks:
        return tuple(sorted(c for c, net in mine.items() if net in target.scope.networks))
    return None


def _segments(target: Target) -> tuple[Segment, ...]:
    return tuple(s for s in target.scope.segments() if s.dimension != "network")


def _read_as(target: Target, specs: Mapping[str, KpiSpec]) -> tuple[KpiRef, bool]:
    """What to ask for by day: growth of a level is read from the level itself."""
    spec = specs[target.kpi]
    variant = spec.variant(target.variant)
    if variant.kind is KpiKind.DELTA:
        for other in specs.values():
            first = other.variants[0]
            if first.kind is KpiKind.LAST and first.numerator[0].names == _names(variant):
                return KpiRef(other.id), True
        for other in specs.values():
            first = other.variants[0]
            if first.kind is KpiKind.LAST and first.numerator[0].measure == _names(variant)[0]:
                return KpiRef(other.id), True
    return KpiRef(target.kpi, variant.id), False


def _names(variant: Variant) -> tuple[str, ...]:
    return variant.numerator[0].names


def _track(
    target: Target, answer: Figure | Series, specs: Mapping[str, KpiSpec], zone: str
) -> Track:
    if isinstance(answer, Figure):
        return _unique(target, answer, specs[target.kpi], zone)
    _, levels = _read_as(target, specs)
    spec = specs[target.kpi]
    frame = answer.frame
    posts = frame.basis is Basis.LIFETIME
    days: dict[date, Part] = {}
    for point in answer.points:
        part = _part(point.cell, spec.variant(target.variant), target, levels=levels)
        if part is not None and point.key[0]:
            days[date.fromisoformat(point.key[0])] = part
    read_to = max(days) if days else None
    if posts and frame.as_of and days:
        read_to = min(frame.as_of.astimezone(ZoneInfo(zone)).date(), frame.period.end)
    return Track(
        nature=target.nature,
        days=days,
        levels=levels,
        posts=posts,
        read_to=read_to,
        currency=frame.currency or "",
        why=None if days else in_words(_why_none(answer), spec, variant=target.variant),
        brief=None if days else reason(_why_none(answer)),
        breaks=frame.breaks,
        left_out=tuple(m.channel for m in frame.coverage.missing) if days else (),
        per_day=_calendar(spec.variant(target.variant)),
    )


def _unique(target: Target, answer: Figure, spec: KpiSpec, zone: str) -> Track:
    value, frame = answer.value, answer.frame
    read_to = frame.period.end
    if frame.as_of:
        read_to = min(frame.as_of.astimezone(ZoneInfo(zone)).date(), read_to)
    known = value is not None
    unknown = answer.cell.unknown or Unknown.NO_DATA
    return Track(
        nature=target.nature,
        days={},
        read_to=read_to if known else None,
        why=None if known else in_words(unknown, spec, variant=target.variant),
        brief=None if known else reason(unknown),
        whole=float(value) if value is not None else None,
    )


def _calendar(variant: Variant) -> float | None:
    """How much of the denominator a day is, when it is days or weeks; None for all others."""
    known = {"days": 1.0, "weeks": 1 / 7}
    if not variant.denominator or any(t.measure not in known for t in variant.denominator):
        return None
    return sum(t.weight * known[t.measure] for t in variant.denominator) / variant.scale


def _part(cell: Cell, variant: Variant, target: Target, *, levels: bool) -> Part | None:
    """The two sides of a cell, so that days can be put together without a mean of means."""
    if cell.value is None:
        return None
    if target.mode is Mode.MEAN_PER_POST and variant.kind is KpiKind.SUM and cell.n:
        return Part(float(cell.value), float(cell.n), cell.n)
    if levels or variant.kind in (KpiKind.SUM, KpiKind.COUNT, KpiKind.LAST):
        return Part(float(cell.value), 1.0, cell.n)
    if variant.kind is KpiKind.RATIO_OF_SUMS and cell.numerator is not None:
        return Part(float(cell.numerator) * variant.scale, float(cell.denominator or 0), cell.n)
    if cell.n:
        return Part(float(cell.value) * cell.n, float(cell.n), cell.n)
    return Part(float(cell.value), 1.0, cell.n)


def _why_none(answer: Series) -> Unknown:
    missing = answer.frame.coverage.missing
    if missing and len({m.reason for m in missing}) == 1:
        return missing[0].reason
    return Unknown.NO_DATA if answer.frame.as_of or missing else Unknown.NO_SOURCE
