"""From a server's feed to the network: read, decided, queued, delivered, and nothing twice."""

import asyncio
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from tests.delivery.world import Clock, FakeNetwork, World
from tests.lib.loopback import Seen, Server, answer, serve
from tests.web.publishing import PICTURES
from tolok.lib.http import SafeClient
from tolok.services import accounts, feed_routes, feeds
from tolok.services.feed_fetch import read_due
from tolok.services.feed_run import run_due
from tolok.store.models import Delivery, Feed, FeedDecision, FeedFetch, Media, Post, Queue

pytestmark = pytest.mark.django_db(transaction=True)


class PictureNetwork(FakeNetwork):
    """Takes pictures, and keeps how many came with each post."""

    def capabilities(self, account):
        return replace(super().capabilities(account), media=PICTURES)

    def _accept(self, parcel, prepared, key):
        seen = super()._accept(parcel, prepared, key)
        PICTURES_SEEN.append(len(parcel.attachments))
        return seen


PICTURES_SEEN: list[int] = []


@pytest.fixture
def world(cast, facts, monkeypatch) -> World:
    clock = Clock()
    world = World(cast.workspace, clock, PictureNetwork(clock))
    PICTURES_SEEN.clear()
    monkeypatch.setattr(accounts, "networks", lambda: {"mastodon": world.network})
    world.scope = cast.scope("editor")
    return world


class Shop:
    """A web server with a feed whose entries a test changes while it runs."""

    def __init__(self) -> None:
        self.entries: list[tuple[int, str]] = []
        self.etags: list[str] = []

    def __call__(self, seen: Seen) -> bytes:
        if seen.target.endswith(".png"):
            return answer(200, PNG, content_type="image/png")
        tag = f'"{hash(tuple(self.entries))}"'
        self.etags.append(seen.headers.get("if-none-match", ""))
        if seen.headers.get("if-none-match") == tag:
            return answer(304, b"", etag=tag)
        items = "".join(
            f"<item><guid>g{n}</guid><title>{title}</title><link>/menu/{n}</link>"
            f"<enclosure url='/pic/{n}.png' type='image/png' length='9'/></item>"
            for n, title in self.entries
        )
        text = f"<rss version='2.0'><channel><title>Toko</title>{items}</channel></rss>"
        return answer(200, text.encode(), etag=tag, content_type="application/rss+xml")


def dot() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


PNG = dot()


@contextmanager
def running(shop: Shop) -> Iterator[Server]:
    """The server in a loop of its own, as a network outside would be."""
    loop = asyncio.new_event_loop()
    ready, stop = threading.Event(), asyncio.Event()
    found: list[Server] = []

    async def main() -> None:
        async with serve(shop) as server:
            found.append(server)
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(main(),))
    thread.start()
    ready.wait()
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def client() -> SafeClient:
    return SafeClient(allow=("127.0.0.0/8",), plain_http=True)


def round_of_work(world: World) -> None:
    """What the worker does all the time: read, decide, deliver."""
    Feed.objects.update(due_at=world.clock())
    read_due(world.clock(), client=client)
    run_due(world.clock(), client=client)
    asyncio.run(world.engine().drain())


def test_what_a_feed_tells_is_on_the_network_once_whatever_the_feed_does(world):
    channel = world.channel("toko")
    hours = [f"{hour:02}:00" for hour in range(24)]
    week = {"slots": [{"weekday": day, "at": at} for day in range(7) for at in hours]}
    Queue.objects.create(workspace=world.workspace, channel=channel, week=week)
    shop = Shop()
    shop.entries = [(1, "Satu"), (0, "Lama")]
    with running(shop) as server:
        feed = feeds.add(world.scope, server.url("/feed"), world.clock(),
                         first={"policy": "latest", "latest": 1})  # fmt: skip
        target = {"channel": str(channel.id), "outcome": "queue", "template": "{title} {link}"}
        form = {"name": "R", "feeds": [str(feed.id)], "targets": [target]}
        feed_routes.save(world.scope, form, world.clock())
        round_of_work(world)
        planned = Delivery.objects.get()
        assert planned.state == "scheduled"
        assert planned.due_at > world.clock()
        round_of_work(world)
        shop.entries = [(0, "Lama"), (1, "Satu diubah"), (2, "Dua")]
        for _ in range(6):
            world.clock.pass_(hours=1)
            round_of_work(world)
        shop.entries = shop.entries[::-1]
        world.clock.pass_(hours=1)
        round_of_work(world)
        base = server.url("/menu/")
    assert world.network.texts == [f"Satu {base}1", f"Dua {base}2"]
    assert list(Delivery.objects.values_list("state", flat=True)) == ["published"] * 2
    due = sorted(Post.objects.values_list("due_at", flat=True))
    assert due[1] - due[0] >= timedelta(hours=1)
    assert sorted(FeedDecision.objects.values_list("what", flat=True)) == ["given", "given", "seen"]
    assert FeedFetch.objects.filter(outcome="same").exists()
    assert PICTURES_SEEN == [1, 1]
    assert Media.objects.count() == 1
