"""Ratios over people (frequency, cost per 1,000 reached): over a native figure for the window.

People of several days have no total, so a ratio over a longer time stands only where the network
itself counted the people of exactly that time, and only for one channel.
"""

from collections.abc import Mapping

from tolok.core.kpi.spec import KpiKind, Term, Variant
from tolok.core.measures import Kind, measure
from tolok.core.query import Cell, Unknown, Value
from tolok.facts.finish import plain, ratio, weighted
from tolok.facts.uniques import People

Key = tuple[str, ...]
Tops = dict[Key, dict[str, tuple[Value | None, int]]]


def over_people(variant: Variant) -> bool:
    """Is it a ratio over one count of people?"""
    bottom = variant.denominator
    return variant.kind is KpiKind.RATIO_OF_SUMS and len(bottom) == 1 and _people(bottom[0])


def of_people(variant: Variant) -> bool:
    """Does such a ratio count people above as well?"""
    return any(_people(term) for term in variant.numerator)


def as_tops(natives: Mapping[Key, Mapping[str, People]]) -> Tops:
    return {key: {c: (p.low, 1) for c, p in found.items()} for key, found in natives.items()}


def cells(
    variant: Variant,
    tops: Tops,
    natives: Mapping[Key, Mapping[str, People]],
    known: Mapping[Key, Cell],
) -> dict[Key, Cell]:
    """A cell for each bucket in which one channel has both sides, and no other has any."""
    made = {}
    (bottom,) = variant.denominator
    for key, people in natives.items():
        above = {c: top for c, top in tops.get(key, {}).items() if top[0] is not None}
        if len(people.keys() | above.keys()) > 1 or not above or not people:
            continue
        if key in known and known[key].unknown is Unknown.MIXED_CURRENCY:
            continue
        ((top, n),) = above.values()
        (base,) = people.values()
        below = weighted((bottom,), {bottom.measure: base.low})
        made[key] = ratio(variant, top, None if below is None else plain(below), n, Unknown.NO_DATA)
    return made


def _people(term: Term) -> bool:
    return any(measure(name).kind is Kind.UNIQUE for name in term.names)
