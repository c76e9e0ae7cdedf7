"""Open a bulk file, tell which program's it is by its shape, and read it as a preview.

Reads only; nothing is scheduled here. What only a person can know comes back as a question.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from tolok.core.bulk import (
    MOST_ROWS,
    BulkFormat,
    BulkPost,
    Preview,
    checked_rows,
    field_of,
    score,
)
from tolok.core.errors import ProblemError, invalid
from tolok.core.ports import Question, Trouble
from tolok.core.registry import collect
from tolok.core.sheet import Cell, Line, Sheet
from tolok.core.text import Text, say
from tolok.lib.bulk_rows import Cells, RowReader
from tolok.lib.cells import CellError
from tolok.lib.dates import ORDERS, date_orders, read_datetime
from tolok.lib.sheets import open_sheets

ORDER, FORMAT = "date_order", "format"
TWICE = "twice"  # beside the fields: a cell whose field another column filled already
COLUMNS = (
    "date", "time", "channels", "text", "link", "media", "alt", "campaign", "tags", "comment",
    "queue",
)  # fmt: skip


def formats() -> tuple[BulkFormat, ...]:
    return cast("tuple[BulkFormat, ...]", collect("tolok.lib.bulk", "FORMAT"))


def read_bulk(
    path: Path,
    file_name: str,
    *,
    zone: ZoneInfo,
    now: datetime,
    format: str = "",
    order: str = "",
) -> Preview:
    """The file as posts and troubles. `zone`: of its times. `format`, `order`: a person's answers.

    Raises ProblemError for a file that is no table or holds too many rows.
    """
    sheet = _filled(open_sheets(path, file_name))
    found = _chosen(sheet, format)
    if found is None:
        return Preview("", questions=(_which_format(),))
    rows = _rows(sheet, found)
    order = order if order in ORDERS else found.order
    if not order:
        orders = date_orders(_days(found, rows))
        if len(orders) > 1:
            return Preview(found.id, questions=(_which_order(orders),))
        order = next(iter(orders), "")
    return _read(found, rows, RowReader(found, zone, order), now)


def own_table(posts: Iterable[BulkPost]) -> list[tuple[str, ...]]:
    """Posts as our own table, the header first; read again it gives the same posts."""
    return [COLUMNS, *(_own_row(post) for post in posts)]


def own_csv(posts: Iterable[BulkPost]) -> bytes:
    """The table as CSV that spreadsheets open rightly: UTF-8 with its mark."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(own_table(posts))
    return out.getvalue().encode("utf-8-sig")


def _filled(sheets: list[Sheet]) -> Sheet:
    """The first sheet with anything in it."""
    return next((s for s in sheets if any(_has(line) for line in s.head)), sheets[0])


def _has(line: Line) -> bool:
    return any(map(_holds, line.cells))


def _holds(cell: Cell) -> bool:
    return cell is not None and bool(str(cell).strip())


def _chosen(sheet: Sheet, wanted: str) -> BulkFormat | None:
    known = {each.id: each for each in formats()}
    if wanted in known:
        return known[wanted]
    first = next((line for line in sheet.head if _has(line)), None)
    headers = [str(cell or "").strip() for cell in first.cells] if first else []
    scored = sorted(((score(f, headers), f.id) for f in known.values()), reverse=True)
    if scored[0][0] >= 0.5 and scored[0][0] > scored[1][0]:
        return known[scored[0][1]]
    bare = [each for each in known.values() if not each.header]
    return bare[0] if first and _starts_with_day(first) else None


def _starts_with_day(line: Line) -> bool:
    if len(line.cells) < 2 or not str(line.cells[1] or "").strip():
        return False
    return any(_is_day(line.cells[0], order) for order in ORDERS)


def _is_day(cell: Cell, order: str) -> bool:
    try:
        read_datetime(cell, order)
    except CellError:
        return False
    return True


def _rows(sheet: Sheet, format: BulkFormat) -> list[tuple[Line, Cells]]:
    """Lines with their cells by field. "" collects what stands beside the columns."""
    rows = list[tuple[Line, Cells]]()
    fields = list(format.columns) if not format.header else None
    for line in sheet.lines():
        if not _has(line):
            continue
        if fields is None:
            fields = [field_of(format, str(cell or "").strip()) for cell in line.cells]
            continue
        if len(rows) >= MOST_ROWS:
            raise _too_many()
        rows.append((line, _by_field(line, fields)))
    return rows


def _by_field(line: Line, fields: list[str]) -> Cells:
    found: dict[str, Cell] = {field: None for field in fields if field}
    for place, cell in enumerate(line.cells):
        field = fields[place] if place < len(fields) else ""
        if field and not _holds(found[field]):
            found[field] = cell
        elif field and _holds(cell) and cell != found[field]:
            found[TWICE] = cell
        elif place >= len(fields) and _holds(cell):
            found[""] = cell
    return found


def _days(format: BulkFormat, rows: list[tuple[Line, Cells]]) -> list[Cell]:
    column = "at" if "at" in format.columns else "date"
    return [c for _, cells in rows if _holds(c := cells.get(column))]


def _read(
    format: BulkFormat, rows: list[tuple[Line, Cells]], reader: RowReader, now: datetime
) -> Preview:
    posts, troubles = list[BulkPost](), list[Trouble]()
    for line, cells in rows:
        faults = list(_faults(line, cells))
        post, found = reader.read(
            line.number, {k: v for k, v in cells.items() if k in format.columns}
        )
        troubles += [*faults, *found]
        if post is not None and all(fault.row_kept for fault in faults):
            posts.append(post)
    late = list(checked_rows(posts, now))
    lost = {each.line for each in late if not each.row_kept}
    troubles = sorted([*troubles, *late], key=lambda each: each.line)
    return Preview(format.id, tuple(p for p in posts if p.line not in lost), tuple(troubles))


def _faults(line: Line, cells: Cells) -> Iterator[Trouble]:
    if line.fault or "" in cells:
        value = str(cells.get("", ""))[:80]
        yield Trouble(line.number, "", value, _ODD_LINE, _ODD_FIX, row_kept=False)
    if TWICE in cells:
        value = str(cells[TWICE])[:80]
        yield Trouble(line.number, "", value, _TWO_COLUMNS, _TWO_FIX, row_kept=False)


def _own_row(post: BulkPost) -> tuple[str, ...]:
    day = "" if post.at is None else f"{post.at:%Y-%m-%d}"
    clock = "" if post.at is None else f"{post.at:%H:%M}"
    cells = (
        day, clock, _joined(post.channels), post.text, post.link, _joined(post.media),
        "\n".join(post.alt), post.campaign, _joined(post.tags), post.comment,
        "" if post.at else "yes",
    )  # fmt: skip
    return tuple(f"'{cell}" if cell[:1] in tuple("=+-@'\t") else cell for cell in cells)


def _joined(names: Iterable[str]) -> str:
    """By lines; a single name that holds a separator gets one too."""
    text = "\n".join(names)
    return text + "\n" if "\n" not in text and any(sign in text for sign in ";|,") else text


def _too_many() -> ProblemError:
    return invalid(
        say(
            "The file holds more than {most} rows.", "Berkas ini berisi lebih dari {most} baris.",
            most=MOST_ROWS,
        ),
        Text("Split it, and upload the parts.", "Bagi berkasnya, lalu unggah tiap bagian."),
        type="too-many-rows",
    )  # fmt: skip


def _which_format() -> Question:
    return Question(
        id=FORMAT,
        words=Text(
            "Nobody knows this table by its shape. Which program is it from?",
            "Bentuk tabel ini tidak dikenal. Dari program apa?",
        ),
        choices={each.id: each.name for each in formats()},
    )


def _which_order(orders: frozenset[str]) -> Question:
    return Question(
        id=ORDER,
        words=Text(
            "The dates can be read in more than one way. Which comes first?",
            "Tanggalnya bisa dibaca lebih dari satu cara. Mana yang lebih dulu?",
        ),
        choices={order: _ORDERS[order] for order in ORDERS if order in orders},
    )


_ORDERS = {
    "dmy": Text("Day, month, year", "Hari, bulan, tahun"),
    "mdy": Text("Month, day, year", "Bulan, hari, tahun"),
    "ymd": Text("Year, month, day", "Tahun, bulan, hari"),
}
_ODD_LINE = Text(
    "The row has more cells than the table has columns, or a quotation mark is missing.",
    "Baris ini punya lebih banyak sel daripada kolom tabel, atau ada tanda kutip yang hilang.",
)
_TWO_COLUMNS = Text(
    "Two columns of the same meaning hold different things.",
    "Dua kolom yang sama artinya berisi hal berbeda.",
)
_TWO_FIX = Text("Keep one of them.", "Sisakan satu saja.")
_ODD_FIX = Text(
    "Put texts with commas into quotation marks.", "Beri tanda kutip pada teks yang memuat koma."
)
