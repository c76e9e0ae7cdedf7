"""From an address to posts: read, decided, made, and never made twice."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.cast import Cast
from tolok.core.feeds.decide import What
from tolok.lib.http import SafeClient
from tolok.services import posts
from tolok.services.access import Scope
from tolok.services.channels import make_channel
from tolok.services.feed_fetch import read_due, read_one
from tolok.services.feed_run import run, run_due
from tolok.services.post_order import Order
from tolok.store.models import (
    Feed,
    FeedDecision,
    FeedFetch,
    FeedItem,
    Post,
    Route,
    RouteTarget,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
URL = "https://toko.example/feed"
pytestmark = pytest.mark.django_db

Reply = Callable[[httpx.Request], httpx.Response]


def client(reply: Reply) -> Callable[[], SafeClient]:
    return lambda: SafeClient(transport=httpx.MockTransport(reply), clock=lambda: NOW)


def rss(*numbers: int, words: str = "Judul") -> str:
    entries = "".join(
        f"<item><guid>id-{n}</guid><title>{words} {n}</title><link>https://toko.example/{n}</link>"
        f"<pubDate>Wed, 25 Nov 2026 11:{n:02}:00 GMT</pubDate></item>"
        for n in numbers
    )
    return f"<rss version='2.0'><channel><title>Toko</title><ttl>60</ttl>{entries}</channel></rss>"


def served(text: str, **headers: str) -> Callable[[], SafeClient]:
    return client(lambda _: httpx.Response(200, text=text, headers=headers))


@pytest.fixture
def feed(cast: Cast) -> Feed:
    return Feed.objects.create(
        workspace=cast.workspace, url=URL, due_at=NOW, first={"policy": "latest", "latest": 2}
    )


def target(scope: Scope, feed: Feed, **more: object) -> RouteTarget:
    channel = make_channel(scope, "mastodon", "Toko")
    route = Route.objects.create(workspace=scope.workspace, name="Rute")
    route.feeds.add(feed)
    fields = {"outcome": "draft", "template": "{title} {link}", "since": NOW, **more}
    return RouteTarget.objects.create(
        workspace=scope.workspace, route=route, channel=channel, **fields
    )


def whats(one: RouteTarget) -> dict[str, int]:
    found = FeedDecision.objects.filter(target=one).values_list("what", flat=True)
    return {each: list(found).count(each) for each in set(found)}


def test_the_first_read_keeps_all_and_posts_the_newest(cast: Cast, feed: Feed):
    way = target(cast.scope(), feed)
    read_one(feed.id, NOW, served(rss(4, 3, 2, 1)))
    assert run_due(NOW) == 4
    assert whats(way) == {"seen": 2, "given": 2}
    texts = sorted(post.content["text"] for post in Post.objects.all())
    assert texts == ["Judul 3 https://toko.example/3", "Judul 4 https://toko.example/4"]
    assert {post.origin for post in Post.objects.all()} == {f"feed:{feed.id}"}
    feed.refresh_from_db()
    assert (feed.title, feed.format, feed.failures) == ("Toko", "rss20", 0)
    assert feed.due_at >= NOW + timedelta(minutes=60)


def test_read_twice_reordered_and_edited_makes_no_new_post(cast: Cast, feed: Feed):
    target(cast.scope(), feed)
    for text in (rss(2, 1), rss(2, 1), rss(1, 2), rss(2, 1, words="Diubah")):
        read_one(feed.id, NOW, served(text))
        run_due(NOW)
    assert Post.objects.count() == 2
    assert FeedItem.objects.get(key="id:id-1").title == "Diubah 1"
    assert FeedFetch.objects.order_by("created_at").last().edited == 2


def test_a_crash_between_post_and_ledger_leaves_neither(cast: Cast, feed: Feed):
    way = target(cast.scope(), feed)
    read_one(feed.id, NOW, served(rss(1)))

    def crash(scope: Scope, order: Order, now: datetime) -> Post:
        posts.make(scope, order, now)
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        run(way.id, NOW, crash)
    assert Post.objects.count() == FeedDecision.objects.count() == 0
    run_due(NOW)
    assert Post.objects.count() == 1


def test_a_post_that_cannot_be_made_waits_with_its_reason(cast: Cast, feed: Feed):
    way = target(cast.scope(), feed, outcome="immediate")
    read_one(feed.id, NOW, served(rss(1)))
    run_due(NOW)
    made = FeedDecision.objects.get(target=way)
    assert made.what == What.WAITING
    assert made.why["en"]
    assert made.fix["id"]
    assert Post.objects.count() == 0
    assert run_due(NOW) == 0
    assert run_due(NOW + timedelta(minutes=15)) == 1


def test_more_than_allowed_waits_for_the_next_update(cast: Cast, feed: Feed):
    Feed.objects.update(first={"policy": "latest", "latest": 7})
    way = target(cast.scope(), feed, throttle={"per_update": 5}, same_title=None)
    read_one(feed.id, NOW, served(rss(*range(7, 0, -1))))
    run_due(NOW)
    assert whats(way) == {"given": 5, "waiting": 2}
    run_due(NOW + timedelta(minutes=6))
    assert whats(way) == {"given": 5, "waiting": 2}
    later = NOW + timedelta(hours=1)
    read_one(feed.id, later, served(rss(*range(7, 0, -1))))
    run_due(later)
    assert whats(way) == {"given": 7}


def test_rules_that_cannot_be_used_are_noted_and_stop_no_other_way(cast: Cast, feed: Feed):
    bad = target(cast.scope(), feed, template="{titel}")
    read_one(feed.id, NOW, served(rss(1)))
    assert run_due(NOW) == 0
    bad.refresh_from_db()
    assert "titel" in bad.problem["why"]["en"]


def test_the_server_is_asked_only_for_what_changed(feed: Feed):
    asked: list[dict[str, str]] = []

    def reply(request: httpx.Request) -> httpx.Response:
        asked.append(dict(request.headers))
        if request.headers.get("if-none-match") == '"7"':
            return httpx.Response(304)
        headers = {"etag": '"7"', "last-modified": "Wed, 25 Nov 2026 11:00:00 GMT"}
        return httpx.Response(200, text=rss(1), headers=headers)

    first = read_one(feed.id, NOW, client(reply))
    second = read_one(feed.id, NOW, client(reply))
    assert first is not None
    assert second is not None
    assert (first.outcome, second.outcome, second.status) == ("read", "same", 304)
    assert asked[1]["if-modified-since"] == "Wed, 25 Nov 2026 11:00:00 GMT"


def test_unchanged_before_anything_was_read_is_no_first_read(cast: Cast, feed: Feed):
    way = target(cast.scope(), feed)
    row = read_one(feed.id, NOW, client(lambda _: httpx.Response(304)))
    assert row is not None
    assert (row.outcome, row.status) == ("failed", 304)
    read_one(feed.id, NOW, served(rss(4, 3, 2, 1)))
    run_due(NOW)
    assert whats(way) == {"seen": 2, "given": 2}


def test_dates_at_the_ends_of_time_stop_no_way(cast: Cast, feed: Feed):
    way = target(cast.scope(), feed, template="{title} {date}")
    cast.workspace.zone = "Asia/Jakarta"
    cast.workspace.save()
    last = rss(1).replace("Wed, 25 Nov 2026 11:01:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT")
    read_one(feed.id, NOW, served(last))
    assert run_due(NOW) == 1
    assert whats(way) == {"given": 1}


@pytest.mark.parametrize(("status", "kept"), [(301, "https://neu.example/f"), (302, URL)])
def test_a_permanent_move_is_followed_for_ever(feed: Feed, status: int, kept: str):
    def reply(request: httpx.Request) -> httpx.Response:
        if request.url.host == "toko.example":
            return httpx.Response(status, headers={"location": "https://neu.example/f"})
        return httpx.Response(200, text=rss(1))

    read_one(feed.id, NOW, client(reply))
    feed.refresh_from_db()
    assert feed.url == kept
    assert feed.failures == 0


def test_a_feed_that_fails_is_asked_less_often_and_says_why(feed: Feed):
    waits = []
    for _ in range(8):
        read_one(feed.id, NOW, client(lambda _: httpx.Response(500)))
        feed.refresh_from_db()
        waits.append(feed.due_at - NOW)
    assert waits == sorted(waits)
    assert waits[-1] <= timedelta(hours=27)
    assert feed.enabled
    assert feed.failures == 8
    assert "500" in feed.problem["en"]


def test_a_feed_that_is_gone_stays_and_is_said_to_be_gone(feed: Feed):
    row = read_one(feed.id, NOW, client(lambda _: httpx.Response(410)))
    feed.refresh_from_db()
    assert row is not None
    assert row.outcome == "gone"
    assert (feed.gone, feed.enabled) == (True, True)


def test_a_server_that_asks_to_wait_is_obeyed(feed: Feed):
    headers = {"retry-after": "7200"}
    read_one(feed.id, NOW, client(lambda _: httpx.Response(429, headers=headers)))
    feed.refresh_from_db()
    assert feed.due_at >= NOW + timedelta(hours=2)


def test_a_page_in_place_of_the_feed_is_a_failure_with_the_next_step(feed: Feed):
    row = read_one(feed.id, NOW, served("<html><body>Login</body></html>"))
    assert row is not None
    assert row.outcome == "refused"
    assert "feed" in row.why["en"]


def test_each_feed_is_read_once_when_two_workers_look(feed: Feed):
    assert read_due(NOW, client=served(rss(1))) == 1
    assert read_due(NOW, client=served(rss(1))) == 0


def test_entries_seen_before_a_way_was_made_are_not_its_own(cast: Cast, feed: Feed):
    read_one(feed.id, NOW, served(rss(1)))
    way = target(cast.scope(), feed, since=NOW + timedelta(seconds=1))
    assert run(way.id, NOW + timedelta(minutes=1)) == 0
