"""Big answers as columns: many KPIs by many keys, without one object for each number.

Only for kinds that are read from rows. NaN stands for "not known"; ask for a figure to learn why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tolok.core.kpi.spec import KpiKind, Source, Variant
from tolok.core.query import KpiRef, Period, Query
from tolok.facts import compile
from tolok.facts.atoms import Atom
from tolok.facts.finish import (
    COUNTED,
    any_of,
    atoms_of,
    is_money,
    pair_of,
    row_terms,
    term_atom,
)
from tolok.facts.readers import Reading, days_of, written

Column = NDArray[np.float64]
KINDS = frozenset(
    {
        KpiKind.SUM,
        KpiKind.COUNT,
        KpiKind.RATIO_OF_SUMS,
        KpiKind.MEAN_OF_RATIOS,
        KpiKind.MEAN_OF_ITEMS,
        KpiKind.DISTRIBUTION,
    }
)


@dataclass(frozen=True, slots=True)
class Grid:
    """`keys` holds one column for each dimension; `values` and `before` one for each KPI."""

    by: tuple[str, ...]
    keys: tuple[NDArray[Any], ...]
    values: Mapping[KpiRef, Column]
    before: Mapping[KpiRef, Column]

    @property
    def size(self) -> int:
        return len(self.keys[0]) if self.keys else 1


Chosen = Sequence[tuple[KpiRef, Source, Variant]]


def read(reading: Reading, query: Query, chosen: Chosen, other: Period | None) -> Grid:
    """One statement for each source and period, and for what a variant keeps to."""
    now = _side(reading, query, chosen, query.period)
    then = _side(reading, query, chosen, other) if other else {}
    order = sorted({key for rows in now.values() for key in rows[0]})
    keys = tuple(np.array([key[at] for key in order]) for at in range(len(query.by)))
    return Grid(
        query.by, keys, _columns(query, chosen, now, order), _columns(query, chosen, then, order)
    )


Side = dict[tuple[Source, str], tuple[dict[tuple[str, ...], int], dict[Atom, Column]]]


def _side(reading: Reading, query: Query, chosen: Chosen, period: Period) -> Side:
    made: Side = {}
    for source, only in dict.fromkeys((source, v.only) for _, source, v in chosen):
        here = [v for _, s, v in chosen if (s, v.only) == (source, only)]
        wanted = tuple(dict.fromkeys(a for v in here for a in atoms_of(v) if _numeric(a)))
        shape = reading.shape(query, source, by=query.by, atoms=wanted, only=only)
        statement = compile.statement(shape, wanted, reading.engine.name)
        binds = statement.binds(compile.values(query, period))
        found = list(reading.engine.columns(reading.cursor, statement.sql, binds).values())
        width = len(query.by)
        keys = list(zip(*(_texts(column) for column in found[:width]), strict=True)) or [()]
        columns = {a: _floats(c) for a, c in zip(wanted, found[width:], strict=True)}
        made[source, only] = ({key: at for at, key in enumerate(keys)}, columns)
    return made


def _numeric(atom: Atom) -> bool:
    return atom.name != "currency"


def _texts(column: Any) -> list[str]:
    if np.issubdtype(column.dtype, np.datetime64):
        return [str(day) for day in column.astype("datetime64[D]")]
    return [written(value) for value in column]


def _floats(column: Any) -> Column:
    known = np.asarray(column, dtype=np.float64)
    return np.where(np.ma.getmaskarray(column), np.nan, known)


def _columns(
    query: Query, chosen: Chosen, side: Side, order: Sequence[tuple[str, ...]]
) -> dict[KpiRef, Column]:
    made = {}
    for ref, source, variant in chosen if side else ():
        places, columns = side[source, variant.only]
        days = _days(query, variant, list(places))
        values = _values(variant, columns, days)
        at = np.array([places.get(key, -1) for key in order], dtype=np.int64)
        made[ref] = (
            np.where(at >= 0, values[at], np.nan) if len(values) else np.full(len(at), np.nan)
        )
    return made


def _days(query: Query, variant: Variant, keys: Sequence[tuple[str, ...]]) -> Column | None:
    if not any(term.measure in COUNTED for term in variant.denominator):
        return None
    return np.array([days_of(key, query) for key in keys], dtype=np.float64)


def _values(variant: Variant, columns: Mapping[Atom, Column], days: Column | None) -> Column:
    top, bottom = row_terms(variant.numerator), row_terms(variant.denominator)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = _KIND[variant.kind](variant, columns, days) * variant.scale
    found[~np.isfinite(found)] = np.nan
    if is_money(variant):
        found[columns[Atom("currencies", top, pair_of(variant, bottom))] > 1] = np.nan
    return found


def _sum(variant: Variant, columns: Mapping[Atom, Column], days: Column | None) -> Column:
    parts = []
    for term in row_terms(variant.numerator):
        part = columns[term_atom(term)] * term.weight
        parts.append(np.nan_to_num(part) if term.optional else part)
    known = columns[Atom("n", any_of(row_terms(variant.numerator)))] > 0
    return np.where(known, np.sum(parts, axis=0), np.nan)


def _ratio(variant: Variant, columns: Mapping[Atom, Column], days: Column | None) -> Column:
    pair = (row_terms(variant.numerator), row_terms(variant.denominator))
    if days is None:
        return columns[Atom("sum", *pair)] / columns[Atom("base", *pair)]
    weight = sum(
        t.weight / (7 if t.measure == "weeks" else 1)
        for t in variant.denominator
        if t.measure in COUNTED
    )
    return columns[Atom("sum", *pair)] / (days * weight)


def _one(name: str, *, paired: bool) -> Any:
    def made(variant: Variant, columns: Mapping[Atom, Column], days: Column | None) -> Column:
        top, bottom = row_terms(variant.numerator), row_terms(variant.denominator)
        return columns[Atom(name, top, bottom if paired else ())].copy()

    return made


def _rows(variant: Variant, columns: Mapping[Atom, Column], days: Column | None) -> Column:
    return columns[Atom("rows")].copy()


_KIND: dict[KpiKind, Any] = {
    KpiKind.SUM: _sum,
    KpiKind.RATIO_OF_SUMS: _ratio,
    KpiKind.MEAN_OF_RATIOS: _one("mean_ratio", paired=True),
    KpiKind.MEAN_OF_ITEMS: _one("mean_item", paired=False),
    KpiKind.DISTRIBUTION: _one("median_item", paired=False),
    KpiKind.COUNT: _rows,
}
