"""One KPI week by week, as aligned arrays for goals: a week without data is None, not zero."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tolok.core.kpi.spec import KpiKind
from tolok.core.query import Cell, Period, Query, Series
from tolok.facts import uniques


@dataclass(frozen=True, slots=True)
class Weekly:
    """`starts` are all weeks that touch the period; `whole` says which lie inside it entirely.

    For ratios `numerator` ÷ `denominator` is the rate before scaling; for others `denominator`
    is all None and `numerator` is the value.
    """

    starts: tuple[date, ...]
    whole: tuple[bool, ...]
    values: tuple[float | None, ...]
    numerator: tuple[float | None, ...]
    denominator: tuple[float | None, ...]


def question(query: Query) -> Query:
    return replace(query, by=("week",), compare=None)


def aligned(query: Query, found: Series, kind: KpiKind) -> Weekly:
    """The cells of a weekly series, one for each week of the period."""
    cells = found.as_map()
    starts = tuple(_weeks(query.period, query))
    picked = [cells.get((start.isoformat(),)) for start in starts]
    ratio = kind in (KpiKind.RATIO_OF_SUMS, KpiKind.SHARE)
    return Weekly(
        starts,
        tuple(
            query.period.start <= start and start + timedelta(days=6) <= query.period.end
            for start in starts
        ),
        tuple(_number(cell, "value") for cell in picked),
        tuple(_number(cell, "numerator" if ratio else "value") for cell in picked),
        tuple(_number(cell, "denominator") for cell in picked),
    )


def _weeks(period: Period, query: Query) -> list[date]:
    start = uniques.bucket(period.start, "week", query)
    count = (period.end - start).days // 7 + 1
    return [start + timedelta(weeks=at) for at in range(count)]


def _number(cell: Cell | None, name: str) -> float | None:
    found = getattr(cell, name) if cell is not None else None
    return None if found is None else float(found)
