"""Kills, losses, pauses, jumps and full disks against the delivery engine, on a real database.

Each round plans posts, lets a worker process meet its fate at a named step, lets others pick up,
and then asks the simulated network what it holds: each post once, or a visible question.

    python -m tests.delivery.torture --every-step
    python -m tests.delivery.torture --rounds 200 --seed 1
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from urllib.request import Request, urlopen

STEPS = ("taking", "preparing", "committing", "published", "unknown", "reconciling")
CLASSES = "ABCDE"
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
RESTING = ("published", "person_decides", "failed", "cancelled", "late", "missed", "needs_auth")
MOST_PASSES = 400


@dataclass(frozen=True)
class Fate:
    """What befalls a worker when it comes to `step` for the `nth` time."""

    kind: str  # kill, stop, full_disk, lose_database, back, forward, none
    step: str = "before committing"
    nth: int = 1


@dataclass(frozen=True)
class Round:
    retry: str
    fates: tuple[Fate, ...]  # one worker each, at the same time
    faults: tuple[str, ...] = ()
    posts: int = 2
    channels: int = 1

    def __str__(self) -> str:
        fates = ", ".join(f"{each.kind} at {each.nth}. {each.step}" for each in self.fates)
        return f"class {self.retry}: {fates}; {', '.join(self.faults) or 'no faults'}"


class Shared:
    """The clock of this machine, which all its processes see and one of them can set wrong.

    `true` is the time that passes for everybody: the networks go by it.
    """

    def __init__(self) -> None:
        self.passed = multiprocessing.Value("d", 0.0)
        self.wrong_by = multiprocessing.Value("d", 0.0)

    def __call__(self) -> datetime:
        return self.true() + timedelta(seconds=self.wrong_by.value)

    def true(self) -> datetime:
        return NOON + timedelta(seconds=self.passed.value)

    def pass_(self, seconds: float) -> None:
        with self.passed.get_lock():
            self.passed.value += seconds

    def jump(self, seconds: float) -> None:
        with self.wrong_by.get_lock():
            self.wrong_by.value += seconds


@dataclass
class Bench:
    """The database, the network and the clock of all rounds."""

    server: str
    clock: Shared = field(default_factory=Shared)
    names: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def net(self, path: str, **body: Any) -> dict[str, Any]:
        request = Request(self.server + path, json.dumps(body).encode(), method="POST")  # noqa: S310
        with urlopen(request, timeout=20) as answer:  # noqa: S310
            return dict(json.loads(answer.read()))

    def play(self, plan: Round, seed: int) -> list[str]:
        """What went wrong, in words; nothing is the aim."""
        rows = self._plan(plan)
        self.net("/faults", faults=plan.faults)
        workers = [self._fork(plan, fate, seed + n) for n, fate in enumerate(plan.fates)]
        self._let_them_end(workers, plan, seed)
        self._settle(plan, seed)
        return self._judge(plan, rows)

    def _plan(self, plan: Round) -> dict[str, Any]:
        from tolok.services.seals import seal
        from tolok.store import models

        self.net("/forget")
        self.clock.wrong_by.value = 0.0
        models.Post.objects.all().delete()
        models.Channel.objects.all().delete()
        workspace = models.Workspace.objects.get()
        texts: dict[str, Any] = {}
        for number in range(plan.channels):
            channel = models.Channel.objects.create(
                workspace=workspace, network="mastodon", name=f"kanal {number}"
            )
            models.Connection.objects.create(
                workspace=workspace,
                channel=channel,
                sign_in="token",
                server=self.server,
                remote_id=f"akun{number}",
                sealed=seal({"token": "t"}),
            )
            for n in range(plan.posts):
                text = f"Kopi & teh {number}.{n} https://example.org/menu/{number}{n}?utm_source=x"
                texts[text] = self._delivery(workspace, channel, text)
        return texts

    def _delivery(self, workspace: Any, channel: Any, text: str) -> Any:
        from tolok.store import models

        post = models.Post.objects.create(
            workspace=workspace, content={"text": text}, stage="planned", due_at=self.clock()
        )
        row = models.Delivery.objects.create(
            workspace=workspace,
            post=post,
            channel=channel,
            state="scheduled",
            since=self.clock(),
            due_at=self.clock(),
            planned_at=self.clock(),
            late="send",
        )
        return row.id

    def _engine(self, plan: Round, seed: int, http: Any, hook: Callable[[str], None]) -> Any:
        from tests.delivery.simulated import Simulated
        from tolok.services.delivery_engine import Engine
        from tolok.services.delivery_worker import Worker

        return Engine(
            Worker(
                name=f"w{next(self.names)}:{os.getpid()}",
                networks={"mastodon": Simulated(plan.retry, self.clock.true)},  # type: ignore[dict-item]
                http=http,
                clock=self.clock,
                rng=Random(seed),  # noqa: S311
                hook=hook,
            )
        )

    def _run(self, plan: Round, seed: int, hook: Callable[[str], None]) -> None:
        from tolok.lib.http import Limits, SafeClient

        async def drain() -> None:
            limits = Limits(wait_s=5, total_s=5)
            async with SafeClient(allow=("127.0.0.0/8",), plain_http=True, limits=limits) as http:
                await self._engine(plan, seed, http, hook).drain()

        asyncio.run(drain())

    def _fork(self, plan: Round, fate: Fate, seed: int) -> int:
        """A worker process of its own, with its own connection to the database."""
        from django.db import connections

        connections.close_all()
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            self._run(plan, seed, _hook(fate, self.clock))
            code = 0
        finally:
            os._exit(code)  # without the clean-up of the parent

    def _let_them_end(self, workers: Sequence[int], plan: Round, seed: int) -> None:
        """Wait for each; one that stopped is woken when its lease is over and others took over."""
        for pid in workers:
            _, status = os.waitpid(pid, os.WUNTRACED)
            if os.WIFSTOPPED(status):
                self.clock.pass_(90)
                self._run(plan, seed + 1000, _silent)
                os.kill(pid, signal.SIGCONT)
                os.waitpid(pid, 0)

    def _settle(self, plan: Round, seed: int) -> None:
        """A healthy server goes on until nothing moves any more."""
        from tolok.store.models import Delivery

        for n in range(MOST_PASSES):
            self._run(plan, seed + 2000 + n, _silent)
            open_ = Delivery.objects.exclude(state__in=RESTING)
            if not open_.exists():
                return
            self.clock.pass_(_until_next(open_, self.clock()))

    def _judge(self, plan: Round, rows: dict[str, Any]) -> list[str]:
        from tolok.store.models import Connection, Delivery

        held = Counter(text for _, _, text in self.net("/held")["posts"])
        wrong = [
            f"the network holds {text!r}, which nobody planned" for text in set(held) - set(rows)
        ]
        for text, id in rows.items():
            row = Delivery.objects.get(id=id)
            copies = held[text]
            sure = row.state == "published" and copies == 1
            asked = row.state == "person_decides" and copies <= 1
            if not (sure or asked):
                wrong.append(f"{copies} copies, state {row.state}: {text!r}")
            if row.state == "person_decides" and plan.retry in "ABC":
                wrong.append(f"class {plan.retry} must find out by itself: {text!r}")
        lanes = Connection.objects.exclude(lane_by="").filter(lane_until__gt=self.clock())
        return wrong + [f"lane still held by {lane.lane_by}" for lane in lanes]


def _hook(fate: Fate, clock: Shared) -> Callable[[str], None]:
    seen = Counter[str]()

    def hook(step: str) -> None:
        seen[step] += 1
        if step == fate.step and seen[step] == fate.nth:
            _befall(fate.kind, clock)

    return hook


def _befall(kind: str, clock: Shared) -> None:
    from django.db import OperationalError

    match kind:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "stop":
            signal.raise_signal(signal.SIGSTOP)  # this very thread goes no further
        case "full_disk":
            resource.setrlimit(resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        case "lose_database":
            raise OperationalError("the database went away")
        case "back":
            clock.jump(-3600)
        case "forward":
            clock.jump(3600)


def _silent(_: str) -> None:
    return None


def _until_next(rows: Any, now: datetime) -> float:
    """Seconds until the next row wants attention; at least one, so that time goes on."""
    moments = [m for row in rows for m in (row.due_at, row.lease_until) if m is not None]
    later = [m for m in moments if m > now]
    return max(1.0, (min(later) - now).total_seconds() + 0.1) if later else 30.0


def every_step() -> Iterator[Round]:
    """A worker killed before and after each step, for each class, also after a lost answer."""
    for retry, when, step in itertools.product(CLASSES, ("before", "after"), STEPS):
        lost = step in ("unknown", "reconciling")
        faults = ("drop_after",) if lost else ()
        yield Round(retry, (Fate("kill", f"{when} {step}"),), faults)
    for retry, fault in itertools.product(CLASSES, ("drop_before", "drop_after", "status:503")):
        yield Round(retry, (Fate("none"),), (fault,))
    for retry in CLASSES:
        for step in ("before committing", "before published", "after committing"):
            yield Round(retry, (Fate("lose_database", step),))
            yield Round(retry, (Fate("stop", step), Fate("none")))
            yield Round(retry, (Fate("full_disk", step),))
            yield Round(retry, (Fate("back", step),))
            yield Round(retry, (Fate("forward", step),))
        yield Round(retry, (Fate("none"), Fate("none")), posts=6, channels=3)


def at_random(rng: Random) -> Round:
    kinds = ("kill", "kill", "stop", "full_disk", "lose_database", "back", "forward", "none")
    fates = tuple(
        Fate(
            rng.choice(kinds),
            f"{rng.choice(('before', 'after'))} {rng.choice(STEPS)}",
            rng.randint(1, 3),
        )
        for _ in range(rng.randint(1, 2))
    )
    faults = tuple(
        rng.choice(("drop_before", "drop_after", "status:503", "status:429", "pass"))
        for _ in range(rng.randint(0, 4))
    )
    return Round(rng.choice(CLASSES), fates, faults, rng.randint(1, 4), rng.randint(1, 3))


@contextlib.contextmanager
def bench() -> Iterator[Bench]:
    """A fresh data folder and a simulated network in a process of its own."""
    from tests.delivery.simulators import serve

    server = serve()
    pid = os.fork()
    if pid == 0:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        thread.join()
        os._exit(0)
    try:
        port = server.server_address[1]
        server.socket.close()
        yield Bench(f"http://127.0.0.1:{port}")
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def prepare(folder: str) -> None:
    os.environ["TOLOK_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "tolok.config.settings"
    os.environ.setdefault("TOLOK_LOG", "CRITICAL")
    import django

    django.setup()
    from django.core.management import call_command

    from tolok.store.models import Workspace

    call_command("migrate", verbosity=0)
    Workspace.objects.create(slug="torture", name="Torture")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--every-step", action="store_true")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--only", type=int, help="the number of one round")
    parser.add_argument("--part", default="1/1", help="2/4: the second quarter of the rounds")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        rng = Random(given.seed)  # noqa: S311
        rounds = [*(every_step() if given.every_step else ())]
        rounds += [at_random(rng) for _ in range(given.rounds)]
        plans = list(enumerate(rounds))  # a round keeps its number, and so its seed, in any part
        part, of = map(int, given.part.split("/"))
        plans = plans[part - 1 :: of]
        if given.only is not None:
            plans = [(number, plan) for number, plan in plans if number == given.only]
        failed = 0
        with bench() as ground:
            for number, plan in plans:
                if given.verbose:
                    print(number, plan, flush=True)  # noqa: T201
                wrong = ground.play(plan, given.seed * 10_000 + number)
                failed += bool(wrong)
                for words in wrong:
                    print(f"round {number}, {plan}: {words}", file=sys.stderr)  # noqa: T201
        print(f"{len(plans) - failed} passed, {failed} failed")  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
