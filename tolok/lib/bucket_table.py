"""A table that breaks a number down by one dimension (age, country, traffic source, hour).

Shares stay shares and people stay people: neither is computed from the other. A window total for a
dimension is an audience row, because the file does not say which day each count belongs to.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat

from tolok.core.ports import About, Answers, AudienceRow, Declared, Event, Match, Trouble
from tolok.core.query import Value
from tolok.core.sheet import Line, Sheet
from tolok.core.text import Text
from tolok.lib.cells import CellError, NumberStyle, read_count, read_share, shown
from tolok.lib.columns import Columns, unit_in
from tolok.lib.counts import measures_of, not_reported, values
from tolok.lib.day_order import Days, settle_days, settle_order
from tolok.lib.row_reader import Table, find_table, is_empty
from tolok.lib.shape import empty, fit, is_total, matched, number_style

SHARE = "share"
_SPAN = re.compile(r"(\d{4}[-.]\d\d[-.]\d\d)[_ -](?:to[_ ])?(\d{4}[-.]\d\d[-.]\d\d)")
_NO_DAY = Text(
    "The file does not say which day it describes.",
    "Berkas ini tidak menyebut hari yang digambarkannya.",
)
_SAY_DAY = Text(
    "Say on which day it was downloaded and import it again.",
    "Sebutkan pada hari apa berkas ini diunduh, lalu impor lagi.",
)
_NO_SHARE = Text(
    "A share lies between 0 and 1, or between 0 % and 100 %.",
    "Pangsa berada antara 0 dan 1, atau antara 0 % dan 100 %.",
)
SNAPSHOT = Text(
    "It has no dates: it describes the day of the import.",
    "Berkas ini tanpa tanggal: isinya menggambarkan hari impor.",
)


@dataclass(frozen=True, slots=True)
class BucketTable:
    """An importer of break-downs. Fields are names in `catalogue/headers/<headers>.toml`."""

    id: str
    name: Text
    network: str
    headers: str
    dimensions: tuple[str, ...]  # fields that may name a bucket; those present are joined
    values: tuple[str, ...]  # fields that may hold its number
    never: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()
    weak: bool = False
    main: Mapping[str, str] = field(default_factory=dict)  # dimension → its main value field
    prefix: str = ""  # before the name of the dimension
    day: str = ""  # field of the row's own day, where it has one
    spelling: Callable[[str], str] = str  # one spelling for the words of all languages

    def table(self, sheet: Sheet) -> Table | None:
        for dimension in self.dimensions:
            found = find_table(sheet, self.headers, dimension, *((self.day,) if self.day else ()))
            if found and any(name in found.columns for name in self.values):
                bad = any(name in found.columns for name in self.never)
                return None if bad else found
        return None

    def sniff(self, sheet: Sheet) -> Match | None:
        table = self.table(sheet)
        if table is None:
            return None
        score = fit(table.columns, self.proof, weak=self.weak)
        reasons = () if self.day else (SNAPSHOT,)
        return matched(table, self.network, "audience", score=score, reasons=reasons)

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        table = self.table(sheet)
        if table is None:
            return
        yield About(self.network or answers.get("network"), "audience")
        if self.day:
            yield from self._dated(table, answers)
            return
        day = described_day(sheet, answers)
        if day is None:
            yield Trouble(1, "", sheet.file_name, _NO_DAY, _SAY_DAY, row_kept=False)
            return
        style = number_style(table, answers.get("decimal"))
        yield from self.buckets(table.rows(), table.columns, day, style)

    def buckets(
        self, lines: Iterable[Line], columns: Columns, day: date, style: NumberStyle
    ) -> Iterator[Event]:
        """The events of rows that all describe `day`."""
        yield from _Rows(self, columns, style).events(lines, repeat(day))

    def _dated(self, table: Table, answers: Answers) -> Iterator[Event]:
        cells = [table.columns.cell(line, self.day) for line in table.rows() if not is_empty(line)]
        order = answers.get("date_order") or settle_order(cells) or ""
        days: Days = settle_days(cells, order, answers)
        style = number_style(table, answers.get("decimal"))
        yield from _Rows(self, table.columns, style).events(table.rows(), iter(days))


def described_day(sheet: Sheet, answers: Answers) -> date | None:
    """The day a person named, the last day in the name of the download, or the day of receipt."""
    span = _SPAN.search(f"{sheet.file_name} {sheet.name}")
    for written in (answers.get("day"), span[2].replace(".", "-") if span else ""):
        try:
            return date.fromisoformat(written)
        except ValueError:
            continue
    return answers.today


class _Rows:
    """One pass over the buckets."""

    def __init__(self, spec: BucketTable, columns: Columns, style: NumberStyle) -> None:
        self.spec, self.columns, self.style = spec, columns, style
        self.dimensions = [name for name in spec.dimensions if name in columns]
        self.values = [name for name in spec.values if name in columns]
        self.main = spec.main.get(self.dimensions[0]) if self.dimensions else None
        self.main = self.main or next(iter(self.values), None)
        self.sums: dict[str, Value] = {}

    def events(self, lines: Iterable[Line], days: Iterator[date | CellError]) -> Iterator[Event]:
        totals = []
        for line in lines:
            if is_empty(line):
                yield empty(line)
            elif is_total(line.cells[0]):
                totals.append(line)
            else:
                yield from self._line(line, next(days))
        for line in totals:
            yield self._declared(line)

    def _line(self, line: Line, day: date | CellError) -> Iterator[Event]:
        fault = self.columns.trouble(line)
        if fault:
            yield fault
        if fault and not fault.row_kept:
            return
        if isinstance(day, CellError):
            yield self._trouble(line, self.spec.day, day, kept=False)
            return
        cells = [self.columns.cell(line, name) for name in self.dimensions]
        words = ["" if cell is None else str(cell).strip() for cell in cells]
        bucket = ", ".join(map(self.spec.spelling, words))
        for name in self.values:
            try:
                share, count = self._value(line, name)
            except CellError as error:
                yield self._trouble(line, name, error, kept=name != self.main)
                continue
            if share is not None or count is not None:
                dimension = self.spec.prefix + "_".join(self.dimensions)
                dimension += "" if name == self.main else f":{self._measure(name)}"
                yield AudienceRow(line.number, day, dimension, bucket, share, count)

    def _value(self, line: Line, name: str) -> tuple[float | None, int | None]:
        cell, header = self.columns.cell(line, name), self.columns.name(name)
        if name == SHARE or unit_in(header) == "%":
            share = None if not_reported(cell) else read_share(
                cell, self.style, percent=unit_in(header) == "%"
            )  # fmt: skip
            if share is not None and not 0 <= share <= 1:
                raise CellError(_NO_SHARE)
            return share, None
        if not measures_of(name):
            return None, None if not_reported(cell) else read_count(cell, self.style)
        found = values(name, cell, self.style, header)
        for measure, value in found.items():
            self.sums[measure] = self.sums.get(measure, 0) + value  # type: ignore[operator]
        return None, next((round(value) for value in found.values()), None)

    def _measure(self, name: str) -> str:
        return next(iter(measures_of(name)), name)

    def _declared(self, line: Line) -> Declared:
        """Partial when the listing stops before its total: only the top buckets are shown."""
        found: dict[str, Value] = {}
        for name in self.values:
            header = self.columns.name(name)
            if name != SHARE and unit_in(header) != "%":
                try:
                    found |= values(name, self.columns.cell(line, name), self.style, header)
                except CellError:
                    continue
        partial = any(self.sums.get(name, 0) < value for name, value in found.items())
        return Declared(line.number, found, partial=partial)

    def _trouble(self, line: Line, name: str, error: CellError, *, kept: bool) -> Trouble:
        cell = shown(self.columns.cell(line, name))
        header = self.columns.name(name)
        return Trouble(line.number, header, cell, error.why, error.fix, row_kept=kept)
