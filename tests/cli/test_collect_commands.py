"""From a real server back to the figures: connect, publish, be liked, collect, ask for the KPI."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.docs.contract_page import differences, shapes
from tests.servers.mastodon import LOOPBACK, TOKEN, Mastodon, mastodon
from tolok.core.publishing.content import PostContent
from tolok.services import accounts, connections, operations, posts
from tolok.services.delivery_engine import Engine
from tolok.services.delivery_worker import Worker
from tolok.services.post_order import NOW, Order, When
from tolok.services.wire import wire
from tolok.store.models import Batch, Campaign, Counted, Post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mastodon]:
    with mastodon(tmp_path_factory.mktemp("mastodon")) as server:
        yield server


class Bench:
    def __init__(self, cast: Any, server: Mastodon, here: Callable[..., Any]) -> None:
        self.scope = cast.scope("owner")
        self.server = server
        self.here = here
        form = {"server": server.url, "token": TOKEN}
        way = connections.way("mastodon", "token")
        self.channel = connections.connect_by_form(
            self.scope, way, form, now=datetime.now(UTC)
        ).channel

    def publish(self, text: str) -> str:
        order = Order(PostContent(text), (self.channel.id,), When(NOW))
        posts.make(self.scope, order, datetime.now(UTC))

        async def drain() -> None:
            async with wire() as http:
                worker = Worker("w", accounts.networks(), http, rng=Random(1))  # noqa: S311
                await Engine(worker).drain()

        asyncio.run(drain())
        return str(Counted.objects.order_by("-id")[0].remote_id)

    def like(self, id: str) -> None:
        self.server.ask("POST", f"/api/v1/statuses/{id}/favourite", {}, token="other_token")

    def answer(self, id: str) -> None:
        body = {"status": "Mantap", "in_reply_to_id": id}
        self.server.ask("POST", "/api/v1/statuses", body, token="other_token")

    def collect(self) -> Any:
        said = self.here("connection", "collect", self.channel.name, *self.workspace, "--json")
        assert said.code == 0, said.err
        assert differences(shapes()["tolok connection collect CHANNEL"], said.json) == []
        return said.json["collected"]

    @property
    def workspace(self) -> tuple[str, str]:
        return "--workspace", self.scope.workspace.slug

    def value(self, kpi: str, *more: str) -> Any:
        today = datetime.now(UTC).date()
        span = ("--from", today - timedelta(days=6), "--to", today + timedelta(days=1))
        said = self.here("kpi", "value", kpi, *span, *self.workspace, "--json", *more)
        assert said.code == 0, said.err
        return said.json


@pytest.fixture
def bench(cast: Any, here: Any, settings: Any, started: Mastodon) -> Bench:
    started.reset()
    settings.OWN_NETWORKS = LOOPBACK
    return Bench(cast, started, here)


def test_likes_and_replies_on_the_server_arrive_in_the_figures(bench, cast):
    id = bench.publish("Kopi baru #kopi")
    Post.objects.update(campaign=Campaign.objects.create(workspace=cast.workspace, name="Ramadan"))
    bench.like(id)
    bench.answer(id)
    state = bench.collect()
    assert (state["problem"], state["refused"]) == (None, [])
    assert bench.value("likes")["value"] == 1
    assert bench.value("replies")["value"] == 1
    assert bench.value("posts_published")["value"] == 1
    today = datetime.now(UTC).date()
    span = f"from={today - timedelta(days=1)}&to={today + timedelta(days=1)}"
    page = cast.browser("owner").get(f"/w/{cast.workspace.slug}/numbers/?{span}").content.decode()
    assert "Kopi baru" in page
    assert "Nothing was read for these days" not in page
    by_campaign = bench.value("posts_published", "--by", "campaign")
    assert [(p["key"], p["value"]) for p in by_campaign["points"]] == [(["Ramadan"], 1)]


def test_collecting_again_changes_no_figure_and_the_rebuild_is_equal(bench):
    id = bench.publish("Dua kali")
    bench.like(id)
    bench.collect()
    once = bench.value("likes")["value"]
    bench.collect()
    assert bench.value("likes")["value"] == once == 1
    assert Batch.objects.filter(importer="observed", state="done").count() == 2
    assert operations.rebuild()["equal"] is True
    assert bench.value("likes")["value"] == 1


def test_posts_made_elsewhere_are_included(bench):
    bench.server.ask("POST", "/api/v1/statuses", {"status": "Ditulis di ponsel"})
    bench.collect()
    assert bench.value("posts_published")["value"] == 1


def test_a_deleted_post_keeps_its_counts(bench):
    id = bench.publish("Sebentar")
    bench.like(id)
    bench.collect()
    bench.server.ask("DELETE", f"/api/v1/statuses/{id}")
    Counted.objects.update(due_at=datetime.now(UTC))
    assert bench.collect()["posts_gone"] == 1
    assert bench.value("likes")["value"] == 1


def test_a_revoked_token_breaks_the_connection_visibly(bench):
    me = bench.server.ask("GET", "/api/v1/accounts/verify_credentials")["id"]
    path = f"/api/v1/accounts/{me}"
    bench.server.fault(path, 1, methods=("GET",), type="status", status=401)
    said = bench.here("connection", "collect", bench.channel.name, *bench.workspace, "--json")
    assert said.json["state"] == "broken"
