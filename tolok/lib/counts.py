"""The counts of one line: fields named like a measure are read, all other columns are kept as text.

A rate or an average without its numerator is never a measure; it stays in `extra`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tolok.core.measures import MEASURES, Kind, Measure
from tolok.core.ports import Trouble
from tolok.core.query import Value
from tolok.core.sheet import Cell, Line
from tolok.lib.cells import (
    CellError,
    NumberStyle,
    is_blank,
    number_style,
    read_count,
    read_number,
    shown,
)
from tolok.lib.columns import Columns, currency_in, unit_in

# Header fields that stand for a measure in another unit, or for more than one measure. The unit is
# hours unless the header says minutes: "Watch time (minutes)".
HOURS = {"watch_time_h": "watch_time_s"}
# On YouTube and TikTok every view is the view of a video: both KPIs count it.
SEVERAL = {"video_plays": ("views", "video_views")}
_GROUPED = re.compile(r"^[-+]?\d{1,3}([.,])(?!000$)\d{3}$")
# TikTok Studio writes a JavaScript word where it has no number (seen in Viewers.csv, 2025).
NOT_REPORTED = frozenset({"undefined", "nan%", "infinity"})


@dataclass(frozen=True, slots=True)
class Counts:
    measures: dict[str, Value]
    extra: dict[str, str]
    troubles: tuple[Trouble, ...]
    currency: str = ""


def is_measured(field: str) -> bool:
    return bool(measures_of(field))


def measures_of(field: str) -> tuple[str, ...]:
    """The measures that a header field stands for."""
    if field in HOURS:
        return (HOURS[field],)
    return SEVERAL.get(field, (field,) if field in MEASURES else ())


def not_reported(cell: Cell) -> bool:
    """Blank, or a word that a network writes for "no number"."""
    return is_blank(cell) or (isinstance(cell, str) and cell.strip().casefold() in NOT_REPORTED)


def read_counts(
    line: Line, columns: Columns, style: NumberStyle, used: frozenset[str], table: str
) -> Counts:
    """Every column of the line but those of the `used` fields (its date, its id, its text).

    A measure that rows of `table` ("post", "day") do not have is kept as text.
    """
    measures: dict[str, Value] = {}
    extra: dict[str, str] = {}
    troubles = []
    currency = ""
    for field, places in columns.at.items():
        if field in used:
            continue
        cell = _cell(line, places[0])
        if not is_measured(field) or not _belongs(field, table):
            _keep(extra, field, cell)
        else:
            try:
                measures |= values(field, cell, style, columns.name(field))
            except CellError as error:
                name = columns.name(field)
                troubles.append(Trouble(line.number, name, shown(cell), error.why, error.fix))
            if field in MEASURES and MEASURES[field].kind is Kind.MONEY:
                currency = currency or currency_in(columns.name(field))
        for place in places[1:]:
            _keep(extra, f"{columns.header[place]} [{place + 1}]", _cell(line, place))
    for place in columns.unknown:
        _keep(extra, columns.header[place], _cell(line, place))
    return Counts(measures, extra, tuple(troubles), currency)


def _belongs(field: str, table: str) -> bool:
    return table in MEASURES[measures_of(field)[0]].tables


def style_of(lines: Iterable[Line], columns: Columns) -> NumberStyle | None:
    """How the table writes numbers; None when its cells fit two ways.

    A count has no fraction: "5,431" in a column of counts proves that the comma parts thousands.
    """
    cells = [(f, _cell(line, p)) for line in lines for f, at in _measured(columns) for p in at]
    texts = [(f, c.strip()) for f, c in cells if isinstance(c, str) and not not_reported(c)]
    signs = {m[1] for f, t in texts if _is_count(f) and (m := _GROUPED.match(t))}
    if len(signs) != 1:
        return number_style(text for _, text in texts)
    sign = signs.pop()
    rest = [text for _, text in texts if not _GROUPED.match(text)]
    return number_style([*rest, f"1{sign}234{sign}567"])


def _measured(columns: Columns) -> list[tuple[str, tuple[int, ...]]]:
    return [(field, at) for field, at in columns.at.items() if is_measured(field)]


def _is_count(field: str) -> bool:
    return MEASURES[measures_of(field)[0]].unit == "count"


def _cell(line: Line, place: int) -> Cell:
    return line.cells[place] if place < len(line.cells) else None


def _keep(extra: dict[str, str], name: str, cell: Cell) -> None:
    if not not_reported(cell):
        extra[name if name not in extra else f"{name} (2)"] = str(cell).strip()


def values(field: str, cell: Cell, style: NumberStyle, header: str = "") -> dict[str, Value]:
    """Measure → value for one cell; empty when nothing was reported. Raises `CellError`."""
    if not_reported(cell):
        return {}
    if field in HOURS:
        number = read_number(cell, style)
        seconds = 60 if unit_in(header).casefold().startswith(("min", "menit")) else 3600
        return {} if number is None else {HOURS[field]: _plain(Decimal(number) * seconds)}
    ids = SEVERAL.get(field, (field,))
    value = _number(MEASURES[ids[0]], cell, style)
    return {} if value is None else dict.fromkeys(ids, value)


def _number(measure: Measure, cell: Cell, style: NumberStyle) -> Value | None:
    if measure.unit == "count":
        return read_count(cell, style)
    number = read_number(cell, style)
    if number is not None and measure.kind is Kind.MONEY:
        return Decimal(number)
    return number


def _plain(number: Decimal) -> Value:
    return int(number) if number == number.to_integral_value() else number.normalize()
