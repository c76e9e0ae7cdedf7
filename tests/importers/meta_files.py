"""Write small files as the networks write them, and read what an importer makes of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from tolok.core.ports import Answers, Event, Importer
from tolok.core.sheet import Sheet
from tolok.lib.sheets import open_sheets

TODAY = date(2025, 4, 16)
E = TypeVar("E")


def utf16(folder: Path, *lines: str, name: str = "export.csv") -> Sheet:
    """Meta's series and audience files: UTF-16 with BOM, `sep=,` first."""
    path = folder / name
    path.write_bytes("\n".join(("sep=,", *lines, "")).encode("utf-16"))
    return only_sheet(path)


def utf8(folder: Path, text: str, name: str = "export.csv") -> Sheet:
    path = folder / name
    path.write_text(text, encoding="utf-8-sig", newline="")
    return only_sheet(path)


def xlsx(folder: Path, rows: Sequence[Sequence[object]], name: str = "export.xlsx") -> Sheet:
    import xlsxwriter

    path = folder / name
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet("Raw Data Report")
        for index, row in enumerate(rows):
            page.write_row(index, 0, row)
    return only_sheet(path)


def only_sheet(path: Path) -> Sheet:
    (sheet,) = open_sheets(path, path.name)
    return sheet


def events(importer: Importer, sheet: Sheet, **given: str) -> list[Event]:
    return list(importer.parse(sheet, Answers(given, today=TODAY)))


def of(kind: type[E], found: Sequence[object]) -> list[E]:
    return [event for event in found if isinstance(event, kind)]


def sums(rows: Sequence[object]) -> Counter[str]:
    """Plain column sums of the measures: a check on reading, not a figure to show."""
    total: Counter[str] = Counter()
    for row in rows:
        total.update(row.measures)  # type: ignore[attr-defined]
    return total
