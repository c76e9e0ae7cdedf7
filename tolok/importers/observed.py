"""Numbers collected by a connection. Exact: the file names its format, so nothing is asked."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from tolok.core.measures import DAY as DAY_TABLE
from tolok.core.measures import MEASURES
from tolok.core.measures import POST as POST_TABLE
from tolok.core.ports import About, Answers, DayRow, Event, Match, PostRow, Skipped, Trouble
from tolok.core.query import Value
from tolok.core.sheet import Cell, Line, Sheet
from tolok.core.text import Text, say
from tolok.lib import observed

_OF = {observed.POST: POST_TABLE, observed.DAY: DAY_TABLE}


class Observed:
    id = "observed"
    name = Text("Collected by a connection", "Dikumpulkan lewat sambungan")

    def sniff(self, sheet: Sheet) -> Match | None:
        about = _about(sheet)
        if about is None:
            return None
        return Match(1.0, (_REASON,), _word(about.get("network")), POST_TABLE)

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        about = _about(sheet)
        if about is None:
            return
        table = POST_TABLE
        yield _said(about, table)
        for line, row in _rows(sheet):
            kind = _word(row.get("row"))
            if _OF.get(kind, table) != table:
                table = _OF[kind]
                yield _said(about, table)
            yield from _events(line, kind, row)


def _about(sheet: Sheet) -> Mapping[str, Cell] | None:
    """The first object of a file in our format; None for any other file."""
    if len(sheet.head) < 2 or observed.NAME not in sheet.texts(0):
        return None
    first = _named(sheet.texts(0), sheet.head[1])
    ours = first.get(observed.NAME) == observed.FORMAT and first.get("row") == observed.ABOUT
    return first if ours else None


def _rows(sheet: Sheet) -> Iterator[tuple[Line, Mapping[str, Cell]]]:
    """All objects after the first one."""
    keys = sheet.texts(0)
    for at, line in enumerate(sheet.lines()):
        if at > 1:
            yield line, _named(keys, line)


def _named(keys: tuple[str, ...], line: Line) -> dict[str, Cell]:
    return dict(zip(keys, line.cells, strict=False))


def _said(about: Mapping[str, Cell], table: str) -> About:
    return About(
        network=_word(about.get("network")),
        table=table,
        account=_word(about.get("account")),
        account_name=_word(about.get("name")),
        zone=_word(about.get("zone")) or None,
    )


def _events(line: Line, kind: str, row: Mapping[str, Cell]) -> Iterator[Event]:
    if kind == observed.POST:
        yield from _post(line, row)
    elif kind == observed.DAY:
        yield from _day(line, row)
    elif kind == observed.REFUSED:
        yield _refused(line, row)
    elif kind == observed.RAW:
        yield Skipped(line.number, _RAW)
    else:
        yield _bad(line, "row", kind, kept=False)


def _post(line: Line, row: Mapping[str, Cell]) -> Iterator[Event]:
    if not (post_id := _word(row.get("post_id"))):
        yield _bad(line, "post_id", "", kept=False)
        return
    measures, troubles = _measures(line, row)
    published = _moment(row.get("published_at"))
    if published is None and row.get("published_at"):
        troubles.append(_bad(line, "published_at", row.get("published_at")))
    yield PostRow(
        line=line.number,
        post_id=post_id,
        published_at=published,
        measures=measures,
        type=_word(row.get("type")),
        text=_word(row.get("text")),
        link=_word(row.get("url")) or _word(row.get("link")),
        campaign=_word(row.get("campaign")),
        tags=_tags(row.get("tags")),
        language=_word(row.get("language")),
        author=_word(row.get("author")),
    )
    yield from troubles


def _day(line: Line, row: Mapping[str, Cell]) -> Iterator[Event]:
    try:
        day = date.fromisoformat(_word(row.get("day")))
    except ValueError:
        yield _bad(line, "day", row.get("day"), kept=False)
        return
    measures, troubles = _measures(line, row)
    yield DayRow(line.number, day, measures)
    yield from troubles


def _measures(line: Line, row: Mapping[str, Cell]) -> tuple[dict[str, Value], list[Trouble]]:
    """Whole numbers only, of either sign; anything else is told and left out."""
    found: dict[str, Value] = {}
    troubles = []
    for name in MEASURES:
        cell = row.get(name)
        if isinstance(cell, int) and not isinstance(cell, bool):
            found[name] = cell
        elif cell is not None:
            troubles.append(_bad(line, name, cell))
    return found, troubles


def _tags(cell: Cell) -> tuple[str, ...]:
    try:
        found = json.loads(_word(cell) or "[]")
    except (ValueError, RecursionError):
        return ()
    return tuple(tag for tag in found if isinstance(tag, str)) if isinstance(found, list) else ()


def _moment(cell: Cell) -> datetime | None:
    try:
        found = datetime.fromisoformat(_word(cell))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _word(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""


def _refused(line: Line, row: Mapping[str, Cell]) -> Trouble:
    """The network gave everything but this one measure."""
    return Trouble(
        line=line.number,
        column=_word(row.get("measure")),
        value="",
        why=say(
            'The network did not give this number. It says: "{why}"',
            'Jaringan tidak memberikan angka ini. Katanya: "{why}"',
            why=_word(row.get("why")),
        ),
        fix=Text(
            "It is asked for again with each collection; the other numbers are not affected.",
            "Angka ini diminta lagi setiap pengumpulan; angka lain tidak terpengaruh.",
        ),
    )


def _bad(line: Line, column: str, value: Cell, *, kept: bool = True) -> Trouble:
    return Trouble(line.number, column, str(value)[:200], _DAMAGED, _AGAIN, row_kept=kept)


_REASON = Text(
    "The file says that Tolok collected it.", "Berkasnya menyebut dikumpulkan oleh Tolok."
)
_RAW = Text(
    "The network's own answer, kept beside the numbers read from it.",
    "Jawaban asli jaringan, disimpan di samping angka yang dibaca darinya.",
)
_DAMAGED = Text(
    "It is not as Tolok writes it: the file was changed or damaged.",
    "Isinya tidak seperti yang ditulis Tolok: berkasnya diubah atau rusak.",
)
_AGAIN = Text(
    "Collect the numbers again from the connection.",
    "Kumpulkan lagi angkanya dari sambungan.",
)

IMPORTER = Observed()
