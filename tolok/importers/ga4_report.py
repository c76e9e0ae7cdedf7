"""GA4 report downloads: several tables in one file, by day, by channel group, by country or event.

Tables of one day are joined. Averages have no numerator and stay text; hours are added up to days,
but the people of an hour are not the people of the day. Revenue needs a currency the file lacks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tolok.core.measures import DAY, MEASURES, Kind
from tolok.core.ports import (
    About,
    Answers,
    AudienceRow,
    DayRow,
    Event,
    Match,
    Skipped,
    Trouble,
    WindowRow,
)
from tolok.core.query import Value
from tolok.core.sheet import Line, Sheet
from tolok.core.text import Text, say
from tolok.lib.bucket_table import BucketTable, described_day
from tolok.lib.cells import ENGLISH, CellError, read_count, shown
from tolok.lib.columns import Columns
from tolok.lib.counts import is_measured, read_counts
from tolok.lib.day_order import WHICH_ORDER, settle_days, settle_order
from tolok.lib.day_table import in_future
from tolok.lib.ga4_blocks import Block, blocks, dated
from tolok.lib.shape import why_columns

ID = "ga4_report"
NAME = Text("Google Analytics 4 report", "Laporan Google Analytics 4")
DAYS = ("nth_day", "date", "date_hour")
PARTS = (
    *("channel", "first_channel", "source", "first_source", "medium", "campaign", "country"),
    *("city", "age", "gender", "language", "device", "platform", "page", "landing_page"),
    *("event", "item"),
)
OWN = ("nth_day", "channel", "engaged_sessions")  # no other source has them
# Active users of the days up to and including this one.
ACTIVE = {"active_1": 1, "active_7": 7, "active_28": 28, "active_30": 30}
VALUES = (
    *("events", "web_page_views", "sessions", "users", "new_users", "engaged_sessions"),
    "conversions",
)
# The number a break-down is made of; any other stands beside it as "country:sessions".
MAIN = dict.fromkeys(PARTS, "users") | {"channel": "sessions", "source": "sessions"}
MAIN |= {"first_channel": "new_users", "first_source": "new_users", "event": "events"}
MAIN |= {"page": "web_page_views", "landing_page": "sessions"}

_PREAMBLE = Text(
    "It begins with the lines of a GA4 download: property, start date, end date.",
    "Berkas ini diawali baris unduhan GA4: properti, tanggal mulai, tanggal akhir.",
)
_NOT_KEPT = Text(
    "Tolok keeps no figures of this kind of table.",
    "Tolok tidak menyimpan angka dari jenis tabel ini.",
)
_NO_START = Text(
    "The table counts days from a start that the file does not name.",
    "Tabel ini menghitung hari dari awal yang tidak disebut berkas.",
)
_WITH_LINES = Text(
    "Download the report again and keep the lines that begin with #.",
    "Unduh ulang laporannya dan biarkan baris yang diawali #.",
)


class Ga4Report:
    id = ID
    name = NAME

    def sniff(self, sheet: Sheet) -> Match | None:
        found = [b for b in blocks(sheet.head) if any(map(b.columns.__contains__, _KNOWN))]
        if not found:
            return None
        preamble = any(dated(line) for line in sheet.head)
        own = any(name in block.columns for block in found for name in OWN)
        if not (preamble or own):
            return None
        cells = [b.columns.cell(line, "date") for b in found for line in b.rows]
        order = settle_order(cells) if any(cells) else ""
        return Match(
            score=0.97 if preamble else 0.9,
            reasons=(why_columns(found[0].columns), *((_PREAMBLE,) if preamble else ())),
            network="web",
            table="day" if any(_day_field(b) for b in found) else "audience",
            questions=(WHICH_ORDER,) if order is None else (),
        )

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        found = blocks(sheet.lines())
        yield from _day_events([b for b in found if _day_field(b)], answers)
        yield from _window_events([b for b in found if _day_field(b)])
        yield from _audience_events(sheet, [b for b in found if not _day_field(b)], answers)


@dataclass(slots=True)
class _Day:
    """What all tables say of one day and part."""

    line: int
    measures: dict[str, Value] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Days:
    """Days by (day, part), joined over the tables of the file."""

    answers: Answers
    found: dict[tuple[date, str], _Day] = field(default_factory=dict)

    def read(self, block: Block) -> Iterator[Event]:
        hourly = "hour" in block.columns or "date_hour" in block.columns
        own: dict[tuple[date, str], _Day] = {}
        for line, day in zip(block.rows, _days(block, self.answers), strict=True):
            if isinstance(day, CellError):
                yield _unread(block, line, day)
                continue
            fault = block.columns.trouble(line)
            if fault:
                yield fault
            if fault and not fault.row_kept:
                continue
            key = (day, _part(line, block.columns))
            counted, troubles = _counted(line, block.columns, self.answers, hourly=hourly)
            yield from troubles
            if key not in own:
                own[key] = counted
            elif hourly:
                _add(own[key], counted)
            else:
                yield _twice(block, line, own[key].line)
        yield from self._join(own)

    def _join(self, own: Mapping[tuple[date, str], _Day]) -> Iterator[Event]:
        for key, counted in own.items():
            kept = self.found.setdefault(key, _Day(counted.line))
            for name, value in counted.measures.items():
                if kept.measures.setdefault(name, value) != value:
                    yield _differs(counted.line, name, value, kept)
            kept.extra |= counted.extra

    def rows(self) -> Iterator[Event]:
        currency = self.answers.get("currency")
        for (day, part), counted in self.found.items():
            if counted.measures or counted.extra:
                money = currency if "revenue" in counted.measures else ""
                yield DayRow(
                    line=counted.line,
                    day=day,
                    measures=counted.measures,
                    source=part,
                    currency=money,
                    extra=counted.extra,
                )
        yield from self._late()

    def _late(self) -> Iterator[Event]:
        limit = self.answers.today
        late = [
            (counted.line, day)
            for (day, _), counted in self.found.items()
            if limit and day > limit + timedelta(days=1)
        ]
        if late:
            yield in_future(late, "Date")


def _day_events(found: list[Block], answers: Answers) -> Iterator[Event]:
    if not found:
        return
    yield About("web", "day", account_name=found[0].property)
    days = _Days(answers)
    for block in found:
        yield from days.read(block)
    yield from days.rows()


def _window_events(found: list[Block]) -> Iterator[Event]:
    """Users active in the 1, 7, 28 or 30 days that end with each day."""
    active = [b for b in found if any(name in b.columns for name in ACTIVE)]
    if active:
        yield About("web", "window", account_name=active[0].property)
    for block in active:
        for line, day in zip(block.rows, _days(block, Answers()), strict=True):
            for name, length in ACTIVE.items():
                if name in block.columns and not isinstance(day, CellError):
                    yield from _active(block, line, day, name, length)


def _active(block: Block, line: Line, day: date, name: str, length: int) -> Iterator[Event]:
    try:
        users = read_count(block.columns.cell(line, name))
    except CellError as error:
        cell = shown(block.columns.cell(line, name))
        yield Trouble(line.number, block.columns.name(name), cell, error.why, error.fix)
        return
    if users is not None:
        yield WindowRow(line.number, day - timedelta(days=length - 1), day, "users", users)


def _audience_events(sheet: Sheet, found: list[Block], answers: Answers) -> Iterator[Event]:
    first = True
    for block in found:
        day = block.end or described_day(sheet, answers)
        table = BucketTable(ID, NAME, "web", "ga4", dimensions=PARTS, values=VALUES, main=MAIN)
        known = any(p in block.columns for p in PARTS) and _has_counts(block.columns)
        if not known or day is None:
            yield from (Skipped(line.number, _NOT_KEPT) for line in block.rows)
            continue
        if first:
            yield About("web", "audience", account_name=block.property)
            first = False
        for event in table.buckets(block.rows, block.columns, day, ENGLISH):
            if not isinstance(event, AudienceRow) or event.bucket:
                yield event


def _day_field(block: Block) -> str:
    """The field that dates the rows; "" for a table without days or without figures we keep."""
    name = next((name for name in DAYS if name in block.columns), "")
    kept = _has_counts(block.columns) or any(n in block.columns for n in ACTIVE)
    averages = [f for f in block.columns.at if f.startswith(("average_", "per_", "rate_"))]
    return name if kept or averages or name == "nth_day" else ""


def _has_counts(columns: Columns) -> bool:
    return any(is_measured(name) for name in columns.at)


def _days(block: Block, answers: Answers) -> list[date | CellError]:
    name = _day_field(block)
    cells = [block.columns.cell(line, name) for line in block.rows]
    if name == "nth_day":
        return [_nth(block, shown(cell)) for cell in cells]
    if name == "date_hour":
        cells = [shown(cell)[:8] for cell in cells]
    order = answers.get("date_order") or settle_order(cells) or ""
    return settle_days(cells, order, answers)


def _nth(block: Block, cell: str) -> date | CellError:
    if not block.start:
        return CellError(_NO_START, _WITH_LINES)
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 5):
        return CellError(say('"{cell}" is no day.', '"{cell}" bukan hari.', cell=cell))
    return block.start + timedelta(days=int(cell))


def _part(line: Line, columns: Columns) -> str:
    """The channel group by its name; other parts as "country: Indonesia"."""
    words = [(n, shown(columns.cell(line, n))) for n in PARTS if n in columns]
    if len(words) == 1 and words[0][0] == "channel":
        return words[0][1] or "(not set)"
    return ", ".join(f"{name}: {word or '(not set)'}" for name, word in words)


def _counted(
    line: Line, columns: Columns, answers: Answers, *, hourly: bool
) -> tuple[_Day, tuple[Trouble, ...]]:
    used = frozenset((*DAYS, *PARTS, *ACTIVE))
    counts = read_counts(line, columns, ENGLISH, used, DAY)
    measures, extra = counts.measures, counts.extra
    for name in list(measures):
        people = hourly and MEASURES[name].kind is Kind.UNIQUE
        if people or (name == "revenue" and not answers.get("currency")):
            extra[f"{name} (hour)" if people else name] = str(measures.pop(name))
    return _Day(line.number, measures, extra), counts.troubles


def _add(day: _Day, more: _Day) -> None:
    """Another hour of the same day: flows add, averages and people of an hour do not."""
    for name, value in more.measures.items():
        day.measures[name] = day.measures.get(name, 0) + value  # type: ignore[operator]
    day.extra.clear()


def _unread(block: Block, line: Line, error: CellError) -> Trouble:
    name = _day_field(block)
    return Trouble(
        line=line.number,
        column=block.columns.name(name),
        value=shown(block.columns.cell(line, name)),
        why=error.why,
        fix=error.fix,
        row_kept=False,
    )


def _twice(block: Block, line: Line, first: int) -> Trouble:
    return Trouble(
        line=line.number,
        column=block.columns.name(_day_field(block)),
        value=shown(block.columns.cell(line, _day_field(block))),
        why=say(
            "This day already stands in line {first} of the same table.",
            "Hari ini sudah ada di baris {first} pada tabel yang sama.",
            first=first,
        ),
        fix=_ONE_ROW,
        row_kept=False,
    )


_ONE_ROW = Text(
    "Keep one of the two rows in the file and import it again.",
    "Sisakan satu dari dua baris itu di berkas, lalu impor lagi.",
)


def _differs(line: int, name: str, value: Value, kept: _Day) -> Trouble:
    return Trouble(
        line=line,
        column=name,
        value=str(value),
        why=say(
            "Another table of the file says {other} for this day (line {first}).",
            "Tabel lain di berkas ini menyebut {other} untuk hari ini (baris {first}).",
            other=str(kept.measures[name]),
            first=kept.line,
        ),
        fix=Text(
            "The first value was kept. Import the two tables as files of their own if they differ.",
            "Nilai pertama dipakai. Impor kedua tabel sebagai berkas terpisah bila isinya berbeda.",
        ),
    )


_KNOWN = (*DAYS, *PARTS, *ACTIVE)

IMPORTER = Ga4Report()
