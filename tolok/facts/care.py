"""Look after the facts: compare them with their logs, take their fingerprint, hand them out."""
# ruff: noqa: S608 - names come from `schema`; values are bound

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from tolok.core.errors import invalid
from tolok.core.text import Text, say
from tolok.facts import kept, merge
from tolok.facts.schema import FACTS, Fact

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMATS = {
    "csv": "FORMAT csv, HEADER true",
    "json": "FORMAT json, ARRAY true",
    "parquet": "FORMAT parquet, COMPRESSION zstd",
}


def tables() -> dict[str, tuple[str, ...]]:
    """Every table of facts with its columns, without the sequence number of the ingest."""
    made: dict[str, tuple[str, ...]] = {}
    for fact in FACTS.values():
        made[fact.latest] = (*fact.key_names, *fact.names)
        for log in fact.logs:
            made[log.name] = (*fact.key_names, *(c.name for c in log.columns))
    return {name: (*columns, "batch_id", "line") for name, columns in made.items()}


def digest(con: "DuckDBPyConnection", workspace: str | None = None) -> dict[str, str]:
    """A fingerprint for each table that does not depend on the order of its rows."""
    only = "" if workspace is None else " WHERE workspace = $workspace"
    binds = {} if workspace is None else {"workspace": workspace}
    made = {}
    for table, columns in tables().items():
        found = con.execute(
            f"SELECT count(*), bit_xor(hash({merge.quoted(columns)})) FROM {table}{only}", binds
        ).fetchone()
        count, mixed = found or (0, None)
        made[table] = f"{count}:{mixed or 0:016x}"
    return made


def audit(con: "DuckDBPyConnection") -> dict[str, int]:
    """How many rows of each state table differ from what its logs say; all zero when sound."""
    return {
        name: _differing(con, fact)
        for name, fact in zip([f.latest for f in FACTS.values()], kept.facts(con), strict=True)
    }


def _differing(con: "DuckDBPyConnection", fact: Fact) -> int:
    names = merge.quoted((*fact.key_names, *fact.names, *merge.ORIGINS))
    told = f"SELECT {names} FROM {fact.latest}"
    true = f"SELECT {names} FROM ({merge.recompute(fact)})"
    found = con.execute(
        f"SELECT (SELECT count(*) FROM ({told} EXCEPT ALL {true})) + "
        f"(SELECT count(*) FROM ({true} EXCEPT ALL {told}))"
    ).fetchone()
    return found[0] if found else 0


def export(
    con: "DuckDBPyConnection",
    folder: Path,
    workspace: str,
    table: str,
    target: Path,
    format: str,
) -> int:
    """Write a table of one workspace to a file; gives the number of rows."""
    known = tables()
    if table not in known:
        raise _no("table", table, known)
    if format not in FORMATS:
        raise _no("format", format, FORMATS)
    draft = folder / f"export-{uuid4().hex}"
    listed = merge.quoted((*known[table], "observed_at"))
    try:
        found = con.execute(
            f"COPY (SELECT {listed} FROM {table} WHERE workspace = $workspace ORDER BY ALL) "
            f"TO '{_literal(draft)}' ({FORMATS[format]})",
            {"workspace": workspace},
        ).fetchone()
        shutil.move(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return found[0] if found else 0


def clear(con: "DuckDBPyConnection", workspace: str) -> None:
    """Forget all facts of a workspace, before they are read again from raw."""
    binds = {"workspace": workspace}
    stored = [name for fact in kept.facts(con) for name in fact.tables]
    for table in (*stored, "batch"):
        con.execute(f"DELETE FROM {table} WHERE workspace = $workspace", binds)


def _literal(path: Path) -> str:
    return str(path).replace("'", "''")


def _no(what: str, given: str, known: Iterable[str]) -> Exception:
    words = {"table": "tabel", "format": "format"}
    listed = ", ".join(known)
    return invalid(
        Text(f"There is no {what} “{given}”.", f"Tidak ada {words[what]} “{given}”."),
        say("Use one of: {all}.", "Pakai salah satu: {all}.", all=listed),
    )
