"""Meta Business Suite page series: one or more titled blocks of day and value in one file.

The network stands in a block's title or nowhere; where it does not, the person is asked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count

from tolok.core.measures import MEASURES
from tolok.core.ports import About, Answers, DayRow, Event, Match, Question, Skipped, Trouble
from tolok.core.sheet import Line, Sheet
from tolok.core.text import Text, say
from tolok.lib.cells import CellError, read_count, shown
from tolok.lib.columns import MENDED, line_trouble
from tolok.lib.dates import read_datetime
from tolok.lib.meta import SeriesTitle, series_title, which_network

# Stamps are midnight in a zone the file does not name, so they shift by an hour with summer time:
# 01:00, then 00:00. Where the shift goes the other way they read 23:00 of the day before.
SHIFT = timedelta(hours=2)
VALUE_HEAD = "primary"  # the head of the value column, in every interface language seen


@dataclass(slots=True)
class Block:
    """A title line, a head line and the rows below them."""

    title: str
    line: int
    heads: tuple[str, ...] = ()
    rows: list[Line] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        """The rows are days and the value column is the one of a page series."""
        known = series_title(self.title) is not None or VALUE_HEAD in self.heads[1:2]
        return known and bool(self.rows) and all(_day(row) for row in self.rows[:3])


class MetaPageSeries:
    id = "meta_page_series"
    name = Text("Meta Business Suite page series", "Deret halaman Meta Business Suite")

    def sniff(self, sheet: Sheet) -> Match | None:
        first = next(blocks(sheet.head), None)
        if first is None or not first.fits:
            return None
        found = list(blocks(sheet.lines()))
        known = [series_title(block.title) for block in found]
        networks = {title.network for title in known if title}
        return Match(
            score=0.95 if all(known) else 0.8,
            reasons=tuple(_reason(block) for block in found),
            network=networks.pop() if len(networks) == 1 and all(known) else "",
            table="day",
            questions=_questions(found),
        )

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        silent = count(1)
        for block in blocks(sheet.lines()):
            title = _settled(block, answers, silent)
            yield About(network=title.network, table="day", title=block.title)
            if title.measure in MEASURES:
                yield from _rows(block, title.measure)
            else:
                yield _unknown_title(block)


def blocks(lines: Iterable[Line]) -> Iterator[Block]:
    """Cut the file at its title lines: a line with one filled cell that is no day."""
    block: Block | None = None
    for line in lines:
        cells = ["" if c is None else str(c).strip() for c in line.cells]
        if not any(cells):
            continue
        if not any(cells[1:]) and not _day(line):
            if block:
                yield block
            block = Block(cells[0], line.number)
        elif block and not block.heads and not _day(line):
            block.heads = tuple(cell.casefold() for cell in cells)
        elif block:
            block.rows.append(line)
        else:
            return
    if block:
        yield block


def _rows(block: Block, measure: str) -> Iterator[Event]:
    if any(block.heads[2:]):
        yield _unknown_column(block)
    seen: dict[date, int] = {}
    for line in block.rows:
        day = _day(line)
        if day is None:
            yield _no_day(line)
        elif day in seen:
            yield _twice(line, day, seen[day])
        else:
            seen[day] = line.number
            yield _row(line, day, measure, width=max(2, len(block.heads)))


def _row(line: Line, day: date, measure: str, *, width: int) -> Event:
    if line.fault and line.fault not in MENDED:
        return line_trouble(line, line.fault)
    if len(line.cells) > width:
        return line_trouble(line, "width", width=width)
    cell = line.cells[1] if len(line.cells) > 1 else None
    try:
        value = read_count(cell)
    except CellError as error:
        return Trouble(line.number, "Primary", shown(cell), error.why, error.fix, row_kept=False)
    if value is None:
        return Skipped(line.number, _NO_VALUE)
    return DayRow(line=line.number, day=day, measures={measure: value})


def _day(line: Line) -> date | None:
    try:
        return (read_datetime(line.cells[0]) + SHIFT).date()
    except (CellError, IndexError, OverflowError):
        return None


def _settled(block: Block, answers: Answers, silent: "count[int]") -> SeriesTitle:
    """Each block that names no network has its own answer: two of them may be of two networks."""
    title = series_title(block.title) or SeriesTitle("", answers.get(_measure_id(block)))
    if title.network:
        return title
    return SeriesTitle(answers.get(_network_id(next(silent))), title.measure)


def _questions(found: list[Block]) -> tuple[Question, ...]:
    titles = [(block, series_title(block.title)) for block in found]
    unknown = tuple(_which_measure(block) for block, title in titles if title is None)
    silent = [block for block, title in titles if title is None or not title.network]
    networks = tuple(
        replace(which_network(block.title), id=_network_id(n)) for n, block in enumerate(silent, 1)
    )
    return (*networks, *unknown)


def _network_id(number: int) -> str:
    """ "network" for the first block without one, then "network:2" …"""
    return "network" if number == 1 else f"network:{number}"


def _measure_id(block: Block) -> str:
    return f"measure:{block.title}"


def _which_measure(block: Block) -> Question:
    return Question(
        id=_measure_id(block),
        words=say(
            'What does the series "{title}" count?',
            'Apa yang dihitung deret "{title}"?',
            title=block.title,
        ),
        choices=_MEASURE_WORDS,
    )


_MEASURE_WORDS = {
    "reach": Text("Reach: people, each counted once a day", "Jangkauan: orang unik per hari"),
    "views": Text("Views", "Tayangan (views)"),
    "viewers": Text("Viewers: people, each counted once a day", "Penonton: orang unik per hari"),
    "impressions": Text("Impressions", "Tayangan (impressions)"),
    "profile_visits": Text("Visits to the page or profile", "Kunjungan halaman atau profil"),
    "followers_gained": Text("New followers", "Pengikut baru"),
    "followers_lost": Text("Lost followers", "Pengikut hilang"),
    "engagements_native": Text("Interactions with content", "Interaksi dengan konten"),
    "link_clicks": Text("Link clicks", "Klik tautan"),
}
_NO_VALUE = Text(
    "No value is reported for this day.", "Tidak ada nilai yang dilaporkan untuk hari ini."
)


def _reason(block: Block) -> Text:
    return say(
        'A block titled "{title}" with one value a day, as Meta Business Suite writes it.',
        'Blok berjudul "{title}" dengan satu nilai per hari, seperti tulisan Meta Business Suite.',
        title=block.title,
    )


def _unknown_title(block: Block) -> Trouble:
    return Trouble(
        line=block.line,
        column="",
        value=block.title,
        why=Text(
            "It is not known what this series counts; its rows are not stored.",
            "Tidak diketahui apa yang dihitung deret ini; barisnya tidak disimpan.",
        ),
        fix=Text("Say which number it is.", "Sebutkan angka apa ini."),
        row_kept=False,
    )


def _unknown_column(block: Block) -> Trouble:
    return Trouble(
        line=block.line + 1,
        column=block.heads[2],
        value="",
        why=Text(
            "Only the first value column is known; this one is left out.",
            "Hanya kolom nilai pertama yang dikenal; kolom ini tidak diambil.",
        ),
        fix=Text("Download the series without a comparison.", "Unduh deretnya tanpa perbandingan."),
    )


def _no_day(line: Line) -> Trouble:
    return Trouble(
        line=line.number,
        column="Date",
        value=shown(line.cells[0]),
        why=Text("The first cell is not a day.", "Sel pertama bukan tanggal."),
        fix=Text("Correct the cell and import again.", "Perbaiki selnya, lalu impor lagi."),
        row_kept=False,
    )


def _twice(line: Line, day: date, first: int) -> Trouble:
    return Trouble(
        line=line.number,
        column="Date",
        value=shown(line.cells[0]),
        why=say(
            "{day} already stands in line {first}; the first value is kept.",
            "{day} sudah ada di baris {first}; nilai pertama yang dipakai.",
            day=day,
            first=first,
        ),
        fix=Text("Delete one of the two lines.", "Hapus salah satu dari kedua baris."),
        row_kept=False,
    )


IMPORTER = MetaPageSeries()
