"""A table with one row per day (and part of the day), declared by an importer in a few lines.

A total row is a check, never data. Two different rows for one day are reported, never added.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tolok.core.measures import DAY
from tolok.core.ports import (
    About,
    Answers,
    DayRow,
    Declared,
    Event,
    Match,
    Skipped,
    Trouble,
)
from tolok.core.query import Value
from tolok.core.sheet import Cell, Line, Sheet
from tolok.core.text import Text, say
from tolok.lib.cells import CellError, NumberStyle, is_blank, shown
from tolok.lib.columns import Columns, spellings
from tolok.lib.counts import Counts, read_counts
from tolok.lib.day_order import WHICH_ORDER, lacks_year, settle_days, settle_order
from tolok.lib.row_reader import Table, find_table, is_empty
from tolok.lib.shape import (
    WHOSE,
    data_head,
    empty,
    fit,
    is_native,
    is_total,
    matched,
    number_style,
)

YEARLESS = Text(
    "The dates have no year; it is counted back from the day of the import.",
    "Tanggalnya tanpa tahun; tahunnya dihitung mundur dari hari impor.",
)
_NOTHING = Text("The row holds no numbers.", "Baris ini tidak memuat angka.")
_REPEATED = Text(
    "The row repeats an earlier one, number by number.",
    "Baris ini mengulang baris sebelumnya, angka demi angka.",
)
_FUTURE_FIX = Text(
    "Check the dates in the file; a spreadsheet may have filled them in. Undo the import if so.",
    "Periksa tanggal di berkas; mungkin diisi otomatis oleh lembar kerja. Jika ya, batalkan impor.",
)

Part = Callable[[Line, Columns], str]


@dataclass(frozen=True, slots=True)
class DayTable:
    """An importer of tables of days. Fields are names in `catalogue/headers/<headers>.toml`."""

    id: str
    name: Text
    network: str
    headers: str
    must: tuple[str, ...]  # without them it is another table
    one_of: tuple[str, ...] = ()  # at least one of them, when not empty
    never: tuple[str, ...] = ()  # they show that it is another table
    proof: tuple[str, ...] = ()  # only this source has them
    only: bool = False  # a column nobody knows shows that it is another table
    weak: bool = False  # other sources could write the same header: then the network is asked
    zone: str | None = None
    order: str = ""  # the order of digits this source always writes
    parts: tuple[str, ...] = ()  # fields that name a part of the day
    part: Part | None = None  # how they become `DayRow.source`
    blank_total: bool = False  # the total row has nothing in its first cell
    stands_for: Mapping[str, str] = field(default_factory=dict)  # field → measure without its own

    def table(self, sheet: Sheet) -> Table | None:
        found = find_table(sheet, self.headers, *self.must)
        if found is None or any(name in found.columns for name in self.never):
            return None
        if self.one_of and not any(name in found.columns for name in self.one_of):
            return None
        if self.only and found.columns.unknown:
            return None
        return replace(found, columns=self._standing_in(found.columns))

    def _standing_in(self, columns: Columns) -> Columns:
        """A field takes the place of the measure it stands for when the file lacks that one."""
        at = dict(columns.at)
        for name, measure in self.stands_for.items():
            if name in at and measure not in at:
                at[measure] = at.pop(name)
        return replace(columns, at=at)

    def sniff(self, sheet: Sheet) -> Match | None:
        table = self.table(sheet)
        if table is None:
            return None
        cells = [self._day_cell(line, table.columns) for line in data_head(table)]
        order = self.order or settle_order(cells)
        days = settle_days(cells, order or "mdy", Answers(today=date(2100, 1, 1)))
        if sum(isinstance(day, CellError) for day in days) * 2 > len(days):
            return None
        return matched(
            table,
            "" if self._asks(table) else self.network,
            "day",
            score=fit(table.columns, self.proof, weak=self.weak),
            reasons=(YEARLESS,) if any(map(lacks_year, cells[:5])) else (),
            questions=(
                *((WHOSE,) if self._asks(table) else ()),
                *((WHICH_ORDER,) if order is None else ()),
            ),
        )

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        table = self.table(sheet)
        if table is not None:
            network = answers.get("network") if self._asks(table) else self.network
            zone = self.zone if network == self.network else None
            yield About(network, "day", zone=zone)
            yield from self.rows(table, answers)

    def rows(self, table: Table, answers: Answers) -> Iterator[Event]:
        """The events of the table but its `About`."""
        cells = [
            self._day_cell(line, table.columns)
            for line in table.rows()
            if self._is_row(line, table.columns)
        ]
        order = self.order or answers.get("date_order") or settle_order(cells) or ""
        days = iter(settle_days(cells, order, answers))
        style = number_style(table, answers.get("decimal"))
        yield from _Reading(self, table.columns, style, answers.today).events(table, days)

    def _asks(self, table: Table) -> bool:
        """The columns do not name the source, and are not written just as it writes them."""
        if not self.weak or any(name in table.columns for name in self.proof):
            return False
        words = [word for known in spellings(self.headers).values() for word in known]
        return not is_native(table, words)

    def _day_cell(self, line: Line, columns: Columns) -> Cell:
        return columns.cell(line, self.must[0])

    def _is_row(self, line: Line, columns: Columns) -> bool:
        return not is_empty(line) and not self.is_total(line, columns)

    def is_total(self, line: Line, columns: Columns) -> bool:
        if is_total(line.cells[0]) or is_total(self._day_cell(line, columns)):
            return True
        return self.blank_total and is_blank(line.cells[0])

    def used(self) -> frozenset[str]:
        return frozenset((self.must[0], *self.parts))


@dataclass(slots=True)
class _Reading:
    """One pass over the rows: what was seen so far."""

    table: DayTable
    columns: Columns
    style: NumberStyle
    today: date | None
    seen: dict[tuple[date, str], tuple[int, Mapping[str, Value]]] = field(default_factory=dict)
    late: list[tuple[int, date]] = field(default_factory=list)
    totals: list[Declared] = field(default_factory=list)

    def events(self, table: Table, days: Iterator[date | CellError]) -> Iterator[Event]:
        for line in table.rows():
            if is_empty(line):
                yield empty(line)
            elif self.table.is_total(line, self.columns):
                self._total(line)
            else:
                yield from self._row(line, next(days))
        yield from self.totals
        if self.late:
            yield in_future(self.late, self.columns.name(self.table.must[0]))

    def _counts(self, line: Line) -> Counts:
        return read_counts(line, self.columns, self.style, self.table.used(), DAY)

    def _total(self, line: Line) -> None:
        counts = self._counts(line)
        self.totals.append(Declared(line.number, counts.measures))

    def _row(self, line: Line, day: date | CellError) -> Iterator[Event]:
        fault = self.columns.trouble(line)
        if fault:
            yield fault
            if not fault.row_kept:
                return
        if isinstance(day, CellError):
            yield _unread(line, self.columns, self.table.must[0], day)
            return
        counts = self._counts(line)
        yield from counts.troubles
        part = self.table.part(line, self.columns) if self.table.part else ""
        yield self._settled(line, day, part, counts)

    def _settled(self, line: Line, day: date, part: str, counts: Counts) -> Event:
        if not counts.measures and not counts.extra:
            return Skipped(line.number, _NOTHING)
        before = self.seen.get((day, part))
        if before:
            if before[1] == counts.measures:
                return Skipped(line.number, _REPEATED)
            return _twice(line, day, before[0], self.columns.name(self.table.must[0]))
        self.seen[day, part] = (line.number, counts.measures)
        if self.today and day > self.today + timedelta(days=1):
            self.late.append((line.number, day))
        return DayRow(
            line=line.number,
            day=day,
            measures=counts.measures,
            source=part,
            currency=counts.currency,
            extra=counts.extra,
        )


def _unread(line: Line, columns: Columns, field: str, error: CellError) -> Trouble:
    cell = columns.cell(line, field)
    return Trouble(
        line.number, columns.name(field), shown(cell), error.why, error.fix, row_kept=False
    )


def _twice(line: Line, day: date, first: int, column: str) -> Trouble:
    return Trouble(
        line=line.number,
        column=column,
        value=str(day),
        why=say(
            "{day} already stands in line {first} with other numbers.",
            "{day} sudah ada di baris {first} dengan angka lain.",
            day=day,
            first=first,
        ),
        fix=Text(
            "Keep one of the two rows in the file and import it again.",
            "Sisakan satu dari dua baris itu di berkas, lalu impor lagi.",
        ),
        row_kept=False,
    )


def in_future(late: Sequence[tuple[int, date]], column: str) -> Trouble:
    line, day = late[0]
    return Trouble(
        line=line,
        column=column,
        value=str(day),
        why=say(
            "{n} rows lie after the day of the import; the first is {day}, the last {last}.",
            "{n} baris bertanggal setelah hari impor; yang pertama {day}, yang terakhir {last}.",
            n=len(late),
            day=day,
            last=max(found for _, found in late),
        ),
        fix=_FUTURE_FIX,
    )
