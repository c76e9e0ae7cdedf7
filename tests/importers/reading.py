"""Write a file as a network writes it, read it with one importer, and sort what comes out."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from tolok.core.ports import (
    About,
    Answers,
    AudienceRow,
    DayRow,
    Declared,
    Importer,
    Match,
    PostRow,
    Skipped,
    Trouble,
    WindowRow,
)
from tolok.core.registry import collect
from tolok.core.sheet import Sheet
from tolok.lib.recognise import recognise
from tolok.lib.sheets import open_sheets

TODAY = date(2025, 6, 1)


@dataclass(frozen=True)
class Reading:
    match: Match | None
    events: list

    def of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]

    about = property(lambda self: self.of(About)[0])
    days = property(lambda self: self.of(DayRow))
    posts = property(lambda self: self.of(PostRow))
    people = property(lambda self: self.of(AudienceRow))
    windows = property(lambda self: self.of(WindowRow))
    troubles = property(lambda self: self.of(Trouble))
    declared = property(lambda self: self.of(Declared))
    skipped = property(lambda self: self.of(Skipped))

    @property
    def totals(self) -> dict[str, int | Decimal]:
        """Plain column sums: a check on reading, not a figure to show."""
        found: Counter[str] = Counter()
        for row in (*self.days, *self.posts):
            found.update(row.measures)
        return dict(found)


def csv(folder: Path, text: str, *, bom: bool = False, name: str = "data.csv") -> Sheet:
    path = folder / name
    path.write_text(text, encoding="utf-8-sig" if bom else "utf-8", newline="")
    return only(path)


def xlsx(folder: Path, **worksheets) -> list[Sheet]:
    """One worksheet per keyword; "_" in its name stands for a space."""
    import xlsxwriter

    path = folder / "data.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "mm/dd/yyyy"}) as book:
        for name, rows in worksheets.items():
            page = book.add_worksheet(name.replace("_", " "))
            for index, row in enumerate(rows):
                page.write_row(index, 0, row)
    return open_sheets(path, path.name)


def only(path: Path) -> Sheet:
    (sheet,) = open_sheets(path, path.name)
    return sheet


def read(importer: Importer, sheet: Sheet | Path, *, today: date | None = TODAY, **given: str):
    sheet = only(sheet) if isinstance(sheet, Path) else sheet
    return Reading(importer.sniff(sheet), list(importer.parse(sheet, Answers(given, today))))


def best(sheet: Sheet | Path) -> str:
    """The id of the importer that fits best; "" when it is a tie."""
    sheet = only(sheet) if isinstance(sheet, Path) else sheet
    ranked = recognise(sheet, collect("tolok.importers", "IMPORTER"))
    tied = len(ranked) > 1 and ranked[0][1].score == ranked[1][1].score
    return "" if tied or not ranked else ranked[0][0].id
