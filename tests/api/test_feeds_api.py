"""Feeds and routes over the API: entries that are sent, lists, the ledger, what a hub says."""

import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tolok.services import feeds
from tolok.services.channels import make_channel
from tolok.services.feed_run import run_due
from tolok.services.seals import seal
from tolok.store.models import Feed, FeedItem, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(cast: Cast):
    browser = cast.browser("editor")

    def call(method: str, path: str, body: object = None, status: int = 200):
        url = f"/api/v1/workspaces/{cast.workspace.slug}/{path}"
        answer = browser.generic(
            method, url, *([] if body is None else [json.dumps(body), "application/json"])
        )
        assert answer.status_code == status, answer.content
        return answer.json()

    return call


def entry(number: int, **more: object) -> dict[str, object]:
    return {
        "id": str(number),
        "title": f"Menu {number}",
        "url": f"https://t.example/{number}",
        **more,
    }


def test_entries_that_a_program_sends_become_posts_once(cast: Cast, ask):
    made = ask("POST", "feeds", {"kind": "push", "title": "Kasir"})
    channel = make_channel(cast.scope(), "mastodon", "Toko")
    target = {"channel": str(channel.id), "outcome": "draft", "template": "{title} {link}"}
    route = ask("POST", "routes", {"name": "R", "feeds": [made["id"]], "targets": [target]})
    path = f"feeds/{made['id']}/items"
    assert ask("POST", path, {"items": [entry(1), entry(2)]})["new"] == 2
    again = ask("POST", path, {"items": [entry(2, title="Menu dua"), entry(1)]})
    assert (again["new"], again["edited"]) == (0, 1)
    run_due(datetime.now(UTC))
    run_due(datetime.now(UTC))
    assert Post.objects.count() == 2
    lines = ask("GET", f"ledger?route={route['id']}&what=given")["items"]
    assert {each["title"] for each in lines} == {"Menu 1", "Menu dua"}
    counted = ask("GET", "feed-stats?by=route")["items"]
    assert [(each["name"], each["posts"]) for each in counted] == [("R", 2)]
    tried = ask("GET", f"routes/{route['id']}/trial")["items"][0]["entries"]
    assert tried[0]["text"] == "Menu 1 https://t.example/1"
    assert tried[0]["length"] > 0


def test_entries_cannot_be_sent_to_a_feed_that_is_read(ask):
    made = ask("POST", "feeds", {"url": "toko.example/feed"})
    assert made["url"] == "https://toko.example/feed"
    ask("POST", f"feeds/{made['id']}/items", {"items": [entry(1)]}, status=422)


def test_an_account_is_taken_by_its_name(ask):
    assert ask("POST", "feeds", {"url": "@toko@sosial.example"})["url"] == (
        "https://sosial.example/@toko.rss"
    )


def test_lists_of_feeds_go_out_and_come_back(cast: Cast, ask):
    ask("POST", "feeds", {"url": "https://toko.example/feed"})
    ask("POST", "feeds", {"kind": "push", "title": "Kasir"})
    browser = cast.browser("editor")
    url = f"/api/v1/workspaces/{cast.workspace.slug}/feeds/opml"
    body = browser.get(url).content
    assert b"push:" not in body
    file = SimpleUploadedFile("f.opml", body.replace(b"toko.", b"lain."))
    assert len(browser.post(url, {"files": file}).json()["added"]) == 1


def subscribed(cast: Cast) -> Feed:
    feed = feeds.add(cast.scope(), "https://toko.example/feed", datetime.now(UTC))
    feed.hub_token, feed.hub_secret, feed.hub_state = "t" * 40, seal({"secret": "s"}), "asked"
    feed.hub, feed.topic = "https://hub.example/", feed.url
    feed.save()
    return feed


RSS = b"<rss version='2.0'><channel><title>T</title><item><guid>1</guid></item></channel></rss>"


def test_a_hub_is_answered_without_a_log_in_and_what_it_signs_is_kept(cast: Cast):
    feed = subscribed(cast)
    hub = Client(enforce_csrf_checks=True)
    url = f"/hub/{feed.hub_token}/"
    asked = {"hub.mode": "subscribe", "hub.topic": feed.url, "hub.challenge": "<b>7</b>"}
    answer = hub.get(url, asked)
    assert (answer.status_code, answer.content) == (200, b"<b>7</b>")
    assert answer["Content-Type"].startswith("text/plain")
    signed = "sha256=" + hmac.new(b"s", RSS, hashlib.sha256).hexdigest()
    kind = "application/rss+xml"
    for signature, kept in (("sha256=00", 0), (signed, 1)):
        answer = hub.post(url, RSS, kind, headers={"X-Hub-Signature": signature})
        assert answer.status_code == 202
        assert FeedItem.objects.count() == kept


def test_a_hub_that_guesses_finds_nothing(cast: Cast, settings):
    feed = subscribed(cast)
    hub = Client()
    assert hub.get("/hub/guessed/", {"hub.mode": "subscribe"}).status_code == 404
    assert hub.get(f"/hub/{feed.hub_token}/", {"hub.topic": "other"}).status_code == 404
    assert hub.post("/hub/guessed/", RSS, "text/xml").status_code == 404
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20
    assert hub.post(f"/hub/{feed.hub_token}/", RSS, "text/xml").status_code == 413
