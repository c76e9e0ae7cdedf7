"""Levels (followers): the last one known in each bucket, what it was on the eve, and its mean.

Growth is the level on the last day of the bucket minus the level on the day before it starts; if
either day is missing the growth is not known, never taken from the first day that happens to exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tolok.core.kpi.spec import Source, Term, Variant
from tolok.core.query import GRAINS, Cell, Period, Query, Unknown, Value
from tolok.facts import atoms, compile, sources
from tolok.facts.finish import LEVELS, plain, ratio, row_terms
from tolok.facts.sources import Shape
from tolok.lib.later import Later

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import DateValue, Table
else:
    ibis = Later("ibis")

FOLLOWERS = Term("followers", otherwise=("fans",))
_WIDTH = {
    "week": {"days": 7},
    "month": {"months": 1},
    "quarter": {"months": 3},
    "year": {"years": 1},
}


@dataclass(frozen=True, slots=True)
class Level:
    """One channel in one bucket; None where the day is missing."""

    last: int | None
    end: int | None
    before: int | None
    mean: float | None
    last_at: date | None = None

    @property
    def delta(self) -> int | None:
        return None if self.end is None or self.before is None else self.end - self.before


Levels = dict[tuple[str, ...], dict[str, Level]]


@lru_cache(maxsize=128)
def statement(shape: Shape, term: Term, engine_name: str) -> compile.Statement:
    """Per bucket and channel: last, end, before, mean, and the day of the last."""
    speaks = compile.engine(engine_name)
    rows = sources.levels(shape, speaks, frozenset(term.names))
    level = atoms.value(rows, term)
    if level is None:
        raise KeyError(term.measure)
    rows = rows.mutate(level=level, moved_day=sources.moved(rows.on_day))
    first, last = _edges(rows, shape)
    rows = rows.mutate(is_first=rows.moved_day == first, is_last=rows.moved_day == last)
    here, eve = rows.eve == 0, rows.eve == 1
    answer = rows.group_by([*sources.keys(shape), "channel"]).agg(
        last=rows.level.argmax(rows.on_day, where=here & rows.level.notnull()),
        end=rows.level.max(where=here & rows.is_last),
        before=rows.level.max(where=eve & rows.is_first),
        mean=rows.level.mean(where=here),
        last_at=rows.moved_day.max(where=here & rows.level.notnull()),
    )
    return compile.of(speaks.sql(answer))


def _edges(rows: Table, shape: Shape) -> tuple[DateValue, DateValue]:
    """The first and last day of the bucket of a row, inside the period."""
    firsts, lasts = [sources.day("first")], [sources.day("last")]
    for grain in (name for name in shape.by if name in GRAINS):
        start = sources.bucket(rows.moved_day, grain, shape.first_weekday)
        firsts.append(start)
        if grain == "day":
            lasts.append(start)
        else:
            width = ibis.interval(**_WIDTH[grain])
            lasts.append(sources.as_day(start + width - ibis.interval(days=1)))
    return ibis.greatest(*firsts), ibis.least(*lasts)


def read(
    reading: Any, query: Query, period: Period, term: Term, by: tuple[str, ...], written: Any
) -> Levels:
    """The levels of each channel in each bucket."""
    shape = Shape(
        source=Source.CHANNEL,
        by=by,
        where=tuple(s.dimension for s in query.where),
        all_channels=query.channels is None,
        first_weekday=query.first_weekday,
    )
    made = statement(shape, term, reading.engine.name)
    values = compile.values(query, period) | {
        "eve": (period.start - timedelta(days=1)).isoformat(),
        "first": query.period.start.isoformat(),
        "last": query.period.end.isoformat(),
    }
    found: Levels = {}
    for row in reading.engine.run(reading.cursor, made.sql, made.binds(values)):
        key = tuple(written(part) for part in row[: len(by)])
        found.setdefault(key, {})[row[len(by)]] = Level(*row[len(by) + 1 :])
    return found


def last_cell(variant: Variant, channels: Mapping[str, Level], no: Unknown) -> Cell:
    """The sum over channels of the last level; people may follow several."""
    return _summed(variant, [c.last for c in channels.values()], no)


def delta_cell(variant: Variant, channels: Mapping[str, Level], no: Unknown) -> Cell:
    return _summed(variant, [c.delta for c in channels.values()], no)


def ratio_cell(
    variant: Variant,
    tops: Mapping[str, tuple[Value | None, int]],
    channels: Mapping[str, Level],
    no: Unknown,
) -> Cell:
    """Σ of the channels' sums ÷ Σ of their levels, over channels where both are known."""
    above: list[Value] = []
    below: list[Value] = []
    rows = 0
    for channel, (top, n) in tops.items():
        base = _base(variant, channels[channel]) if channel in channels else None
        if top is not None and base is not None:
            above.append(top)
            below.append(base)
            rows += n
    if not above:
        return Cell(unknown=no, n=rows)
    return ratio(variant, sum(above), sum(below), rows, no)


def uses_level(variant: Variant) -> bool:
    return any(term.measure in LEVELS for term in variant.denominator)


def level_term(variant: Variant) -> Term:
    """The level that a KPI reads: its own, or followers for a base."""
    tops = row_terms(variant.numerator)
    return FOLLOWERS if uses_level(variant) else tops[0]


def _base(variant: Variant, level: Level) -> Value | None:
    (term,) = [t for t in variant.denominator if t.measure in LEVELS]
    found = level.before if term.measure == "followers_start" else level.mean
    return None if found is None else plain(found * term.weight)


def _summed(variant: Variant, values: Sequence[int | None], no: Unknown) -> Cell:
    known = [value for value in values if value is not None]
    if not known:
        return Cell(unknown=no, n=0)
    return Cell(value=plain(sum(known) * variant.scale), n=len(known))
