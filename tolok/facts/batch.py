"""What goes into the facts at once, and the report of what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from tolok.core.ports import Skipped, Trouble
from tolok.core.query import Period, Value


@dataclass(frozen=True, slots=True)
class Batch:
    """One file or API answer. `channels`: account as the file names it → channel id; "" → default.

    `zone` is the zone of the workspace: times without a zone are read in it. Of two values for one
    thing the one observed later counts; of two observed at once, the one ingested later.
    """

    id: str
    workspace: str
    observed_at: datetime
    zone: str
    channels: Mapping[str, str]
    file: str = ""

    def channel(self, account: str) -> str | None:
        """The channel of an account; a name the mapping lacks is not guessed among several."""
        if account in self.channels:
            return self.channels[account]
        return self.channels.get("") if set(self.channels) == {""} else None


@dataclass(frozen=True, slots=True)
class TableReport:
    """One table of the file. `totals`: exact sums of the rows as stored; a checksum only."""

    table: str
    read: int
    new: int
    changed: int
    unchanged: int
    skipped: int
    totals: Mapping[str, Value]
    declared: Mapping[str, Value]
    period: Period | None


@dataclass(frozen=True, slots=True)
class Report:
    """read = new + changed + unchanged + skipped, always."""

    batch: str
    tables: tuple[TableReport, ...]
    troubles: tuple[Trouble, ...] = ()
    skipped_rows: tuple[Skipped, ...] = ()
    dry_run: bool = False

    @property
    def read(self) -> int:
        return sum(t.read for t in self.tables)

    @property
    def new(self) -> int:
        return sum(t.new for t in self.tables)

    @property
    def changed(self) -> int:
        return sum(t.changed for t in self.tables)

    @property
    def unchanged(self) -> int:
        return sum(t.unchanged for t in self.tables)

    @property
    def skipped(self) -> int:
        return sum(t.skipped for t in self.tables)

    @property
    def totals(self) -> dict[str, Value]:
        return _added(t.totals for t in self.tables)

    @property
    def declared(self) -> dict[str, Value]:
        return _added(t.declared for t in self.tables)

    @property
    def period(self) -> Period | None:
        found = [t.period for t in self.tables if t.period]
        if not found:
            return None
        return Period(min(p.start for p in found), max(p.end for p in found))


@dataclass(frozen=True, slots=True)
class Undone:
    """`replay`: later batches that repeated rows of the undone one; ingest them again, in order."""

    batch: str
    rows: int
    replay: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """What the facts need to know of a channel to break numbers down by network and tier."""

    id: str
    network: str
    name: str = ""
    zone: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows behind a figure came from: a batch, its file and the lines (ranges, inclusive)."""

    batch: str
    file: str
    observed_at: datetime
    lines: tuple[tuple[int, int], ...] = field(default=())
    rows: int = 0


def _added(parts: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    total: dict[str, Value] = {}
    for part in parts:
        for name, value in part.items():
            total[name] = _plus(total[name], value) if name in total else value
    return total


def _plus(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return Decimal(str(left)) + Decimal(str(right))
    return left + right
