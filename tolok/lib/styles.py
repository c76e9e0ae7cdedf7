"""What a whole column proves about its dates and numbers, where one cell alone cannot.

Needs proof, not majority taste: a reading counts as proven only when values rule out the others.
"""

from collections.abc import Iterable, Mapping, Sequence

from tolok.core.sheet import Cell
from tolok.lib.cells import (
    CONTINENTAL,
    ENGLISH,
    NumberStyle,
    decimal_sign,
    is_blank,
)
from tolok.lib.dates import ORDERS, date_form, date_orders

SLIPS = 0.02  # share of damaged cells that does not shake a proof
PROOFS = 3  # cells that must prove an order when others contradict it


def orders_by_form(cells: Iterable[Cell]) -> dict[str, str]:
    """The proven order of each written form of date in a column; "?" where it proves none.

    Files mix forms (4/22/2018 and 4/11/18): one form proves nothing about another.
    """
    forms: dict[str, list[Cell]] = {}
    for cell in cells:
        if not is_blank(cell):
            forms.setdefault(date_form(cell), []).append(cell)
    return {form: _proven(group) for form, group in forms.items()}


def _proven(cells: Sequence[Cell]) -> str:
    fits = date_orders(cells)
    if len(fits) == 1:
        return next(iter(fits))
    if fits:
        return "?"
    return _despite_slips(cells)


def _despite_slips(cells: Sequence[Cell]) -> str:
    """The order that all but a few damaged cells share, if enough of them rule out the others."""
    each = [date_orders([cell]) for cell in cells]
    each = [fits for fits in each if fits]
    if all(fits == {""} for fits in each):  # also where no cell is a day: no order helps those
        return ""
    for order in ORDERS:
        against = sum(order not in fits and "" not in fits for fits in each)
        proofs = sum(fits == {order} for fits in each)
        if against <= max(1, SLIPS * len(cells)) and proofs >= max(PROOFS, 3 * against):
            return order
    return "?"


def style_of_columns(columns: Iterable[tuple[Sequence[Cell], bool]]) -> NumberStyle | None:
    """The style all number columns share. A whole-number column (True) proves its thousands sign:
    "92,812" cannot have a fraction there. None: not settled, ask.
    """
    votes: dict[str, int] = {}
    for cells, whole in columns:
        for cell in cells:
            if isinstance(cell, str) and not is_blank(cell):
                sign = decimal_sign(cell)
                if sign == "?" and whole:
                    sign = "," if "." in cell else "."
                votes[sign] = votes.get(sign, 0) + 1
    return _settled(votes)


def _settled(votes: Mapping[str, int]) -> NumberStyle | None:
    point, comma = votes.get(".", 0), votes.get(",", 0)
    if not point and not comma:
        return None if votes.get("?") else ENGLISH
    few = max(PROOFS, 3 * min(point, comma)) if point and comma else 2 if votes.get("?") else 1
    if comma <= SLIPS * (point + comma) and point >= few:
        return ENGLISH
    if point <= SLIPS * (point + comma) and comma >= few:
        return CONTINENTAL
    return None
