"""What is known of one's own followers on each network, for choosing where a goal is set.

The shares of two channels are never averaged: the one with the most followers speaks for a network.
"""

import re
from datetime import timedelta

from tolok.core.goals.where import Following, Group
from tolok.core.query import KpiRef, Period, Query, Series
from tolok.core.text import Text
from tolok.services.access import Scope
from tolok.services.channels import channels
from tolok.services.goal_rows import today
from tolok.services.kpis import catalogue
from tolok.services.numbers_audience import KPI, gender_words
from tolok.services.numbers_cache import answers
from tolok.services.numbers_listed import by_part, listed

DAYS = 400
DIMENSIONS = ("gender", "age", "city")
LEAST_LETTERS = 4
Shares = dict[str, dict[str, float]]


def followings(scope: Scope, place: str = "") -> dict[str, Following]:
    """Own channels by network; `place`: the words that say for whom the goal is."""
    counts = _by_channel(scope, "followers", ())
    shares = _shares(scope)
    found: dict[str, tuple[float, Following]] = {}
    for channel in channels(scope):
        key = str(channel.id)
        count = counts.get((key,))
        mine = shares.get(key, {})
        wanted = _wanted(mine.get("city", {}), place)
        one = Following(round(count) if count is not None else None, wanted, groups=_groups(mine))
        rank = -1.0 if count is None else count
        if channel.network not in found or rank > found[channel.network][0]:
            found[channel.network] = (rank, one)
    return {network: one for network, (_, one) in found.items()}


def _shares(scope: Scope) -> dict[str, Shares]:
    """Channel → dimension → bucket → share, as last read."""
    made: dict[str, Shares] = {}
    rows = listed(scope, today(scope))
    for channel in {r.channel for r in rows}:
        parts = by_part(tuple(r for r in rows if r.channel == channel))
        made[channel] = {name: buckets for name, buckets in parts.items() if buckets}
    for dimension in DIMENSIONS:
        for (bucket, channel), share in _by_channel(scope, KPI, (dimension,)).items():
            made.setdefault(channel, {}).setdefault(dimension, {})[bucket] = share
    return made


def _by_channel(scope: Scope, kpi: str, by: tuple[str, ...]) -> dict[tuple[str, ...], float]:
    day = today(scope)
    query = Query(
        workspace=scope.key,
        kpis=(KpiRef(kpi),),
        period=Period(day - timedelta(days=DAYS), day),
        by=(*by, "channel"),
        zone=scope.workspace.zone,
        first_weekday=scope.workspace.first_weekday,
    )
    (found,) = answers(query, catalogue(scope))
    if not isinstance(found, Series):
        return {}
    return {p.key: float(p.cell.value) for p in found.points if p.cell.value is not None}


def _groups(shares: Shares) -> tuple[Group, ...]:
    """The largest group of each dimension."""
    made = []
    for dimension in DIMENSIONS:
        buckets = shares.get(dimension)
        if buckets:
            key = max(sorted(buckets), key=buckets.__getitem__)
            name = gender_words(key) if dimension == "gender" else None
            made.append(Group(name or Text.same(key), buckets[key]))
    return tuple(made)


def _wanted(cities: dict[str, float], place: str) -> float | None:
    """The share of the cities that the goal names; None when it names none that was read."""
    named = [
        share
        for city, share in cities.items()
        if len(name := city.split(",")[0].strip()) >= LEAST_LETTERS
        and re.search(rf"\b{re.escape(name)}\b", place, re.IGNORECASE)
    ]
    return sum(named) if named else None
