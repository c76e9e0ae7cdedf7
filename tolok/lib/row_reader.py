"""Read one line of a table field by field; what cannot be read becomes a `Trouble`, not a zero.

Refuses nothing itself: the importer decides whether a row without its key is kept.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from tolok.core.ports import Skipped, Trouble
from tolok.core.query import Value
from tolok.core.sheet import Cell, Line, Sheet
from tolok.core.text import Text, say
from tolok.lib.cells import (
    CONTINENTAL,
    DOWNLOAD_AGAIN,
    ENGLISH,
    CellError,
    NumberStyle,
    is_blank,
    number_style,
    read_count,
    read_duration,
    read_id,
    read_number,
    shown,
)
from tolok.lib.columns import Columns, spellings
from tolok.lib.dates import date_orders, read_datetime

T = TypeVar("T")
_EMPTY = Text("The line is empty.", "Baris ini kosong.")
HEADER_WITHIN = 12  # a header stands in the first lines or nowhere


@dataclass(slots=True)
class RowReader:
    """The cells of `line` under the fields of `columns`; `troubles` gathers the unreadable ones."""

    columns: Columns
    line: Line
    style: NumberStyle = ENGLISH
    order: str = ""
    today: date | None = None
    troubles: list[Trouble] = field(default_factory=list)

    def text(self, name: str) -> str:
        cell = self.columns.cell(self.line, name)
        return "" if cell is None else str(cell).strip()

    def id(self, name: str) -> str:
        return self._try(name, read_id) or ""

    def count(self, name: str) -> int | None:
        return self._try(name, lambda cell: read_count(cell, self.style))

    def money(self, name: str, style: NumberStyle | None = None) -> Decimal | None:
        return self._try(name, lambda cell: _decimal(read_number(cell, style or self.style)))

    def seconds(self, name: str) -> float | None:
        """Seconds are written with decimals: the only sign in the cell is the decimal one."""
        return self._try(name, _seconds)

    def moment(self, name: str) -> datetime | None:
        return self._try(name, lambda cell: read_datetime(cell, self.order, self.today))

    def day(self, name: str) -> date | None:
        moment = self.moment(name)
        return None if moment is None else moment.date()

    def counts(self, names: Iterable[str]) -> dict[str, Value]:
        """Measure → value for the fields that hold one; fields are named like their measure."""
        read = ((name, self.count(name)) for name in names)
        return {name: value for name, value in read if value is not None}

    def lacks(self, name: str) -> Trouble:
        """The row cannot be kept: its key is blank or unreadable."""
        column = self.columns.name(name)
        for trouble in self.troubles:
            if trouble.column == column:
                return replace(trouble, row_kept=False)
        return Trouble(self.line.number, column, "", _no_key(column), DOWNLOAD_AGAIN, False)

    def extra(self) -> dict[str, str]:
        """What stands in the columns that no field knows, under the header as written."""
        found: dict[str, str] = {}
        for index in self.columns.unknown:
            cell = self.line.cells[index] if index < len(self.line.cells) else None
            if not is_blank(cell):
                name = self.columns.header[index]
                found[name if name not in found else f"{name} [{index + 1}]"] = str(cell).strip()
        return found

    def _try(self, name: str, read: Callable[[Cell], T | None]) -> T | None:
        cell = self.columns.cell(self.line, name)
        if is_blank(cell):
            return None
        try:
            return read(cell)
        except CellError as error:
            column = self.columns.name(name)
            self.troubles.append(
                Trouble(self.line.number, column, shown(cell), error.why, error.fix)
            )
            return None


@dataclass(frozen=True, slots=True)
class Table:
    """A header that was found in a sheet, and the lines below it."""

    sheet: Sheet
    header: Line
    columns: Columns

    def rows(self) -> Iterable[Line]:
        return (line for line in self.sheet.lines() if line.number > self.header.number)

    def trouble(self, line: Line) -> Trouble | None:
        """A fault of the whole line; use none of its cells when `row_kept` is False.

        Text files write every cell, so a short row there has lost one; workbooks leave blanks out.
        """
        short = "refuse" if self.sheet.format == "csv" else "allow"
        return replace(self.columns, short=short).trouble(line)

    def head_rows(self) -> list[Line]:
        return [line for line in self.sheet.head if line.number > self.header.number]


def find_table(sheet: Sheet, headers: str, *needed: str) -> Table | None:
    """The first line near the top that has all `needed` fields of `catalogue/headers/<headers>`."""
    wanted = spellings(headers)
    for line in sheet.head[:HEADER_WITHIN]:
        columns = Columns.match(line.cells, wanted)
        if columns.has_all(*needed):
            return Table(sheet, line, columns)
    return None


def whole_lines(table: Table) -> Iterator[Line | Skipped | Trouble]:
    """The lines that can be read, and in their places why others cannot."""
    for line in table.rows():
        if is_empty(line):
            yield Skipped(line.number, _EMPTY)
            continue
        trouble = table.trouble(line)
        if trouble:
            yield trouble
        if trouble is None or trouble.row_kept:
            yield line


def likely_orders(samples: Iterable[Cell]) -> frozenset[str]:
    """Day and month orders that fit all samples that are dates at all; {""}: none is needed."""
    kept = [cell for cell in samples if date_orders([cell])]
    return date_orders(kept) if kept else frozenset({""})


def count_style(samples: Iterable[Cell]) -> NumberStyle:
    """How whole numbers are written: "7.100" alone fits two styles, but no count has fractions."""
    kept = list(samples)
    proven = number_style(kept)
    if proven is not None:
        return proven
    signs = {sign for cell in kept for sign in ".," if isinstance(cell, str) and sign in cell}
    return CONTINENTAL if signs == {"."} else ENGLISH


def is_empty(line: Line) -> bool:
    return all(is_blank(cell) for cell in line.cells)


def _no_key(column: str) -> Text:
    return say(
        'The row has nothing under "{column}", so it is not clear what it counts.',
        'Baris ini kosong di kolom "{column}", jadi tidak jelas apa yang dihitung.',
        column=column,
    )


def _decimal(number: int | Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _seconds(cell: Cell) -> float | None:
    if isinstance(cell, str) and "," in cell and "." not in cell:
        cell = cell.replace(",", ".")
    return read_duration(cell)
