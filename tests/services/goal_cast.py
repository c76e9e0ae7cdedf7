"""Channels with days of numbers for the tests of goals."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from tolok.core.ports import About, DayRow, PostRow
from tolok.facts.batch import Batch
from tolok.services.access import Scope
from tolok.services.channels import make_channel
from tolok.services.fact_store import facts

TODAY = date(2026, 11, 18)


def give_days(
    scope: Scope,
    measure: str,
    per_day: Callable[[int, random.Random], float | None],
    *,
    network: str = "instagram",
    name: str = "@sudut",
    days: int = 200,
    last: date = TODAY - timedelta(days=1),
    seed: int = 3,
) -> str:
    """A channel whose `measure` was read every day up to `last`; None leaves a day out."""
    channel = make_channel(scope, network, name)
    draw = random.Random(seed)  # noqa: S311
    first = last - timedelta(days=days - 1)
    rows = []
    for n in range(days):
        value = per_day(n, draw)
        if value is not None:
            rows.append(DayRow(n + 2, first + timedelta(days=n), {measure: value}))
    _ingest(scope, str(channel.id), network, "day", rows, last)
    return str(channel.id)


def give_rows(
    scope: Scope, values: dict[date, dict[str, float]], *, network: str, name: str
) -> str:
    """A channel with several measures on each day."""
    channel = make_channel(scope, network, name)
    rows = [DayRow(n, day, one) for n, (day, one) in enumerate(sorted(values.items()), start=2)]
    _ingest(scope, str(channel.id), network, "day", rows, max(values))
    return str(channel.id)


def give_posts(
    scope: Scope,
    reach: Callable[[int, random.Random], int],
    *,
    network: str = "facebook",
    name: str = "Sudut",
    posts: int = 60,
    every: int = 3,
    last: date = TODAY - timedelta(days=1),
) -> str:
    """A channel with a post every few days, each with its reach and likes."""
    channel = make_channel(scope, network, name)
    draw = random.Random(5)  # noqa: S311
    rows = []
    for n in range(posts):
        day = last - timedelta(days=every * (posts - 1 - n))
        at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
        measures = {"reach": reach(n, draw), "likes": 20 + n % 7}
        rows.append(PostRow(n + 2, f"p{n}", at, measures, type="photo", text=f"post {n}"))
    _ingest(scope, str(channel.id), network, "post", rows, last)
    return str(channel.id)


def _ingest(scope, channel, network, table, rows, last) -> None:
    batch = Batch(
        id=f"{channel}-{table}",
        workspace=scope.key,
        observed_at=datetime(last.year, last.month, last.day, 20, tzinfo=UTC),
        zone="UTC",
        channels={"": channel},
        file="numbers.csv",
    )
    facts().ingest(batch, [About(network, table), *rows])
