"""A table with one row per post and its counts so far, declared by an importer in a few lines.

The id is the key: a row whose id cannot be known is reported and not stored.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from tolok.core.measures import POST
from tolok.core.ports import About, Answers, Declared, Event, Match, PostRow, Skipped, Trouble
from tolok.core.sheet import Cell, Line, Sheet
from tolok.core.text import Text, say
from tolok.lib.cells import CellError, is_blank, read_duration, read_id, shown
from tolok.lib.columns import Columns
from tolok.lib.counts import Counts, read_counts
from tolok.lib.dates import read_datetime
from tolok.lib.day_order import WHICH_ORDER, lacks_year, settle_order
from tolok.lib.row_reader import Table, find_table, is_empty
from tolok.lib.shape import data_head, empty, fit, is_total, matched, number_style

ABOUT_POST = frozenset(
    {"post_id", "published", "text", "link", "type", "account", "author", "campaign"}
    | {"duration", "language"}
)
_REPEATED = Text("The row repeats an earlier one.", "Baris ini mengulang baris sebelumnya.")
_NO_ID = Text(
    "The row names no post: neither an id nor a link that holds one.",
    "Baris ini tidak menyebut post: tanpa pengenal atau tautan yang memuatnya.",
)
_ADD_ID = Text(
    "Add the id or the link of the post and import the file again.",
    "Tambahkan pengenal atau tautan postingnya, lalu impor lagi berkasnya.",
)


@dataclass(frozen=True, slots=True)
class PostTable:
    """An importer of tables of posts. Fields are names in `catalogue/headers/<headers>.toml`."""

    id: str
    name: Text
    network: str
    headers: str
    must: tuple[str, ...]
    one_of: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()
    weak: bool = False
    order: str = ""
    kind: str = ""  # the type of every post, where the source has one kind only
    types: Mapping[str, str] = field(default_factory=dict)  # native type word → ours
    type_of: Callable[[str], str] | None = None  # the type as its text shows it
    id_in_link: str = ""  # pattern with one group
    account_in_link: str = ""  # pattern with one group
    link: str = ""  # how a link is made from {id}, where the file has none
    moment: Callable[[str], datetime | None] | None = None  # the time inside the id
    moment_is_publication: bool = False
    listed: int = 0  # the source lists no more posts than this
    mend: Callable[[Line, Columns], Line] | None = None  # known damage of this source

    def table(self, sheet: Sheet) -> Table | None:
        found = find_table(sheet, self.headers, *self.must)
        if found is None or any(name in found.columns for name in self.never):
            return None
        if self.one_of and not any(name in found.columns for name in self.one_of):
            return None
        return found

    def sniff(self, sheet: Sheet) -> Match | None:
        table = self.table(sheet)
        if table is None:
            return None
        order = self._order([table.columns.cell(r, "published") for r in data_head(table)])
        return matched(
            table,
            self.network,
            "post",
            score=fit(table.columns, self.proof, weak=self.weak),
            questions=(WHICH_ORDER,) if order is None else (),
        )

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        table = self.table(sheet)
        if table is None:
            return
        account = self._account(table)
        yield About(self.network or answers.get("network"), "post", account=account)
        cells = [table.columns.cell(line, "published") for line in table.rows()]
        order = answers.get("date_order") or self._order(cells) or ""
        yield from _Reading(self, table, order, answers).events()

    def _order(self, cells: list[Cell]) -> str | None:
        return self.order or settle_order([c for c in cells if not is_blank(c)])

    def _account(self, table: Table) -> str:
        """The handle that stands in the links of the first rows."""
        if not self.account_in_link:
            return ""
        for line in data_head(table):
            found = re.search(self.account_in_link, str(table.columns.cell(line, "link") or ""))
            if found:
                return found[1]
        return ""


class _Reading:
    """One pass over the posts."""

    def __init__(self, spec: PostTable, table: Table, order: str, answers: Answers) -> None:
        self.spec, self.table, self.columns = spec, table, table.columns
        self.order, self.today = order, answers.today
        self.style = number_style(table, answers.get("decimal"))
        self.seen: dict[str, tuple[int, Counts]] = {}
        self.totals: list[tuple[int, Counts]] = []

    def events(self) -> Iterator[Event]:
        for line in self.table.rows():
            if is_empty(line):
                yield empty(line)
            elif is_total(line.cells[0]):
                self.totals.append((line.number, self._counts(line)))
            else:
                yield from self._line(line)
        partial = 0 < self.spec.listed <= len(self.seen)
        for number, counts in self.totals:
            yield Declared(number, counts.measures, partial=partial)

    def _counts(self, line: Line) -> Counts:
        return read_counts(line, self.columns, self.style, ABOUT_POST, POST)

    def _line(self, line: Line) -> Iterator[Event]:
        fault = self.columns.trouble(line)
        if fault and self.spec.mend:
            mended = self.spec.mend(line, self.columns)
            if self.columns.trouble(mended) is None:
                line, fault = mended, None
        if fault:
            yield fault
            if not fault.row_kept:
                return
        try:
            id = self._id(line)
        except CellError as error:
            yield self._trouble(line, "post_id", error, kept=False)
            return
        counts = self._counts(line)
        if id in self.seen:
            yield self._again(line, id, counts)
            return
        self.seen[id] = (line.number, counts)
        yield from counts.troubles
        published, error_ = self._published(line, id)
        if error_:
            yield self._trouble(line, "published", error_, kept=True)
        yield self._post(line, id, counts, published)

    def _post(self, line: Line, id: str, counts: Counts, published: datetime | None) -> PostRow:
        text = self._text(line, "text")
        native = self._text(line, "type")
        kind = self.spec.types.get(native.casefold(), native.casefold()) or self.spec.kind
        if not kind and self.spec.type_of:
            kind = self.spec.type_of(text)
        link = self._text(line, "link") or self.spec.link.format(id=id)
        return PostRow(
            line=line.number,
            post_id=id,
            published_at=published,
            measures=counts.measures,
            type=kind,
            text=text,
            link=link,
            account=self._text(line, "account"),
            campaign=self._text(line, "campaign"),
            language=self._text(line, "language"),
            author=self._text(line, "author"),
            duration_s=self._duration(line),
            currency=counts.currency,
            extra=counts.extra,
        )

    def _id(self, line: Line) -> str:
        """From the link where it holds one: a spreadsheet cannot shorten digits there."""
        link = self._text(line, "link")
        found = re.search(self.spec.id_in_link, link) if self.spec.id_in_link else None
        id = found[1] if found else read_id(self.columns.cell(line, "post_id")) or link
        if not id:
            raise CellError(_NO_ID, _ADD_ID)
        return id

    def _published(self, line: Line, id: str) -> tuple[datetime | None, CellError | None]:
        cell = self.columns.cell(line, "published")
        inside = self.spec.moment(id) if self.spec.moment else None
        if is_blank(cell):
            return (inside if self.spec.moment_is_publication else None), None
        try:
            # A post is published after its id was made, and seldom a year later.
            limit = inside.date() + timedelta(days=300) if inside else self.today
            written = read_datetime(cell, self.order, limit if lacks_year(cell) else None)
        except CellError as error:
            return None, error
        if inside and self.spec.moment_is_publication and _same_day(inside, written):
            return inside, None
        return written, None

    def _again(self, line: Line, id: str, counts: Counts) -> Event:
        number, before = self.seen[id]
        if before.measures == counts.measures:
            return Skipped(line.number, _REPEATED)
        why = say(
            "This post already stands in line {first} with other numbers.",
            "Post ini sudah ada di baris {first} dengan angka lain.",
            first=number,
        )
        fix = Text(
            "Keep one of the two rows in the file and import it again.",
            "Sisakan satu dari dua baris itu di berkas, lalu impor lagi.",
        )
        return Trouble(line.number, self.columns.name("post_id"), id, why, fix, row_kept=False)

    def _trouble(self, line: Line, name: str, error: CellError, *, kept: bool) -> Trouble:
        cell = shown(self.columns.cell(line, name))
        return Trouble(
            line.number, self.columns.name(name), cell, error.why, error.fix, row_kept=kept
        )

    def _text(self, line: Line, name: str) -> str:
        cell = self.columns.cell(line, name)
        return "" if cell is None else str(cell).strip()

    def _duration(self, line: Line) -> float | None:
        try:
            return read_duration(self.columns.cell(line, "duration"))
        except CellError:
            return None


def _same_day(inside: datetime, written: datetime) -> bool:
    """Zones differ by less than a day and a bit."""
    day: date = written.date()
    return abs((inside.astimezone(UTC).date() - day).days) <= 1
