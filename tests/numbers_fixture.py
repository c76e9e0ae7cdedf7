"""A small seeded workspace for the Numbers pages: three channels, half a year, known truths."""

import random
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from tolok.core.ports import About, AudienceRow, DayRow, PostRow
from tolok.facts.batch import Batch
from tolok.services.channels import make_channel
from tolok.services.fact_store import facts

END = date(2026, 3, 31)
START = date(2025, 10, 1)
GAP = (date(2026, 3, 10), date(2026, 3, 11))  # not read on Instagram
BEST = ("reel", 3, 18)  # reels on Thursday at 18 reach three times as many


def fill(scope, seed: int = 7) -> dict[str, str]:
    """Channels by short name. Facebook: days and posts; Instagram: days, posts, audience;
    Bluesky: posts without reach."""
    rng = random.Random(seed)  # noqa: S311 - a fixed seed for made-up numbers
    scope.workspace.zone = "UTC"
    scope.workspace.save()
    ids = {
        name: str(make_channel(scope, network, name).id)
        for name, network in (("FB", "facebook"), ("IG", "instagram"), ("BS", "bluesky"))
    }
    for name, network in (("FB", "facebook"), ("IG", "instagram")):
        take(scope, ids[name], f"{name}-days.csv", network, "day", list(_days(name, rng)))
    for name, network in (("FB", "facebook"), ("IG", "instagram"), ("BS", "bluesky")):
        take(scope, ids[name], f"{name}-posts.csv", network, "post", list(_posts(name, rng)))
    take(scope, ids["IG"], "IG-audience.csv", "instagram", "audience", list(_audience()))
    return ids


def take(scope, channel: str, file: str, network: str, table: str, rows: list) -> None:
    batch = Batch(
        id=str(uuid5(NAMESPACE_URL, f"{scope.key}/{file}")),
        workspace=scope.key,
        observed_at=datetime(2026, 4, 20, 7, tzinfo=UTC),
        zone="UTC",
        channels={"": channel},
        file=file,
    )
    facts().ingest(batch, [About(network, table), *rows])


def _days(name: str, rng: random.Random):
    followers = 1000 if name == "FB" else 2000
    for at in range((END - START).days + 1):
        day = START + timedelta(days=at)
        followers += 2
        if name == "IG" and GAP[0] <= day <= GAP[1]:
            continue
        views = (100 if name == "FB" else 300) + rng.randint(0, 20)
        counts = {"views": views, "reach": views // 2, "followers": followers, "page_views": 5}
        if name == "FB":
            counts["link_clicks"] = 4
        yield DayRow(line=at + 2, day=day, measures=counts)


def _posts(name: str, rng: random.Random):
    for at in range(0, (END - START).days + 1):
        day = START + timedelta(days=at)
        kind = ("photo", "reel")[at % 2]
        hour = 18 if at % 3 else 9
        reach = 200 + rng.randint(0, 40)
        if kind == "reel" and day.weekday() == BEST[1] and hour == BEST[2]:
            reach *= 3
        counts = {"likes": reach // 20, "comments": 3, "shares": 1}
        if name != "BS":
            counts["reach"] = reach
        yield PostRow(
            line=at + 2,
            post_id=f"{name}{at}",
            published_at=datetime(day.year, day.month, day.day, hour, tzinfo=UTC),
            measures=counts,
            type=kind,
            text=f"{name} {kind} {at} kopi" if at % 5 == 0 else f"{name} {kind} {at} teh",
            link=f"https://example.org/{name}/{at}",
        )


def _audience():
    for line, (dimension, bucket, share) in enumerate(
        [
            ("gender", "F", 0.6),
            ("gender", "M", 0.4),
            ("age", "18-24", 0.3),
            ("age", "25-34", 0.7),
            ("hour", "9", 0.2),
            ("hour", "18", 0.8),
        ],
        start=2,
    ):
        yield AudienceRow(line, END, dimension, bucket, share=share)
