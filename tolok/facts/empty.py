"""What a time without a single row says: nothing was published, where the rows reach over it.

Only counts of rows can be zero. A channel whose rows begin later or end earlier than the time says
nothing of it: the count is then not known.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from tolok.core.kpi.spec import KpiKind, Source, Variant
from tolok.core.query import GRAINS, Cell, Period, Query, Unknown
from tolok.facts import uniques
from tolok.facts.finish import COUNTED, Found, atoms_of, cell
from tolok.facts.reach import Reach

Key = tuple[str, ...]
_ROWS = "posts"


def counts_rows(variant: Variant) -> bool:
    """Posts, or posts per day or week."""
    if variant.kind is KpiKind.COUNT:
        return True
    tops = all(term.measure == _ROWS for term in variant.numerator)
    timed = bool(variant.denominator) and all(t.measure in COUNTED for t in variant.denominator)
    return variant.kind is KpiKind.RATIO_OF_SUMS and tops and timed


def filled(
    reach: Reach,
    query: Query,
    period: Period,
    source: Source,
    variant: Variant,
    cells: Mapping[Key, Cell],
) -> tuple[dict[Key, Cell], frozenset[str]]:
    """The cells with a zero where none was and the rows reach over it; the channels that do."""
    made, over = dict(cells), set()
    for key, time in _times(query, period) if counts_rows(variant) else ():
        if key in made and made[key].unknown is not Unknown.NO_DATA:
            continue
        there = [c for c in _channels(reach, query) if reach.covers(source, c, time)]
        if there:
            made[key] = _zero(variant, time.days)
            over.update(there)
    return made, frozenset(over)


def _zero(variant: Variant, days: int) -> Cell:
    if variant.kind is KpiKind.COUNT:
        return Cell(value=0, n=0)
    return cell(variant, Found(dict.fromkeys(atoms_of(variant), 0), days, Unknown.NO_DATA))


def _channels(reach: Reach, query: Query) -> tuple[str, ...]:
    """The channels that the question keeps to; none where that is not known here."""
    found = reach.asked(query)
    for segment in query.where:
        if segment.dimension == "channel":
            found = tuple(c for c in found if c in segment.values)
        elif segment.dimension in ("network", "tier"):
            return ()
    return found


def _times(query: Query, period: Period) -> Iterator[tuple[Key, Period]]:
    """Each key of the question with its days in `period`; none where it is broken down by more
    than one grain of time."""
    if not query.by:
        yield (), period
    elif len(query.by) == 1 and query.by[0] in GRAINS:
        (grain,) = query.by
        back = query.period.start - period.start
        start = uniques.bucket(query.period.start, grain, query)
        while start <= query.period.end:
            last = uniques.last_day(start, grain)
            first = max(start, query.period.start)
            yield (start.isoformat(),), _moved(first, min(last, query.period.end), back)
            start = last + timedelta(days=1)


def _moved(first: date, last: date, back: timedelta) -> Period:
    return Period(first - back, last - back)
