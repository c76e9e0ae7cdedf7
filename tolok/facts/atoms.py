"""The few aggregates that all KPIs are made of, as expressions over the rows of a source.

A blank is never zero: a row takes part in a pair only where every required term of both sides is
known. `otherwise` names stand in for a term a network calls differently; `optional` terms are
added where known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from tolok.core.kpi.spec import Term
from tolok.lib.later import Later

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanValue, Scalar, Table, Value
else:
    ibis = Later("ibis")

Terms = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Atom:
    """One aggregate. `of`/`per` are the terms it reads; `name` says which aggregate."""

    name: str
    of: Terms = ()
    per: Terms = ()


def value(rows: Table, term: Term) -> Value | None:
    """A term in one row: the first of its names that the row knows; None when no column is one."""
    columns = [rows[name] for name in term.names if name in rows.columns]
    if not columns:
        return None
    return ibis.coalesce(*columns) if len(columns) > 1 else columns[0]


def known(rows: Table, terms: Terms) -> BooleanValue:
    """True in rows where the required terms are known, or any, when all are optional."""
    needed = [term for term in terms if not term.optional]
    values = [value(rows, term) for term in needed or terms]
    if needed and any(v is None for v in values):
        return ibis.literal(False)
    tests = [v.notnull() for v in values if v is not None]
    if not tests:
        return ibis.literal(not terms)
    return reduce(and_ if needed else or_, tests)


def total(rows: Table, terms: Terms) -> Value:
    """The weighted sum of the terms in one row; NULL where a required one is."""
    parts = []
    for term in terms:
        found = value(rows, term)
        if found is None:
            continue
        if term.optional:
            found = found.fill_null(0)
        parts.append(found if term.weight == 1 else found * term.weight)
    return reduce(lambda a, b: a + b, parts) if parts else _nothing(rows)


def _nothing(rows: Table) -> Value:
    """NULL in each row: a column, because a scalar cannot be added up."""
    return ibis.ifelse(rows.workspace.notnull(), ibis.null("int64"), ibis.null("int64"))


def aggregate(rows: Table, atom: Atom) -> Scalar:
    return _AGGREGATES[atom.name](rows, atom)


def row_value(rows: Table, atom: Atom) -> Value:
    """The value of one row on its own: a ratio where the atom has two sides."""
    return _ratio(rows, atom) if atom.per else _item(rows, atom)


def _both(rows: Table, atom: Atom) -> BooleanValue:
    return known(rows, atom.of) & known(rows, atom.per) if atom.per else known(rows, atom.of)


def _ratio(rows: Table, atom: Atom) -> Value:
    """Numerator ÷ denominator of one row; NULL where it cannot be known."""
    top = total(rows, atom.of).cast("float64")
    bottom = total(rows, atom.per).cast("float64").nullif(0)
    return ibis.ifelse(_both(rows, atom), top / bottom, ibis.null("float64"))


def _item(rows: Table, atom: Atom) -> Value:
    return ibis.ifelse(known(rows, atom.of), total(rows, atom.of).cast("float64"), ibis.null())


_AGGREGATES = {
    "sum": lambda rows, atom: total(rows, atom.of).sum(where=_both(rows, atom)),
    "base": lambda rows, atom: total(rows, atom.per).sum(where=_both(rows, atom)),
    "n": lambda rows, atom: rows.count(where=_both(rows, atom)),
    "max": lambda rows, atom: total(rows, atom.of).max(where=known(rows, atom.of)),
    "mean_ratio": lambda rows, atom: _ratio(rows, atom).mean(),
    "median_ratio": lambda rows, atom: _ratio(rows, atom).median(),
    "n_ratio": lambda rows, atom: _ratio(rows, atom).count(),
    "mean_item": lambda rows, atom: _item(rows, atom).mean(),
    "median_item": lambda rows, atom: _item(rows, atom).median(),
    "currencies": lambda rows, atom: rows.currency.nunique(where=_both(rows, atom)),
    "currency": lambda rows, atom: rows.currency.min(where=_both(rows, atom)),
    "rows": lambda rows, atom: rows.count(),
    "as_of": lambda rows, atom: rows.observed_at.max(),
    "batches": lambda rows, atom: rows.batch_id.collect(distinct=True),
    "days": lambda rows, atom: rows.on_day.nunique(where=_both(rows, atom)),
}
