"""Feeds and routes as pages: found, added, set up without a script, tried, decided by hand."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tolok.lib.http import SafeClient
from tolok.services import feed_find, feed_page, feed_push, feed_routes, feeds
from tolok.services.channels import make_channel
from tolok.services.feed_run import run_due
from tolok.store.models import Feed, FeedDecision, Post, Route, RouteTarget

pytestmark = pytest.mark.django_db
RSS = (
    "<rss version='2.0'><channel><title>Toko Kopi</title>"
    "<item><guid>1</guid><title>Menu baru</title></item></channel></rss>"
)
HOME = "<link rel=alternate type=application/rss+xml title=Berita href=/feed>"


@pytest.fixture
def web(monkeypatch):
    def reply(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text=RSS if request.url.path == "/feed" else HOME)

    def client() -> SafeClient:
        return SafeClient(transport=httpx.MockTransport(reply))

    monkeypatch.setattr(feed_find.find, "__defaults__", (client,))
    monkeypatch.setattr(feed_page.read_now, "__defaults__", (client,))


def url(cast: Cast, path: str = "feeds/") -> str:
    return f"/w/{cast.workspace.slug}/{path}"


def send(cast: Cast, path: str, **form: object):
    return cast.browser("editor").post(url(cast, path), form)


def shown(answer) -> str:
    return answer.content.decode()


def test_a_page_offers_the_feeds_it_links_to_and_they_are_added(cast: Cast, web):
    answer = send(cast, "feeds/", act="find", url="toko.example")
    assert "These feeds were found" in shown(answer)
    assert "https://toko.example/feed" in shown(answer)
    send(cast, "feeds/", act="add", url="https://toko.example/feed")
    feed = Feed.objects.get()
    send(cast, f"feeds/{feed.id}/", act="read")
    page = shown(cast.browser("viewer").get(url(cast, f"feeds/{feed.id}/")))
    assert "Menu baru" in page
    assert "Read without trouble" in page
    assert "It was in the feed before the feed was added." in page


def test_a_feed_is_added_with_its_title_and_not_twice(cast: Cast, web):
    assert send(cast, "feeds/", act="find", url="toko.example/feed").status_code == 302
    assert Feed.objects.get().title == "Toko Kopi"
    again = send(cast, "feeds/", act="find", url="https://toko.example/feed")
    assert again.status_code == 422
    assert "This feed is here already." in shown(again)


def test_a_feed_that_fails_is_named_on_the_list(cast: Cast):
    feeds.add(cast.scope(), "https://toko.example/feed", datetime.now(UTC), title="Toko")
    assert "A feed needs you" not in shown(cast.browser("viewer").get(url(cast)))
    Feed.objects.update(failures=5, problem={"en": "No answer.", "id": "Tak dijawab."})
    page = shown(cast.browser("viewer").get(url(cast)))
    assert "A feed needs you" in page
    assert "No answer." in page
    waiting = cast.browser("viewer").get(url(cast, "posts/attention/"))
    assert "A feed cannot be read: Toko." in shown(waiting)


def test_how_a_feed_is_read_is_set_on_its_page(cast: Cast):
    feed = feeds.add(cast.scope(), "https://toko.example/feed", datetime.now(UTC))
    form = {"title": "T", "period": "60", "policy": "since", "since": "2026-11-01"}
    send(cast, f"feeds/{feed.id}/", act="save", **form)
    feed.refresh_from_db()
    assert (feed.title, feed.period_minutes, feed.enabled, feed.hub_state) == (
        "T",
        60,
        False,
        "off",
    )
    assert feed.first["since"].startswith("2026-11-01T00:00:00")
    wrong = send(cast, f"feeds/{feed.id}/", act="save", period="2")
    assert wrong.status_code == 422
    assert send(cast, f"feeds/{feed.id}/", act="remove").status_code == 302
    assert not Feed.objects.exists()


def test_a_list_of_feeds_comes_in_and_a_wrong_one_is_refused(cast: Cast):
    feeds.add(cast.scope(), "https://toko.example/feed", datetime.now(UTC))
    body = cast.browser("viewer").get(url(cast, "feeds/opml/")).content
    file = SimpleUploadedFile("f.opml", body.replace(b"toko.", b"lain."))
    assert "1 feed added" in shown(send(cast, "feeds/", act="opml", files=file))
    wrong = send(cast, "feeds/", act="opml", files=SimpleUploadedFile("f.opml", b"hello"))
    assert wrong.status_code == 422


def filled(cast: Cast, channel: object, **more: object) -> dict[str, object]:
    target = {
        "on": "on", "outcome": "draft", "template": "{title}[ {link}]", "comment": "{author}",
        "picture": "on", "delay": "5", "same": "most", "keywords": "kopi, teh", "most": "2",
        "known": "es kopi = EsKopi", "utm": "on", "utm-source": "{network}", "per_day": "3",
        "overflow": "spread", "open-start": "09:00", "open-end": "17:00", "day-0": "on",
        "day-4": "on", "quiet-start": "12:00", "quiet-end": "13:00", "away-first": "2026-12-25",
    }  # fmt: skip
    return {f"t-{channel}-{key}": value for key, value in {**target, **more}.items()}


def test_what_the_form_of_a_route_holds_is_kept_and_shown_again(cast: Cast):
    feed = feed_push.make(cast.scope(), "Kasir", datetime.now(UTC))
    channel = make_channel(cast.scope(), "mastodon", "Toko")
    rules = {
        "name": "Rute", "enabled": "on", "feeds": str(feed.id), "any": "kopi\ntitle: /te+h/",
        "none": "category: *iklan*", "max_age_hours": "48", "needs_link": "on", "campaign": "Baru",
    }  # fmt: skip
    made = send(cast, "routes/new/", act="save", **rules, **filled(cast, channel.id))
    assert made.status_code == 302, shown(made)
    route = Route.objects.get()
    before = feed_routes.route_dict(route)
    assert before["filter"]["any"][1] == {"words": "te+h", "field": "title", "how": "regex"}
    assert before["filter"]["none"] == [{"words": "iklan", "field": "category", "how": "part"}]
    target = RouteTarget.objects.get()
    assert target.window == {
        "open": [{"start": "09:00", "end": "17:00", "days": [0, 4]}],
        "closed": [{"start": "12:00", "end": "13:00"}],
        "blackouts": [{"first": "2026-12-25", "last": "2026-12-25"}],
    }
    assert route.campaign.name == "Baru"
    page = cast.browser("editor").get(url(cast, f"routes/{route.id}/"))
    assert "category: *iklan*" in shown(page)
    assert "title: /te+h/" in shown(page)
    send(cast, f"routes/{route.id}/", **form_of(page))
    assert feed_routes.route_dict(Route.objects.get()) == before


class Reader(HTMLParser):
    """The fields of a form as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        name = has.get("name") or ""
        ticked = has.get("type") not in ("checkbox", "radio") or "checked" in has
        if tag == "input" and name and ticked:
            self.sent.setdefault(name, []).append(has.get("value") or "")
        elif tag == "textarea":
            self.area, self.sent[name] = name, [""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in has:
            self.sent[self.select] = [has["value"] or ""]

    def handle_data(self, data):
        if self.area:
            self.sent[self.area][0] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""


def form_of(answer) -> dict[str, list[str]]:
    """The first form of the page."""
    reader = Reader()
    main = shown(answer).split("<main", 1)[1]
    reader.feed("<form" + main.split("<form", 1)[1].split("</form>", 1)[0])
    return reader.sent


def test_a_wrong_template_is_refused_and_what_was_typed_stays(cast: Cast):
    channel = make_channel(cast.scope(), "mastodon", "Toko")
    form = filled(cast, channel.id, template="{titel}")
    answer = send(cast, "routes/new/", act="save", name="Rute", none="iklan", **form)
    assert answer.status_code == 422
    assert "{titel}" in shown(answer)
    assert "iklan" in shown(answer)
    assert not Route.objects.exists()


def ready(cast: Cast, **target: object) -> Route:
    feed = feed_push.make(cast.scope(), "Kasir", datetime.now(UTC))
    channel = make_channel(cast.scope(), "mastodon", "Toko")
    rules = {"channel": str(channel.id), "outcome": "draft", "template": "{title}", **target}
    form = {"name": "R", "feeds": [str(feed.id)], "filter": {"none": ["iklan"]}, "targets": [rules]}
    made = feed_routes.save(cast.scope(), form, datetime.now(UTC))
    items = [{"id": "1", "title": "Kopi & susu"}, {"id": "2", "title": "Satu iklan"}]
    feed_push.send(cast.scope(), str(feed.id), items, datetime.now(UTC))
    return made


def test_a_route_shows_what_would_be_posted_and_why_not(cast: Cast):
    route = ready(cast)
    page = shown(cast.browser("editor").get(url(cast, f"routes/{route.id}/")))
    assert "Would be posted" in page
    assert "11 of 500" in page
    assert "It has “iklan”." in page
    assert not Post.objects.exists()


def test_an_entry_is_posted_or_skipped_by_hand(cast: Cast):
    ready(cast, throttle={"per_day": 0})
    run_due(datetime.now(UTC))
    waits = FeedDecision.objects.get(what="waiting")
    page = shown(cast.browser("viewer").get(url(cast, "feeds/ledger/?what=waiting")))
    assert "Kopi &amp; susu" in page
    assert "Satu iklan" not in page
    send(cast, "feeds/ledger/", act="skip", entry=str(waits.id))
    waits.refresh_from_db()
    assert waits.what == "skipped"
    other = FeedDecision.objects.get(what="filtered")
    send(cast, "feeds/ledger/", act="post", entry=str(other.id))
    assert Post.objects.get().content["text"] == "Satu iklan"
    again = send(cast, "feeds/ledger/", act="skip", entry=str(other.id))
    assert again.status_code == 422


@pytest.mark.parametrize("by", ["feed", "route", "channel", "network", "day", "hour"])
def test_what_feeds_brought_is_counted(cast: Cast, by: str):
    ready(cast)
    run_due(datetime.now(UTC))
    page = cast.browser("viewer").get(url(cast, f"feeds/stats/?by={by}"))
    assert page.status_code == 200
    assert 'data-l="Posts made">1<' in shown(page)


@pytest.mark.parametrize(
    "asked", ["by=colour", "since=yesterday", "since=2026-12-01&until=2026-1-1"]
)
def test_a_wrong_span_is_refused_in_words(cast: Cast, asked: str):
    page = cast.browser("viewer").get(url(cast, f"feeds/stats/?{asked}"))
    assert page.status_code == 422
    assert "problem-bad" in shown(page)


@pytest.mark.parametrize("path", ["ledger", "stats"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "x"])
def test_days_that_cannot_be_reckoned_are_refused(cast: Cast, path: str, day: str):
    browser = cast.browser("viewer")
    for name in ("since", "until"):
        answer = browser.get(url(cast, f"feeds/{path}/"), {name: day})
        assert answer.status_code == 422
        assert "is no day" in shown(answer)


@pytest.mark.parametrize(
    "form", [{"period": "9" * 5000}, {"policy": "latest", "latest": "9" * 5000}]
)
def test_numbers_of_any_length_are_refused_in_words(cast: Cast, form: dict[str, str]):
    row = feeds.add(cast.scope(), "https://toko.example/feed", datetime.now(UTC))
    assert send(cast, f"feeds/{row.id}/", act="save", **form).status_code == 422
