"""Cut a GA4 report download into its tables: `#` lines, a header, rows, again and again.

Refuses to date a table whose lines name no period, unless all other tables name the same one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from tolok.core.sheet import Line
from tolok.lib.cells import CellError, is_blank
from tolok.lib.columns import Columns, spellings
from tolok.lib.dates import read_date

HEADERS = "ga4"
_DATED = re.compile(r":\s*(\d{8})$")
_NAMED = re.compile(r"^([^:]+):\s*(.+)$")
_ACCOUNT = frozenset({"account", "akun", "cuenta", "konto", "compte", "conta"})
_PROPERTY = frozenset({"property", "properti", "propiedad", "property-name", "propriedade"})


@dataclass(frozen=True, slots=True)
class Block:
    """One table of the download and what the `#` lines above it say."""

    title: str = ""
    property: str = ""
    start: date | None = None
    end: date | None = None
    header: Line | None = None
    columns: Columns = field(default_factory=lambda: Columns((), {}, ()))
    rows: tuple[Line, ...] = ()


def blocks(lines: Iterable[Line]) -> list[Block]:
    """All tables; those without a period get the one that all others share."""
    found = list(_cut(lines))
    spans = {(b.start, b.end) for b in found if b.start and b.end}
    if len(spans) != 1:
        return found
    ((start, end),) = spans
    return [b if b.start else replace(b, start=start, end=end) for b in found]


def comment(line: Line) -> str | None:
    """What a `#` line says; None for any other line."""
    text = ",".join("" if c is None else str(c) for c in line.cells).strip(" ,")
    return text.lstrip("# ").strip("-").strip() if text.startswith("#") else None


def dated(line: Line) -> date | None:
    """The day in "# Start date: 20230101" or "# End date: …", in any language."""
    found = _DATED.search(comment(line) or "")
    try:
        return read_date(found[1]) if found else None
    except CellError:
        return None


def _cut(lines: Iterable[Line]) -> Iterator[Block]:
    said = Block()
    header: Line | None = None
    rows: list[Line] = []
    for line in lines:
        words = comment(line)
        if header and (words is not None or all(is_blank(c) for c in line.cells)):
            yield _closed(said, header, rows)
            said, header, rows = Block(property=said.property), None, []
        if words is not None:
            said = _told(said, line, words)
        elif header:
            rows.append(line)
        elif not all(is_blank(c) for c in line.cells):
            header = line
    if header:
        yield _closed(said, header, rows)


def _closed(said: Block, header: Line, rows: list[Line]) -> Block:
    columns = Columns.match(header.cells, spellings(HEADERS))
    return replace(said, header=header, columns=columns, rows=tuple(rows))


def _told(said: Block, line: Line, words: str) -> Block:
    day = dated(line)
    if day:
        return replace(said, end=day) if said.start else replace(said, start=day)
    named = _NAMED.match(words)
    key = named[1].strip().casefold() if named else ""
    if named and key in _PROPERTY:
        return replace(said, property=named[2].strip())
    if not words or key in _ACCOUNT:
        return said
    return replace(said, title=words)
