"""Turn the rows of an importer into columns that load fast; a value that does not fit is reported.

Refuses to round: a fraction in a whole count, or a number beyond the column, stays as text in
`extra` and becomes a `Trouble`.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tolok.core.ports import AdRow, AudienceRow, DayRow, PostRow, Row, Trouble, WindowRow
from tolok.core.query import Value
from tolok.core.text import Text
from tolok.facts.schema import AD, AUDIENCE, DAY, FACTS, POST, WINDOW, Column, Fact

_LINE = 2**20  # bytes a line may have beside one long text, each character of it up to 8 bytes
_LARGEST = 2**63 - 1
_LARGEST_EXACT = Decimal(10) ** 14
_HASHTAG = re.compile(r"(?<![\w&/])#(\w*[^\W\d_]\w*)")
SPLIT = "\x1f"
KEYS_OF_TEXT = frozenset(c for fact in FACTS.values() for c in fact.keys if c.type == "VARCHAR")


@dataclass(slots=True)
class Buffer:
    """Rows of one fact waiting to be loaded; columns that no row fills are not made."""

    fact: Fact
    zone: ZoneInfo
    fill: "Callable[[Buffer, Any], None]"
    native_zone: str = ""
    size: int = 0
    widest: int = 0  # characters of the longest text
    dense: dict[str, list[Any]] = field(default_factory=dict)
    sparse: dict[str, tuple[list[int], list[Any]]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    def add(self, row: Row, channel: str) -> None:
        self.put("channel", channel)
        self.put("line", row.line)
        self.fill(self, row)
        self.size += 1

    def put(self, name: str, value: object) -> None:
        """A column that every row fills."""
        self.dense.setdefault(name, []).append(value)

    def note(self, name: str, value: object) -> None:
        """A column that only some rows fill: blanks are left out and stay NULL."""
        if value is None or value == "" or value == ():
            return
        found = self.sparse.get(name)
        if found is None:
            found = self.sparse[name] = ([], [])
        found[0].append(self.size)
        found[1].append(value)

    def count(self, row: "PostRow | DayRow | AdRow") -> None:
        """The measures of a row; what does not fit its column goes to `extra`."""
        extra = dict(row.extra)
        types = _TYPES[self.fact.id]
        for name, value in row.measures.items():
            if value is None:
                continue
            kept = _fitting(types.get(name), value)
            if kept is None:
                extra[name] = str(value)
                if name in types:
                    self.troubles.append(_unfit(row.line, name, value))
            else:
                self.note(name, kept)
        if extra:
            self.note("extra", json.dumps(extra, ensure_ascii=False, sort_keys=True))

    def columns(self) -> tuple[Column, ...]:
        """The columns that these rows fill, in the order of `records`."""
        known = (*self.fact.keys, *self.fact.columns, Column("line", "BIGINT"))
        return tuple(c for c in known if c.name in self.dense or c.name in self.sparse)

    def records(self) -> Iterator[tuple[Any, ...]]:
        """The rows as tuples of plain cells; a blank is NULL."""
        return zip(*(self._cells(column.name) for column in self.columns()), strict=True)

    def _cells(self, name: str) -> list[Any]:
        if name in self.dense:
            return self.dense[name]
        cells: list[Any] = [None] * self.size
        for at, value in zip(*self.sparse[name], strict=True):
            cells[at] = value
        return cells

    def clear(self) -> None:
        self.size = 0
        self.dense.clear()
        self.sparse.clear()


def write(buffer: Buffer, path: Path) -> None:
    """Write the rows as a strict CSV file, the fastest way into the engine that keeps NULLs."""
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(buffer.records())


def reading(columns: tuple[Column, ...], widest: int) -> str:
    """The SQL that reads such a file, given its path as $path. `widest`: longest text inside."""
    line = max(_LINE, 8 * widest + _LINE)
    types = ", ".join(f"'{c.name}': '{_read_as(c)}'" for c in columns)
    return (
        f"read_csv($path, columns={{{types}}}, header=false, delim=',', quote='\"', escape='\"', "
        f"auto_detect=false, max_line_size={line}, parallel=false)"
    )


def loading(column: Column) -> str:
    """The SQL that turns a cell of the file into a value of the column."""
    name = f'"{column.name}"'
    if column.type == "VARCHAR[]":
        return f"string_split({name}, '{SPLIT}')"
    return f"coalesce({name}, '')" if column in KEYS_OF_TEXT else name


def _read_as(column: Column) -> str:
    return "VARCHAR" if column.type in ("VARCHAR[]", "JSON") else column.type


def buffers(zone: str) -> dict[str, Buffer]:
    return {
        fact.id: Buffer(fact, ZoneInfo(zone), fill)
        for fact, fill in (
            (POST, _post),
            (DAY, _day),
            (WINDOW, _window),
            (AUDIENCE, _audience),
            (AD, _ad),
        )
    }


FACT_OF: dict[type, str] = {
    PostRow: POST.id,
    DayRow: DAY.id,
    WindowRow: WINDOW.id,
    AudienceRow: AUDIENCE.id,
    AdRow: AD.id,
}


def hashtags(text: str) -> tuple[str, ...]:
    """The hashtags of a text in lower case, each once, in order; a bare number is not one."""
    if "#" not in text:
        return ()
    return tuple(sorted(set(_HASHTAG.findall(text.lower()))))


_TYPES = {fact.id: {c.name: c.type for c in fact.columns} for fact in (POST, DAY, AD)}


def _fitting(type: str | None, value: Value) -> Value | str | None:
    """The value as its column takes it, or None when it does not fit exactly."""
    if type is None or isinstance(value, bool):
        return None
    if type == "BIGINT":
        if isinstance(value, int):
            return value if abs(value) <= _LARGEST else None
        try:
            whole = int(value)
        except (ValueError, OverflowError, InvalidOperation):
            return None
        return whole if whole == value and abs(whole) <= _LARGEST else None
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return None
    if not exact.is_finite() or abs(exact) >= _LARGEST_EXACT:
        return None
    return format(exact, "f")


def _post(buffer: Buffer, row: PostRow) -> None:
    buffer.put("post_id", row.post_id)
    if row.published_at is not None:
        moment, wall = _times(row.published_at, buffer.zone)
        buffer.note("published_at", moment)
        buffer.note("local_at", wall)
        buffer.note("zone", buffer.zone.key)
    for name in ("type", "text", "link", "campaign", "language", "author", "currency"):
        buffer.note(name, _clean(getattr(row, name)))
    buffer.note("text_length", len(row.text) or None)
    buffer.widest = max(buffer.widest, len(row.text))
    buffer.note("hashtags", SPLIT.join(hashtags(row.text)))
    buffer.note("tags", SPLIT.join(_clean(tag) for tag in row.tags))
    buffer.note("paid", row.paid)
    buffer.note("duration_s", row.duration_s)
    buffer.count(row)


def _clean(text: str) -> str:
    """Text without the NUL characters that some exports hold and no database keeps."""
    return text.replace("\0", "")


def _times(published: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """(UTC, wall clock of `zone`), both without a zone; a naive time is read as wall clock."""
    aware = published if published.tzinfo else published.replace(tzinfo=zone)
    moment = aware.astimezone(UTC)
    return moment.replace(tzinfo=None), moment.astimezone(zone).replace(tzinfo=None)


def _day(buffer: Buffer, row: DayRow) -> None:
    buffer.put("day", row.day)
    buffer.put("source", row.source)
    buffer.put("zone", buffer.native_zone or buffer.zone.key)
    buffer.note("currency", row.currency)
    buffer.count(row)


def _window(buffer: Buffer, row: WindowRow) -> None:
    buffer.put("start_day", row.start)
    buffer.put("end_day", row.end)
    buffer.put("measure", row.measure)
    kept = _fitting("DECIMAL", row.value)
    if kept is None:
        buffer.troubles.append(_unfit(row.line, row.measure, row.value))
    buffer.note("value", kept)


def _audience(buffer: Buffer, row: AudienceRow) -> None:
    buffer.put("day", row.day)
    buffer.put("dimension", row.dimension)
    buffer.put("bucket", row.bucket)
    buffer.note("share", row.share)
    buffer.note("count", row.count)


def _ad(buffer: Buffer, row: AdRow) -> None:
    buffer.put("ad_campaign", row.campaign)
    buffer.put("ad_set", row.ad_set)
    buffer.put("ad", row.ad)
    buffer.put("day", row.day)
    buffer.put("end_day", row.end)
    buffer.put("currency", row.currency)
    buffer.put("breakdown", row.breakdown)
    buffer.count(row)


def _unfit(line: int, name: str, value: Value) -> Trouble:
    return Trouble(
        line=line,
        column=name,
        value=str(value),
        why=Text(
            "This number does not fit what is counted: whole, finite and below 10^18 is needed.",
            "Angka ini tidak cocok dengan yang dihitung: harus bulat, berhingga, di bawah 10^18.",
        ),
        fix=Text(
            "Check the column it is mapped to. The number is kept as text with the row.",
            "Periksa kolom tujuannya. Angka ini disimpan sebagai teks bersama barisnya.",
        ),
    )


def unresolved(line: int, account: str) -> Trouble:
    """A row whose account belongs to no channel of this import."""
    return Trouble(
        line=line,
        column="account",
        value=account,
        why=Text(
            "It is not known to which channel this account belongs.",
            "Belum diketahui akun ini milik kanal yang mana.",
        ),
        fix=Text(
            "Say which channel the account is, and import the file again.",
            "Tentukan kanal untuk akun ini, lalu impor lagi berkasnya.",
        ),
        row_kept=False,
    )
