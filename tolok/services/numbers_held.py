"""What the facts of a workspace hold at all: the days, and what one may break down or filter by."""
# ruff: noqa: S608 - names come from the lists below; values are bound

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tolok.core.kpi.spec import Source
from tolok.facts.domains import domain_sql
from tolok.services.access import Scope
from tolok.services.fact_store import facts
from tolok.services.numbers_cache import remembered

MOST_VALUES = 200  # of a filter's list; topics are typed, not chosen

_COLUMNS: Mapping[Source, tuple[str, Mapping[str, str]]] = {
    Source.POSTS: (
        "post_latest",
        {
            "type": "type",
            "campaign": "campaign",
            "language": "language",
            "author": "author",
            "paid": "paid::VARCHAR",
            "tag": "unnest(tags)",
            "hashtag": "unnest(hashtags)",
            "domain": domain_sql(),
        },
    ),
    Source.CHANNEL: ("channel_day_latest", {"source": "source"}),
    Source.ADS: (
        "ad_day_latest",
        {
            "ad_campaign": "ad_campaign",
            "ad_set": "ad_set",
            "ad": "ad",
            "currency": "currency",
            "age": "regexp_extract(breakdown, '(?:^|,)age=([^,]*)', 1)",
            "gender": "regexp_extract(breakdown, '(?:^|,)gender=([^,]*)', 1)",
            "country": "regexp_extract(breakdown, '(?:^|,)country=([^,]*)', 1)",
        },
    ),
    Source.AUDIENCE: ("audience_latest", {"audience": "dimension"}),
}
_ALWAYS = {Source.POSTS: ("weekday", "hour", "length"), Source.CHANNEL: ("weekday",)}


@dataclass(frozen=True, slots=True)
class Held:
    """`first` and `last` day of anything; `values` of each dimension that has any."""

    first: date | None = None
    last: date | None = None
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: frozenset[Source] = frozenset()

    @property
    def empty(self) -> bool:
        return not self.sources

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What the data can be broken down by, beside time, channel and network."""
        always = [d for source in _ALWAYS if source in self.sources for d in _ALWAYS[source]]
        named = [d for d, values in self.values.items() if values and d != "audience"]
        return tuple(dict.fromkeys((*named, *always)))


def held(scope: Scope) -> Held:
    """What there is; read again only after a write."""
    return remembered(scope.key, "held", lambda: _read(scope.key))


def _read(workspace: str) -> Held:
    store = facts()
    with store.reading() as cursor:
        reach = store.reach(workspace, cursor)
        days = [
            one
            for source, tables in reach.held.items()
            if source is not Source.AUDIENCE  # dated by its reading, not by what it counts
            for one in tables.values()
        ]
        values: dict[str, tuple[str, ...]] = {}
        sources = frozenset(source for source, tables in reach.held.items() if tables)
        for source, (table, columns) in _COLUMNS.items():
            if source in sources:
                for dimension, column in columns.items():
                    found = _values(cursor, workspace, table, column)
                    values[dimension] = values.get(dimension, ()) or found
    firsts = [h.first for h in days if h.first]
    lasts = [h.last for h in days if h.last]
    return Held(min(firsts, default=None), max(lasts, default=None), values, sources)


def _values(cursor: Any, workspace: str, table: str, column: str) -> tuple[str, ...]:
    found = cursor.execute(
        f"SELECT value, count(*) FROM (SELECT {column} AS value FROM {table} "
        "WHERE workspace = $workspace) WHERE value IS NOT NULL AND value != '' "
        f"GROUP BY value ORDER BY 2 DESC, 1 LIMIT {MOST_VALUES}",
        {"workspace": workspace},
    ).fetchall()
    return tuple(str(value) for value, _ in found)
