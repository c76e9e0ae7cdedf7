"""The tables of the facts, made from `core/measures`: logs that only grow, and the state they give.

A *fact* (posts, days, windows, audience, ads) has one or more append-only logs and one derived
table `*_latest` with one row per key. Refuses a file that a newer version wrote.
"""

from dataclasses import dataclass

from tolok.core import measures
from tolok.core.measures import Kind, Measure

VERSION = 2  # 1: tables with all columns, blank or not

# Counts that networks report in fractions (a conversion shared by two ads counts a half each).
FRACTIONAL = frozenset(
    {
        *("conversions", "approved_conversions", "non_revenue_conversions"),
        *("results", "leads", "orders", "customers"),
    }
)
EXACT = "DECIMAL(18,4)"


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Log:
    """An append-only table. A row is written when one of `columns` is new or has changed."""

    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """`keys` name one thing; the state of each column is the last value that was not blank."""

    id: str
    latest: str
    keys: tuple[Column, ...]
    logs: tuple[Log, ...]
    measures: tuple[Measure, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for log in self.logs for column in log.columns)

    @property
    def tables(self) -> dict[str, tuple[Column, ...]]:
        """The logs and the state, each with all its columns."""
        made = {log.name: (*self.keys, *log.columns, *ORIGIN) for log in self.logs}
        return {**made, self.latest: (*self.keys, *self.columns, *ORIGIN)}

    @property
    def key_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.keys)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _columns(rows: str) -> tuple[Column, ...]:
    return tuple(Column(*row.strip().split(" ", 1)) for row in rows.split("\n") if row.strip())


def column_type(measure: Measure) -> str:
    """Whole counts are integers; money, seconds and fractional counts are exact decimals."""
    whole = measure.kind is not Kind.MONEY and measure.unit == "count"
    return "BIGINT" if whole and measure.id not in FRACTIONAL else EXACT


def _wide(table: str) -> tuple[Column, ...]:
    return tuple(Column(m.id, column_type(m)) for m in measures.columns(table))


KEY = _columns(
    """
    workspace VARCHAR
    channel VARCHAR
    """
)
ORIGIN = _columns(
    """
    batch_id VARCHAR
    observed_at TIMESTAMP
    seq BIGINT
    line BIGINT
    """
)
_ATTRIBUTES = _columns(
    """
    type VARCHAR
    published_at TIMESTAMP
    local_at TIMESTAMP
    zone VARCHAR
    text VARCHAR
    text_length INTEGER
    link VARCHAR
    campaign VARCHAR
    tags VARCHAR[]
    hashtags VARCHAR[]
    language VARCHAR
    author VARCHAR
    paid BOOLEAN
    duration_s DOUBLE
    """
)
_NOTES = _columns(
    """
    currency VARCHAR
    extra JSON
    """
)

POST = Fact(
    id=measures.POST,
    latest="post_latest",
    keys=(*KEY, Column("post_id", "VARCHAR")),
    logs=(
        Log("post", _ATTRIBUTES),
        Log("post_snapshot", (*_wide(measures.POST), *_NOTES)),
    ),
    measures=measures.columns(measures.POST),
)
DAY = Fact(
    id=measures.DAY,
    latest="channel_day_latest",
    keys=(*KEY, Column("day", "DATE"), Column("source", "VARCHAR")),
    logs=(Log("channel_day", (Column("zone", "VARCHAR"), *_wide(measures.DAY), *_NOTES)),),
    measures=measures.columns(measures.DAY),
)
WINDOW = Fact(
    id="window",
    latest="channel_window_latest",
    keys=(
        *KEY,
        Column("start_day", "DATE"),
        Column("end_day", "DATE"),
        Column("measure", "VARCHAR"),
    ),
    logs=(Log("channel_window", (Column("value", EXACT),)),),
    measures=(),
)
AUDIENCE = Fact(
    id="audience",
    latest="audience_latest",
    keys=(
        *KEY,
        Column("day", "DATE"),
        Column("dimension", "VARCHAR"),
        Column("bucket", "VARCHAR"),
    ),
    logs=(Log("audience", (Column("share", "DOUBLE"), Column("count", "BIGINT"))),),
    measures=(),
)
AD = Fact(
    id=measures.AD,
    latest="ad_day_latest",
    keys=(
        *KEY,
        *_columns(
            """
            ad_campaign VARCHAR
            ad_set VARCHAR
            ad VARCHAR
            day DATE
            end_day DATE
            currency VARCHAR
            breakdown VARCHAR
            """
        ),
    ),
    logs=(Log("ad_day", (*_wide(measures.AD), Column("extra", "JSON"))),),
    measures=measures.columns(measures.AD),
)
FACTS: dict[str, Fact] = {fact.id: fact for fact in (POST, DAY, WINDOW, AUDIENCE, AD)}

_BATCH = _columns(
    """
    workspace VARCHAR
    id VARCHAR
    seq BIGINT
    observed_at TIMESTAMP
    file VARCHAR
    zone VARCHAR
    channels VARCHAR[]
    repeats BIGINT
    logged BOOLEAN
    """
)
_CHANNEL = _columns(
    """
    workspace VARCHAR
    id VARCHAR
    network VARCHAR
    name VARCHAR
    zone VARCHAR
    tier VARCHAR
    """
)


def tables() -> list[str]:
    """Every table that holds rows."""
    return [*(name for fact in FACTS.values() for name in fact.tables), "batch", "channel"]


def ddl() -> list[str]:
    """The tables beside those of the facts (`kept`); running this twice changes nothing."""
    about = _create("about", (Column("version", "INTEGER"),))
    return [_create("batch", _BATCH), _create("channel", _CHANNEL), about]


def _create(name: str, columns: tuple[Column, ...]) -> str:
    listed = ", ".join(f'"{column.name}" {column.type}' for column in columns)
    return f"CREATE TABLE IF NOT EXISTS {name} ({listed})"
