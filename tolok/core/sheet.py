"""A file as lines of cells, whatever it was on disk. Formats are read by `tolok/lib/sheets.py`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

# CSV cells are text. XLSX, XLS and JSON cells keep the type that the file gave them.
Cell = str | int | float | Decimal | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts physical lines from 1 (XLSX: rows; JSON: items), as an editor shows them."""

    number: int
    cells: Sequence[Cell]
    fault: str = ""  # "wrapped" (a record inside one quoted field), "encoding", "width"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table-like part of a file.

    `head` is the first 60 lines, enough to recognise the file. `lines()` streams all of them
    again from the start; it may be called more than once.
    """

    file_name: str
    format: str  # csv, xlsx, xls, json
    name: str  # worksheet, or path inside an archive; "" for a plain CSV
    encoding: str
    delimiter: str
    head: tuple[Line, ...]
    lines: Callable[[], Iterator[Line]]
    path: str = ""  # where the bytes are, for readers that can take them whole

    def texts(self, index: int) -> tuple[str, ...]:
        """The cells of the `index`-th line of the head as stripped text; () beyond its end."""
        if index >= len(self.head):
            return ()
        return tuple("" if c is None else str(c).strip() for c in self.head[index].cells)
