"""`tolok feed` and `tolok route` on one workspace, as an operator uses them."""

import json
from datetime import UTC, datetime

import httpx
import pytest

from tolok.lib.http import SafeClient
from tolok.services import feed_find, feed_page
from tolok.services.channels import make_channel
from tolok.services.feed_run import run_due
from tolok.store.models import Feed, Post, Route

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(cast, monkeypatch):
    cast.other.delete()  # the commands then know which workspace is meant
    make_channel(cast.scope(), "mastodon", "Toko")

    def reply(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/feed":
            text = "<rss version='2.0'><channel><title>Toko</title><item><guid>1</guid></item>"
            return httpx.Response(200, text=f"{text}</channel></rss>")
        if request.url.path == "/":
            link = "<link rel=alternate type=application/rss+xml title=Berita href=/feed>"
            return httpx.Response(200, text=link)
        return httpx.Response(500)

    def client() -> SafeClient:
        return SafeClient(transport=httpx.MockTransport(reply))

    monkeypatch.setattr(feed_find.find, "__defaults__", (client,))
    monkeypatch.setattr(feed_page.read_now, "__defaults__", (client,))


def test_a_feed_is_found_added_read_changed_and_removed(here, shop):
    assert "https://toko.example/feed" in here("feed", "find", "toko.example").out
    assert "1 entries" in here("feed", "find", "toko.example/feed").out
    id = here("feed", "add", "toko.example/feed", "--period", "30", "--json").json["id"]
    assert "1 new" in here("feed", "read", id).err
    assert "Read without trouble" in here("feed", "show", id).out
    assert here("feed", "set", id, "--off", "--no-hub").code == 0
    assert "Switched off by a person." in " ".join(here("feed", "list").out.split())
    bad = here("feed", "add", "toko.example/bad", "--json").json["id"]
    assert here("feed", "read", bad).code == 2
    assert here("feed", "add", "ftp://x").code == 2
    assert here("feed", "remove", id).code == 0
    assert Feed.objects.count() == 1


def test_a_file_of_entries_becomes_posts_and_the_ledger_is_told(here, shop, tmp_path):
    feed = here("feed", "add", "--push", "--title", "Kasir", "--json").json["id"]
    made = here("route", "add", "Menu", "--feed", feed, "--channel", "Toko", "--outcome", "draft",
                "--template", "{title} {link}[ {hashtags}]", "--json")  # fmt: skip
    route = made.json["id"]
    file = tmp_path / "menu.csv"
    file.write_text("id,title,link,tags\n1,Kopi susu,https://t.example/1,kopi;baru\n", "utf-8")
    assert "1 new" in here("feed", "send", feed, str(file)).err
    assert "Kopi susu" in here("route", "try", route).out
    run_due(datetime.now(UTC))
    assert Post.objects.get().content["text"] == "Kopi susu https://t.example/1 #kopi #baru"
    assert here("feed", "ledger", "--what", "given", "--json").json["items"][0]["what"] == "given"
    line = here("feed", "stats", "--by", "route").out.split("\n")[-2]
    assert line.split() == ["Menu", "1", "1", "0"]


def test_a_route_goes_out_and_comes_back_changed(here, shop, tmp_path):
    feed = here("feed", "add", "--push", "--title", "Kasir", "--json").json["id"]
    route = here("route", "add", "A", "--feed", feed, "--channel", "Toko", "--json").json["id"]
    form = here("route", "show", route).json
    form["name"], form["targets"][0]["throttle"] = "B", {"per_day": 3}
    file = tmp_path / "route.json"
    file.write_text(json.dumps(form), "utf-8")
    assert here("route", "save", str(file), "--id", route).code == 0
    assert here("route", "list").out.count("B") == 1
    assert Route.objects.get().targets.get().throttle == {"per_day": 3}
    assert here("route", "remove", route).code == 0
    assert not Route.objects.exists()


def test_lists_of_feeds_come_in_and_go_out(here, shop, tmp_path):
    here("feed", "add", "toko.example/feed")
    body = here("feed", "opml", "export").out
    file = tmp_path / "f.opml"
    file.write_text(body.replace("toko.", "lain."), "utf-8")
    assert "1 added, 0 were here" in here("feed", "opml", "import", str(file)).err
