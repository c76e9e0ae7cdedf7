"""What the network holds after a delivery, whatever happened on the way."""

import asyncio
from datetime import timedelta

import pytest

from tests.delivery.world import Clock, FakeNetwork, World, lost, refused
from tolok.core.outcomes import Cause, RateLimit, Temporary
from tolok.core.text import Text
from tolok.store.models import Connection, Counted, DeliveryStep

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(cast) -> World:
    clock = Clock()
    return World(cast.workspace, clock, FakeNetwork(clock))


def run(world: World, *, minutes: int = 0) -> None:
    """Drain now and every half minute after, as a running server does."""
    asyncio.run(world.engine().drain())
    for _ in range(minutes * 2):
        world.clock.pass_(seconds=30)
        asyncio.run(world.engine().drain())


def journal(world: World, delivery) -> list[str]:
    rows = DeliveryStep.objects.filter(delivery_id=delivery.id)
    return list(rows.values_list("after", flat=True))


def test_a_due_post_goes_out_and_its_journal_holds_every_step(world):
    row = world.plan(world.channel(), "Selamat pagi")
    run(world)
    assert world.network.texts == ["Selamat pagi"]
    assert journal(world, row) == ["claimed", "preparing", "prepared", "committing", "published"]
    assert world.row(row).remote_id == "p1"
    assert Counted.objects.get().remote_id == "p1"


def test_a_post_whose_time_has_not_come_stays(world):
    row = world.plan(world.channel(), "Nanti", world.clock() + timedelta(minutes=1))
    run(world)
    assert world.network.texts == []
    assert world.state(row) == "scheduled"


@pytest.mark.parametrize("retry", "ABCD")
def test_an_answer_lost_after_acceptance_leaves_one_copy(world, retry):
    world.network.retry = retry
    world.network.faults = [("after", lost())]
    row = world.plan(world.channel(), "Sekali saja")
    run(world, minutes=10)
    assert world.network.texts == ["Sekali saja"]
    assert world.state(row) == "published"


@pytest.mark.parametrize("retry", "ABCD")
def test_an_answer_lost_before_acceptance_is_sent_once(world, retry):
    world.network.retry = retry
    world.network.faults = [("before", lost())]
    row = world.plan(world.channel(), "Sekali saja")
    run(world, minutes=10)
    assert world.network.texts == ["Sekali saja"]
    assert world.state(row) == "published"


def test_a_list_that_lags_is_waited_out(world):
    world.network.retry, world.network.lag = "D", timedelta(seconds=50)
    world.network.faults = [("after", lost())]
    row = world.plan(world.channel(), "Tunggu")
    run(world, minutes=4)
    assert world.network.texts == ["Tunggu"]
    assert world.state(row) == "published"


def test_a_blind_network_leaves_the_decision_to_a_person(world):
    world.network.retry = "E"
    world.network.faults = [("after", lost())]
    row = world.plan(world.channel(), "Buta")
    run(world, minutes=10)
    assert world.network.texts == ["Buta"]
    assert world.state(row) == "person_decides"


def test_a_blind_network_sends_again_where_the_owner_chose_so(world):
    world.network.retry = "E"
    world.network.faults = [("before", lost())]
    row = world.plan(world.channel(at_least_once=True), "Buta")
    run(world, minutes=10)
    assert world.network.texts == ["Buta"]
    assert world.state(row) == "published"


def test_a_refused_post_fails_with_what_to_do(world):
    world.network.faults = [("before", refused())]
    row = world.plan(world.channel(), "Salah")
    run(world)
    assert world.state(row) == "failed"
    assert world.row(row).fix == {"en": "mend it", "id": "mend it"}


def test_a_dead_log_in_breaks_the_channel_and_its_other_posts_wait_for_a_person(world):
    channel = world.channel()
    world.network.faults = [("before", refused(Cause.AUTH_EXPIRED))]
    first, second = world.plan(channel, "Satu"), world.plan(channel, "Dua")
    run(world)
    run(world)
    assert Connection.objects.get().state == "broken"
    assert [world.state(first), world.state(second)] == ["needs_auth", "needs_auth"]


def test_a_spent_limit_holds_the_account_until_the_network_said(world):
    channel = world.channel()
    until = world.clock() + timedelta(minutes=20)
    spent = RateLimit(remaining=0, resets_at=until)
    world.network.faults = [
        ("before", Temporary(Text.same("slow"), cause=Cause.RATE_LIMITED, rate=spent))
    ]
    rows = [world.plan(channel, text, late="send") for text in ("Satu", "Dua")]
    run(world)
    assert world.network.calls == 1
    world.clock.pass_(minutes=21)
    run(world)
    assert sorted(world.network.texts) == ["Dua", "Satu"]
    assert {world.state(row) for row in rows} == {"published"}


def test_a_failing_channel_does_not_delay_another(world):
    slow, fine = world.channel("slow"), world.channel("fine")
    world.network.faults = [("before", lost(sent=False))]
    world.plan(slow, "Satu", world.clock() - timedelta(seconds=1))
    world.plan(fine, "Dua")
    run(world)
    assert "Dua" in world.network.texts or "Satu" in world.network.texts
    run(world, minutes=10)
    assert sorted(world.network.texts) == ["Dua", "Satu"]


def test_posts_of_a_channel_go_out_in_their_order(world):
    channel = world.channel()
    texts = [f"Nomor {n}" for n in range(12)]
    for n, text in enumerate(texts):
        world.plan(channel, text, world.clock() - timedelta(seconds=12 - n))
    run(world)
    assert world.network.texts == texts


def test_a_thread_follows_its_first_part(world):
    first = world.plan(world.channel(), "Utas", thread=["Bagian dua"], comment="Tautan")
    world.follow(world.follow(first))
    run(world)
    assert world.network.texts == ["Utas", "Bagian dua", "Tautan"]
    assert [post.reply_to for post in world.network.posts_held] == ["", "p1", "p2"]


@pytest.mark.parametrize(
    ("policy", "state"), [("send", "published"), ("ask", "late"), ("skip", "missed")]
)
def test_a_late_post_follows_its_policy(world, policy, state):
    row = world.plan(world.channel(), "Terlambat", world.clock() - timedelta(days=3), late=policy)
    run(world)
    assert world.state(row) == state


def test_a_cancel_that_comes_while_a_worker_holds_the_post_wins_before_it_is_sent(world):
    row = world.plan(world.channel(), "Jangan")

    def hook(step: str) -> None:
        if step == "after taking":
            type(row).objects.filter(id=row.id).update(wish="cancel")

    world.hook = hook
    run(world)
    assert world.network.texts == []
    assert world.state(row) == "cancelled"


def test_a_server_that_is_down_is_tried_again_later_and_not_sooner(world):
    world.network.faults = [
        ("before", Temporary(Text.same("503"), retry_after=timedelta(minutes=5)))
    ]
    row = world.plan(world.channel(), "Nanti")
    run(world)
    assert world.state(row) == "waiting_retry"
    assert world.row(row).due_at >= world.clock() + timedelta(minutes=5)
    world.clock.pass_(minutes=4)
    run(world)
    assert world.network.calls == 1
    world.clock.pass_(minutes=8)
    run(world)
    assert world.network.texts == ["Nanti"]


def test_a_cancel_that_comes_after_the_post_left_is_forgotten(world):
    row = world.plan(world.channel(), "Sudah terkirim")

    def hook(step: str) -> None:
        if step == "after committing":
            type(row).objects.filter(id=row.id).update(wish="cancel")

    world.hook = hook
    run(world)
    assert (world.state(row), world.row(row).wish) == ("published", "")


def test_a_step_is_refused_to_a_worker_whose_row_was_taken_over(world):
    row = world.plan(world.channel(), "Milik siapa")

    def hook(step: str) -> None:
        if step == "after preparing":
            type(row).objects.filter(id=row.id).update(fence=99)

    world.hook = hook
    run(world)
    assert world.network.texts == []
    assert world.state(row) == "preparing"
