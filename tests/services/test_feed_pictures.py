"""Pictures of entries: brought into the library before the post, told about when they cannot be."""

from datetime import UTC, datetime

import httpx
import pytest

from tests.cast import Cast
from tests.web.publishing import picture
from tolok.lib.http import SafeClient
from tolok.services import feed_push, feed_routes
from tolok.services.channels import make_channel
from tolok.services.feed_run import run_due
from tolok.store.models import FeedDecision, FeedItem, Media, Post

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Web:
    """Answers with one body and counts."""

    def __init__(self, body: bytes, status: int = 200) -> None:
        self.body, self.status, self.asked = body, status, 0

    def __call__(self) -> SafeClient:
        return SafeClient(transport=httpx.MockTransport(self._reply), clock=lambda: NOW)

    def _reply(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        return httpx.Response(self.status, content=self.body)


@pytest.fixture
def entry(cast: Cast):
    scope = cast.scope()
    feed = feed_push.make(scope, "Kasir", NOW)
    ids = [str(make_channel(scope, "mastodon", name).id) for name in ("Toko", "Warung")]
    targets = [{"channel": id, "outcome": "draft", "template": "{title}"} for id in ids]
    form = {"name": "R", "feeds": [str(feed.id)], "filter": {"none": ["iklan"]}}
    feed_routes.save(scope, {**form, "targets": targets}, NOW)

    def send(**more: object) -> None:
        item = {"id": "1", "title": "Kopi", "image": "https://toko.example/a/kopi.png", **more}
        feed_push.send(scope, str(feed.id), [item], NOW)

    return send


def test_the_picture_is_in_the_library_and_in_each_post(cast: Cast, facts, entry):
    entry()
    web = Web(picture())
    assert run_due(NOW, client=web) == 2
    kept = Media.objects.get()
    assert (kept.name, kept.folder, web.asked) == ("kopi.png", "Feeds", 1)
    for post in Post.objects.all():
        assert [each["id"] for each in post.content["media"]] == [str(kept.id)]


@pytest.mark.parametrize("web", [Web(b"", 404), Web(b"<svg/>"), Web(b"no picture")])
def test_without_its_picture_the_entry_is_posted_and_the_ledger_says_why(
    cast: Cast, facts, entry, web: Web
):
    entry()
    run_due(NOW, client=web)
    assert Post.objects.count() == 2
    assert "media" not in Post.objects.first().content
    why = FeedDecision.objects.first().why
    assert "Without its picture:" in why["en"]
    assert "Tanpa gambarnya:" in why["id"]
    assert web.asked == 1


def test_pictures_of_entries_that_are_not_posted_are_left_alone(cast: Cast, facts, entry):
    entry(title="Kopi iklan")
    web = Web(picture())
    run_due(NOW, client=web)
    assert (web.asked, FeedItem.objects.get().picture) == (0, None)
