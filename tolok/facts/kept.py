"""The tables as they lie in the file: `<name>_kept` holds only columns that ever had a value.

A column of blanks costs as much to write as one of numbers, and most files fill a tenth of the
columns. Readers see all columns, through a view called `<name>`; who writes asks `fact` for the
narrow form. A state and its logs always have the same columns.
"""
# ruff: noqa: S608 - names come from `schema`

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tolok.facts.schema import FACTS, ORIGIN, Column, Fact

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MARK = "_kept"


def fact(con: "DuckDBPyConnection", wide: Fact, filled: Collection[str] = ()) -> Fact:
    """The fact as it is kept, after columns were added for what is now `filled`."""
    there = _columns(con, wide.latest + _MARK)
    missing = [c for c in wide.columns if c.name in filled and c.name not in there]
    for column in missing:
        for name, columns in wide.tables.items():
            if column in columns:
                con.execute(f'ALTER TABLE {name}{_MARK} ADD COLUMN "{column.name}" {column.type}')
    there.update(column.name for column in missing)
    if missing:
        _show(con, wide, there)
    return _narrow(wide, there)


def facts(con: "DuckDBPyConnection") -> list[Fact]:
    """All facts as they are kept."""
    return [fact(con, wide) for wide in FACTS.values()]


def prepare(con: "DuckDBPyConnection") -> None:
    """Make what is not there yet; show columns that this version of Tolok is the first to know."""
    seen = _all_columns(con)
    for wide in FACTS.values():
        bare = _listed((*wide.keys, *ORIGIN))
        for name in wide.tables:
            if name + _MARK not in seen:
                con.execute(f"CREATE TABLE {name}{_MARK} ({bare})")
        if any(
            [c.name for c in columns] != seen.get(name) for name, columns in wide.tables.items()
        ):
            _show(con, wide, _columns(con, wide.latest + _MARK))


def take_over(con: "DuckDBPyConnection") -> None:
    """Make of the tables of version 1, which had all columns, such as are kept now."""
    for wide in FACTS.values():
        counts = ", ".join(f'count("{c.name}")' for c in wide.columns)
        found = con.execute(f"SELECT {counts} FROM {wide.latest}").fetchone() or ()
        empty = [c for c, count in zip(wide.columns, found, strict=True) if not count]
        for name, columns in wide.tables.items():
            con.execute(f"ALTER TABLE {name} RENAME TO {name}{_MARK}")
            for column in empty:
                if column in columns:
                    con.execute(f'ALTER TABLE {name}{_MARK} DROP COLUMN "{column.name}"')


def _narrow(wide: Fact, there: Collection[str]) -> Fact:
    logs = tuple(
        replace(
            log, name=log.name + _MARK, columns=tuple(c for c in log.columns if c.name in there)
        )
        for log in wide.logs
    )
    return replace(wide, latest=wide.latest + _MARK, logs=logs)


def _show(con: "DuckDBPyConnection", wide: Fact, there: Collection[str]) -> None:
    """The views with all columns; those that are not kept are blank."""
    always = {column.name for column in (*wide.keys, *ORIGIN)}
    for name, columns in wide.tables.items():
        listed = ", ".join(
            f'"{c.name}"'
            if c.name in there or c.name in always
            else f'NULL::{c.type} AS "{c.name}"'
            for c in columns
        )
        con.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT {listed} FROM {name}{_MARK}")


def _columns(con: "DuckDBPyConnection", table: str) -> set[str]:
    return {name for name, *_ in con.execute(f"FROM {table} LIMIT 0").description or ()}


def _all_columns(con: "DuckDBPyConnection") -> Mapping[str, list[str]]:
    """The columns of every table and view of the file."""
    listed = con.execute(
        "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() "
        "WHERE database_name = current_database() GROUP BY 1"
    ).fetchall()
    return dict(listed)


def _listed(columns: Collection[Column]) -> str:
    return ", ".join(f'"{column.name}" {column.type}' for column in columns)
