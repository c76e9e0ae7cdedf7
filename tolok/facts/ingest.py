"""Take one batch in: load its rows, judge them against what is known, append, keep the state.

One transaction for each batch; only the tables that the batch has rows for are touched.
"""
# ruff: noqa: S608 - names come from `schema`; values are bound

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tolok.core.ports import About, Declared, Event, Row, Skipped, Trouble
from tolok.core.query import Period, Value
from tolok.core.text import Text, say
from tolok.facts import kept, merge, rows, scan
from tolok.facts.batch import Batch, Report, TableReport
from tolok.facts.binding import bound, texts
from tolok.facts.schema import FACTS, Fact

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHUNK = 50_000
_DAYS = {
    "post": ("local_at", "local_at"),
    "day": ("day", "day"),
    "window": ("start_day", "end_day"),
    "audience": ("day", "day"),
    "ad": ("day", "end_day"),
}


@dataclass(slots=True)
class Arrivals:
    """What a batch brought, apart from the rows themselves, which lie in `stage_*` tables."""

    present: dict[str, set[str]] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    declared: dict[str, dict[str, Value]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    skips: list[Skipped] = field(default_factory=list)
    channels: set[str] = field(default_factory=set)
    lazy: bool = False  # the log may wait
    repeats: int = 0  # rows of which at least a part was known already


def load(
    con: "DuckDBPyConnection", batch: Batch, events: Iterable[Event], folder: Path
) -> Arrivals:
    """Stream the events of an importer into temporary tables, by way of files in `folder`."""
    found = Arrivals()
    waiting = rows.buffers(batch.zone)
    table = ""
    for event in events:
        if isinstance(event, About):
            table = event.table
            if table in waiting:
                waiting[table].native_zone = event.zone or ""
        elif isinstance(event, Trouble):
            found.troubles.append(event)
            _count_lost(found, table, event)
        elif isinstance(event, Skipped):
            found.skips.append(event)
            _bump(found.read, table)
            _bump(found.skipped, table)
        elif isinstance(event, Declared):
            found.declared.setdefault(table, {}).update(event.measures)
        else:
            _take(con, batch, event, waiting, folder, found)
    for buffer in waiting.values():
        _flush(con, batch, buffer, folder, found)
    for id in found.present:
        con.execute(merge.show_stage(FACTS[id]))
    return found


def _take(
    con: "DuckDBPyConnection",
    batch: Batch,
    row: Row,
    waiting: dict[str, rows.Buffer],
    folder: Path,
    found: Arrivals,
) -> None:
    id = rows.FACT_OF[type(row)]
    _bump(found.read, id)
    channel = batch.channel(row.account)
    if channel is None:
        found.troubles.append(rows.unresolved(row.line, row.account))
        _bump(found.skipped, id)
        return
    found.channels.add(channel)
    buffer = waiting[id]
    buffer.add(row, channel)
    if buffer.size >= CHUNK:
        _flush(con, batch, buffer, folder, found)


def _count_lost(found: Arrivals, table: str, trouble: Trouble) -> None:
    if not trouble.row_kept:
        _bump(found.read, table)
        _bump(found.skipped, table)


def _bump(counts: dict[str, int], table: str) -> None:
    counts[table] = counts.get(table, 0) + 1


def _flush(
    con: "DuckDBPyConnection", batch: Batch, buffer: rows.Buffer, folder: Path, found: Arrivals
) -> None:
    found.troubles.extend(buffer.troubles)
    buffer.troubles.clear()
    if not buffer.size:
        return
    fact = buffer.fact
    if fact.id not in found.present:
        found.present[fact.id] = set()
        con.execute(merge.create_stage(fact))
    columns = buffer.columns()
    for column in columns:
        if column in fact.columns and column.name not in found.present[fact.id]:
            con.execute(merge.widen_stage(fact, column))
            found.present[fact.id].add(column.name)
    names = merge.quoted([c.name for c in columns])
    values = ", ".join(rows.loading(c) for c in columns)
    chunk = folder / f"chunk-{uuid4().hex}.csv"
    try:
        rows.write(buffer, chunk)
        con.execute(
            f"INSERT INTO rows_{fact.id} (workspace, {names}) "
            f"SELECT $workspace, {values} FROM {rows.reading(columns, buffer.widest)}",
            {"workspace": batch.workspace, "path": str(chunk)},
        )
    finally:
        chunk.unlink(missing_ok=True)
    buffer.clear()


def scanned(loaded: scan.Loaded, channels: set[str]) -> Arrivals:
    """The same for rows that a scan put in place. Where they are all new their log is written
    only when a second version of one of them comes: until then the state says the same."""
    id = loaded.fact.id
    return Arrivals(
        present={id: set(loaded.names)},
        read={id: loaded.read},
        skipped={id: loaded.lost},
        troubles=list(loaded.troubles),
        channels=channels,
        lazy=True,
    )


def settle(
    con: "DuckDBPyConnection", batch: Batch, seq: int, found: Arrivals, *, again: bool
) -> Report:
    """Merge the staged rows into the facts and say what came of them."""
    binds = {
        "workspace": batch.workspace,
        "batch": batch.id,
        "observed_at": batch.observed_at.astimezone(UTC).replace(tzinfo=None),
        "seq": seq,
    }
    reports = []
    for id, fact in FACTS.items():
        if id in found.present or found.read.get(id):
            reports.append(_settle_one(con, fact, binds, found, again=again))
    other = [t for t in found.read if t not in FACTS]
    reports += [_only_skipped(table, found) for table in other]
    return Report(batch.id, tuple(reports), tuple(found.troubles), tuple(found.skips))


def _only_skipped(table: str, found: Arrivals) -> TableReport:
    count = found.read[table]
    return TableReport(table, count, 0, 0, 0, count, {}, found.declared.get(table, {}), None)


def _settle_one(
    con: "DuckDBPyConnection",
    fact: Fact,
    binds: dict[str, Any],
    found: Arrivals,
    *,
    again: bool,
) -> TableReport:
    if fact.id not in found.present:
        return _only_skipped(fact.id, found)
    fact = kept.fact(con, fact, found.present[fact.id])
    present = [name for name in fact.names if name in found.present[fact.id]]
    repeats, contradicted = _collapse(con, fact, present, found)
    found.lazy &= not _judge(con, fact, present, found.channels, binds)
    new, changed, unchanged, late, silent = _row(con, merge.verdicts(fact, present))
    found.repeats += silent
    if not found.lazy:
        _append(con, fact, present, binds, again=again, only_known=not new and not late)
    _restate(con, fact, present, binds, new=new, changed=changed, late=late)
    skipped = found.skipped.get(fact.id, 0) + contradicted
    report = TableReport(
        table=fact.id,
        read=found.read[fact.id],
        new=new,
        changed=changed,
        unchanged=unchanged + repeats - contradicted,
        skipped=skipped,
        totals=_totals(con, fact, present),
        declared=found.declared.get(fact.id, {}),
        period=_period(con, fact),
    )
    for statement in merge.leave(fact):
        con.execute(statement)
    return report


def _judge(
    con: "DuckDBPyConnection",
    fact: Fact,
    present: Sequence[str],
    channels: Iterable[str],
    binds: dict[str, Any],
) -> bool:
    """Judge the rows; false when nothing was known of these channels, so that all are new."""
    asked = {"workspace": binds["workspace"], "channels": list(channels)}
    if _row(con, merge.any_known(fact), bound(asked))[0]:
        make, view = merge.judge(fact, present, binds["workspace"])
        con.execute(make, _only(binds, "workspace", "observed_at", "seq"))
        con.execute(view)
        return True
    con.execute(merge.all_fresh(fact))
    return False


def _collapse(
    con: "DuckDBPyConnection", fact: Fact, present: Sequence[str], found: Arrivals
) -> tuple[int, int]:
    """(rows that repeat a key of the same file, how many of them a later line contradicts)."""
    staged, hashes = _row(con, merge.count_hashes(fact))
    repeats = staged - (staged if hashes == staged else _row(con, merge.count_keys(fact))[0])
    for statement in merge.collapse(fact, present, repeated=repeats > 0):
        con.execute(statement)
    if not repeats:
        return 0, 0
    lines = con.execute(merge.contradicted(fact, present)).fetchall()
    found.troubles.extend(_overruled(line, by) for line, by in lines)
    return repeats, len(lines)


def _append(
    con: "DuckDBPyConnection",
    fact: Fact,
    present: Sequence[str],
    binds: dict[str, Any],
    *,
    again: bool,
    only_known: bool,
) -> None:
    origin = _only(binds, "batch", "observed_at", "seq")
    for at, log in enumerate(fact.logs):
        if not only_known or merge.says(log, present):
            con.execute(merge.append(fact, at, present, again=again), origin)


def _restate(
    con: "DuckDBPyConnection",
    fact: Fact,
    present: Sequence[str],
    binds: dict[str, Any],
    *,
    new: int,
    changed: int,
    late: int,
) -> None:
    origin = _only(binds, "batch", "observed_at", "seq")
    if new:
        con.execute(merge.add_state(fact, present), origin)
    if changed:
        found = _row(con, merge.moved(fact, present))
        moved = [name for name, moves in zip(present, found, strict=True) if moves]
        con.execute(merge.update_state(fact, moved), origin)
    if late:
        con.execute(merge.late_keys(fact))
        restate(con, fact)


def write_logs(
    con: "DuckDBPyConnection", workspace: str | None, channels: Sequence[str] | None
) -> None:
    """Write the logs that a scan left for later, where one of these channels is touched."""
    waiting = con.execute(
        "SELECT workspace, id FROM batch WHERE NOT logged "
        "AND ($workspace IS NULL OR workspace = $workspace) "
        f"AND ($everyone OR list_has_any(channels, {texts('channels')}))",
        bound(
            {
                "workspace": workspace,
                "everyone": channels is None,
                "channels": list(channels or ()),
            }
        ),
    ).fetchall()
    for space, id in waiting:
        binds = {"workspace": space, "batch": id}
        for fact in kept.facts(con):
            for at in range(len(fact.logs)):
                con.execute(merge.log_state(fact, at), binds)
        con.execute(
            "UPDATE batch SET logged = true WHERE workspace = $workspace AND id = $batch", binds
        )


def restate(con: "DuckDBPyConnection", fact: Fact) -> None:
    """Work out the state of the touched keys from the logs."""
    con.execute(merge.drop_touched(fact))
    con.execute(merge.insert_touched(fact))


def _totals(con: "DuckDBPyConnection", fact: Fact, present: Sequence[str]) -> dict[str, Value]:
    named = {m.id for m in fact.measures}
    summed = [name for name in present if name in named]
    if not summed:
        return {}
    listed = ", ".join(f'sum("{name}")' for name in summed)
    found = _row(con, f"SELECT {listed} FROM incoming_{fact.id}")
    sums = zip(summed, found, strict=True)
    return {name: exact(value) for name, value in sums if value is not None}


def exact(value: Any) -> Value:
    """Whole numbers as int, others as Decimal without idle zeros."""
    if isinstance(value, Decimal):
        return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()
    return int(value)


def _period(con: "DuckDBPyConnection", fact: Fact) -> Period | None:
    first, last = _DAYS[fact.id]
    names = {c.name for c in fact.keys}
    table = f"incoming_{fact.id}"
    if first not in names and not _has(con, table, first):
        return None
    start, end = _row(
        con,
        f"SELECT min({first})::DATE, max({last})::DATE FROM {table}",
    )
    return Period(start, end) if isinstance(start, date) else None


def _has(con: "DuckDBPyConnection", table: str, column: str) -> bool:
    described = con.execute(f"SELECT * FROM {table} LIMIT 0").description or []
    return any(name == column for name, *_ in described)


def _row(con: "DuckDBPyConnection", sql: str, binds: dict[str, Any] | None = None) -> Any:
    found = con.execute(sql, binds).fetchone()
    assert found is not None  # noqa: S101 - an aggregate always gives one row
    return found


def _only(binds: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: binds[name] for name in names}


def _overruled(line: int, by: int) -> Trouble:
    return Trouble(
        line=line,
        column="",
        value="",
        why=say(
            "Line {by} of the same file names the same thing with other numbers.",
            "Baris {by} pada berkas yang sama menyebut hal yang sama dengan angka lain.",
            by=by,
        ),
        fix=Text(
            "The later line is used. Remove one of the two if that is wrong.",
            "Baris yang lebih akhir dipakai. Hapus salah satunya bila itu keliru.",
        ),
        row_kept=False,
    )
