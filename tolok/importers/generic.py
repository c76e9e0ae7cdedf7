"""Numbers kept by hand: any table with a day or a post per row, wide or long.

Guesses nothing that matters: what the file does not prove is asked; a cell that cannot be read is
reported and left out; rows keep what no measure holds as `extra`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tolok.core.errors import invalid
from tolok.core.ports import About, Answers, Event, Match, Scan, Skipped
from tolok.core.sheet import Sheet
from tolok.core.text import Text, say
from tolok.lib.cells import is_blank
from tolok.lib.hand_rows import HandRows
from tolok.lib.mapping import EXTRA, plan
from tolok.lib.scanning import scan_of

_NOTHING = Text(
    "No column holds a day or a post, or none holds a count.",
    "Tidak ada kolom berisi hari atau posting, atau tidak ada yang berisi jumlah.",
)
_NAME_DAY = Text(
    "Say which column holds the day or the post, and which the counts.",
    "Tentukan kolom mana yang berisi hari atau posting, dan mana yang berisi jumlah.",
)
_BLANK = Text("Blank.", "Kosong.")
_TITLE = Text("Above the column names.", "Di atas nama-nama kolom.")


def scan_plan(sheet: Sheet, answers: Answers) -> Scan | None:
    """The table as columns, for a store that reads it whole; None when it needs the careful way."""
    found = plan(sheet, answers)
    return scan_of(sheet, found) if found and not found.questions else None


@dataclass(frozen=True, slots=True)
class Generic:
    """The importer of last resort: below every importer that knows its file."""

    id: str = "generic"
    name: Text = Text("Numbers kept by hand", "Angka yang dicatat sendiri")

    def sniff(self, sheet: Sheet) -> Match | None:
        found = plan(sheet, Answers())
        if found is None:
            return None
        named = [found.header[i] for i, role in enumerate(found.roles) if role != EXTRA]
        return Match(
            score=0.3 if found.sure else 0.2,
            reasons=(
                say(
                    "Columns with known names or values: {names}.",
                    "Kolom dengan nama atau isi yang dikenal: {names}.",
                    names=", ".join(named)[:200],
                ),
            ),
            table=found.table,
            questions=found.questions,
        )

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        found = plan(sheet, answers)
        if found is None:
            raise invalid(_NOTHING, _NAME_DAY, type="mapping-incomplete")
        if "network" not in found.roles:
            yield About(network=answers.get("network"), table=found.table)
        reader = HandRows(found, answers, found.columns())
        blank_before = False
        for line in sheet.lines():
            if all(is_blank(cell) for cell in line.cells):
                if not blank_before:
                    yield Skipped(line.number, _BLANK)
                blank_before = True
            elif line.number < found.header_line:
                yield Skipped(line.number, _TITLE)
            elif line.number > found.header_line:
                blank_before = False
                yield from reader.events(line)


IMPORTER = Generic()
