"""From aggregates to cells: the last step of every kind of KPI that is read from rows.

Each kind says which atoms it needs and how a cell is made of them. A denominator of zero, parts
that are not known and money in two currencies give a reason instead of a number.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tolok.core.kpi.spec import KpiKind, Term, Variant
from tolok.core.measures import MEASURES, Kind
from tolok.core.query import Cell, Unknown, Value
from tolok.facts.atoms import Atom, Terms

COUNTED = frozenset({"days", "weeks"})  # known from the calendar
LEVELS = frozenset({"followers_start", "followers_avg"})  # looked up for each bucket and channel


@dataclass(frozen=True, slots=True)
class Found:
    """The atoms of one key. `days`: its calendar days; `reason`: why nothing may be known."""

    atoms: Mapping[Atom, Any]
    days: int
    reason: Unknown
    whole: Value | None = None  # of all buckets, for a share


def row_terms(terms: Terms) -> Terms:
    return tuple(t for t in terms if t.measure not in COUNTED and t.measure not in LEVELS)


def atoms_of(variant: Variant) -> tuple[Atom, ...]:
    """What must be read for a variant."""
    top, bottom = row_terms(variant.numerator), row_terms(variant.denominator)
    made = _NEEDS[variant.kind](top, bottom)
    if is_money(variant):
        pair = pair_of(variant, bottom)
        made += (Atom("currencies", top, pair), Atom("currency", top, pair))
    return made


def counting(variant: Variant) -> Atom:
    """How many rows a variant stands on, for its coverage."""
    top, bottom = row_terms(variant.numerator), row_terms(variant.denominator)
    if variant.kind in _PAIRED:
        return Atom("n", top, bottom)
    return Atom("n", any_of(top)) if top else Atom("rows")


def is_money(variant: Variant) -> bool:
    terms = (*variant.numerator, *variant.denominator)
    return any(t.measure in MEASURES and MEASURES[t.measure].kind is Kind.MONEY for t in terms)


def cell(variant: Variant, found: Found) -> Cell:
    """The cell of one key."""
    if is_money(variant):
        pair = pair_of(variant, row_terms(variant.denominator))
        currencies = found.atoms.get(Atom("currencies", row_terms(variant.numerator), pair))
        if currencies is not None and currencies > 1:
            return Cell(unknown=Unknown.MIXED_CURRENCY)
    return _CELLS[variant.kind](variant, found)


def currency_of(variant: Variant, atoms: Mapping[Atom, Any]) -> str | None:
    pair = pair_of(variant, row_terms(variant.denominator))
    return atoms.get(Atom("currency", row_terms(variant.numerator), pair))


def ratio(variant: Variant, top: Value | None, bottom: Value | None, n: int, no: Unknown) -> Cell:
    """top ÷ bottom × scale, or why not."""
    if top is None or bottom is None:
        return Cell(unknown=no, n=n)
    top, bottom = plain(top), plain(bottom)
    if bottom == 0:
        return Cell(unknown=Unknown.ZERO_DENOMINATOR, numerator=top, denominator=bottom, n=n)
    return Cell(value=_divided(variant, top, bottom), numerator=top, denominator=bottom, n=n)


def plain(value: Value) -> Value:
    """Whole numbers as int; exact decimals stay exact."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def weighted(terms: Terms, sums: Mapping[str, Any]) -> Value | None:
    """Σ weight × sum; None when a required term is not known, or none is."""
    total: Value | None = None
    for term in terms:
        part = sums.get(term.measure)
        if part is None:
            if term.optional:
                continue
            return None
        part = part if term.weight == 1 else _times(part, term.weight)
        total = part if total is None else _plus(total, part)
    return total


def _divided(variant: Variant, top: Value, bottom: Value) -> Value:
    if variant.unit == "currency":
        return plain(Decimal(str(top)) / Decimal(str(bottom)) * Decimal(str(variant.scale)))
    return float(top) / float(bottom) * variant.scale


def _times(value: Value, by: float) -> Value:
    if isinstance(value, Decimal) or (isinstance(value, int) and not float(by).is_integer()):
        return Decimal(str(value)) * Decimal(str(by))
    return value * int(by) if isinstance(value, int) else value * by


def _plus(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return Decimal(str(left)) + Decimal(str(right))
    return left + right


def any_of(terms: Terms) -> Terms:
    return tuple(replace(term, optional=True) for term in terms)


def term_atom(term: Term) -> Atom:
    """The plain sum of one term, over the rows where it is known."""
    return Atom("sum", (replace(term, weight=1.0, optional=False),))


def pair_of(variant: Variant, bottom: Terms) -> Terms:
    """The other side that a row must know too, in a ratio of sums."""
    return bottom if variant.kind is KpiKind.RATIO_OF_SUMS else ()


def _sum(variant: Variant, found: Found) -> Cell:
    top = row_terms(variant.numerator)
    sums = {t.measure: found.atoms[term_atom(t)] for t in top}
    total = weighted(top, sums)
    n = found.atoms[Atom("n", any_of(top))]
    if total is None:
        return Cell(unknown=found.reason, n=n)
    return Cell(value=_scaled(variant, total), n=n)


def _scaled(variant: Variant, value: Value) -> Value:
    return plain(value) if variant.scale == 1 else plain(_times(value, variant.scale))


def _ratio(variant: Variant, found: Found) -> Cell:
    top, bottom = row_terms(variant.numerator), row_terms(variant.denominator)
    pair = (top, bottom)
    above = found.atoms[Atom("sum", *pair)]
    counted = [t for t in variant.denominator if t.measure in COUNTED]
    if counted:
        below: Value | None = sum(_calendar(t, found.days) for t in counted)
    else:
        below = found.atoms[Atom("base", *pair)]
    return ratio(variant, above, below, found.atoms[Atom("n", *pair)], found.reason)


def _calendar(term: Term, days: int) -> float:
    return term.weight * (days if term.measure == "days" else days / 7)


def _mean(name: str) -> Callable[[Variant, Found], Cell]:
    def made(variant: Variant, found: Found) -> Cell:
        top, bottom = row_terms(variant.numerator), row_terms(variant.denominator)
        pair = (top, bottom) if name == "ratio" else (top,)
        n = found.atoms[Atom("n_ratio" if name == "ratio" else "n", *pair)]
        mean = found.atoms[Atom(f"mean_{name}", *pair)]
        if mean is None:
            return Cell(unknown=_why_no_mean(name, pair, found), n=n)
        median = found.atoms[Atom(f"median_{name}", *pair)] * variant.scale
        return Cell(value=mean * variant.scale, n=n, median=median)

    return made


def _why_no_mean(name: str, pair: tuple[Terms, ...], found: Found) -> Unknown:
    known = found.atoms.get(Atom("n", *pair)) if name == "ratio" else 0
    return Unknown.ZERO_DENOMINATOR if known else found.reason


def _distribution(variant: Variant, found: Found) -> Cell:
    """The median of the events: a mean would follow the few longest."""
    top = row_terms(variant.numerator)
    n = found.atoms[Atom("n", top)]
    median = found.atoms[Atom("median_item", top)]
    if median is None:
        return Cell(unknown=found.reason, n=n)
    return Cell(value=median * variant.scale, n=n, median=median * variant.scale)


def _count(variant: Variant, found: Found) -> Cell:
    rows = found.atoms[Atom("rows")]
    return Cell(value=rows, n=rows) if rows else Cell(unknown=found.reason, n=0)


def _share(variant: Variant, found: Found) -> Cell:
    top = row_terms(variant.numerator)
    part = share_part(variant, found.atoms)
    n = found.atoms[Atom("n", any_of(top))] if top else found.atoms[Atom("rows")]
    return ratio(variant, part, found.whole, n, found.reason)


def share_part(variant: Variant, atoms: Mapping[Atom, Any]) -> Value | None:
    """What a bucket weighs: the sum of its measures, or how many rows it has."""
    top = row_terms(variant.numerator)
    if not top:
        return atoms[Atom("rows")] or None
    return weighted(top, {t.measure: atoms[term_atom(t)] for t in top})


def _need_sum(top: Terms, bottom: Terms) -> tuple[Atom, ...]:
    return (*(term_atom(t) for t in top), Atom("n", any_of(top)))


def _need_ratio(top: Terms, bottom: Terms) -> tuple[Atom, ...]:
    base = (Atom("base", top, bottom),) if bottom else ()
    return (Atom("sum", top, bottom), *base, Atom("n", top, bottom))


def _need_mean(top: Terms, bottom: Terms) -> tuple[Atom, ...]:
    names = ("mean_ratio", "median_ratio", "n_ratio", "n")
    return tuple(Atom(name, top, bottom) for name in names)


def _need_items(top: Terms, bottom: Terms) -> tuple[Atom, ...]:
    return tuple(Atom(name, top) for name in ("mean_item", "median_item", "n"))


def _need_share(top: Terms, bottom: Terms) -> tuple[Atom, ...]:
    return _need_sum(top, bottom) if top else (Atom("rows"),)


_PAIRED = frozenset({KpiKind.RATIO_OF_SUMS, KpiKind.MEAN_OF_RATIOS})
_NEEDS: dict[KpiKind, Callable[[Terms, Terms], tuple[Atom, ...]]] = {
    KpiKind.SUM: _need_sum,
    KpiKind.RATIO_OF_SUMS: _need_ratio,
    KpiKind.MEAN_OF_RATIOS: _need_mean,
    KpiKind.MEAN_OF_ITEMS: _need_items,
    KpiKind.COUNT: lambda top, bottom: (Atom("rows"),),
    KpiKind.DISTRIBUTION: _need_items,
    KpiKind.SHARE: _need_share,
}
_CELLS: dict[KpiKind, Callable[[Variant, Found], Cell]] = {
    KpiKind.SUM: _sum,
    KpiKind.RATIO_OF_SUMS: _ratio,
    KpiKind.MEAN_OF_RATIOS: _mean("ratio"),
    KpiKind.MEAN_OF_ITEMS: _mean("item"),
    KpiKind.COUNT: _count,
    KpiKind.DISTRIBUTION: _distribution,
    KpiKind.SHARE: _share,
}
ROW_KINDS = frozenset(_CELLS)
