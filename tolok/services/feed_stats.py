"""What feeds and routes brought: decisions and posts by feed, route, network, day and hour.

Counts of the ledger only. What people did with the posts is on the Numbers page, by `origin`.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count

from tolok.core.feeds.decide import What
from tolok.core.feeds.polling import TELL_AFTER
from tolok.services.access import Scope
from tolok.store.models import Delivery, Feed, FeedDecision, FeedItem
from tolok.store.scope import within

BY: Mapping[str, Callable[[FeedDecision, ZoneInfo], str]] = {
    "feed": lambda row, zone: row.item.feed.title or row.item.feed.url,
    "route": lambda row, zone: row.target.route.name,
    "channel": lambda row, zone: row.target.channel.name,
    "network": lambda row, zone: row.target.channel.network,
    "day": lambda row, zone: row.decided_at.astimezone(zone).date().isoformat(),
    "hour": lambda row, zone: f"{row.decided_at.astimezone(zone).hour:02}",
}


@dataclass(frozen=True, slots=True)
class Line:
    """How often each decision was made under one heading; `published` of those given."""

    name: str
    decisions: Mapping[str, int]
    published: int
    failed: int

    @property
    def given(self) -> int:
        return self.decisions.get(What.GIVEN, 0)


def lines(scope: Scope, by: str, since: datetime, until: datetime) -> list[Line]:
    """`by` is a key of `BY`; the headings in their order, days and hours as clocks show them."""
    zone = ZoneInfo(scope.workspace.zone)
    rows = within(FeedDecision, scope.id).filter(decided_at__gte=since, decided_at__lt=until)
    rows = rows.select_related("item__feed", "target__route", "target__channel")
    decisions: dict[str, Counter[str]] = {}
    states: dict[str, Counter[str]] = {}
    found = list(rows.order_by("decided_at"))
    became = _states(scope, [row.post_id for row in found if row.post_id])
    for row in found:
        name = BY[by](row, zone)
        decisions.setdefault(name, Counter())[row.what] += 1
        if row.post_id:
            state = became.get((row.post_id, row.target.channel_id), "")
            states.setdefault(name, Counter())[state] += 1
    return [
        Line(
            name,
            dict(counts),
            published=states.get(name, Counter())["published"],
            failed=states.get(name, Counter())["failed"],
        )
        for name, counts in sorted(decisions.items())
    ]


def queue_depth(scope: Scope) -> dict[str, int]:
    """How many entries wait, by the id of the channel that they wait for."""
    rows = within(FeedDecision, scope.id).filter(what=What.WAITING)
    counted = rows.values_list("target__channel_id").annotate(n=Count("id"))
    return {str(channel): n for channel, n in counted}


def ailing(scope: Scope) -> list[Feed]:
    """Feeds of which the owner must be told: gone, or failed several times in a row."""
    rows = within(Feed, scope.id).filter(enabled=True)
    return [row for row in rows if row.gone or row.failures >= TELL_AFTER]


def per_day(
    scope: Scope, feeds: Sequence[Feed], now: datetime, days: int = 14
) -> dict[UUID, float | None]:
    """New entries of each feed a day over the last days; None before it was there a whole day."""
    rows = within(FeedItem, scope.id).filter(
        first_seen__gt=now - timedelta(days=days), passed__isnull=True
    )
    counts = dict(rows.order_by().values_list("feed_id").annotate(n=Count("id")))
    found: dict[UUID, float | None] = {}
    for feed in feeds:
        age = min(now - feed.created_at, timedelta(days=days)).days
        found[feed.id] = counts.get(feed.id, 0) / age if age else None
    return found


def _states(scope: Scope, posts: list[UUID]) -> dict[tuple[UUID, UUID], str]:
    rows = within(Delivery, scope.id).filter(post_id__in=posts, part=0)
    return {(row[0], row[1]): row[2] for row in rows.values_list("post_id", "channel_id", "state")}
