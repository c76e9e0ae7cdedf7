"""Match the header of a table to the fields an importer wants; spellings are data.

Order and case do not matter. A name that occurs twice is reported, never taken for the other.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from tolok.core.ports import Trouble
from tolok.core.sheet import Cell, Line
from tolok.core.text import Text, say
from tolok.lib.cells import is_blank, shown

HEADERS = Path(__file__).parent.parent / "catalogue" / "headers"
_UNITS = r"%|[a-z]{3}|us\$|[$€£¥₹]|rp|hours?|hrs?|jam|minutes?|mins?|menit|seconds?|secs?|detik|s|h"
_UNIT = re.compile(rf"[\[(]\s*({_UNITS})\s*[\])]\s*$", re.IGNORECASE)
_COUNT_OF = re.compile(r"^(?:# of|#|number of|num|no\. of|jumlah)\s+(?=\S)")
_CURRENCY_SIGNS = {"US$": "USD", "€": "EUR", "£": "GBP", "RP": "IDR", "₹": "INR"}
_NOT_CURRENCY = frozenset({"HRS", "MIN", "SEC", "JAM", "AVG", "SUM"})


def normalise(header: Cell) -> str:
    """Lower case, plain spaces, no accents, no unit in brackets: "Spend [USD]" → "spend"."""
    return "" if header is None else _normalised(str(header)[:200])


@lru_cache(maxsize=16_384)
def _normalised(header: str) -> str:
    """Recognition compares every header with some thousand spellings, many times over."""
    text = unicodedata.normalize("NFKD", header).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c)).strip(" \t\n\ufeff\"'*:")
    text = _UNIT.sub("", text)
    text = re.sub(r"[_\s\u00a0]+", " ", text).strip()
    return _COUNT_OF.sub("", text).strip(" #.:-")


def unit_in(header: Cell) -> str:
    """The unit in brackets as written ("hours", "%", "UAH"), "" without one."""
    found = _UNIT.search("" if header is None else str(header).strip())
    return found[1] if found else ""


def currency_in(header: Cell) -> str:
    """The ISO code inside a header like "Amount spent (UAH)"; "" when it names none."""
    unit = unit_in(header).upper()
    if unit in _CURRENCY_SIGNS:
        return _CURRENCY_SIGNS[unit]
    return unit if re.fullmatch(r"[A-Z]{3}", unit) and unit not in _NOT_CURRENCY else ""


@cache
def spellings(name: str) -> dict[str, tuple[str, ...]]:
    """Field → known header names in all languages, from `catalogue/headers/<name>.toml`."""
    with (HEADERS / f"{name}.toml").open("rb") as file:
        table = tomllib.load(file)
    return {
        field: tuple(dict.fromkeys(word for words in by_language.values() for word in words))
        for field, by_language in table.items()
    }


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field of a table stands. `at` lists every column of a field, first one first.

    `short` says what a row with fewer cells than the header means: "refuse" (a delimiter may be
    missing), "report" (the last cells are blank, say so), "allow" (workbooks and JSON leave blanks
    out).
    """

    header: tuple[str, ...]
    at: Mapping[str, tuple[int, ...]]
    unknown: tuple[int, ...]
    short: str = "refuse"

    @classmethod
    def match(
        cls, cells: Sequence[Cell], wanted: Mapping[str, Sequence[str]], *, short: str = "refuse"
    ) -> "Columns":
        """Give each header cell to the field that knows its spelling."""
        fields = _by_spelling(wanted)
        at: dict[str, list[int]] = {}
        unknown = []
        for index, cell in enumerate(cells):
            field = fields.get(normalise(cell))
            if field:
                at.setdefault(field, []).append(index)
            elif not is_blank(cell):
                unknown.append(index)
        header = tuple("" if c is None else str(c).strip() for c in cells)
        return cls(header, {f: tuple(i) for f, i in at.items()}, tuple(unknown), short)

    def __contains__(self, field: str) -> bool:
        return field in self.at

    def index(self, field: str) -> int | None:
        """The first column of the field; None when the table has none."""
        return self.at[field][0] if field in self.at else None

    def cell(self, line: Line, field: str) -> Cell:
        """The cell of the field's first column; None when the column or the cell is absent."""
        index = self.index(field)
        return line.cells[index] if index is not None and index < len(line.cells) else None

    def name(self, field: str) -> str:
        """The field's header as the file writes it."""
        index = self.index(field)
        return self.header[index] if index is not None else ""

    def doubled(self) -> tuple[str, ...]:
        """Header names that occur more than once, as written (Meta: "Views")."""
        names = [name for name in self.header if name]
        return tuple(dict.fromkeys(n for n in names if names.count(n) > 1))

    def has_all(self, *fields: str) -> bool:
        return all(field in self.at for field in fields)

    def trouble(self, line: Line) -> Trouble | None:
        """What is wrong with the line as a whole: its fault, or more or fewer cells than columns.

        `row_kept` False: its cells may stand under the wrong names, so use none of them. A blank
        cell too many at the end counts: one delimiter too many moves all cells behind it.
        """
        cells = len(line.cells)
        while (
            self.short == "allow" and cells > len(self.header) and is_blank(line.cells[cells - 1])
        ):
            cells -= 1
        fault = line.fault
        if fault in MENDED or not fault:
            if cells > len(self.header):
                fault = "width"
            elif cells < len(self.header) and self.short != "allow":
                fault = "short" if self.short == "report" else "width"
        return line_trouble(line, fault, width=len(self.header)) if fault else None


def _by_spelling(wanted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return _fields(tuple((field, tuple(words)) for field, words in wanted.items()))


@lru_cache(maxsize=128)
def _fields(wanted: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {normalise(word): field for field, words in wanted for word in words}


_FAULTS = {
    "wrapped": Text(
        "The whole row stood inside one quoted cell; it was opened again.",
        "Seluruh baris berada dalam satu sel berkutip; baris itu dibuka lagi.",
    ),
    "encoding": Text(
        "Some letters are not in the encoding of the file; they were read as Windows text.",
        "Sebagian huruf tidak sesuai pengodean berkas; dibaca sebagai teks Windows.",
    ),
    "nul": Text(
        "The line holds empty bytes; they were left out.",
        "Baris ini memuat byte kosong; byte itu dilewati.",
    ),
    "long": Text(
        "A cell is longer than 200,000 characters; the rest was cut off.",
        "Satu sel lebih dari 200.000 karakter; sisanya dipotong.",
    ),
    "short": Text(
        "The row ends before the last columns; they were taken as blank.",
        "Baris ini berakhir sebelum kolom terakhir; kolom itu dianggap kosong.",
    ),
    "quote": Text(
        "A quotation mark is missing or too many: it is not clear where the cells end.",
        "Tanda kutip kurang atau berlebih: tidak jelas di mana sel-selnya berakhir.",
    ),
}
# Faults that leave every cell under its own name.
MENDED = frozenset({"wrapped", "encoding", "long", "short"})


def line_trouble(line: Line, fault: str, *, width: int = 0) -> Trouble:
    """A fault of a line as a problem to show. The row is kept only when its cells are sure."""
    why = _FAULTS.get(fault) or say(
        "The row has {n} {cells}; the header has {width}.",
        "Baris ini memiliki {n} sel; judul kolomnya {width}.",
        n=len(line.cells),
        cells="cell" if len(line.cells) == 1 else "cells",
        width=width,
    )
    return Trouble(
        line=line.number,
        column="",
        value=shown(",".join("" if c is None else str(c) for c in line.cells)),
        why=why,
        fix=Text(
            "Compare the line with the original, correct it and import the file again.",
            "Bandingkan baris itu dengan aslinya, perbaiki, lalu impor lagi berkasnya.",
        ),
        row_kept=fault in MENDED,
    )
