"""Posts from the hand that writes them to the rows that are delivered."""

import asyncio
from datetime import timedelta

import pytest

from tests.delivery.world import NOON, World, lost, refused
from tests.web.publishing import make_world
from tolok.core.errors import ProblemError
from tolok.core.publishing.content import PostContent, from_json
from tolok.services import post_acts, posts
from tolok.services.post_form import MOST_TAGS, read_tags
from tolok.services.post_order import AT, DRAFT, LAST, NEXT, NOW, Order, When
from tolok.store.models import ContentPlan, Delivery, Post, Queue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(cast, monkeypatch) -> World:
    return make_world(cast, monkeypatch)


def order(*channels, text="Kopi baru", when=None, **about) -> Order:
    ids = tuple(channel.id for channel in channels)
    return Order(PostContent(text, **about), ids, when or When(NOW))


def run(world: World) -> None:
    asyncio.run(world.engine().drain())


def states(post: Post) -> list[str]:
    rows = Delivery.objects.filter(post=post).order_by("channel__name", "part")
    return list(rows.values_list("state", flat=True))


def test_a_post_goes_to_each_of_its_channels_and_its_comment_follows(world):
    one, two = world.channel("a"), world.channel("b")
    made = posts.make(world.scope, order(one, two, comment="Tautan di sini"), world.clock())
    run(world)
    assert sorted(world.network.texts) == ["Kopi baru"] * 2 + ["Tautan di sini"] * 2
    assert states(made) == ["published"] * 4


def test_a_draft_waits_until_it_is_planned(world):
    channel = world.channel()
    made = posts.make(world.scope, order(channel, when=When(DRAFT)), world.clock())
    run(world)
    assert world.network.texts == []
    due = NOON + timedelta(hours=2)
    post_acts.plan(world.scope, str(made.id), When(AT, due), world.clock())
    assert Post.objects.get().due_at == due
    world.clock.now = due
    run(world)
    assert world.network.texts == ["Kopi baru"]


def test_a_text_that_is_too_long_is_refused_when_it_is_planned_and_nothing_is_kept(world):
    channel = world.channel("a")
    with pytest.raises(ProblemError) as refused:
        posts.make_many(
            world.scope, [order(channel), order(channel, text="x" * 501)], world.clock()
        )
    assert refused.value.problem.type == "post-not-ready"
    assert "Post 2: a:" in refused.value.problem.detail.en
    assert not Post.objects.exists()


def test_a_channel_that_is_not_connected_is_refused_in_words(world):
    channel = world.channel("a", state="off")
    with pytest.raises(ProblemError) as refused:
        posts.make(world.scope, order(channel), world.clock())
    assert "not connected" in refused.value.problem.detail.en


def test_another_workspace_cannot_use_the_channel(world, cast):
    channel = world.channel()
    from tolok.services.access import Actor, enter

    scope = enter(Actor(user=cast.people["outsider"]), cast.other.slug)
    with pytest.raises(ProblemError) as refused:
        posts.make(scope, order(channel), world.clock())
    assert refused.value.problem.status == 404


def test_the_queue_gives_free_slots_in_order(world):
    channel = world.channel()
    Queue.objects.create(
        workspace=world.workspace,
        channel=channel,
        week={"slots": [{"weekday": d, "at": "09:00"} for d in range(7)]},
    )
    made = posts.make_many(
        world.scope,
        [order(channel, when=When(NEXT)), order(channel, when=When(LAST))],
        world.clock(),
    )
    assert [one.due_at.isoformat() for one in made] == [
        "2026-11-26T02:00:00+00:00",  # 09:00 in Jakarta
        "2026-11-27T02:00:00+00:00",
    ]


def test_a_change_keeps_the_time_and_goes_out_as_changed(world):
    channel = world.channel()
    due = NOON + timedelta(hours=2)
    made = posts.make(world.scope, order(channel, when=When(AT, due)), world.clock())
    posts.change(
        world.scope, str(made.id), world.clock(), content=PostContent("Kopi lama"), version=1
    )
    assert states(made) == ["scheduled"]
    assert Delivery.objects.get().planned_at == due
    world.clock.now = due
    run(world)
    assert world.network.texts == ["Kopi lama"]
    assert [v.number for v in posts.versions(world.scope, str(made.id))] == [2, 1]


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(world):
    made = posts.make(world.scope, order(when=When(DRAFT)), world.clock())
    posts.change(world.scope, str(made.id), world.clock(), content=PostContent("Dua"), version=1)
    with pytest.raises(ProblemError) as refused:
        posts.change(
            world.scope, str(made.id), world.clock(), content=PostContent("Tiga"), version=1
        )
    assert refused.value.problem.status == 409


def test_channels_can_be_added_and_taken_out(world):
    one, two = world.channel("a"), world.channel("b")
    due = NOON + timedelta(hours=2)
    made = posts.make(world.scope, order(one, when=When(AT, due)), world.clock())
    posts.change(world.scope, str(made.id), world.clock(), channels=[two.id])
    assert list(Delivery.objects.values_list("channel__name", "state")) == [("b", "draft")]


def test_a_cancelled_post_does_not_go_out(world):
    made = posts.make(world.scope, order(world.channel()), world.clock())
    post_acts.cancel(world.scope, str(made.id), world.clock())
    run(world)
    assert world.network.texts == []
    assert states(made) == ["cancelled"]


def test_an_edit_of_a_post_that_may_be_out_is_refused(world):
    world.network.retry, world.network.faults = "E", [("after", lost())]
    made = posts.make(world.scope, order(world.channel()), world.clock())
    run(world)
    run(world)
    assert states(made) == ["person_decides"]
    with pytest.raises(ProblemError) as refused:
        posts.change(world.scope, str(made.id), world.clock(), content=PostContent("Lain"))
    assert refused.value.problem.type == "post-under-way"


@pytest.mark.parametrize(
    ("answer", "state", "held"),
    [("published", "published", 1), ("again", "published", 2), ("drop", "cancelled", 1)],
)
def test_a_person_decides_about_an_unsure_post(world, answer, state, held):
    world.network.retry, world.network.faults = "E", [("after", lost())]
    made = posts.make(world.scope, order(world.channel()), world.clock())
    run(world)
    run(world)
    row = Delivery.objects.get(post=made)
    post_acts.decide(world.scope, str(row.id), world.clock(), answer=answer)
    run(world)
    assert states(made) == [state]
    assert len(world.network.texts) == held


def test_a_workspace_with_approval_sends_nothing_before_it(world):
    ContentPlan.objects.create(workspace=world.workspace, steps=[{"who": ["owner"], "all": False}])
    made = posts.make(world.scope, order(world.channel()), world.clock())
    run(world)
    assert states(made) == ["in_review"]
    assert Post.objects.get().stage == "in_review"


def test_a_copy_is_a_draft_of_its_own(world):
    made = posts.make(world.scope, order(world.channel()), world.clock())
    run(world)
    copy = posts.double(world.scope, str(made.id), world.clock(), trial="variation")
    assert states(copy) == ["draft"]
    assert Post.objects.get(id=made.id).trial == "control"
    assert copy.trial_of_id == made.id


def with_a_part_that_failed(world) -> Post:
    """A thread whose first part is out, whose second was refused, and whose third waits."""
    text = {"text": "Satu", "thread": ["Dua", "Tiga"]}
    asked = Order(from_json(text), (world.channel().id,), When(NOW))
    made = posts.make(world.scope, asked, world.clock())
    world.network.faults = [("", None), ("before", refused())]
    run(world)
    assert states(made) == ["published", "failed", "scheduled"]
    return made


def test_the_rest_of_a_thread_is_as_it_was_changed_and_has_no_row_too_many(world):
    made = with_a_part_that_failed(world)
    shorter = from_json({"text": "Satu", "thread": ["Dua lagi"]})
    posts.change(world.scope, str(made.id), world.clock(), content=shorter)
    assert states(made) == ["published", "draft"]
    post_acts.plan(world.scope, str(made.id), When(NOW), world.clock())
    run(world)
    assert states(made) == ["published", "published"]
    held = [(post.text, post.reply_to) for post in world.network.posts_held]
    assert held == [("Satu", ""), ("Dua lagi", "p1")]


def test_the_rest_of_a_thread_grows_behind_what_is_out(world):
    made = with_a_part_that_failed(world)
    longer = from_json({"text": "Satu", "thread": ["Dua", "Tiga", "Empat"]})
    posts.change(world.scope, str(made.id), world.clock(), content=longer)
    post_acts.plan(world.scope, str(made.id), When(NOW), world.clock())
    run(world)
    assert world.network.texts == ["Satu", "Dua", "Tiga", "Empat"]
    assert states(made) == ["published"] * 4


def test_a_changed_rest_of_a_thread_needs_its_approval(world):
    made = with_a_part_that_failed(world)
    Delivery.objects.filter(state="failed").update(state="scheduled", due_at=NOON + timedelta(1))
    ContentPlan.objects.create(workspace=world.workspace, steps=[{"who": ["owner"]}])
    posts.change(
        world.scope,
        str(made.id),
        world.clock(),
        content=from_json({"text": "Satu", "thread": ["Lain", "Tiga"]}),
    )
    assert states(made) == ["published", "in_review", "in_review"]


def test_without_its_first_part_nothing_of_a_thread_waits_for_ever(world):
    about = order(world.channel(), comment="Tautan", when=When(AT, NOON + timedelta(hours=1)))
    made = posts.make(world.scope, about, world.clock())
    first = Delivery.objects.get(post=made, part=0)
    post_acts.cancel_one(world.scope, str(first.id), world.clock())
    assert states(made) == ["cancelled", "cancelled"]


def unsure(world, **about) -> Delivery:
    world.network.retry, world.network.faults = "E", [("after", lost())]
    made = posts.make(world.scope, order(world.channel(), **about), world.clock())
    run(world)
    run(world)
    return Delivery.objects.get(post=made, part=0)


@pytest.mark.parametrize(
    ("answer", "rest", "held"),
    [
        ({"answer": "published", "remote_id": "p1"}, "published", ["Kopi baru", "Tautan"]),
        ({"answer": "published"}, "cancelled", ["Kopi baru"]),
        ({"answer": "drop"}, "cancelled", ["Kopi baru"]),
    ],
)
def test_what_follows_an_unsure_post_goes_out_only_as_its_answer(world, answer, rest, held):
    row = unsure(world, comment="Tautan")
    post_acts.decide(world.scope, str(row.id), world.clock(), **answer)
    run(world)
    assert Delivery.objects.get(part=1).state == rest
    assert world.network.texts == held


@pytest.mark.parametrize(
    "answer",
    [
        {"url": "javascript:alert(1)"},
        {"url": "https:///nowhere"},
        {"url": "https://example.org/\nHost"},
        {"url": "https://example.org/" + "x" * 500},
        {"remote_id": "x" * 301},
    ],
)
def test_an_answer_that_cannot_be_kept_or_opened_decides_nothing(world, answer):
    row = unsure(world)
    with pytest.raises(ProblemError) as refusal:
        post_acts.decide(world.scope, str(row.id), world.clock(), answer="published", **answer)
    assert refusal.value.problem.status == 422
    assert world.state(row) == "person_decides"


def test_more_tags_than_anybody_means_are_refused():
    assert read_tags(["#a", "a ", ""]) == ("a",)
    with pytest.raises(ProblemError):
        read_tags(str(number) for number in range(MOST_TAGS + 1))
