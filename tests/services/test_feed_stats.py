"""What feeds brought is counted from the ledger."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.cast import Cast
from tolok.lib.http import SafeClient
from tolok.services import feed_routes, feed_stats, feeds
from tolok.services.channels import make_channel
from tolok.services.feed_fetch import read_one
from tolok.services.feed_run import run_due
from tolok.store.models import Delivery, Feed, FeedItem

NOW = datetime(2026, 11, 25, 20, tzinfo=UTC)
TEXT = "<rss version='2.0'><channel><title>Toko</title>{}</channel></rss>".format(
    "".join(f"<item><guid>{n}</guid><title>Judul {n}</title></item>" for n in range(5))
)
pytestmark = pytest.mark.django_db


def served() -> SafeClient:
    return SafeClient(transport=httpx.MockTransport(lambda _: httpx.Response(200, text=TEXT)))


@pytest.fixture
def feed(cast: Cast) -> Feed:
    scope = cast.scope()
    made = feeds.add(scope, "https://toko.example/f", NOW, first={"policy": "latest", "latest": 4})
    make_channel(scope, "mastodon", "Toko")
    target = {"channel": "Toko", "outcome": "draft", "throttle": {"per_day": 2}}
    form = {"name": "Rute", "feeds": [str(made.id)], "filter": {"none": ["2"]}, "targets": [target]}
    feed_routes.save(scope, form, NOW)
    read_one(made.id, NOW, served)
    run_due(NOW)
    return made


def test_each_decision_is_counted_under_its_heading(cast: Cast, feed: Feed):
    scope = cast.scope()
    Delivery.objects.filter(post__title="Judul 3").update(state="published")
    for by, name in (("feed", "Toko"), ("route", "Rute"), ("network", "mastodon")):
        line = feed_stats.lines(scope, by, NOW, NOW + timedelta(days=1))[0]
        assert (line.name, line.given, line.published, line.failed) == (name, 2, 1, 0)
        assert line.decisions == {"seen": 1, "filtered": 1, "given": 2, "waiting": 1}


def test_days_and_hours_are_those_of_the_workspace(cast: Cast, feed: Feed):
    cast.workspace.zone = "Asia/Jakarta"
    cast.workspace.save()
    scope = cast.scope()
    until = NOW + timedelta(days=1)
    assert [each.name for each in feed_stats.lines(scope, "day", NOW, until)] == ["2026-11-26"]
    assert [each.name for each in feed_stats.lines(scope, "hour", NOW, until)] == ["03"]


def test_what_waits_and_what_ails_is_known(cast: Cast, feed: Feed):
    scope = cast.scope()
    assert list(feed_stats.queue_depth(scope).values()) == [1]
    assert feed_stats.ailing(scope) == []
    Feed.objects.update(failures=5)
    assert feed_stats.ailing(scope) == [feed]


def test_entries_a_day_are_counted_from_the_first_whole_day(cast: Cast):
    scope = cast.scope()
    old, young = (
        Feed.objects.create(workspace=cast.workspace, url=f"https://{n}.example/", due_at=NOW)
        for n in ("old", "young")
    )
    Feed.objects.filter(id=old.id).update(created_at=NOW - timedelta(days=4, hours=2))
    Feed.objects.filter(id=young.id).update(created_at=NOW - timedelta(hours=20))
    for n, days in enumerate((1, 2, 3, 30)):
        FeedItem.objects.create(
            workspace=cast.workspace, feed=old, key=str(n), first_seen=NOW - timedelta(days=days)
        )
    found = feed_stats.per_day(scope, list(Feed.objects.all()), NOW)
    assert (found[old.id], found[young.id]) == (0.75, None)
