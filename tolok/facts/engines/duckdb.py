"""The embedded engine: how DuckDB writes what Ibis cannot say, and how it binds values."""

from __future__ import annotations

import re
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from tolok.facts.binding import bound, texts
from tolok.facts.engines import MARK
from tolok.lib.later import Later

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import ArrayValue, BooleanValue, StringValue, Table, TimestampValue
else:
    ibis = Later("ibis")

_LIST = re.compile(rf"\['{MARK}(\w+)'\]")
_TEXT = re.compile(rf"'{MARK}(\w+)'")


@cache
def _calls() -> SimpleNamespace:
    """Functions of the engine that Ibis does not know."""
    import ibis.expr.datatypes as dt

    # Nested selects compile faster than merged ones, and the engine merges them itself.
    ibis.options.sql.fuse_selects = False
    call = ibis.udf.scalar.builtin
    aware, texts = dt.Timestamp(timezone="UTC"), dt.Array(dt.string)
    return SimpleNamespace(
        aware=call(
            lambda zone, moment: ...,
            name="timezone",
            signature=((dt.string, dt.timestamp), aware),
        ),
        wall=call(
            lambda zone, moment: ...,
            name="timezone",
            signature=((dt.string, aware), dt.timestamp),
        ),
        has=call(
            lambda items, item: ...,
            name="list_contains",
            signature=((texts, dt.string), dt.boolean),
        ),
        has_any=call(
            lambda items, others: ...,
            name="list_has_any",
            signature=((texts, texts), dt.boolean),
        ),
    )


class DuckDb:
    """Expressions in, SQL with `$name` places out."""

    name = "duckdb"

    def wall(self, zone: StringValue, moment: TimestampValue) -> TimestampValue:
        """The wall clock of `zone` at a UTC moment."""
        call = _calls()
        return call.wall(zone, call.aware(ibis.literal("UTC"), moment))

    def among(self, item: StringValue, items: ArrayValue) -> BooleanValue:
        return _calls().has(items, item)

    def overlap(self, items: ArrayValue, others: ArrayValue) -> BooleanValue:
        return _calls().has_any(items, others)

    def sql(self, expression: Table) -> str:
        _calls()
        text = str(ibis.to_sql(expression, dialect=self.name, pretty=False))
        return _TEXT.sub(r"$\1", _LIST.sub(texts(r"\1"), text))

    def run(self, cursor: Any, sql: str, binds: dict[str, Any]) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = cursor.execute(sql, bound(binds)).fetchall()
        return rows

    def columns(self, cursor: Any, sql: str, binds: dict[str, Any]) -> dict[str, Any]:
        """The answer as numpy arrays by column, for answers of many rows."""
        found: dict[str, Any] = cursor.execute(sql, bound(binds)).fetchnumpy()
        return found


ENGINE = DuckDb()
