"""A hub is asked, confirmed and believed only with its signature."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import httpx
import pytest

from tests.cast import Cast
from tolok.lib.http import SafeClient
from tolok.services.feed_hub import ask_due, confirm, take_in
from tolok.services.seals import open_sealed
from tolok.store.models import Feed, FeedItem

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TOPIC = "https://toko.example/feed"
BASE = "https://tolok.example"
BODY = b"<rss version='2.0'><channel><item><guid>1</guid><title>A</title></item></channel></rss>"
pytestmark = pytest.mark.django_db


class Hub:
    """Takes what it is asked, and remembers it."""

    def __init__(self, status: int = 202) -> None:
        self.status = status
        self.asked: list[dict[str, str]] = []

    def __call__(self) -> SafeClient:
        return SafeClient(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        form = parse_qs(request.content.decode())
        self.asked.append({name: values[0] for name, values in form.items()})
        return httpx.Response(self.status)


@pytest.fixture
def feed(cast: Cast) -> Feed:
    return Feed.objects.create(
        workspace=cast.workspace, url=TOPIC, topic=TOPIC, hub="https://hub.example/", due_at=NOW
    )


def question(**more: str) -> dict[str, str]:
    asked = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "abc"}
    return {**asked, "hub.lease_seconds": "86400", **more}


def subscribed(feed: Feed) -> Feed:
    ask_due(NOW, BASE, Hub())
    feed.refresh_from_db()
    confirm(feed.hub_token, question(), NOW)
    feed.refresh_from_db()
    return feed


def signature(feed: Feed, body: bytes, method: str = "sha256") -> str:
    secret = open_sealed(feed.hub_secret)["secret"].encode()
    return f"{method}={hmac.new(secret, body, method).hexdigest()}"


def test_a_hub_is_asked_once_and_its_question_is_answered(feed: Feed):
    hub = Hub()
    assert (ask_due(NOW, BASE, hub), ask_due(NOW, BASE, hub)) == (1, 0)
    feed.refresh_from_db()
    assert hub.asked[0]["hub.topic"] == TOPIC
    assert hub.asked[0]["hub.callback"] == f"{BASE}/hub/{feed.hub_token}/"
    assert feed.hub_state == "asked"
    assert hub.asked[0]["hub.secret"] not in feed.hub_secret
    assert confirm(feed.hub_token, question(), NOW) == "abc"
    feed.refresh_from_db()
    assert (feed.hub_state, feed.hub_until) == ("active", NOW + timedelta(days=1))


def test_a_subscription_is_renewed_before_it_ends(feed: Feed):
    subscribed(feed)
    Feed.objects.update(hub_until=NOW + timedelta(days=9))
    assert ask_due(NOW + timedelta(days=7), BASE, Hub()) == 0
    assert ask_due(NOW + timedelta(days=8, hours=1), BASE, Hub()) == 1
    feed.refresh_from_db()
    assert feed.hub_state == "active"


@pytest.mark.parametrize(
    "given",
    [{"hub.topic": "https://other.example/"}, {"hub.mode": "unsubscribe"}, {"hub.mode": ""}],
)
def test_a_question_about_something_else_is_not_confirmed(feed: Feed, given: dict[str, str]):
    ask_due(NOW, BASE, Hub())
    feed.refresh_from_db()
    assert confirm(feed.hub_token, question(**given), NOW) is None


def test_nothing_is_confirmed_that_was_not_asked(feed: Feed):
    assert confirm("", question(), NOW) is None
    assert confirm("guessed", question(), NOW) is None


def test_a_hub_that_refuses_is_asked_again_a_day_later(feed: Feed):
    ask_due(NOW, BASE, Hub(status=400))
    feed.refresh_from_db()
    assert feed.hub_state == "refused"
    assert ask_due(NOW + timedelta(hours=25), BASE, Hub()) == 1


def test_without_a_public_address_no_hub_is_asked(feed: Feed):
    assert ask_due(NOW, "http://127.0.0.1:8000", Hub()) == 0


@pytest.mark.parametrize("method", ["sha256", "sha1", "sha512"])
def test_what_is_signed_is_kept(feed: Feed, method: str):
    subscribed(feed)
    assert take_in(feed.hub_token, signature(feed, BODY, method), BODY, "", NOW)
    assert FeedItem.objects.filter(feed=feed).count() == 1
    feed.refresh_from_db()
    assert feed.hub == "https://hub.example/"


@pytest.mark.parametrize("given", ["", "sha256=", "sha256=00", "md5=00", "none", "sha256=é"])
def test_what_is_not_signed_is_answered_and_not_kept(feed: Feed, given: str):
    subscribed(feed)
    assert take_in(feed.hub_token, given, BODY, "", NOW)
    assert FeedItem.objects.count() == 0


def test_a_signature_of_another_body_does_not_count(feed: Feed):
    subscribed(feed)
    take_in(feed.hub_token, signature(feed, b"<rss/>"), BODY, "", NOW)
    assert FeedItem.objects.count() == 0


def test_an_unknown_address_is_not_ours():
    assert not take_in("guessed", hashlib.sha256(b"").hexdigest(), BODY, "", NOW)


def test_a_signed_body_that_is_no_feed_leads_to_a_regular_read(feed: Feed):
    subscribed(feed)
    Feed.objects.update(due_at=NOW + timedelta(hours=9))
    take_in(feed.hub_token, signature(feed, b"hello"), b"hello", "", NOW)
    feed.refresh_from_db()
    assert feed.due_at == NOW
