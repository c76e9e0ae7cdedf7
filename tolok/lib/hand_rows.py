"""Rows of a hand-kept table, read as its plan says; each unreadable cell becomes a problem.

Refuses rows without a day, of an unknown network or measure, or of another width than the header.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from tolok.core.measures import MEASURES, Kind
from tolok.core.ports import (
    About,
    AdRow,
    Answers,
    DayRow,
    Declared,
    Event,
    PostRow,
    Skipped,
    Trouble,
)
from tolok.core.query import Value
from tolok.core.sheet import Cell, Line
from tolok.core.text import Text, say
from tolok.lib.cells import (
    ENGLISH,
    CellError,
    NumberStyle,
    decimal_sign,
    is_blank,
    is_rounded,
    read_count,
    read_duration,
    read_id,
    read_number,
    shown,
)
from tolok.lib.columns import Columns, normalise, unit_in
from tolok.lib.dates import date_form, read_date, read_datetime
from tolok.lib.mapping import EXTRA, Plan, refused_style
from tolok.lib.named import measure_named, network_named

TOTAL_WORDS = frozenset(
    {"total", "totals", "grand total", "sum", "jumlah", "total keseluruhan", "gesamt", "summe"}
)
_HOURS = frozenset({"hours", "hour", "hrs", "hr", "h", "jam"})
_MINUTES = frozenset({"minutes", "minute", "mins", "min", "menit"})


@dataclass
class HandRows:
    """Reads the rows of one table; collects the problems of the row at hand."""

    plan: Plan
    answers: Answers
    columns: Columns
    troubles: list[Trouble] = field(default_factory=list)
    seen: dict[bytes, int] = field(default_factory=dict)
    network: str = ""

    def events(self, line: Line) -> Iterator[Event]:
        self.troubles = []
        whole = self.columns.trouble(line)
        if whole:
            yield whole
            if not whole.row_kept:
                return
        if "network" in self.plan.roles and not self._is_total(line):
            if not (network := network_named(self._text(line, "network"))):
                yield _unknown_network(
                    line, self.columns.name("network"), self._text(line, "network")
                )
                return
            if network != self.network:
                self.network = network
                yield About(network=network, table=self.plan.table)
        row = self._row(line)
        yield from self.troubles
        if row is not None:
            yield row

    def _row(self, line: Line) -> Event | None:
        if self._is_total(line):
            return Declared(line.number, self._measures(line))
        if self._is_header(line):
            return Skipped(line.number, _HEADER_AGAIN)
        if self.plan.table == "post":
            return self._post(line)
        day = self._date(line, "date")
        if day is None:
            return None
        measures = self._long(line) if self.plan.shape == "long" else self._measures(line)
        if measures is None:
            return None
        return (
            self._ad(line, day, measures)
            if self.plan.table == "ad"
            else self._day(line, day, measures)
        )

    def _day(self, line: Line, day: date, measures: dict[str, Value]) -> DayRow:
        row = DayRow(
            line=line.number,
            day=day,
            measures=measures,
            account=self._text(line, "account"),
            source=self._text(line, "source"),
            currency=self._currency(line, measures),
            extra=self._extra(line),
        )
        names = ",".join(sorted(measures)) if self.plan.shape == "long" else ""
        self._once(line, f"{day}|{row.account}|{row.source}|{names}", str(day))
        return row

    def _ad(self, line: Line, day: date, measures: dict[str, Value]) -> AdRow:
        campaign = self._text(line, "campaign")
        account = self._text(line, "account")
        self._once(line, f"{day}|{account}|{campaign}", f"{day}, {campaign}")
        return AdRow(
            line=line.number,
            day=day,
            end=day,
            ad="",
            currency=self._currency(line, measures),
            measures=measures,
            account=account,
            campaign=campaign,
            extra=self._extra(line),
        )

    def _post(self, line: Line) -> PostRow | None:
        published = self._time(line)
        text, link = self._text(line, "text"), self._text(line, "link")
        try:
            post_id = read_id(self._cell(line, "post_id"))
        except CellError as error:
            self._report(line, "post_id", error, kept=False)
            return None
        account = self._text(line, "account")
        key = post_id or link
        if not key:
            made = f"{text}|{published}|{self._text(line, 'type')}"
            key = "row-" + hashlib.sha256(made.encode()).hexdigest()[:16]
        times = self._once(line, f"{account}|{key}", key)
        if times and not post_id and not link:
            key = f"{key}-{times + 1}"
        measures = self._measures(line)
        return PostRow(
            line=line.number,
            post_id=key,
            published_at=published,
            measures=measures,
            type=self._text(line, "type").casefold(),
            text=text,
            link=link,
            account=account,
            campaign=self._text(line, "campaign"),
            tags=tuple(self._text(line, "tags").replace("#", " ").replace(",", " ").split()),
            currency=self._currency(line, measures),
            extra=self._extra(line),
        )

    def _once(self, line: Line, key: str, name: str) -> int:
        """Report a key that occurred before; how often it did."""
        digest = hashlib.blake2b(f"{self.network}|{key}".encode(), digest_size=12).digest()
        before = self.seen.get(digest)
        times = 0
        if before is not None:
            times = self.seen.get(digest + b"n", 0) + 1
            self.seen[digest + b"n"] = times
            self.troubles.append(_again(line, name, before))
        else:
            self.seen[digest] = line.number
        return times

    def _measures(self, line: Line) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for index, measure in self.plan.measures():
            value = self._value(line, index, measure)
            if value is not None:
                found[measure] = value
        return found

    def _long(self, line: Line) -> dict[str, Value] | None:
        name, index = self._text(line, "kpi"), self.plan.index("value")
        measure = measure_named(name)
        if not measure or "day" not in MEASURES[measure].tables or index is None:
            self._report(line, "kpi", CellError(*_unknown_kpi(name)), kept=False)
            return None
        value = self._value(line, index, measure)
        return {measure: value} if value is not None else None

    def _value(self, line: Line, index: int, measure: str) -> Value | None:
        cell = line.cells[index] if index < len(line.cells) else None
        try:
            return self._number(cell, measure, self.plan.header[index])
        except CellError as error:
            self._report_at(line, index, error)
            return None

    def _number(self, cell: Cell, measure: str, header: str) -> Value | None:
        style = self.plan.style or ENGLISH
        if self.plan.style is None and isinstance(cell, str) and decimal_sign(cell) == "?":
            raise refused_style(cell)
        unit = MEASURES[measure].unit
        if unit == "count":
            return read_count(cell, style)
        if unit == "seconds":
            return _seconds(cell, style, unit_in(header).casefold())
        number = read_number(cell, style)
        return None if number is None else Decimal(number)

    def _date(self, line: Line, role: str) -> date | None:
        cell = self._cell(line, role)
        try:
            return read_date(cell, self._order(cell), self.answers.today)
        except CellError as error:
            self._report(line, role, error, kept=False)
            return None

    def _time(self, line: Line) -> datetime | None:
        """When the post was published: unknown when the file does not say or cannot be read."""
        cell = self._cell(line, "published")
        if is_blank(cell):
            return None
        try:
            return read_datetime(cell, self._order(cell), self.answers.today)
        except CellError as error:
            self._report(line, "published", error)
            return None

    def _order(self, cell: Cell) -> str:
        order = self.plan.orders.get(date_form(cell), self.answers.get("date_order"))
        return "" if order == "?" else order

    def _cell(self, line: Line, role: str) -> Cell:
        return self.columns.cell(line, role)

    def _text(self, line: Line, role: str) -> str:
        cell = self._cell(line, role)
        return "" if is_blank(cell) else str(cell).strip()

    def _currency(self, line: Line, measures: dict[str, Value]) -> str:
        money = any(MEASURES[m].kind is Kind.MONEY for m in measures)
        return (self._text(line, "currency").upper() or self.plan.currency) if money else ""

    def _extra(self, line: Line) -> dict[str, str]:
        """Cells no measure holds, by their header; and which numbers the source had rounded."""
        found = {
            self.plan.header[i] or f"column {i + 1}": str(cell)
            for i, cell in enumerate(line.cells)
            if i < len(self.plan.roles) and self.plan.roles[i] == EXTRA and not is_blank(cell)
        }
        near = [
            m for i, m in self.plan.measures() if i < len(line.cells) and is_rounded(line.cells[i])
        ]
        return {**found, "rounded": ",".join(near)} if near else found

    def _is_total(self, line: Line) -> bool:
        """A sum, not a day or a post: "Total" stands in the place of its key."""
        posts = ("post_id", "link", "published")
        roles = posts if self.plan.table == "post" else ("date",)
        keys = [cell for role in roles if not is_blank(cell := self._cell(line, role))]
        first = next((c for c in line.cells if not is_blank(c)), None)
        return normalise(keys[0] if keys else first) in TOTAL_WORDS

    def _is_header(self, line: Line) -> bool:
        return tuple("" if c is None else str(c).strip() for c in line.cells) == self.plan.header

    def _report(self, line: Line, role: str, error: CellError, *, kept: bool = True) -> None:
        index = self.plan.index(role)
        self._report_at(line, index if index is not None else 0, error, kept=kept)

    def _report_at(self, line: Line, index: int, error: CellError, *, kept: bool = True) -> None:
        cell = line.cells[index] if index < len(line.cells) else None
        name = self.plan.header[index]
        self.troubles.append(
            Trouble(line.number, name, shown(cell), error.why, error.fix, row_kept=kept)
        )


def _seconds(cell: Cell, style: NumberStyle, unit: str) -> float | None:
    seconds = read_duration(cell, style)
    if seconds is None or (isinstance(cell, str) and ":" in cell):
        return seconds
    return seconds * (3600 if unit in _HOURS else 60 if unit in _MINUTES else 1)


def _unknown_kpi(name: str) -> tuple[Text, Text]:
    return (
        say(
            '"{name}" is not a measure known here.',
            '"{name}" bukan ukuran yang dikenal.',
            name=name,
        ),
        Text(
            "Use one of the names in the list of measures.",
            "Pakai salah satu nama dalam daftar ukuran.",
        ),
    )


def _unknown_network(line: Line, column: str, words: str) -> Trouble:
    return Trouble(
        line=line.number,
        column=column,
        value=words[:80],
        why=say(
            '"{words}" is no network known here.',
            '"{words}" bukan jaringan yang dikenal.',
            words=words,
        ),
        fix=Text("Write the usual name of the network.", "Tulis nama jaringan yang lazim."),
        row_kept=False,
    )


_HEADER_AGAIN = Text("The column names again.", "Nama-nama kolom, sekali lagi.")


def _again(line: Line, name: str, before: int) -> Trouble:
    return Trouble(
        line=line.number,
        column="",
        value=name[:80],
        why=say(
            "The same row key is on line {before} already.",
            "Kunci baris yang sama sudah ada di baris {before}.",
            before=before,
        ),
        fix=Text(
            "The later row counts. Delete the one that is wrong.",
            "Baris yang belakangan dipakai. Hapus baris yang salah.",
        ),
    )
