"""The whole way to a real Bluesky server: connect, plan, deliver, lose answers and workers.

The server's own list is the judge: each post is there exactly once.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.delivery.world import Clock, Crash
from tests.servers.pds import LOOPBACK, Pds, Person
from tolok.core.outcomes import Cause, Temporary
from tolok.core.publishing.content import PostContent
from tolok.core.text import Text
from tolok.lib.http import Answer, SafeClient
from tolok.services import accounts, connections, posts
from tolok.services.delivery_engine import Engine
from tolok.services.delivery_worker import Worker, silent
from tolok.services.post_order import NOW, Order, When
from tolok.store.models import Channel, Delivery

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.xdist_group("pds"),
]
PUT = "com.atproto.repo.putRecord"


class Line:
    """The wire; the answers to the first `losses` visible calls are lost on the way back."""

    def __init__(self, http: SafeClient, losses: int) -> None:
        self._http = http
        self._losses = losses

    async def request(self, method: str, url: str, **given: Any) -> Answer:
        said = await self._http.request(method, url, **given)
        if url.endswith(PUT) and self._losses:
            self._losses -= 1
            raise Temporary(Text.same("lost"), cause=Cause.AMBIGUOUS, maybe_done=True)
        return said


class Bench:
    """A workspace with a channel on the server, and workers that may die."""

    def __init__(self, scope: Any, server: Pds) -> None:
        self.scope = scope
        self.server = server
        self.who: Person = server.person("kirim")
        # The server looks at the real time when it judges a token.
        self.clock = Clock(datetime.now(UTC))
        form = {
            "handle": self.who.handle,
            "password": self.who.app_password,
            "server": server.url,
        }
        way = connections.way("bluesky", "app_password")
        made = connections.connect_by_form(scope, way, form, now=self.clock())
        self.channel: Channel = made.channel

    def plan(self, text: str, comment: str = "") -> None:
        order = Order(PostContent(text, comment=comment), (self.channel.id,), When(NOW))
        posts.make(self.scope, order, self.clock())

    def work(self, *, losses: int = 0, hook: Callable[[str], None] = silent) -> None:
        async def drain() -> None:
            async with SafeClient(allow=LOOPBACK) as http:
                worker = Worker(
                    name=f"w{self.clock():%H%M%S}",
                    networks=accounts.networks(),
                    http=Line(http, losses),  # type: ignore[arg-type]
                    clock=self.clock,
                    rng=Random(1),  # noqa: S311
                    hook=hook,
                )
                await Engine(worker).drain()

        with suppress(Crash):
            asyncio.run(drain())

    def later(self, minutes: float = 7) -> None:
        self.clock.now += timedelta(minutes=minutes)

    def there(self) -> Counter[str]:
        return Counter(post["value"]["text"] for post in self.server.posts(self.who))


@pytest.fixture
def bench(cast: Any, facts: Any, settings: Any, pds: Pds) -> Bench:
    settings.OWN_NETWORKS = LOOPBACK
    return Bench(cast.scope("owner"), pds)


def states() -> set[str]:
    return set(Delivery.objects.values_list("state", flat=True))


def test_a_post_and_its_first_comment_arrive_as_a_thread(bench: Bench):
    bench.plan("Kopi baru ☕ #kopi", comment="Tautannya: https://example.org/kopi")
    bench.work()
    assert states() == {"published"}
    comment, post = bench.server.posts(bench.who)
    assert comment["value"]["reply"]["parent"] == {"uri": post["uri"], "cid": post["cid"]}
    assert set(Delivery.objects.values_list("remote_id", flat=True)) == {
        post["uri"],
        comment["uri"],
    }


def test_a_lost_answer_is_settled_by_the_same_call_again(bench: Bench):
    bench.plan("Jawaban hilang", comment="Komentar pertama")
    for _ in range(4):
        bench.work(losses=1)
        bench.later()
    bench.work()
    assert states() == {"published"}
    assert bench.there() == {"Jawaban hilang": 1, "Komentar pertama": 1}


def test_a_worker_that_dies_at_any_step_leaves_one_post(bench: Bench):
    steps: list[str] = []
    bench.plan("langkah")
    bench.work(hook=steps.append)
    assert {"before committing", "after committing", "after published"} <= set(steps)
    wanted = {"langkah": 1}
    for place, step in enumerate(steps):
        text = f"mati di langkah {place}: {step}"
        wanted[text] = 1
        bench.plan(text)
        bench.work(hook=Death(place))
        for _ in range(3):
            bench.later()
            bench.work()
    assert states() == {"published"}
    assert bench.there() == wanted


class Death:
    """Ends the worker at one step of its life."""

    def __init__(self, place: int) -> None:
        self._left = place

    def __call__(self, step: str) -> None:
        self._left -= 1
        if self._left < 0:
            raise Crash(step)
