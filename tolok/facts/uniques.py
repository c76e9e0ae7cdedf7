"""Unique people: the native figure for exactly this window, or bounds; never a sum.

At least as many people as the largest part counted, at most the sum of the parts.
"""
# ruff: noqa: S608 - names come from `schema`; values are bound

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tolok.core.kpi.spec import Term
from tolok.core.query import GRAINS, Cell, Period, Query, Unknown, Value
from tolok.facts.binding import bound, texts
from tolok.facts.finish import plain

_PLAIN = frozenset({*GRAINS, "network", "channel", "tier"})


@dataclass(frozen=True, slots=True)
class People:
    """What is known of a channel's people in a bucket."""

    low: Value
    high: Value
    exact: bool
    n: int = 1


def fold(parts: Iterable[People], no: Unknown) -> Cell:
    """One part stands as it is; several have bounds only."""
    known = list(parts)
    if not known:
        return Cell(unknown=no, n=0)
    low = plain(max(part.low for part in known))
    high = plain(sum(part.high for part in known))
    n = sum(part.n for part in known)
    if len(known) == 1 and known[0].exact:
        return Cell(value=low, n=n)
    return Cell(unknown=Unknown.NOT_ADDITIVE, low=low, high=high, n=n)


def windows(
    cursor: Any, query: Query, period: Period, term: Term
) -> dict[tuple[str, ...], dict[str, People]]:
    """Native figures whose window is exactly a bucket of the question, by key and channel."""
    if not {*query.by, *(s.dimension for s in query.where)} <= _PLAIN:
        return {}
    made: dict[tuple[str, ...], dict[str, People]] = {}
    back = query.period.start - period.start
    for row in _read(cursor, query, period, term):
        channel, network, tier, start, end, value = row
        named = {"channel": channel, "network": network or "", "tier": tier or ""}
        if not all(named.get(s.dimension, "") in s.values for s in query.where):
            continue
        first, last = start + back, end + back
        key = tuple(named.get(name) or bucket(first, name, query).isoformat() for name in query.by)
        if (first, last) == _range(first, query):
            made.setdefault(key, {})[channel] = People(value, value, exact=True)
    return made


def bucket(on: date, grain: str, query: Query) -> date:
    """The first day of the bucket that holds `on`."""
    if grain == "week":
        return on - timedelta(days=(on.weekday() - query.first_weekday) % 7)
    if grain == "month":
        return on.replace(day=1)
    if grain == "quarter":
        return on.replace(month=(on.month - 1) // 3 * 3 + 1, day=1)
    return on.replace(month=1, day=1) if grain == "year" else on


def last_day(first: date, grain: str) -> date:
    """The last day of the bucket that starts on `first`."""
    if grain == "day":
        return first
    if grain == "week":
        return first + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def _range(on: date, query: Query) -> tuple[date, date]:
    """The days of the bucket that holds `on`, inside the period."""
    first, last = query.period.start, query.period.end
    for grain in (name for name in query.by if name in GRAINS):
        start = bucket(on, grain, query)
        first, last = max(first, start), min(last, last_day(start, grain))
    return first, last


def _read(cursor: Any, query: Query, period: Period, term: Term) -> list[tuple[Any, ...]]:
    binds: dict[str, Any] = {
        "workspace": query.workspace,
        "names": list(term.names),
        "start": period.start,
        "last": period.end,
        "everyone": query.channels is None,
        "channels": list(query.channels or ()),
    }
    found: list[tuple[Any, ...]] = cursor.execute(
        "SELECT w.channel, c.network, c.tier, w.start_day, w.end_day, w.value "
        "FROM channel_window_latest w LEFT JOIN channel c "
        "ON c.workspace = w.workspace AND c.id = w.channel "
        f"WHERE w.workspace = $workspace AND list_contains({texts('names')}, w.measure) "
        "AND w.value IS NOT NULL AND w.start_day >= $start AND w.end_day <= $last "
        f"AND ($everyone OR list_contains({texts('channels')}, w.channel))",
        bound(binds),
    ).fetchall()
    return found


def merged(
    days: Mapping[tuple[str, ...], Mapping[str, People]],
    native: Mapping[tuple[str, ...], Mapping[str, People]],
) -> dict[tuple[str, ...], dict[str, People]]:
    """A native figure for the window replaces what its days say."""
    made = {key: dict(channels) for key, channels in days.items()}
    for key, channels in native.items():
        made.setdefault(key, {}).update(channels)
    return made
