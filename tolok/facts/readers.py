"""Read the cells of many KPIs from one source with as few statements as there are ways to read.

Rows (sums, ratios, means, counts, shares), levels (followers) and unique people are read apart,
because they add up differently.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tolok.core.kpi.spec import KpiKind, Source, Variant
from tolok.core.query import GRAINS, Cell, Period, Query
from tolok.facts import compile
from tolok.facts.atoms import Atom
from tolok.facts.finish import ROW_KINDS, Found, atoms_of, cell, currency_of, share_part
from tolok.facts.reach import Reach
from tolok.facts.sources import Shape

Key = tuple[str, ...]
Rows = dict[Key, dict[Atom, Any]]

KINDS = ROW_KINDS
SAMPLED = frozenset({KpiKind.RATIO_OF_SUMS, KpiKind.MEAN_OF_RATIOS, KpiKind.MEAN_OF_ITEMS})
_NEEDS_LEVEL = "followers_at_publish"


@dataclass(frozen=True, slots=True)
class Reading:
    """A cursor, an engine and what the workspace holds: all that reading needs."""

    cursor: Any
    engine: Any
    reach: Reach

    def shape(
        self, query: Query, source: Source, *, by: tuple[str, ...], atoms: Sequence[Atom]
    ) -> Shape:
        terms = (t for atom in atoms for t in (*atom.of, *atom.per))
        return Shape(
            source=source,
            by=by,
            where=tuple(s.dimension for s in query.where),
            all_channels=query.channels is None,
            first_weekday=query.first_weekday,
            parts=source in self.reach.parts,
            followers=source is Source.POSTS and any(_NEEDS_LEVEL in t.names for t in terms),
        )

    def read(self, shape: Shape, atoms: tuple[Atom, ...], values: Mapping[str, Any]) -> Rows:
        made = compile.statement(shape, atoms, self.engine.name)
        rows = self.engine.run(self.cursor, made.sql, made.binds(values))
        width = len(shape.by)
        return {
            tuple(written(part) for part in row[:width]): dict(zip(atoms, row[width:], strict=True))
            for row in rows
        }


@dataclass(frozen=True, slots=True)
class Read:
    """The cells of one variant by key, and the one currency they are in."""

    cells: dict[Key, Cell]
    currency: str | None = None


def cells(
    reading: Reading,
    reach: Reach,
    query: Query,
    period: Period,
    source: Source,
    variants: Sequence[Variant],
) -> list[Read]:
    """The cells of each variant over `period`, keyed as in the period of the query."""
    atoms = tuple(dict.fromkeys(a for v in variants for a in atoms_of(v)))
    shape = reading.shape(query, source, by=query.by, atoms=atoms)
    rows = reading.read(shape, atoms, compile.values(query, period))
    return [_of_rows(reach, query, period, source, v, rows) for v in variants]


def _of_rows(
    reach: Reach, query: Query, period: Period, source: Source, variant: Variant, rows: Rows
) -> Read:
    reason = reach.reason(source, reach.asked(query), variant)
    wholes = _wholes(query, variant, rows) if variant.kind is KpiKind.SHARE else {}
    made = {
        key: cell(
            variant,
            Found(atoms, days_of(key, query), reason, wholes.get(_times(key, query))),
        )
        for key, atoms in rows.items()
    }
    codes = {code for atoms in rows.values() if (code := currency_of(variant, atoms))}
    return Read(made, codes.pop() if len(codes) == 1 else None)


def _wholes(query: Query, variant: Variant, rows: Rows) -> dict[Key, Any]:
    """The whole that the buckets of each time share."""
    wholes: dict[Key, Any] = {}
    for key, atoms in rows.items():
        part = share_part(variant, atoms)
        if part is not None:
            at = _times(key, query)
            wholes[at] = wholes.get(at, 0) + part
    return wholes


def _times(key: Key, query: Query) -> Key:
    return tuple(part for part, name in zip(key, query.by, strict=True) if name in GRAINS)


def days_of(key: Key, query: Query) -> int:
    """The calendar days that a key stands for, inside the period of the query."""
    start, end = query.period.start, query.period.end
    for part, name in zip(key, query.by, strict=True):
        if name in GRAINS:
            first = date.fromisoformat(part)
            start, end = max(start, first), min(end, last_day(first, name))
    days = max((end - start).days + 1, 0)
    for part, name in zip(key, query.by, strict=True):
        if name == "weekday":
            return sum((start + timedelta(d)).weekday() == int(part) for d in range(days))
    return days


def last_day(first: date, grain: str) -> date:
    """The last day of the bucket that starts on `first`."""
    if grain == "day":
        return first
    if grain == "week":
        return first + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def written(value: object) -> str:
    """A key as text: ISO dates for grains, nothing for what is not known."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
