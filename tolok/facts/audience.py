"""Shares of an audience by one of its own dimensions: the last break-down known in the period.

Networks list only their largest buckets, so shares are of what is listed. Two channels whose
break-downs give no counts have no shared total: the share is then not known.
"""
# ruff: noqa: S608 - names come from `schema`; values are bound

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tolok.core.query import Cell, Period, Query, Unknown, Value
from tolok.facts.binding import bound, texts

OWN = ("age", "gender", "country", "city", "language", "hour")
# The last break-down of each channel in a period, by one dimension.
LAST = (
    "SELECT * FROM audience_latest a "
    "WHERE a.workspace = $workspace AND a.dimension = $own AND a.day BETWEEN $start AND $last "
    f"AND ($everyone OR list_contains({texts('channels')}, a.channel)) "
    "QUALIFY a.day = max(a.day) OVER (PARTITION BY a.channel)"
)


def own(query: Query) -> str | None:
    """The one dimension of audiences that a question is broken down by."""
    named = [name for name in query.by if name in OWN]
    return named[0] if len(named) == 1 else None


def shares(cursor: Any, query: Query, period: Period, no: Unknown) -> dict[tuple[str, ...], Cell]:
    """The share of each bucket; the question must name exactly one dimension of audiences."""
    name = own(query)
    if name is None:
        return {} if query.by else {(): Cell(unknown=no)}
    parts = _read(cursor, query, period, name)
    wholes: dict[tuple[str, ...], list[Value | None]] = {}
    cells: dict[tuple[str, ...], list[tuple[Value | None, float | None, str]]] = {}
    for channel, network, tier, bucket, count, share in parts:
        named = {"channel": channel, "network": network, "tier": tier, name: bucket}
        key = tuple(named[part] for part in query.by)
        rest = tuple(named[part] for part in query.by if part != name)
        cells.setdefault(key, []).append((count, share, channel))
        wholes.setdefault(rest, []).append(count)
    return {key: _cell(found, wholes[_rest(key, query, name)], no) for key, found in cells.items()}


def seen(cursor: Any, query: Query) -> tuple[datetime | None, tuple[str, ...], dict[str, Any]]:
    """(as of, batches, nothing by channel) of the break-downs in the period."""
    found = cursor.execute(
        "SELECT max(observed_at), list(DISTINCT batch_id) FROM audience_latest "
        "WHERE workspace = $workspace AND day BETWEEN $start AND $last",
        {
            "workspace": query.workspace,
            "start": query.period.start,
            "last": query.period.end,
        },
    ).fetchone()
    as_of = found[0].replace(tzinfo=UTC) if found[0] else None
    return as_of, tuple(sorted(found[1] or ())), {}


def _rest(key: tuple[str, ...], query: Query, own: str) -> tuple[str, ...]:
    return tuple(part for part, name in zip(key, query.by, strict=True) if name != own)


def _cell(
    found: list[tuple[Value | None, float | None, str]], whole: Iterable[Value | None], no: Unknown
) -> Cell:
    counts = [count for count, _, _ in found if count is not None]
    total = _sum(whole)
    if len(counts) == len(found) and total:
        part = _sum(counts) or 0
        return Cell(value=float(part) / float(total), numerator=part, denominator=total)
    if len(found) == 1 and found[0][1] is not None:
        return Cell(value=found[0][1])
    return Cell(unknown=Unknown.NOT_ADDITIVE if len(found) > 1 else no)


def _sum(values: Iterable[Value | None]) -> Value | None:
    """The sum, unless one part is not known."""
    total: Value = 0
    for value in values:
        if value is None:
            return None
        total = total + value  # type: ignore[operator]
    return total


def _read(cursor: Any, query: Query, period: Period, own: str) -> list[tuple[Any, ...]]:
    found = cursor.execute(
        "SELECT a.channel, coalesce(c.network, ''), coalesce(c.tier, ''), a.bucket, a.count, "
        f"a.share FROM ({LAST}) a LEFT JOIN channel c "
        "ON c.workspace = a.workspace AND c.id = a.channel",
        bound(binds(query, period, own)),
    ).fetchall()
    keep = {s.dimension: s.values for s in query.where}
    return [row for row in found if _kept(row, own, keep)]


def binds(query: Query, period: Period, own: str) -> dict[str, Any]:
    """What `LAST` binds."""
    return {
        "workspace": query.workspace,
        "own": own,
        "start": period.start,
        "last": period.end,
        "everyone": query.channels is None,
        "channels": list(query.channels or ()),
    }


def _kept(row: tuple[Any, ...], own: str, keep: dict[str, tuple[str, ...]]) -> bool:
    channel, network, tier, bucket, *_ = row
    named = {"channel": channel, "network": network, "tier": tier, own: bucket}
    return all(named.get(dimension) in values for dimension, values in keep.items())
