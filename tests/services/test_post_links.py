"""Links of posts are marked once, the same when they are checked and when they leave."""

import asyncio
from datetime import UTC, datetime

import pytest

from tests.web.publishing import make_world
from tolok.core.errors import ProblemError
from tolok.core.publishing.content import PostContent
from tolok.services import campaigns, posts, publishing_plan
from tolok.services.post_order import AT, Order, When
from tolok.store.models import Delivery

pytestmark = pytest.mark.django_db(transaction=True)
AT_NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def world(cast, monkeypatch):
    world = make_world(cast, monkeypatch)
    publishing_plan.set_plan(
        world.scope, {"utm": {"source": "{network}", "medium": "social", "campaign": "{campaign}"}}
    )
    return world


def order(world, text, **more):
    channel = world.channel("Kanal")
    return Order(PostContent(text), (channel.id,), When(AT, AT_NOON), **more)


def send(world) -> None:
    world.clock.now = AT_NOON
    asyncio.run(world.engine().drain())


def test_a_post_leaves_with_marked_links(world):
    campaign = campaigns.find_or_make(world.scope, "Isi Ulang")
    posts.make(world.scope, order(world, "Baca https://example.com/a", campaign=campaign),
               world.clock())  # fmt: skip
    send(world)
    assert world.network.texts == [
        "Baca https://example.com/a?utm_source=mastodon&utm_medium=social&utm_campaign=isi_ulang"
    ]


def test_a_mark_that_is_there_already_stays(world):
    posts.make(world.scope, order(world, "https://example.com/?utm_source=poster"), world.clock())
    send(world)
    assert world.network.texts == ["https://example.com/?utm_source=poster&utm_medium=social"]


def test_without_a_template_links_stay_as_written(world):
    publishing_plan.set_plan(world.scope, {"utm": {}})
    posts.make(world.scope, order(world, "https://example.com/a"), world.clock())
    send(world)
    assert world.network.texts == ["https://example.com/a"]


def test_lengths_are_judged_with_the_marks(world):
    link = "https://example.com/a"
    text = "x" * (500 - len(link) - 1) + " " + link
    with pytest.raises(ProblemError, match="too many"):
        posts.make(world.scope, order(world, text), world.clock())
    assert not Delivery.objects.exists()
