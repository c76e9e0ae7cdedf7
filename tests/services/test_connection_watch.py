"""Log-ins looked after: one renewal at a time, none twice, and what is dead shows before a post."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from django.db import connections as databases

from tests.delivery.world import NOON, Clock, FakeNetwork, World
from tolok.core.errors import ProblemError
from tolok.core.outcomes import Cause, Permanent, Temporary
from tolok.core.publishing.account import Account
from tolok.core.text import Text
from tolok.services import accounts, connection_check, connections
from tolok.services.connection_lane import lane
from tolok.services.connection_watch import look_after
from tolok.services.delivery_engine import Engine
from tolok.services.seals import open_sealed, seal
from tolok.store.models import Audit, Connection, Delivery

pytestmark = pytest.mark.django_db(transaction=True)
LOST = Temporary(Text.same("no answer"), cause=Cause.NETWORK_DOWN, maybe_done=True)
DOWN = Temporary(Text.same("down"), cause=Cause.NETWORK_DOWN)
REVOKED = Permanent(Text.same("revoked"), Text.same("connect"), cause=Cause.AUTH_EXPIRED)


@dataclass
class SingleUse(FakeNetwork):
    """Its renewal tokens count once, as at most networks; `used` is the truth."""

    used: list[str] = field(default_factory=list)
    refresh_fault: Exception | None = None
    check_fault: Exception | None = None
    meanwhile: object = None

    async def refresh(self, http, account: Account, now) -> Account | None:
        token = account.credentials["refresh"]
        self.used.append(token)
        if self.meanwhile is not None:
            await asyncio.to_thread(self._elsewhere)
        if self.refresh_fault is not None:
            raise self.refresh_fault
        fresh = {"token": f"after {token}", "refresh": f"{token}+"}
        return account.with_credentials(fresh, now + timedelta(hours=2))

    async def check(self, http, account: Account, now) -> Account:
        if self.check_fault is not None:
            raise self.check_fault
        return account

    def _elsewhere(self) -> None:
        act, self.meanwhile = self.meanwhile, None
        try:
            act()
        finally:
            databases.close_all()


@pytest.fixture
def network(monkeypatch) -> SingleUse:
    found = SingleUse(Clock())
    monkeypatch.setattr(accounts, "networks", lambda: {found.id: found})
    monkeypatch.setattr("tolok.services.connection_watch.networks", lambda: {found.id: found})
    return found


@pytest.fixture
def world(cast, network) -> World:
    return World(cast.workspace, network.clock, network)


def ageing(world: World, refresh: str = "r") -> Connection:
    """A log-in whose token ends in five minutes."""
    channel = world.channel(
        expires_at=world.clock() + timedelta(minutes=5), checked_at=world.clock()
    )
    sealed = seal({"token": "t", "refresh": refresh})
    Connection.objects.filter(channel=channel).update(sealed=sealed)
    return Connection.objects.select_related("channel").get(channel=channel)


def held(row: Connection) -> dict[str, str]:
    return open_sealed(Connection.objects.get(id=row.id).sealed)


def test_a_token_that_ends_is_renewed_ahead_and_kept(world, network):
    row = ageing(world)
    world.clock.pass_(minutes=31)
    assert look_after(world.clock()) == 1
    assert network.used == ["r"]
    assert held(row) == {"token": "after r", "refresh": "r+"}
    row.refresh_from_db()
    assert (row.state, row.lane_by, row.lane_until) == ("ok", "", None)


def test_two_checks_at_once_renew_once(world, network, cast):
    row = ageing(world)
    refused: list[str] = []

    def second() -> None:
        try:
            connection_check.check(cast.scope(), str(row.channel_id), world.clock())
        except ProblemError as error:
            refused.append(error.problem.type)

    network.meanwhile = second
    connection_check.check(cast.scope(), str(row.channel_id), world.clock())
    assert network.used == ["r"]
    assert refused == ["connection-in-use"]
    assert held(row)["refresh"] == "r+"


def test_the_watch_leaves_a_log_in_alone_that_a_person_checks(world, network, cast):
    row = ageing(world)
    network.meanwhile = lambda: look_after(world.clock() + timedelta(minutes=1))
    connection_check.check(cast.scope(), str(row.channel_id), world.clock())
    assert network.used == ["r"]


def test_a_delivery_waits_while_a_check_renews_and_then_uses_the_new_token(world, network, cast):
    row = ageing(world)
    post = world.plan(row.channel, "Kopi")
    states: list[str] = []

    def deliver() -> None:
        asyncio.run(Engine(world.engine().worker).drain())
        states.append(world.state(post))

    network.meanwhile = deliver
    connection_check.check(cast.scope(), str(row.channel_id), world.clock())
    assert states == ["scheduled"]
    asyncio.run(world.engine().drain())
    assert world.state(post) == "published"
    assert network.used == ["r"]


def test_a_delivery_that_renews_keeps_a_check_away(world, network, cast):
    row = ageing(world)
    world.plan(row.channel, "Kopi")
    refused: list[str] = []

    def person() -> None:
        with suppress(ProblemError):
            connection_check.check(cast.scope(), str(row.channel_id), world.clock())
            return
        refused.append("in use")

    network.meanwhile = person
    asyncio.run(world.engine().drain())
    assert network.used == ["r"]
    assert refused == ["in use"]
    assert held(row)["refresh"] == "r+"


def test_a_lost_answer_breaks_the_log_in_at_once_and_is_never_repeated(world, network, cast):
    row = ageing(world)
    network.refresh_fault = LOST
    shown = connection_check.check(cast.scope(), str(row.channel_id), world.clock())
    assert shown.state == "broken"
    assert "only once" in shown.problem["why"]["en"]
    network.refresh_fault = None
    world.clock.pass_(hours=7)
    look_after(world.clock())
    connection_check.check(cast.scope(), str(row.channel_id), world.clock())
    assert network.used == ["r"]
    assert Audit.objects.filter(act="connection.broken").count() == 1


def test_a_lost_answer_before_a_post_holds_the_post_and_sends_nothing(world, network):
    row = ageing(world)
    post = world.plan(row.channel, "Kopi")
    network.refresh_fault = LOST
    asyncio.run(world.engine().drain())
    assert world.state(post) == "needs_auth"
    assert Connection.objects.get(id=row.id).state == "broken"
    assert (network.used, network.calls) == (["r"], 0)


@pytest.mark.parametrize(
    "trouble",
    [DOWN, Temporary(Text.same("503"), cause=Cause.SERVER_ERROR, maybe_done=True)],
    ids=["not reached", "server error"],
)
def test_trouble_that_passes_breaks_nothing(world, network, cast, trouble):
    row = ageing(world)
    network.refresh_fault = trouble
    shown = connection_check.check(cast.scope(), str(row.channel_id), world.clock())
    assert shown.state == "ok"
    assert shown.problem is not None
    network.refresh_fault = None
    shown = connection_check.check(cast.scope(), str(row.channel_id), world.clock())
    assert (shown.state, shown.problem) == ("ok", None)


def test_new_tokens_are_kept_even_when_the_check_after_them_fails(world, network, cast):
    row = ageing(world)
    network.check_fault = DOWN
    connection_check.check(cast.scope(), str(row.channel_id), world.clock())
    assert held(row)["refresh"] == "r+"


def test_connecting_anew_meanwhile_wins_over_a_renewal(world, network, cast):
    row = ageing(world)
    anew = seal({"token": "new", "refresh": "n"})
    network.meanwhile = lambda: Connection.objects.filter(id=row.id).update(sealed=anew)
    connection_check.check(cast.scope(), str(row.channel_id), world.clock())
    assert held(row) == {"token": "new", "refresh": "n"}


def test_what_is_said_of_an_old_log_in_does_not_break_the_one_made_meanwhile(world, network, cast):
    row = ageing(world)
    anew = seal({"token": "new", "refresh": "n"})
    network.meanwhile = lambda: Connection.objects.filter(id=row.id).update(sealed=anew)
    network.refresh_fault = REVOKED
    connection_check.check(cast.scope(), str(row.channel_id), world.clock())
    row.refresh_from_db()
    assert (row.state, row.problem) == ("ok", None)
    assert not Audit.objects.filter(act="connection.broken").exists()


def test_a_log_in_cut_off_meanwhile_stays_cut_off(world, network, cast):
    row = ageing(world)
    network.meanwhile = lambda: connections.disconnect(cast.scope(), str(row.channel_id))
    connection_check.check(cast.scope(), str(row.channel_id), world.clock())
    row.refresh_from_db()
    assert (row.state, held(row)) == ("off", {})


def test_a_dead_log_in_shows_before_the_slot(world, network):
    channel = world.channel(checked_at=NOON)
    post = world.plan(channel, "Kopi", NOON + timedelta(hours=3))
    network.check_fault = REVOKED
    seen: dict[timedelta, str] = {}
    while world.clock() < NOON + timedelta(hours=3):
        look_after(world.clock())
        seen[world.clock() - NOON] = Connection.objects.get(channel=channel).state
        world.clock.pass_(minutes=10)
    assert seen[timedelta(minutes=50)] == "ok"
    assert seen[timedelta(minutes=60)] == "broken"  # two hours ahead
    assert world.state(post) == "scheduled"
    network.check_fault = None
    assert network.calls == 0


def test_a_log_in_without_posts_is_asked_every_six_hours(world, network):
    channel = world.channel(checked_at=NOON)
    world.clock.pass_(hours=5, minutes=59)
    assert look_after(world.clock()) == 0
    world.clock.pass_(minutes=1)
    assert look_after(world.clock()) == 1
    assert Connection.objects.get(channel=channel).checked_at == world.clock()


def test_who_does_not_answer_is_asked_again_in_half_an_hour_and_keeps_nobody_waiting(
    world, network
):
    silent = world.channel("diam", checked_at=NOON - timedelta(hours=7))
    other = world.channel("lain", checked_at=NOON - timedelta(hours=6))
    network.check_fault = DOWN
    look_after(NOON, most=1)
    network.check_fault = None
    look_after(NOON + timedelta(minutes=1), most=1)
    times = dict(Connection.objects.values_list("channel__name", "checked_at"))
    assert times == {"diam": NOON, "lain": NOON + timedelta(minutes=1)}
    assert look_after(NOON + timedelta(minutes=29)) == 0
    assert look_after(NOON + timedelta(minutes=30)) == 1
    assert Connection.objects.get(channel=silent).problem is None
    assert Connection.objects.get(channel=other).checked_at == NOON + timedelta(minutes=1)


def test_a_log_in_whose_key_is_gone_is_broken_and_says_so(world, network, cast):
    row = ageing(world)
    Connection.objects.filter(id=row.id).update(sealed="gAAAAA-nothing")
    shown = connection_check.check(cast.scope(), str(row.channel_id), world.clock())
    assert shown.state == "broken"
    assert "key" in shown.problem["why"]["en"]


def test_a_lane_is_given_back_after_a_fault(world):
    row = ageing(world)
    with suppress(KeyError), lane(row.id, world.clock(), "check"):
        raise KeyError
    with lane(row.id, world.clock(), "check") as again:
        assert again is not None
    assert Delivery.objects.count() == 0


def test_an_account_that_was_renewed_keeps_what_is_known_of_its_server(world, network):
    account = Account("https://example.org", "1", "@a", facts={"limit": 5})
    account = replace(account, credentials={"refresh": "x"})
    fresh = asyncio.run(accounts.refreshed(network, None, account, NOON))  # type: ignore[arg-type]
    assert fresh.facts == {"limit": 5}
