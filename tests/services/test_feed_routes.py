"""Feeds and routes as a person keeps them: lists in and out, trials, the ledger by hand."""

from datetime import UTC, datetime

import httpx
import pytest

from tests.cast import Cast
from tolok.core.errors import ProblemError
from tolok.lib.http import SafeClient
from tolok.services import feed_routes as routes
from tolok.services import feeds
from tolok.services.access import Actor, enter
from tolok.services.channels import make_channel
from tolok.services.feed_fetch import read_one
from tolok.services.feed_run import run_due
from tolok.store.models import Feed, FeedDecision, Post, RouteTarget

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
URL = "https://toko.example/feed"
TEXT = (
    "<rss version='2.0'><channel><title>Toko</title><item><guid>2</guid><title>Dua</title></item>"
    "<item><guid>1</guid><title>Satu iklan</title></item></channel></rss>"
)
pytestmark = pytest.mark.django_db


def served() -> SafeClient:
    return SafeClient(transport=httpx.MockTransport(lambda _: httpx.Response(200, text=TEXT)))


def form(channel: str, feed: Feed, **target: object) -> dict[str, object]:
    return {
        "name": "Rute",
        "feeds": [str(feed.id)],
        "filter": {"none": ["iklan"]},
        "targets": [{"channel": channel, "outcome": "draft", "template": "{title}", **target}],
    }


@pytest.fixture
def feed(cast: Cast) -> Feed:
    return feeds.add(cast.scope(), URL, NOW, first={"policy": "latest", "latest": 9})


def test_an_address_is_looked_at_before_it_is_added():
    assert feeds.look("toko.example/feed", served).feed.title == "Toko"


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "ftp://a.example/", "https://"])
def test_what_is_no_address_is_refused(cast: Cast, url: str):
    with pytest.raises(ProblemError):
        feeds.add(cast.scope(), url, NOW)


def test_a_feed_is_added_once(cast: Cast, feed: Feed):
    with pytest.raises(ProblemError):
        feeds.add(cast.scope(), URL, NOW)
    assert feeds.health_words(feed, NOW).en == "Not read yet."


def test_a_route_is_kept_as_it_was_given(cast: Cast, feed: Feed):
    scope = cast.scope()
    channel = make_channel(scope, "mastodon", "Toko")
    made = routes.save(scope, form("Toko", feed), NOW)
    shown = routes.route_dict(made)
    assert shown["feeds"] == [str(feed.id)]
    assert shown["targets"][0]["channel"] == str(channel.id)
    routes.save(scope, {"name": "Lain"}, NOW, shown["id"])
    assert [each.name for each in routes.routes(scope)] == ["Lain"]
    routes.save(scope, {"targets": []}, NOW, shown["id"])
    assert RouteTarget.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [{"template": "{titel}"}, {"outcome": "later"}, {"throttle": {"per_day": -1}}, {"colour": 1},
     {"window": {"open": [{"start": "9"}]}}, {"utm": {"source": "{x}"}}, {"template": 7},
     {"picture": "yes"}, {"delay_minutes": -5}, {"delay_minutes": 10**30}, {"same_title": 0.1},
     {"tagging": None}, {"tagging": {"known": [1]}}, {"tagging": {"keywords": [None]}},
     {"window": 5}, {"window": ""}, {"window": {"open": [5]}}, {"utm": {"source": None}},
     {"window": {"open": [{"start": "09:00+07:00", "end": "17:00"}]}}],
)  # fmt: skip
def test_rules_that_cannot_be_used_are_refused_whole(
    cast: Cast, feed: Feed, wrong: dict[str, object]
):
    make_channel(cast.scope(), "mastodon", "Toko")
    with pytest.raises(ProblemError):
        routes.save(cast.scope(), form("Toko", feed, **wrong), NOW)
    assert routes.routes(cast.scope()) == []


@pytest.mark.parametrize("wrong", [{"any": 5}, {"none": [{"words": None}]}, {"languages": [7]}])
def test_a_filter_of_other_values_than_texts_is_refused(cast: Cast, wrong: dict[str, object]):
    with pytest.raises(ProblemError):
        routes.save(cast.scope(), {"name": "Rute", "filter": wrong}, NOW)


def test_a_trial_says_what_would_become_of_the_newest(cast: Cast, feed: Feed):
    make_channel(cast.scope(), "mastodon", "Toko")
    made = routes.save(cast.scope(), form("Toko", feed), NOW)
    read_one(feed.id, NOW, served)
    found = routes.trial(cast.scope(), str(made.targets.get().id), NOW)
    assert [each.what.value for each in found] == ["filtered", "given"]
    assert FeedDecision.objects.count() == Post.objects.count() == 0


def test_an_entry_can_be_posted_by_hand(cast: Cast, feed: Feed):
    scope = cast.scope()
    make_channel(scope, "mastodon", "Toko")
    routes.save(scope, form("Toko", feed), NOW)
    read_one(feed.id, NOW, served)
    run_due(NOW)
    filtered = routes.ledger(scope, what="filtered").get()
    assert filtered.why["en"] == "It has “iklan”."
    done = routes.act(scope, str(filtered.id), "post", NOW)
    assert done.post is not None
    assert done.post.content["text"] == "Satu iklan"
    assert routes.decision_dict(done)["what"] == "given"
    with pytest.raises(ProblemError):
        routes.act(scope, str(done.id), "skip", NOW)


def test_lists_of_feeds_come_in_and_go_out(cast: Cast, feed: Feed):
    scope = cast.scope()
    body = feeds.give_opml(scope).replace(b"toko.example", b"lain.example")
    taken = feeds.take_opml(scope, body, NOW)
    assert [row.url for row in taken.added] == ["https://lain.example/feed"]
    again = feeds.take_opml(scope, feeds.give_opml(scope), NOW)
    assert (len(again.added), len(again.known)) == (0, 2)


def test_another_workspace_sees_no_feed_and_no_route(cast: Cast, feed: Feed):
    make_channel(cast.scope(), "mastodon", "Toko")
    made = routes.save(cast.scope(), form("Toko", feed), NOW)
    stranger = enter(Actor(user=cast.people["outsider"]), cast.other.slug)
    make_channel(stranger, "mastodon", "Toko")
    for look in (
        lambda: feeds.feed(stranger, str(feed.id)),
        lambda: routes.route(stranger, str(made.id)),
        lambda: routes.save(stranger, form("Toko", feed), NOW),
        lambda: routes.trial(stranger, str(made.targets.get().id), NOW),
    ):
        with pytest.raises(ProblemError) as caught:
            look()
        assert caught.value.problem.status == 404
