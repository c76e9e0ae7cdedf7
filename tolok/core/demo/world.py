"""Eighteen months of a café's numbers on six networks and its website, from one seed.

Nothing here is read from anywhere: every count follows from the profile of its network, the planted
truths and the random source that is passed in.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from tolok.core.demo.truths import Truths
from tolok.core.demo.words import AB_TEXT, TOPICS

FORGETTING_DAYS = 9  # a post lives about this long in the daily counts


@dataclass(frozen=True, slots=True)
class Profile:
    """How one account usually does. Shares are of followers (reach) or of reach (the rest)."""

    network: str
    name: str
    followers: int
    weekly_growth: float
    posts_per_week: float
    types: Mapping[str, float]
    reach: float
    likes: float
    comments: float
    shares: float
    saves: float = 0.0
    link_clicks: float = 0.0
    views_per_reach: float = 1.3
    video: bool = False
    offers: frozenset[str] = frozenset()  # daily measures the network reports


@dataclass(frozen=True, slots=True)
class Post:
    """One made-up post with its lifetime counts."""

    post_id: str
    published: datetime
    type: str
    text: str
    link: str
    tags: str
    measures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Account:
    """One account: its posts, and its counts by day (a missing day was not read)."""

    profile: Profile
    posts: tuple[Post, ...]
    days: Mapping[date, Mapping[str, int]] = field(default_factory=dict)


_SOCIAL = frozenset(
    [
        "followers",
        "followers_gained",
        "followers_lost",
        "likes",
        "comments",
        "shares",
        "profile_visits",
    ]
)
PROFILES = (
    Profile(
        "instagram", "@sudut.example", 4_200, Truths.GROWTH_PER_WEEK, 5,
        {"reel": 0.4, "photo": 0.35, "carousel": 0.25}, 0.34, 0.075, 0.006, 0.008, 0.011, 0.004,
        offers=_SOCIAL | {"reach", "views", "saves", "link_clicks", "conversations"},
    ),
    Profile(
        "facebook", "Sudut Café", 6_800, 0.0008, 4, {"photo": 0.5, "link": 0.3, "reel": 0.2},
        0.11, 0.03, 0.004, 0.006, 0.0, 0.012,
        offers=_SOCIAL | {"reach", "impressions", "views", "link_clicks", "page_views", "fans",
                          "conversations"},
    ),
    Profile(
        "tiktok", "@sudut.example", 1_900, 0.004, 3, {"video": 1.0}, 0.9, 0.06, 0.004, 0.009,
        0.006, views_per_reach=1.2, video=True,
        offers=_SOCIAL | {"views", "video_views", "viewers"},
    ),
    Profile(
        "x", "@sudut_example", 900, 0.001, 6, {"text": 0.6, "photo": 0.3, "link": 0.1}, 0.4, 0.02,
        0.003, 0.004, 0.001, 0.006, views_per_reach=1.0,
        offers=_SOCIAL | {"impressions", "saves", "link_clicks"},
    ),
    Profile(
        "youtube", "Sudut Café", 650, 0.0025, 0.8, {"video": 1.0}, 0.7, 0.035, 0.004, 0.005,
        views_per_reach=1.4, video=True,
        offers=frozenset({"followers", "followers_gained", "followers_lost", "views", "likes",
                          "comments", "shares", "watch_time_s"}),
    ),
    Profile(
        "linkedin", "Sudut Café", 420, 0.002, 1, {"text": 0.4, "link": 0.4, "photo": 0.2}, 0.45,
        0.03, 0.004, 0.003, 0.0, 0.015, views_per_reach=1.3,
        offers=_SOCIAL | {"impressions", "link_clicks"},
    ),
)  # fmt: skip


def make_world(truths: Truths, random: Random) -> tuple[Account, ...]:
    """All accounts, in a fixed order; the same random source gives the same world."""
    return tuple(_account(profile, truths, random) for profile in PROFILES)


def _account(profile: Profile, truths: Truths, random: Random) -> Account:
    posts = tuple(_posts(profile, truths, random))
    return Account(profile, posts, dict(_days(profile, posts, truths, random)))


def _posts(profile: Profile, truths: Truths, random: Random) -> Iterator[Post]:
    number = 0
    for day in _all_days(truths):
        for _ in range(_poisson(random, profile.posts_per_week / 7)):
            number += 1
            yield _post(profile, truths, random, day, number)
    if profile.network == "tiktok":
        yield _post(profile, truths, random, truths.viral_day, number + 1, viral=True)


def _post(
    profile: Profile, truths: Truths, random: Random, day: date, number: int, *, viral: bool = False
) -> Post:
    kind = random.choices(list(profile.types), weights=list(profile.types.values()))[0]
    hour = random.choice((7, 8, 10, 12, 15, 17, 18, 19, 20, 21))
    at = datetime.combine(day, time(hour, random.randrange(60)))
    topic = random.choice(list(TOPICS))
    text, tags = random.choice(TOPICS[topic]), topic
    lift = _lift(profile, kind, at) * (Truths.VIRAL_TIMES if viral else 1.0)
    spirit = 1.0
    if profile.network == "instagram" and kind == "photo":
        arm = number % 2
        text, tags = AB_TEXT[arm], ("control", "variation")[arm]
        spirit = Truths.VARIATION_TIMES if arm else 1.0
    reach = _around(random, _followers(profile, truths, day) * profile.reach * lift, 0.45)
    return Post(
        post_id=f"{profile.network}-{number:04d}",
        published=at,
        type=kind,
        text=text,
        link=f"https://example.com/{profile.network}/{number:04d}",
        tags=tags,
        measures=_counts(profile, random, reach, spirit),
    )


def _lift(profile: Profile, kind: str, at: datetime) -> float:
    """The planted best slot: reels on Thursday evening."""
    best = at.weekday() == Truths.BEST_WEEKDAY and at.hour in Truths.BEST_HOURS
    if profile.network == "instagram" and kind == "reel" and best:
        return Truths.BEST_TIMES
    return 1.2 if kind in ("reel", "video") else 1.0


def _counts(profile: Profile, random: Random, reach: int, spirit: float) -> dict[str, int]:
    def part(share: float) -> int:
        return _poisson(random, reach * share * spirit)

    counts = {
        "likes": part(profile.likes),
        "comments": part(profile.comments),
        "shares": part(profile.shares),
    }
    seen = _around(random, reach * profile.views_per_reach, 0.05)
    if "reach" in profile.offers:
        counts["reach"] = reach
        counts["views"] = max(seen, reach)
    elif "impressions" in profile.offers:
        counts["impressions"] = seen
    else:
        counts["views"] = seen
    if profile.saves:
        counts["saves"] = part(profile.saves)
    if profile.link_clicks:
        counts["link_clicks"] = part(profile.link_clicks)
    if profile.video:
        counts["video_views"] = counts["views"]
        counts["watch_time_s"] = round(counts["views"] * random.uniform(9, 16))
    return counts


def _days(
    profile: Profile, posts: tuple[Post, ...], truths: Truths, random: Random
) -> Iterator[tuple[date, dict[str, int]]]:
    echo = _echo(posts, truths)
    before = _followers(profile, truths, truths.period.start - timedelta(days=1))
    for day in _all_days(truths):
        weekend = Truths.WEEKEND_TIMES if day.weekday() >= 5 else 1.0
        followers = _followers(profile, truths, day)
        net, before = followers - before, followers
        counts = _day_counts(profile, random, followers, net, weekend, echo.get(day, {}))
        if not _unread(profile, truths, day):
            yield day, {k: v for k, v in counts.items() if k in profile.offers}


def _day_counts(
    profile: Profile,
    random: Random,
    followers: int,
    net: int,
    weekend: float,
    echo: Mapping[str, float],
) -> dict[str, int]:
    """One day: what the posts of the days before still earn, plus the account's own quiet hum."""
    lost = _poisson(random, followers * 0.0004)
    seen = (echo.get("seen", 0.0) + followers * 0.05) * weekend
    views = _around(random, seen, 0.08)
    visits = _around(random, followers * 0.012 * weekend, 0.2)
    return {
        "followers": followers,
        "fans": round(followers * 0.94),
        "followers_gained": max(net + lost, 0),
        "followers_lost": max(lost, -net),
        "reach": round(views * 0.72),
        "viewers": round(views * 0.8),
        "views": views,
        "video_views": views,
        "impressions": round(views * (0.7 if profile.network == "facebook" else 1.0)),
        "likes": _poisson(random, echo.get("likes", 0.0) * weekend),
        "comments": _poisson(random, echo.get("comments", 0.0) * weekend),
        "shares": _poisson(random, echo.get("shares", 0.0) * weekend),
        "saves": _poisson(random, echo.get("saves", 0.0) * weekend),
        "link_clicks": _poisson(random, echo.get("link_clicks", 0.0) * weekend + 0.4),
        "profile_visits": visits,
        "page_views": round(visits * 1.3),
        "watch_time_s": round(views * random.uniform(30, 60)),
        "conversations": _poisson(random, 1.6 * weekend),
    }


def _echo(posts: tuple[Post, ...], truths: Truths) -> dict[date, dict[str, float]]:
    """Each post's counts spread over the days after it, halving every second day."""
    weights = [math.exp(-0.35 * age) for age in range(FORGETTING_DAYS)]
    whole = sum(weights)
    found: dict[date, dict[str, float]] = {}
    for post in posts:
        seen = post.measures.get("views") or post.measures.get("impressions", 0)
        for age, weight in enumerate(weights):
            day = found.setdefault(post.published.date() + timedelta(days=age), {})
            for name, count in (*post.measures.items(), ("seen", seen)):
                day[name] = day.get(name, 0.0) + count * weight / whole
    return found


def _unread(profile: Profile, truths: Truths, day: date) -> bool:
    hit = profile.network in ("facebook", "instagram")
    return hit and truths.outage.start <= day <= truths.outage.end


def _followers(profile: Profile, truths: Truths, day: date) -> int:
    weeks = (day - truths.period.start).days / 7
    wave = 1 + 0.002 * math.sin(weeks / 5)
    return round(profile.followers * (1 + profile.weekly_growth) ** weeks * wave)


def _all_days(truths: Truths) -> Iterator[date]:
    for n in range(truths.period.days):
        yield truths.period.start + timedelta(days=n)


def _around(random: Random, middle: float, spread: float) -> int:
    """A count near `middle`, never negative; `spread` is the sd of its logarithm."""
    return max(round(middle * math.exp(random.gauss(-spread * spread / 2, spread))), 0)


def _poisson(random: Random, mean: float) -> int:
    """A Poisson count; by the normal approximation above 50."""
    if mean <= 0:
        return 0
    if mean > 50:
        return max(round(random.gauss(mean, math.sqrt(mean))), 0)
    limit, product, count = math.exp(-mean), random.random(), 0
    while product > limit:
        product *= random.random()
        count += 1
    return count
