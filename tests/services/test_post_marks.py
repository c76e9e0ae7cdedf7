"""Links that carry the workspace's UTM template: judged, previewed and sent alike."""

import asyncio

import pytest

from tests.web.publishing import make_world
from tolok.core.errors import ProblemError
from tolok.core.publishing.content import from_json
from tolok.services import campaigns, post_preview, posts
from tolok.services.post_order import NOW, Order, When
from tolok.store.models import ContentPlan, Post

pytestmark = pytest.mark.django_db(transaction=True)
UTM = {"source": "{network}", "medium": "social", "campaign": "{campaign}"}


@pytest.fixture
def world(cast, monkeypatch):
    world = make_world(cast, monkeypatch)
    world.plan_row = ContentPlan.objects.create(workspace=cast.workspace, utm=UTM)
    return world


def order(world, text: str) -> Order:
    campaign = campaigns.find_or_make(world.scope, "Isi Ulang")
    channel = world.channel()
    return Order(from_json({"text": text}), (channel.id,), When(NOW), campaign=campaign)


def test_links_are_marked_when_they_are_sent_and_what_they_have_stays(world):
    text = "Kopi https://example.org/a?utm_source=x #kopi"
    posts.make(world.scope, order(world, text), world.clock())
    asyncio.run(world.engine().drain())
    link = "https://example.org/a?utm_source=x&utm_medium=social&utm_campaign=isi_ulang"
    assert world.network.texts == [f"Kopi {link} #kopi"]
    assert Post.objects.get().content["text"] == text


def test_a_text_that_fits_only_without_the_marks_is_refused_before(world):
    text = "x" * 470 + " https://example.org/a"
    with pytest.raises(ProblemError) as refused:
        posts.make(world.scope, order(world, text), world.clock())
    assert "too many" in refused.value.problem.detail.en
    world.plan_row.delete()
    posts.make(world.scope, order(world, text[1:]), world.clock())


def test_the_preview_shows_the_link_as_it_is_sent(world):
    channel = world.channel("b")
    content = from_json({"text": "Kopi https://example.org/a"})
    view = post_preview.preview(world.scope, content, [str(channel.id)])[0]
    assert "utm_source=mastodon" in "".join(piece.words for piece in view.first.pieces)
