"""Meta Business Suite audience: shares by age and gender, country, city and page.

Knows both forms: names on one line with shares on the next (2025), and one row per name with "%"
(2024). The file names no day, so the day it was received stands for it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from tolok.core.ports import About, Answers, AudienceRow, Event, Match, Skipped, Trouble
from tolok.core.sheet import Cell, Line, Sheet
from tolok.core.text import Text, say
from tolok.lib.cells import CONTINENTAL, ENGLISH, CellError, is_blank, read_share, shown
from tolok.lib.columns import MENDED, line_trouble
from tolok.lib.dates import read_date
from tolok.lib.meta import audience_dimension, gender, which_network

# The first line of the 2024 form: object, event and unit ("FB_PAGE,FOLLOW,UNIQUE_USERS").
OBJECTS = {"FB_PAGE": "facebook", "IG_ACCOUNT": "instagram", "INSTAGRAM": "instagram"}


@dataclass(slots=True)
class Block:
    dimension: str
    title: str
    line: int
    rows: list[Line] = field(default_factory=list)


class MetaAudience:
    id = "meta_audience"
    name = Text("Meta Business Suite: audience", "Meta Business Suite: audiens")

    def sniff(self, sheet: Sheet) -> Match | None:
        found = [block for block in _blocks(sheet.head) if block.rows]
        if not found:
            return None
        network = _named_network(sheet.head)
        titles = ", ".join(block.title for block in found)
        return Match(
            score=0.95,
            reasons=(
                say(
                    "It has the blocks of Meta's audience page: {titles}.",
                    "Berisi blok halaman audiens Meta: {titles}.",
                    titles=titles,
                ),
            ),
            network=network,
            table="audience",
            questions=() if network else (which_network(titles),),
        )

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        network = _named_network(sheet.head) or answers.get("network")
        yield About(network=network, table="audience")
        day = _day(answers)
        for block in _blocks(sheet.lines()):
            if day is None:
                yield _no_day(block)
            elif block.dimension == "age_gender":
                yield from _age_gender(block, day)
            else:
                yield from _named_shares(block, day)


def _blocks(lines: Iterable[Line]) -> Iterator[Block]:
    block: Block | None = None
    for line in lines:
        filled = [str(c).strip() for c in line.cells if not is_blank(c)]
        if not filled:
            continue
        dimension = audience_dimension(filled[0]) if len(filled) == 1 else ""
        if dimension:
            if block:
                yield block
            block = Block(dimension, filled[0], line.number)
        elif block:
            block.rows.append(line)
        elif not _object(line):
            return
    if block:
        yield block


def _age_gender(block: Block, day: date) -> Iterator[Event]:
    """A line of genders, then one line per age band."""
    heads, *rows = block.rows or [Line(block.line, ())]
    genders = [gender(str(cell or "")) for cell in heads.cells[1:]]
    for place, known in enumerate(genders, 1):
        if not known and not is_blank(heads.cells[place]):
            yield _strange(heads, heads.cells[place])
    for line in rows:
        if _broken(line) or len(line.cells) != len(heads.cells):
            yield line_trouble(line, line.fault or "width", width=len(heads.cells))
            continue
        band = str(line.cells[0] or "").strip()
        for known, cell in zip(genders, line.cells[1:], strict=True):
            if known:
                yield _share(line, day, "age_gender", f"{band} {known}", cell)


def _named_shares(block: Block, day: date) -> Iterator[Event]:
    lines = iter(block.rows)
    for line in lines:
        pair = [cell for cell in line.cells if not is_blank(cell)]
        if _broken(line):
            yield line_trouble(line, line.fault)
        elif len(pair) == 2 and _is_share(pair[1]):
            yield _share(line, day, block.dimension, str(pair[0]).strip(), pair[1])
        else:
            shares = next(lines, Line(line.number, ()))
            yield from _across(line, shares, day, block.dimension)


def _across(names: Line, shares: Line, day: date, dimension: str) -> Iterator[Event]:
    if _broken(shares) or len(names.cells) != len(shares.cells):
        yield line_trouble(shares, shares.fault or "width", width=len(names.cells))
        return
    for name, cell in zip(names.cells, shares.cells, strict=True):
        if not is_blank(name) or not is_blank(cell):
            yield _share(shares, day, dimension, str(name or "").strip(), cell)


def _broken(line: Line) -> bool:
    return bool(line.fault) and line.fault not in MENDED


def _share(line: Line, day: date, dimension: str, bucket: str, cell: Cell) -> Event:
    if is_blank(cell):
        return Skipped(line.number, _NO_SHARE)
    try:
        share = _read(cell)
    except CellError as error:
        return Trouble(line.number, bucket, shown(cell), error.why, error.fix, row_kept=False)
    return AudienceRow(line=line.number, day=day, dimension=dimension, bucket=bucket, share=share)


def _read(cell: Cell) -> float | None:
    """10.6, 10,6 and 10.6% are all 0.106: shares are percentages with one or two decimals."""
    comma = isinstance(cell, str) and "," in cell and "." not in cell
    share = read_share(cell, CONTINENTAL if comma else ENGLISH, percent=True)
    if share is not None and not 0 <= share <= 1:
        raise CellError(
            say(
                '"{cell}" is not a share of 0 to 100 percent.',
                '"{cell}" bukan bagian dari 0 sampai 100 persen.',
                cell=shown(cell),
            )
        )
    return share


def _is_share(cell: Cell) -> bool:
    try:
        return _read(cell) is not None
    except CellError:
        return False


def _named_network(lines: Iterable[Line]) -> str:
    first = next((line for line in lines if not all(is_blank(c) for c in line.cells)), None)
    return OBJECTS.get(_object(first), "") if first else ""


def _object(line: Line) -> str:
    """ "FB_PAGE" of the 2024 form's first line, in one cell or three; "" on any other line."""
    parts = ",".join(str(c or "") for c in line.cells).strip('"').split(",")
    return parts[0].strip().upper() if "_" in parts[0] and parts[0].isupper() else ""


def _day(answers: Answers) -> date | None:
    given = answers.get("day")
    return read_date(given) if given else answers.today


_NO_SHARE = Text("No share is reported for this group.", "Tidak ada bagian untuk kelompok ini.")


def _strange(line: Line, cell: Cell) -> Trouble:
    return Trouble(
        line=line.number,
        column=shown(cell),
        value=shown(cell),
        why=Text(
            "The word for this gender is not known; its column is left out.",
            "Kata untuk jenis kelamin ini tidak dikenal; kolomnya tidak diambil.",
        ),
        fix=Text(
            "Download the file with the interface in English.",
            "Unduh berkasnya dengan antarmuka berbahasa Inggris.",
        ),
    )


def _no_day(block: Block) -> Trouble:
    return Trouble(
        line=block.line,
        column="",
        value=block.title,
        why=Text("The file names no day.", "Berkas ini tidak menyebutkan tanggal."),
        fix=Text("Say on which day it was downloaded.", "Sebutkan tanggal berkas ini diunduh."),
        row_kept=False,
    )


IMPORTER = MetaAudience()
