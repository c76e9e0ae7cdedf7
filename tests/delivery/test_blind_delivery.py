"""The delivery engine over Telegram, Discord and Slack, against their strict simulators.

The simulator is the judge: a post is there once, or a person is asked and it is there at most once.
"""

import asyncio
import io
import logging
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from tests.delivery.world import Clock
from tests.servers import discord, slack, telegram
from tests.servers.simulator import Simulator
from tolok.core.publishing.account import Account
from tolok.core.publishing.states import STATES
from tolok.services import accounts
from tolok.services.delivery_engine import Engine
from tolok.services.delivery_worker import Worker
from tolok.services.seals import seal
from tolok.store.models import Channel, Connection, Delivery, DeliveryStep, Post

pytestmark = pytest.mark.django_db(transaction=True)

BLIND: dict[str, tuple[str, type[Simulator], Account]] = {
    "telegram": ("telegram", telegram.Telegram, telegram.ACCOUNT),
    "discord": ("discord", discord.Discord, discord.ACCOUNT),
    "slack webhook": ("slack", slack.Slack, slack.HOOK_ACCOUNT),
}
ALL = BLIND | {"slack bot": ("slack", slack.Slack, slack.BOT_ACCOUNT)}


@dataclass
class Bench:
    """A workspace with one channel on a simulated network."""

    workspace: Any
    network: str
    server: Simulator
    account: Account
    clock: Clock = field(default_factory=Clock)

    def connect(self, **about: Any) -> None:
        self.channel = Channel.objects.create(
            workspace=self.workspace, network=self.network, name="Kanal"
        )
        Connection.objects.create(
            workspace=self.workspace,
            channel=self.channel,
            sign_in="webhook",
            server=self.account.server,
            remote_id=self.account.remote_id,
            handle=self.account.handle,
            url=self.account.url,
            facts=dict(self.account.facts),
            sealed=seal(self.account.credentials),
            **about,
        )

    def plan(self, text: str) -> Delivery:
        post = Post.objects.create(
            workspace=self.workspace,
            content={"text": text},
            stage="planned",
            due_at=self.clock(),
        )
        return Delivery.objects.create(
            workspace=self.workspace,
            post=post,
            channel=self.channel,
            state="scheduled",
            since=self.clock(),
            due_at=self.clock(),
            planned_at=self.clock(),
        )

    def work(self, later: int = 0) -> None:
        async def drain() -> None:
            async with self.server.http() as http:
                worker = Worker(
                    name="w1",
                    networks=accounts.networks(),
                    http=http,
                    clock=self.clock,
                    rng=Random(1),  # noqa: S311
                )
                await Engine(worker).drain()

        asyncio.run(drain())
        for _ in range(later):
            self.clock.pass_(minutes=5)
            asyncio.run(drain())


@pytest.fixture
def bench(cast: Any, request: pytest.FixtureRequest) -> Bench:
    network, server, account = ALL[request.param]
    return Bench(cast.workspace, network, server(), account)


def over(which: dict[str, Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("bench", which, indirect=True)


def state(row: Delivery) -> str:
    return Delivery.objects.get(id=row.id).state


@over(ALL)
def test_a_due_post_goes_out(bench: Bench):
    bench.connect()
    row = bench.plan("Selamat pagi")
    bench.work()
    assert state(row) == "published"
    assert bench.server.held() == ["Selamat pagi"]


@over(BLIND)
@pytest.mark.parametrize("fault", ["lost before", "lost after", "cut", "trouble"])
def test_without_a_clear_answer_a_person_is_asked_and_nothing_is_sent_twice(bench, fault):
    bench.server.faults = [fault]
    bench.connect()
    row = bench.plan("Sekali saja")
    bench.work(later=5)
    assert state(row) == "person_decides"
    assert bench.server.times_posted() == 1
    assert len(bench.server.held()) <= 1


@over(BLIND)
def test_at_least_once_is_a_choice_and_sends_once_more(bench: Bench):
    bench.server.faults = ["lost before"]
    bench.connect(at_least_once=True)
    row = bench.plan("Setidaknya sekali")
    bench.work(later=5)
    assert state(row) == "published"
    assert bench.server.times_posted() == 2
    assert bench.server.held() == ["Setidaknya sekali"]


@over({"slack bot": ALL["slack bot"]})
@pytest.mark.parametrize("fault", ["lost before", "lost after", "cut", "trouble"])
def test_a_bot_finds_what_it_sent_and_sends_only_what_is_not_there(bench: Bench, fault: str):
    bench.server.faults = [fault]
    bench.connect()
    row = bench.plan("Temukan & jangan ulangi https://example.org/menu")
    bench.work(later=5)
    assert state(row) == "published"
    assert len(bench.server.held()) == 1
    assert bench.server.times_posted() == (1 if fault in ("lost after", "cut") else 2)


@over(ALL)
def test_a_limit_is_waited_out_and_then_it_goes_once(bench: Bench):
    bench.server.faults = ["limit"]
    bench.connect()
    row = bench.plan("Pelan-pelan")
    bench.work()
    assert state(row) == "waiting_rate"
    bench.work(later=1)
    assert state(row) == "published"
    assert bench.server.held() == ["Pelan-pelan"]


@over(ALL)
def test_a_refused_text_fails_with_the_networks_own_words(bench: Bench):
    bench.connect()
    row = bench.plan("x" * 40_001)
    bench.work(later=1)
    assert state(row) == "failed"
    assert bench.server.times_posted() == 1
    assert bench.server.held() == []


@over(ALL)
@pytest.mark.parametrize("fault", ["", "lost after", "cut", "trouble", "limit"])
def test_no_secret_reaches_the_journal_the_rows_or_the_log(bench: Bench, fault: str):
    secrets = list(bench.account.credentials.values())
    assert all("CANARY" in secret for secret in secrets)
    words = io.StringIO()
    handler = logging.StreamHandler(words)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        bench.server.faults = [fault] if fault else []
        bench.connect()
        bench.plan("Rahasia")
        bench.work(later=1)
    finally:
        root.setLevel(before)
        root.removeHandler(handler)
    rows = [
        *DeliveryStep.objects.values(),
        *Delivery.objects.values(),
        *Connection.objects.values(),
    ]
    assert DeliveryStep.objects.count() > 3
    assert "CANARY" not in repr(rows)
    assert "CANARY" not in words.getvalue()


def test_the_states_these_tests_name_exist():
    assert {"published", "person_decides", "waiting_rate", "failed"} <= set(STATES)
