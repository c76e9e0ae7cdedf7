"""From a shape and its aggregates to SQL, once: compiling costs more than reading.

Values (workspace, days, channels, filters) are never part of the SQL; they are bound as it runs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from tolok.core.query import Period, Query
from tolok.core.registry import collect
from tolok.facts import sources, visits
from tolok.facts.atoms import Atom, aggregate
from tolok.facts.sources import Shape

_PLACE = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL whose answer has one column for each dimension, then one for each atom."""

    sql: str
    places: frozenset[str]

    def binds(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: values[name] for name in self.places}


def engine(name: str = "duckdb") -> Any:
    for found in collect("tolok.facts.engines", "ENGINE"):
        if found.name == name:  # type: ignore[attr-defined]
            return found
    raise KeyError(name)


@lru_cache(maxsize=512)
def statement(shape: Shape, atoms: tuple[Atom, ...], engine_name: str = "duckdb") -> Statement:
    """The aggregates of a shape, grouped by its dimensions."""
    speaks = engine(engine_name)
    reads = frozenset(n for atom in atoms for t in (*atom.of, *atom.per) for n in t.names)
    rows = sources.rows(shape, speaks, reads)
    keys = sources.keys(shape)
    made = {f"a{at}": aggregate(rows, atom) for at, atom in enumerate(atoms)}
    answer = rows.group_by(keys).agg(**made) if keys else rows.agg(**made)
    return of(speaks.sql(answer))


def of(sql: str) -> Statement:
    return Statement(sql, frozenset(_PLACE.findall(sql)))


def values(query: Query, period: Period) -> dict[str, Any]:
    """What a statement binds. `period` may be a comparison period: its days are moved onto the
    period of the query, so that both have the same keys."""
    found: dict[str, Any] = {
        "workspace": query.workspace,
        "start": period.start.isoformat(),
        "stop": (period.end + timedelta(days=1)).isoformat(),
        "shift": str((query.period.start - period.start).days),
        "channels": list(query.channels or ()),
        "zone": query.zone,
        "topics": [],
        **visits.binds(),
    }
    for at, segment in enumerate(query.where):
        chosen = [v.lower() if segment.dimension in _LOWER else v for v in segment.values]
        found[f"where{at}"] = chosen
        if segment.dimension == "topic":
            found["topics"] = chosen
    return found


_LOWER = frozenset({"topic", "hashtag", "domain"})
