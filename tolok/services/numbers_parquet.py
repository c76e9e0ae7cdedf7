"""A table as a Parquet file, written by DuckDB in memory."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

Value = str | int | float | Decimal | bool | date | datetime | None


def parquet_bytes(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Columns are typed by what they hold: whole numbers, fractions, days, else text."""
    import duckdb

    listed = [list(row) for row in rows]
    types = [_type([row[at] for row in listed]) for at in range(len(headers))]
    names = [name.replace('"', "'") for name in headers]
    columns = ", ".join(f'"{n}" {t}' for n, t in zip(names, types, strict=True))
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:") as con:
        con.execute(f"CREATE TABLE shown ({columns})")
        if listed:
            places = ", ".join("?" for _ in headers)
            con.executemany(
                f"INSERT INTO shown VALUES ({places})",  # noqa: S608 - question marks only
                [[_cell(v, t) for v, t in zip(row, types, strict=True)] for row in listed],
            )
        path = Path(folder) / "shown.parquet"
        con.execute(f"COPY shown TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
        return path.read_bytes()


def _type(values: Sequence[Value]) -> str:
    known = [v for v in values if v is not None]
    if not known:
        return "VARCHAR"
    if all(isinstance(v, bool) for v in known):
        return "BOOLEAN"
    if all(isinstance(v, int) and not isinstance(v, bool) for v in known):
        return "BIGINT"
    if all(isinstance(v, int | float | Decimal) and not isinstance(v, bool) for v in known):
        return "DOUBLE"
    if all(isinstance(v, datetime) for v in known):
        return "TIMESTAMP"
    if all(isinstance(v, date) and not isinstance(v, datetime) for v in known):
        return "DATE"
    return "VARCHAR"


def _cell(value: Value, type: str) -> Value:
    if value is None:
        return None
    if type == "DOUBLE":
        return float(value)  # type: ignore[arg-type]
    return str(value) if type == "VARCHAR" else value
