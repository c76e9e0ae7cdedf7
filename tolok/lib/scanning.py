"""Describe a clean CSV as columns, for a store that reads millions of rows at once.

Refuses (None) whatever needs care row by row: mixed dates, odd encodings, made-up keys.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from tolok.core.measures import MEASURES
from tolok.core.ports import Scan, ScanColumn
from tolok.core.sheet import Cell, Sheet
from tolok.lib.cells import BLANK, is_blank
from tolok.lib.columns import normalise, spellings
from tolok.lib.mapping import Plan

_DAYS = {
    "ymd": ("%Y-%m-%d", "%Y/%m/%d"),
    "mdy": ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y"),
    "dmy": ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y"),
}
_TIMES = ("", " %H:%M", " %H:%M:%S", "T%H:%M:%S")
_SAMPLE = 2_000


def scan_of(sheet: Sheet, plan: Plan) -> Scan | None:
    """The scan equal to reading `sheet` row by row with `plan`; None when there is none."""
    style = plan.style
    if sheet.format != "csv" or sheet.encoding not in ("utf-8", "utf-8-sig") or style is None:
        return None
    if plan.table == "ad" or len(set(plan.orders.values())) > 1 or "?" in plan.orders.values():
        return None
    if any(MEASURES[role].unit == "seconds" for _, role in plan.measures()):
        return None
    if plan.table == "post" and plan.index("post_id") is None:
        return None
    date_format = _date_format(sheet, plan)
    if date_format is None:
        return None
    return Scan(
        path=sheet.path,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        skip_lines=plan.header_line,
        table=plan.table,
        shape=plan.shape,
        columns=tuple(_column(plan, index) for index in range(len(plan.header))),
        date_format=date_format,
        decimal=style.decimal,
        thousands=style.thousands,
        blanks=tuple(sorted(BLANK)),
        kpis=_kpis() if plan.shape == "long" else {},
        currency=plan.currency,
    )


def _column(plan: Plan, index: int) -> ScanColumn:
    role = plan.roles[index]
    name = plan.header[index] or f"column {index + 1}"
    if role in MEASURES:
        return ScanColumn(index, name, "measure", role)
    return ScanColumn(index, name, role)


def _date_format(sheet: Sheet, plan: Plan) -> str | None:
    """The one strptime form that all sampled dates have; "" when the table has no dates."""
    index = plan.index("date" if plan.table == "day" else "published")
    if index is None:
        return ""
    lines = islice((li for li in sheet.lines() if li.number > plan.header_line), _SAMPLE)
    cells = [line.cells[index] for line in lines if index < len(line.cells)]
    texts = [str(cell).strip() for cell in cells if not is_blank(cell)]
    order = next(iter(plan.orders.values()), "") or "ymd"
    forms = [day + time for day in _DAYS[order] for time in _TIMES]
    return next((form for form in forms if texts and _all_fit(texts, form)), None)


def _all_fit(texts: Sequence[str], form: str) -> bool:
    return all(_fits(text, form) for text in texts)


def _fits(text: Cell, form: str) -> bool:
    try:
        datetime.strptime(str(text), form)  # noqa: DTZ007 the file names no zone
    except ValueError:
        return False
    return True


def _kpis() -> dict[str, str]:
    """Every spelling of every measure of a day, as written in lower case."""
    found: dict[str, str] = {m: m for m in MEASURES if "day" in MEASURES[m].tables}
    for field_name, words in spellings("common").items():
        measure = "likes" if field_name == "reactions" else field_name
        if measure in MEASURES and "day" in MEASURES[measure].tables:
            found.update(_named(words, measure))
    return found


def _named(words: Iterable[str], measure: str) -> dict[str, str]:
    return {spelling: measure for w in words for spelling in (w.casefold(), normalise(w))}
