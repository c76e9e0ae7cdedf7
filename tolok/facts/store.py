"""The one door to the facts: a DuckDB file with one writer, read from any number of threads.

Refuses a file of a newer version, and any reach outside its own folder.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tolok.core.errors import ProblemError
from tolok.core.kpi.spec import KpiSpec, Variant
from tolok.core.ports import Event
from tolok.core.query import Figure, Query, Series
from tolok.facts import (
    care,
    faults,
    grid,
    ingest,
    kept,
    lineage,
    merge,
    posts,
    reach,
    scan,
    schema,
    weekly,
)
from tolok.facts import query as question
from tolok.facts.batch import Batch, Channel, Origin, Report, Undone
from tolok.facts.binding import bound, texts
from tolok.facts.compile import engine
from tolok.facts.posts import PostLine
from tolok.facts.reach import Reach
from tolok.facts.readers import Reading
from tolok.facts.weekly import Weekly

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_GROUP = 61_440  # rows; a multiple of the engine's vectors of 2,048
_OPENED = count(0, 1 << 32)  # so that no two openings in one process count the same changes


class FactStore:
    """Open with `FactStore.open(folder)`; close when done. Safe to share between threads."""

    def __init__(self, con: "DuckDBPyConnection", folder: Path) -> None:
        self._con = con
        self._writer = threading.Lock()
        self.folder = folder
        self.incoming = folder.resolve() / "incoming"  # the only folder the engine may reach
        self._reach: dict[str, tuple[int, Reach]] = {}
        self.changes = next(_OPENED)  # grows with every write: what was cached before is stale
        self.broken = False  # the engine gave the file up: it must be opened again

    @classmethod
    def open(cls, folder: Path | str, *, memory_mb: int = 1024, threads: int = 2) -> Self:
        """Open the facts of a data folder; they are made when there are none."""
        import duckdb

        place = Path(folder)
        incoming = place / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        con = duckdb.connect()
        try:
            with faults.told():
                _attach(con, place / faults.FILE)
        except BaseException:
            con.close()
            raise
        for left in incoming.iterdir():  # by a process that was killed
            left.unlink()
        try:
            with faults.told():
                _configure(con, place, memory_mb, threads)
                _prepare(con)
        except BaseException:
            con.close()
            raise
        return cls(con, place)

    def close(self) -> None:
        with self._writer:
            self._con.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ingest(self, batch: Batch, events: Iterable[Event], *, dry_run: bool = False) -> Report:
        """Take in what an importer read. The same batch twice changes nothing."""
        with self.writing(keep=not dry_run) as con:
            return replace(self._take(con, batch, events), dry_run=dry_run)

    def _take(self, con: "DuckDBPyConnection", batch: Batch, events: Iterable[Event]) -> Report:
        seq, again = _sequence(con, batch)
        arrivals = ingest.load(con, batch, events, self.incoming)
        return _settled(con, batch, seq, arrivals, again=again)

    def ingest_scan(self, batch: Batch, found: scan.Scan, *, dry_run: bool = False) -> Report:
        """Take in a very large, clean CSV; `scan.NotClean` when it needs the row reader."""
        with self._writer, faults.told():
            # Loaded before the transaction: rows that it made itself it would read with one thread.
            loaded = scan.load(self._con, batch, found, self.incoming)
            arrivals = ingest.scanned(loaded, set(batch.channels.values()))
            try:
                with self._transaction(keep=not dry_run) as con:
                    seq, again = _sequence(con, batch)
                    report = _settled(con, batch, seq, arrivals, again=again)
            finally:
                self._let_go(loaded.fact)
            return replace(report, dry_run=dry_run)

    def _let_go(self, fact: schema.Fact) -> None:
        """Drop what was loaded, as far as an engine that failed still can."""
        import duckdb

        with suppress(duckdb.Error):
            for statement in merge.leave(fact):
                self._con.execute(statement)

    def undo(self, workspace: str, batch: str) -> Undone:
        """Take a batch out again. Rows that later batches only repeated must be replayed."""
        binds = {"workspace": workspace, "batch": batch}
        with self.writing() as con:
            ingest.write_logs(con, workspace, None)
            replay = _repeaters(con, binds)
            gone = 0
            for fact in kept.facts(con):
                con.execute(merge.batch_keys(fact), binds)
                for log in fact.logs:
                    gone += _deleted(con, log.name, binds)
                ingest.restate(con, fact)
            con.execute("DELETE FROM batch WHERE workspace = $workspace AND id = $batch", binds)
        return Undone(batch, gone, replay)

    def answer(self, query: Query, specs: Mapping[str, KpiSpec]) -> list[Series | Figure]:
        """One figure for each KPI asked for, or one series each when it is broken down."""
        with self.asking(query.workspace) as reading:
            return question.answer(reading, reading.reach, query, specs)

    def grid(self, query: Query, specs: Mapping[str, KpiSpec]) -> grid.Grid:
        """Many KPIs by many keys as columns; kinds that are not read from rows are left out."""
        with self.asking(query.workspace) as reading:
            chosen = [
                one
                for one in question.chosen(reading.reach, query, specs)
                if one[2].kind in grid.KINDS
            ]
            return grid.read(reading, query, chosen, question.compared(query))

    def weekly(self, query: Query, specs: Mapping[str, KpiSpec]) -> Weekly:
        """The first KPI of the query week by week, as aligned arrays."""
        (found,) = self.answer(weekly.question(replace(query, kpis=query.kpis[:1])), specs)
        assert isinstance(found, Series)  # noqa: S101 - a question by week
        ref = query.kpis[0]
        return weekly.aligned(query, found, specs[ref.kpi].variant(ref.variant).kind)

    def posts(
        self,
        query: Query,
        sort: Variant | str,
        *,
        limit: int = 10,
        offset: int = 0,
        lowest: bool = False,
    ) -> list[PostLine]:
        """Posts of a period, best first, by a KPI taken post by post or by a measure."""
        with self.asking(query.workspace) as reading:
            return posts.listed(reading, query, sort, limit=limit, offset=offset, lowest=lowest)

    def count_posts(self, query: Query) -> int:
        with self.asking(query.workspace) as reading:
            return posts.count(reading, query)

    def lineage(self, query: Query, specs: Mapping[str, KpiSpec]) -> tuple[Origin, ...]:
        """The batches, files and lines behind the first KPI of the query."""
        ref = query.kpis[0]
        with self.logged(query.workspace) as cursor:
            reading = Reading(cursor, engine(), self.reach(query.workspace, cursor))
            return lineage.trace(reading, query, specs[ref.kpi].variant(ref.variant))

    def rebuild(
        self, workspace: str, replays: Iterable[tuple[Batch, Iterable[Event]]]
    ) -> list[Report]:
        """Forget the facts of a workspace and take its batches in again, in one transaction."""
        with self.writing() as con:
            care.clear(con, workspace)
            return [self._take(con, batch, events) for batch, events in replays]

    def digest(self, workspace: str | None = None) -> dict[str, str]:
        """A fingerprint of each table: equal facts give equal digests."""
        with self.logged(workspace) as cursor:
            return care.digest(cursor, workspace)

    def audit(self) -> dict[str, int]:
        """How many rows of each derived table differ from their logs; all zero when sound."""
        with self.logged(None) as cursor:
            return care.audit(cursor)

    def export(self, workspace: str, table: str, path: Path, format: str) -> int:
        """Write a table to a CSV, JSON or Parquet file; gives the number of rows."""
        with self.logged(workspace) as cursor:
            return care.export(cursor, self.incoming, workspace, table, path, format)

    @contextmanager
    def logged(self, workspace: str | None) -> "Iterator[DuckDBPyConnection]":
        """A reading cursor, with every log written that was left for later."""
        with self.writing() as con:
            ingest.write_logs(con, workspace, None)
        with self.reading() as cursor:
            yield cursor

    @contextmanager
    def asking(self, workspace: str) -> "Iterator[Reading]":
        """All that a reader needs, on a cursor of its own."""
        with self.reading() as cursor:
            yield Reading(cursor, engine(), self.reach(workspace, cursor))

    def reach(self, workspace: str, cursor: "DuckDBPyConnection") -> Reach:
        """What the tables of a workspace hold; read again only after a write."""
        known = self._reach.get(workspace)
        if known is None or known[0] != self.changes:
            known = (self.changes, reach.read(cursor, workspace))
            self._reach[workspace] = known
        return known[1]

    def set_channels(self, workspace: str, channels: Iterable[Channel]) -> None:
        """Replace what is known of the channels of a workspace."""
        listed = [(workspace, c.id, c.network, c.name, c.zone, c.tier) for c in channels]
        with self.writing() as con:
            con.execute("DELETE FROM channel WHERE workspace = ?", [workspace])
            if listed:
                con.executemany("INSERT INTO channel VALUES (?, ?, ?, ?, ?, ?)", listed)

    @contextmanager
    def writing(self, *, keep: bool = True) -> "Iterator[DuckDBPyConnection]":
        """One writer at a time, one transaction; rolled back on error or when not `keep`."""
        with self._writer, faults.told(), self._transaction(keep=keep) as con:
            yield con

    @contextmanager
    def _transaction(self, *, keep: bool) -> "Iterator[DuckDBPyConnection]":
        self._con.execute("BEGIN")
        try:
            yield self._con
            self._con.execute("COMMIT" if keep else "ROLLBACK")
        except BaseException:
            self._roll_back()
            raise
        self.changes += keep

    def _roll_back(self) -> None:
        """After a failure. An engine that cannot even do this must be opened again."""
        import duckdb

        try:
            self._con.execute("ROLLBACK")
        except duckdb.TransactionException:  # a failed commit has rolled back by itself
            pass
        except duckdb.Error:
            self.broken = True

    @contextmanager
    def reading(self) -> "Iterator[DuckDBPyConnection]":
        """A cursor of its own, for one thread; it sees the last commit."""
        with faults.told():
            cursor = self._con.cursor()
            try:
                cursor.execute("USE facts")
                yield cursor
            finally:
                cursor.close()

    def batches(self) -> set[str]:
        """Ids of all batches that are in, after a look at every table."""
        with self.reading() as cursor:
            for table in schema.tables():
                cursor.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - ours
            return {id for (id,) in cursor.execute("SELECT id FROM batch").fetchall()}


def _attach(con: "DuckDBPyConnection", file: Path) -> None:
    """Attached, not connected to, because only so a size can be given for groups of rows. From
    that size on an import goes to the file at once, compressed, and not through the log first:
    35 MB less to write for 100,000 wide rows."""
    place = str(file).replace("'", "''")
    con.execute(f"ATTACH '{place}' AS facts (ROW_GROUP_SIZE {_GROUP}, STORAGE_VERSION 'v1.4.0')")
    con.execute("USE facts")


def _configure(con: "DuckDBPyConnection", folder: Path, memory_mb: int, threads: int) -> None:
    inside = str(folder.resolve()).replace("'", "''")
    for setting in (
        f"memory_limit='{int(memory_mb)}MB'",
        f"threads={int(threads)}",
        f"temp_directory='{inside}/spill'",
        "preserve_insertion_order=false",  # but while a file is scanned
        "allowed_configs=['preserve_insertion_order']",
        "checkpoint_threshold='128MB'",  # a small import leaves the large file alone
        "autoinstall_known_extensions=false",
        "autoload_known_extensions=false",
        f"allowed_directories=['{inside}/incoming']",
        "TimeZone='UTC'",
        "enable_external_access=false",
        "lock_configuration=true",
    ):
        con.execute(f"SET {setting}")


def _prepare(con: "DuckDBPyConnection") -> None:
    for statement in schema.ddl():
        con.execute(statement)
    found = con.execute("SELECT version FROM about").fetchone()
    if found and found[0] > schema.VERSION:
        raise ProblemError(faults.newer(found[0], schema.VERSION))
    con.execute("BEGIN")
    if found and found[0] < schema.VERSION:
        kept.take_over(con)
    if not found or found[0] < schema.VERSION:
        con.execute("DELETE FROM about")
        con.execute("INSERT INTO about VALUES (?)", [schema.VERSION])
    kept.prepare(con)
    con.execute("COMMIT")


def _sequence(con: "DuckDBPyConnection", batch: Batch) -> tuple[int, bool]:
    """(the sequence number of the batch, whether it was taken in before)."""
    known = con.execute(
        "SELECT seq FROM batch WHERE workspace = ? AND id = ?", [batch.workspace, batch.id]
    ).fetchone()
    if known:
        return known[0], True
    last = con.execute("SELECT coalesce(max(seq), 0) FROM batch").fetchone()
    return (last[0] if last else 0) + 1, False


def _settled(
    con: "DuckDBPyConnection", batch: Batch, seq: int, arrivals: ingest.Arrivals, *, again: bool
) -> Report:
    """Merge what arrived, and note the batch."""
    channels = sorted(arrivals.channels)
    ingest.write_logs(con, batch.workspace, channels)
    report = ingest.settle(con, batch, seq, arrivals, again=again)
    key = [batch.workspace, batch.id]
    con.execute("DELETE FROM batch WHERE workspace = ? AND id = ?", key)
    observed = batch.observed_at.astimezone(UTC).replace(tzinfo=None)
    con.execute(
        "INSERT INTO batch VALUES ($workspace, $id, $seq, $observed_at, $file, $zone, "  # noqa: S608
        f"{texts('channels')}, $repeats, $logged)",
        bound(
            {
                "workspace": batch.workspace,
                "id": batch.id,
                "seq": seq,
                "observed_at": observed,
                "file": batch.file,
                "zone": batch.zone,
                "channels": channels,
                "repeats": arrivals.repeats,
                "logged": not arrivals.lazy,
            }
        ),
    )
    return report


def _repeaters(con: "DuckDBPyConnection", binds: dict[str, Any]) -> tuple[str, ...]:
    found = con.execute(
        "SELECT b.id FROM batch b JOIN batch u ON u.workspace = b.workspace "
        "WHERE b.workspace = $workspace AND u.id = $batch AND b.seq > u.seq "
        "AND b.repeats > 0 AND list_has_any(b.channels, u.channels) ORDER BY b.seq",
        binds,
    ).fetchall()
    return tuple(id for (id,) in found)


def _deleted(con: "DuckDBPyConnection", table: str, binds: dict[str, Any]) -> int:
    found = con.execute(
        f"DELETE FROM {table} WHERE workspace = $workspace AND batch_id = $batch",  # noqa: S608
        binds,
    ).fetchone()
    return found[0] if found else 0
