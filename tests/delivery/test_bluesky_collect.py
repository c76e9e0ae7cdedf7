"""Numbers from a real Bluesky server that has no index: what it does not give is told, not 0."""

import asyncio
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from tests.servers.pds import LOOPBACK, Pds
from tolok.core.publishing.content import PostContent
from tolok.services import accounts, collect, connections, imports, ingest, posts
from tolok.services.collect_state import collected_dict
from tolok.services.delivery_engine import Engine
from tolok.services.delivery_worker import Worker
from tolok.services.figure_form import figure_dict
from tolok.services.figures import figure, parse_period
from tolok.services.post_order import NOW, Order, When
from tolok.services.wire import wire
from tolok.store.models import Batch, Counted

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.xdist_group("pds"),
]


def now() -> datetime:
    return datetime.now(UTC)


def publish(scope: Any, channel: Any, text: str) -> None:
    posts.make(scope, Order(PostContent(text), (channel.id,), When(NOW)), now())

    async def drain() -> None:
        async with wire() as http:
            worker = Worker("w", accounts.networks(), http, rng=Random(1))  # noqa: S311
            await Engine(worker).drain()

    asyncio.run(drain())


def test_posts_arrive_and_each_refused_measure_says_why(cast, facts, settings, pds: Pds):
    settings.OWN_NETWORKS = LOOPBACK
    scope = cast.scope("owner")
    who = pds.person("hitung")
    form = {"handle": who.handle, "password": who.app_password, "server": pds.url}
    way = connections.way("bluesky", "app_password")
    channel = connections.connect_by_form(scope, way, form, now=now()).channel
    publish(scope, channel, "Kopi baru")
    remote_id = Counted.objects.get().remote_id
    found = collect.collect_now(scope, str(channel.id), now)
    state = collected_dict(found)
    assert state is not None and state["problem"] is None and state["posts"] == 1
    assert {"likes", "reposts", "followers"} <= {one["measure"] for one in state["refused"]}
    assert Batch.objects.get().report["problems_total"] == len(state["refused"])
    day = now().date().isoformat()
    period = parse_period("2026-01-01", max(day, "2027-01-01"))
    assert figure(scope, "posts_published", period).cell.value == 1
    likes = figure_dict(figure(scope, "likes", period))
    assert likes["value"] is None
    assert any("likes" in note["en"] for note in likes["notes"])
    assert ingest.claim_next(now()) is None
    assert not imports.batches(scope)
    assert Counted.objects.get().remote_id == remote_id
