"""Posts that wait for approval: voted on, changed, refused, expired, and never sent before."""

import asyncio
from datetime import timedelta

import pytest

from tests.web.publishing import make_world
from tolok.core.errors import ProblemError
from tolok.core.publishing.content import from_json
from tolok.services import approval, post_acts, post_share, posts
from tolok.services.post_order import AT, NOW, Order, When
from tolok.store.models import Audit, Delivery, DeliveryStep, Post, PostComment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(cast, monkeypatch):
    world = make_world(cast, monkeypatch)
    world.cast = cast
    return world


def settle(world, *steps) -> None:
    approval.set_steps(world.cast.scope("owner"), list(steps))


def hand_in(world, hours=2, text="Kopi") -> Post:
    order = Order(
        from_json({"text": text, "comment": "Tautan"}),
        (world.channel(f"k{Post.objects.count()}").id,),
        When(AT, world.clock() + timedelta(hours=hours)),
    )
    return posts.make(world.scope, order, world.clock())


def vote(world, role, post, verdict="approve", words=""):
    world.clock.pass_(minutes=1)
    scope = world.cast.scope(role)
    return approval.vote(scope, str(post.id), verdict, words, world.clock())


def states(post) -> list[str]:
    return list(Delivery.objects.filter(post=post).order_by("part").values_list("state", flat=True))


def refused(run) -> str:
    with pytest.raises(ProblemError) as caught:
        run()
    return caught.value.problem.detail.en


def test_a_post_is_sent_only_after_the_last_step(world):
    settle(world, {"who": ["admin"]}, {"who": ["owner"]})
    post = hand_in(world)
    assert states(post) == ["in_review", "in_review"]
    vote(world, "admin", post)
    world.clock.pass_(hours=1)
    asyncio.run(world.engine().drain())
    assert states(post) == ["in_review", "in_review"]
    vote(world, "owner", post)
    assert states(post) == ["scheduled", "scheduled"]
    world.clock.pass_(hours=1)
    asyncio.run(world.engine().drain())
    assert sorted(world.network.texts) == ["Kopi", "Tautan"]
    steps = DeliveryStep.objects.filter(delivery__post=post, delivery__part=0)
    assert list(steps.values_list("after", flat=True))[:3] == ["in_review", "approved", "scheduled"]


def test_a_post_that_is_approved_past_its_time_meets_the_late_policy(world):
    settle(world, {"who": ["admin"]})
    post = hand_in(world)
    world.clock.pass_(hours=5)
    vote(world, "admin", post)
    world.clock.pass_(hours=1)
    asyncio.run(world.engine().drain())
    assert world.network.texts == [] and states(post)[0] == "late"


def test_nobody_approves_their_own_post_and_who_is_not_named_approves_none(world):
    settle(world, {"who": ["editor", "admin"]})
    post = hand_in(world)
    assert "somebody else" in refused(lambda: vote(world, "editor", post))
    assert "does not wait for you" in refused(lambda: vote(world, "viewer", post))
    assert not PostComment.objects.exists()


def test_whoever_changed_it_last_cannot_approve_it_either(world):
    settle(world, {"who": ["admin", "owner"]})
    post = hand_in(world)
    posts.change(
        world.cast.scope("admin"), str(post.id), world.clock(), content=from_json({"text": "Teh"})
    )
    assert "somebody else" in refused(lambda: vote(world, "admin", post))
    vote(world, "owner", post)
    assert states(post)[0] == "scheduled"


def test_a_change_after_approval_needs_it_again_and_old_votes_do_not_count(world):
    settle(world, {"who": ["admin"]})
    post = hand_in(world)
    vote(world, "admin", post)
    posts.change(world.scope, str(post.id), world.clock(), content=from_json({"text": "Teh"}))
    assert states(post) == ["in_review"]
    world.clock.pass_(hours=3)
    asyncio.run(world.engine().drain())
    assert world.network.texts == []
    vote(world, "admin", post)
    assert states(post) == ["scheduled"]


def test_all_must_agree_where_all_are_asked_and_twice_is_once(world):
    settle(world, {"who": ["admin", "owner"], "every": True})
    post = hand_in(world)
    vote(world, "admin", post)
    assert "agreed already" in refused(lambda: vote(world, "admin", post))
    assert states(post)[0] == "in_review"
    vote(world, "owner", post)
    assert states(post)[0] == "scheduled"


def test_a_refusal_says_why_and_makes_it_a_draft(world):
    settle(world, {"who": ["admin"]})
    post = hand_in(world)
    assert "empty" in refused(lambda: vote(world, "admin", post, "refuse"))
    vote(world, "admin", post, "refuse", "Harganya salah")
    post.refresh_from_db()
    assert (post.stage, post.due_at, states(post)) == ("draft", None, ["draft", "draft"])
    assert PostComment.objects.get().words == "Harganya salah"
    assert "waits for nobody" in refused(lambda: vote(world, "admin", post))


def test_a_question_leaves_it_waiting(world):
    settle(world, {"who": ["admin"]})
    post = hand_in(world)
    vote(world, "admin", post, "ask", "Boleh pakai foto lain?")
    assert states(post)[0] == "in_review"
    assert [each.id for each in approval.mine(world.cast.scope("admin"))] == [post.id]
    assert approval.mine(world.scope) == []


def test_a_client_approves_by_link_and_sees_that_post_alone(world):
    settle(world, {"who": ["link"]})
    post, other = hand_in(world), hand_in(world, text="Lain")
    link = post_share.share_post(world.scope, str(post.id), "Bu Rina")
    opened = post_share.open_link(link.secret)
    assert opened.post.id == post.id and opened.scope.role == "client"
    approval.vote(opened.scope, str(post.id), "approve", "", world.clock(), opened.guest)
    assert (states(post)[0], states(other)[0]) == ("scheduled", "in_review")
    assert PostComment.objects.get().guest == "Bu Rina"
    assert Audit.objects.filter(act="post.approve", detail__guest="Bu Rina").exists()
    post_share.revoke_link(world.scope, str(post.id), str(link.id))
    assert "no link" in refused(lambda: post_share.open_link(link.secret))


def test_what_nobody_approves_expires_on_its_day_or_after_ninety(world):
    settle(world, {"who": ["admin"]})
    early, late = hand_in(world), hand_in(world)
    Post.objects.filter(id=early.id).update(expires_at=world.clock() + timedelta(days=1))
    world.clock.pass_(days=2)
    assert approval.expire(world.clock()) == 2
    assert (states(early)[0], states(late)[0]) == ("expired", "in_review")
    world.clock.pass_(days=89)
    approval.expire(world.clock())
    assert states(late)[0] == "expired"
    late.refresh_from_db()
    assert (late.stage, late.due_at) == ("draft", None)


def test_steps_taken_away_let_nothing_slip_out(world):
    settle(world, {"who": ["link"]})
    post = hand_in(world)
    settle(world)
    assert states(post)[0] == "in_review"
    vote(world, "owner", post)
    assert states(post)[0] == "scheduled"


def test_a_draft_is_not_sent_past_its_check_and_its_approval(world):
    settle(world, {"who": ["admin"]})
    post = hand_in(world)
    post_acts.take_back(world.scope, str(post.id), world.clock())
    for row in Delivery.objects.filter(post=post):
        refused(lambda id=row.id: post_acts.send_now(world.scope, str(id), world.clock()))
    asyncio.run(world.engine().drain())
    assert world.network.texts == [] and states(post) == ["draft", "draft"]


def test_what_waits_for_approval_is_not_sent_now(world):
    settle(world, {"who": ["admin"]})
    post = hand_in(world)
    row = Delivery.objects.filter(post=post).first()
    refused(lambda: post_acts.send_now(world.scope, str(row.id), world.clock()))
    assert states(post) == ["in_review", "in_review"]


def test_what_was_approved_for_a_time_is_not_sent_before_it(world):
    settle(world, {"who": ["admin"]})
    post = hand_in(world)
    vote(world, "admin", post)
    row = Delivery.objects.filter(post=post).first()
    said = refused(lambda: post_acts.send_now(world.scope, str(row.id), world.clock()))
    assert "approved" in said
    post_acts.plan(world.scope, str(post.id), When(NOW), world.clock())
    assert states(post) == ["in_review", "in_review"]
