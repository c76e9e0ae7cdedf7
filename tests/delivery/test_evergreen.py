"""Posts that come again, from their rule to the network."""

import asyncio
from datetime import timedelta

import pytest

from tests.delivery.world import NOON, World, refused
from tests.web.publishing import make_world
from tolok.core.errors import ProblemError
from tolok.core.publishing.content import PostContent
from tolok.services import post_evergreen, posts
from tolok.services.post_order import NOW, Order, When
from tolok.store.models import Channel, Delivery, Post, Queue

pytestmark = pytest.mark.django_db(transaction=True)

MORNINGS = {"slots": [{"weekday": day, "at": "09:00"} for day in range(7)]}


@pytest.fixture
def world(cast, monkeypatch) -> World:
    return make_world(cast, monkeypatch)


@pytest.fixture
def channel(world) -> Channel:
    found = world.channel()
    Queue.objects.create(workspace=world.workspace, channel=found, week=MORNINGS)
    return found


def published(world: World, channel: Channel, text: str = "Kopi susu") -> Post:
    order = Order(PostContent(text), (channel.id,), When(NOW))
    made = posts.make(world.scope, order, world.clock())
    asyncio.run(world.engine().drain())
    return made


def days_pass(world: World, days: int) -> None:
    """Each day what is due is planned, twice over, and what is planned is sent at its time."""
    for _ in range(days):
        tomorrow = world.clock() + timedelta(days=1)
        post_evergreen.run_due(world.clock())
        post_evergreen.run_due(world.clock())
        due = Delivery.objects.filter(state="scheduled", due_at__lt=tomorrow).first()
        if due is not None:
            world.clock.now = due.due_at
            asyncio.run(world.engine().drain())
        world.clock.now = tomorrow


def why(post: Post) -> str:
    return Post.objects.get(id=post.id).evergreen["why"]["en"]


def test_a_post_comes_again_after_its_rest_with_its_texts_in_turn(world, channel):
    made = published(world, channel)
    rule = {"rest_days": 7, "most": 4, "variants": ["Susu kopi", " "]}
    post_evergreen.set_rule(world.scope, str(made.id), rule)
    days_pass(world, 60)
    assert world.network.texts == ["Kopi susu", "Susu kopi", "Kopi susu", "Susu kopi"]
    times = sorted(each.at for each in world.network.posts_held)
    assert all(b - a >= timedelta(days=7) for a, b in zip(times, times[1:], strict=False))
    assert why(made) == "It was sent 4 times."
    assert len(post_evergreen.repeats(made)) == 3


def test_it_does_not_come_before_it_is_out_nor_after_its_last_day(world, channel):
    draft = posts.make(world.scope, Order(PostContent("Teh"), (channel.id,)), world.clock())
    post_evergreen.set_rule(world.scope, str(draft.id), {"rest_days": 1})
    made = published(world, channel)
    last = (NOON + timedelta(days=10)).date().isoformat()
    post_evergreen.set_rule(world.scope, str(made.id), {"rest_days": 4, "expires": last})
    days_pass(world, 30)
    assert world.network.texts == ["Kopi susu"] * 3
    assert why(made).startswith("It expired")
    assert "once it is published" in why(draft)


def test_a_repeat_that_failed_holds_the_next_one_back(world, channel):
    made = published(world, channel)
    post_evergreen.set_rule(world.scope, str(made.id), {"rest_days": 2})
    world.network.faults = [("before", refused())]
    days_pass(world, 30)
    assert world.network.texts == ["Kopi susu"]
    assert len(post_evergreen.repeats(made)) == 1
    assert "waits for a person" in why(made)


def test_without_a_free_slot_it_says_so_and_plans_nothing(world):
    made = published(world, world.channel())
    post_evergreen.set_rule(world.scope, str(made.id), {"rest_days": 2})
    days_pass(world, 5)
    assert post_evergreen.repeats(made) == []
    assert "Kanal" in why(made)


def test_a_repeat_that_was_put_away_counts_all_the_same(world, channel):
    made = published(world, channel)
    post_evergreen.set_rule(world.scope, str(made.id), {"rest_days": 7, "most": 2})
    days_pass(world, 10)
    posts.remove(world.scope, str(post_evergreen.repeats(made)[0].id), world.clock())
    days_pass(world, 20)
    assert world.network.texts == ["Kopi susu"] * 2
    assert why(made) == "It was sent 2 times."


def test_it_ends_when_its_rule_or_the_post_is_taken_away(world, channel):
    one, two = published(world, channel), published(world, channel, "Teh")
    for each in (one, two):
        post_evergreen.set_rule(world.scope, str(each.id), {"rest_days": 1})
    post_evergreen.clear_rule(world.scope, str(one.id))
    posts.remove(world.scope, str(two.id), world.clock())
    days_pass(world, 5)
    assert sorted(world.network.texts) == ["Kopi susu", "Teh"]


@pytest.mark.parametrize(
    "form",
    [
        {"rest_days": "0"},
        {"rest_days": "many"},
        {"rest_days": 10**9},
        {"most": "-1"},
        {"most": "1.5"},
        {"expires": "tomorrow"},
        {"variants": ["x"] * 21},
        {"variants": ["x" * 20_001]},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_and_the_old_one_stays(world, channel, form):
    made = published(world, channel)
    post_evergreen.set_rule(world.scope, str(made.id), {"rest_days": 9})
    with pytest.raises(ProblemError):
        post_evergreen.set_rule(world.scope, str(made.id), form)
    assert Post.objects.get(id=made.id).evergreen["rest_days"] == 9


def test_a_repeat_has_no_rule_of_its_own(world, channel):
    made = published(world, channel)
    post_evergreen.set_rule(world.scope, str(made.id), {"rest_days": 1})
    days_pass(world, 3)
    with pytest.raises(ProblemError):
        post_evergreen.set_rule(world.scope, str(post_evergreen.repeats(made)[0].id), {})
