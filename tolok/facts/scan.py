"""The fast way in for very large, clean CSV files: read and cast inside the engine.

A cell that cannot be read is reported with its line and value, and its row is kept. A file whose
lines and rows do not match one to one (cells over several lines, ragged or blank lines) is refused
with `NotClean`: the caller then reads it row by row.
"""
# ruff: noqa: S608 - names come from `schema`; values are bound or quoted here

import codecs
import csv
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tolok.core.ports import Trouble
from tolok.core.text import Text, say
from tolok.facts import cells, merge
from tolok.facts.batch import Batch
from tolok.facts.binding import bound, texts
from tolok.facts.rows import unresolved
from tolok.facts.schema import FACTS, Fact

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BLOCK = 1 << 20
TOLD = 1000  # unreadable cells reported one by one; beyond that, one trouble tells how many


class NotClean(Exception):
    """The file needs the row-by-row reader; the message says why, for the log."""


@dataclass(frozen=True, slots=True)
class Scan:
    """Which columns of a CSV file hold what. `columns`: header name → field or measure.

    Fields: account, currency; for days also day, source; for posts post_id, published_at, type,
    text, link, campaign, language, author. `date_format` as in strptime, "" = ISO 8601.
    `header_line` counts from 1. `decimal` is "." or ",".
    """

    table: str
    path: Path
    columns: Mapping[str, str]
    delimiter: str = ","
    encoding: str = "utf-8"
    header_line: int = 1
    date_format: str = ""
    decimal: str = "."


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a scan brought: filled columns, rows read, rows without a key, unreadable cells."""

    fact: Fact
    names: frozenset[str]
    read: int
    lost: int
    troubles: tuple[Trouble, ...]


def load(con: "DuckDBPyConnection", batch: Batch, scan: Scan, folder: Path) -> Loaded:
    """Fill `stage_<table>` from the file."""
    draft = folder / f"scan-{uuid4().hex}.csv"
    try:
        lines = _bring(scan, draft)
        plan = _plan(scan, batch, _header(draft, scan))
        binds = {"path": str(draft)}
        _fill(con, batch, plan, binds)
        read, bad, strange, lost = _counts(con, plan)
        if read != lines - scan.header_line:
            raise NotClean(f"{lines - scan.header_line} lines below the header, {read} rows")
        troubles = [
            *(_unreadable(con, plan, binds) if bad else ()),
            *(_strangers(con, plan, binds) if strange else ()),
        ]
        con.execute(merge.show_stage(plan.fact, plan.staged(whole=not lost)))
    finally:
        draft.unlink(missing_ok=True)
    return Loaded(plan.fact, frozenset(plan.filled), read, lost, tuple(troubles))


@dataclass(frozen=True, slots=True)
class _Plan:
    """`places`: column of the file by what it fills. `values`: SQL by column.

    `constants`: columns that are the same in all rows.
    """

    scan: Scan
    fact: Fact
    header: tuple[str, ...]
    places: Mapping[str, int]
    values: Mapping[str, str]
    constants: Mapping[str, str]

    @property
    def stage(self) -> str:
        return f"rows_{self.fact.id}"

    @property
    def lined(self) -> str:
        """The staged rows with their line: they lie in the order of the file."""
        return f"(SELECT *, rowid + {self.scan.header_line + 1} AS line FROM {self.stage})"

    @property
    def keyless(self) -> str:
        """The test that a row lacks a part of its key, or belongs to no channel."""
        keys = [name for name in self.fact.key_names if name not in self.constants]
        return " OR ".join(f'"{name}" IS NULL' for name in keys)

    def staged(self, *, whole: bool) -> str:
        """What of the staged rows goes on. Rows without a key have no place; raw keeps them."""
        constants = "".join(f', {sql} AS "{name}"' for name, sql in self.constants.items())
        only = "" if whole else f" WHERE NOT ({self.keyless})"
        return f"SELECT *{constants} FROM {self.lined}{only}"

    @property
    def filled(self) -> list[str]:
        return [n for n in self.fact.names if n in self.values or n in self.constants]

    @property
    def checked(self) -> list[tuple[str, int]]:
        """What may be given and yet not be read; a key may not be blank either."""
        return [
            (name, at)
            for name, at in self.places.items()
            if name in self.values
            and (name in self.fact.key_names or cells.may_fail(self.fact, name))
        ]

    def wrong(self, name: str, cell: str, prefix: str) -> str:
        """The test that a cell was not read as it should."""
        unread = f'{prefix}"{name}" IS NULL'
        return unread if name in self.fact.key_names else f"({unread} AND {cells.given(cell)})"

    @property
    def rows(self) -> str:
        """The cells as text, with their line."""
        return (
            f"(SELECT *, row_number() OVER () + {self.scan.header_line} AS line FROM {self.cells})"
        )

    @property
    def cells(self) -> str:
        """The cells as text."""
        delimiter = self.scan.delimiter.replace("'", "''")
        columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(len(self.header)))
        return (
            f"read_csv($path, columns={{{columns}}}, header=false, skip={self.scan.header_line}, "
            f"delim='{delimiter}', quote='\"', escape='\"', auto_detect=false)"
        )


def _bring(scan: Scan, draft: Path) -> int:
    """Put the file where the engine may read it, in UTF-8; gives its number of lines."""
    if codecs.lookup(scan.encoding).name in ("utf-8", "ascii"):
        try:
            os.link(scan.path, draft)
        except OSError:
            shutil.copyfile(scan.path, draft)
    else:
        with (
            scan.path.open(encoding=scan.encoding, newline="") as source,
            draft.open("w", encoding="utf-8", newline="") as target,
        ):
            shutil.copyfileobj(source, target, _BLOCK)
    return _lines(draft)


def _lines(path: Path) -> int:
    """The lines of the file, blank ones at its end left out as the engine leaves them out."""
    count = 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            count += block.count(b"\n")
        stream.seek(max(stream.tell() - _BLOCK, 0))
        tail = stream.read()
    blank = tail[len(tail.rstrip(b"\r\n")) :].count(b"\n")
    return count - blank + bool(tail)


def _header(path: Path, scan: Scan) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for number, line in enumerate(csv.reader(stream, delimiter=scan.delimiter), start=1):
            if number == scan.header_line:
                return tuple(line)
    raise NotClean("no header")


def _plan(scan: Scan, batch: Batch, header: tuple[str, ...]) -> _Plan:
    fact = FACTS[scan.table]
    found = {scan.columns[name]: at for at, name in enumerate(header) if name in scan.columns}
    if len(found) < len(scan.columns) or len(set(header)) < len(header):
        raise NotClean("the header does not hold each mapped column once")
    values: dict[str, str] = {}
    for column in (*fact.keys, *fact.columns):
        if column.name in found:
            cell = f"c{found[column.name]}"
            values[column.name] = cells.read(column, cell, scan.decimal, scan.date_format)
    if fact.id == "post":
        values |= cells.of_posts(values, batch.zone)
    constants = {"workspace": cells.text(batch.workspace)}
    if fact.id == "day":
        constants["zone"] = cells.text(batch.zone)
        if "source" not in values:
            constants["source"] = "''"
    return _Plan(scan, fact, header, found, values, constants)


def _fill(con: "DuckDBPyConnection", batch: Batch, plan: _Plan, binds: Mapping[str, Any]) -> None:
    """Cast the cells. A join, or numbers for the lines, would lose the order or the threads."""
    import duckdb

    channel, names = _channel(con, batch, plan)
    made = ", ".join(f'{sql} AS "{name}"' for name, sql in plan.values.items())
    named = merge.quoted(list(plan.values))
    holes = " OR ".join(f'"{name}" IS NULL' for name, _ in plan.checked) or "false"
    bad = " OR ".join(plan.wrong(name, f"c{at}", "") for name, at in plan.checked) or "false"
    con.execute("SET preserve_insertion_order = true")
    try:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {plan.stage} AS SELECT {channel} AS channel, {named}, "
            f"CASE WHEN {holes} THEN {bad} ELSE false END AS bad "
            f"FROM (SELECT *, {made} FROM {plan.cells})",
            {**binds, **names},
        )
    except duckdb.Error as error:
        raise NotClean(str(error).split("\n", 1)[0]) from error
    finally:
        con.execute("SET preserve_insertion_order = false")


def _channel(con: "DuckDBPyConnection", batch: Batch, plan: _Plan) -> tuple[str, dict[str, Any]]:
    """The channel of a row in SQL, NULL for a stranger; and what it binds."""
    if "account" not in plan.places or not batch.channels:
        found = batch.channels.get("") if "account" not in plan.places else None
        return ("NULL::VARCHAR" if found is None else cells.text(found)), {}
    listed = ", ".join(cells.text(name) for name in batch.channels)
    con.execute("DROP TYPE IF EXISTS account_name")
    con.execute(f"CREATE TEMP TYPE account_name AS ENUM ({listed})")
    account = f"TRY_CAST(coalesce(c{plan.places['account']}, '') AS account_name)"
    binds = bound({"channels": list(batch.channels.values())})
    return f"list_extract({texts('channels')}, enum_code({account}) + 1)", binds


def _counts(con: "DuckDBPyConnection", plan: _Plan) -> tuple[int, int, int, int]:
    """(rows, rows with an unreadable cell, of no channel of this import, without a key)."""
    found = con.execute(
        "SELECT count(*), count(*) FILTER (bad), count(*) FILTER (channel IS NULL), "
        f"count(*) FILTER ({plan.keyless}) FROM {plan.stage}"
    ).fetchone()
    return found or (0, 0, 0, 0)


def _unreadable(con: "DuckDBPyConnection", plan: _Plan, binds: Mapping[str, Any]) -> list[Trouble]:
    """The cells that could not be read, from a second look at their lines only."""
    found: list[Trouble] = []
    for name, at in plan.checked:
        listed = con.execute(
            f"SELECT r.line, r.c{at} FROM {plan.rows} r JOIN {plan.lined} s USING (line) "
            f"WHERE s.bad AND {plan.wrong(name, f'r.c{at}', 's.')} "
            f"ORDER BY 1 LIMIT {TOLD + 1}",
            binds,
        ).fetchall()
        kept = name not in plan.fact.key_names
        found += [_trouble(line, plan.header[at], cell, kept) for line, cell in listed[:TOLD]]
        if len(listed) > TOLD:
            found.append(_many(plan.header[at], listed[TOLD][0]))
    return sorted(found, key=lambda trouble: trouble.line)


def _strangers(con: "DuckDBPyConnection", plan: _Plan, binds: Mapping[str, Any]) -> list[Trouble]:
    """Accounts that belong to no channel of this import, each told once, at its first line."""
    account = f"r.c{plan.places['account']}" if "account" in plan.places else "''"
    listed = con.execute(
        f"SELECT min(r.line), {account} FROM {plan.rows} r JOIN {plan.lined} s USING (line) "
        "WHERE s.channel IS NULL GROUP BY 2 ORDER BY 1",
        binds,
    ).fetchall()
    return [unresolved(line, name or "") for line, name in listed]


def _trouble(line: int, column: str, value: str | None, kept: bool) -> Trouble:
    return Trouble(
        line=line,
        column=column,
        value=value or "",
        row_kept=kept,
        why=Text("This cell could not be read.", "Sel ini tidak dapat dibaca."),
        fix=Text(
            "Correct the cell, or map the column to something else, and import again.",
            "Perbaiki selnya, atau petakan kolomnya ke hal lain, lalu impor lagi.",
        ),
    )


def _many(column: str, line: int) -> Trouble:
    return Trouble(
        line=line,
        column=column,
        value="",
        why=say(
            "More than {n} cells of this column could not be read; the rest is not listed.",
            "Lebih dari {n} sel di kolom ini tidak terbaca; sisanya tidak didaftar.",
            n=TOLD,
        ),
        fix=Text(
            "Check the decimal sign and the date format of this column.",
            "Periksa tanda desimal dan format tanggal kolom ini.",
        ),
    )
