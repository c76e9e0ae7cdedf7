"""Delivery against a network that takes 200 ms to answer, 10 accounts: how fast, in what order.

On SQLite in one process; with `scripts/postgres.py benchmarks/bench_delivery.py` also on PostgreSQL
with four worker processes. The network counts what it holds, so that a double cannot hide.
"""

import asyncio
import json
import os
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic, process_time
from typing import Any
from urllib.request import Request, urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import _table as table

ACCOUNTS, ANSWER_S = 10, 0.2
BURST = 1_000
SINGLES = 60  # posts due one by one, half a second apart
RETRIES = 30


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tolok.config.settings"
    os.environ.setdefault("TOLOK_LOG", "ERROR")
    postgres = os.environ.get("TOLOK_TEST_DATABASE_URL", "")
    if postgres:
        os.environ["TOLOK_DATABASE_URL"] = postgres
    with tempfile.TemporaryDirectory(prefix="tolok-bench-") as folder:
        os.environ["TOLOK_DATA"] = folder
        _start()
        server, end = _network()
        table.head()
        try:
            _burst(server, "PostgreSQL, 4 workers" if postgres else "SQLite", 4 if postgres else 1)
            _singles(server)
            _retries(server)
        finally:
            end()


def _start() -> None:
    from tolok.cli.process import migrate, setup

    setup()
    migrate()
    from tolok.store.models import Workspace

    Workspace.objects.create(slug="bench", name="Bench")


def _network() -> tuple[str, Any]:
    """The simulated network in a process of its own, so that it does not share our interpreter."""
    from tests.delivery.simulators import serve

    server = serve()
    pid = os.fork()
    if pid == 0:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        thread.join()
        os._exit(0)

    def end() -> None:
        os.kill(pid, 9)
        os.waitpid(pid, 0)

    return f"http://127.0.0.1:{server.server_address[1]}", end


def _burst(server: str, name: str, workers: int) -> None:
    """1,000 posts due at once."""
    texts = _plan(server, BURST, timedelta(0))
    start, cpu = monotonic(), process_time()
    _work(server, workers)
    took, cpu = monotonic() - start, process_time() - cpu
    posts = _held(server)
    table.row(
        f"{BURST:,} posts due at once, {name}",
        took,
        30 if workers > 1 else 60,
        "s",
        f"{cpu:.1f} s CPU here" if workers == 1 else "",
    )
    doubled = sum(count - 1 for count in Counter(text for _, _, text in posts).values())
    table.row("of these sent twice", doubled, 0, "posts")
    table.row("of these not sent", len(texts - {text for _, _, text in posts}), 0, "posts")
    table.row("accounts whose order was broken", ACCOUNTS - _in_order(posts), 0, "accounts")


def _singles(server: str) -> None:
    """Posts due one by one, with the engine asleep between them as in the job."""
    from tolok.services.delivery_rows import anything_due
    from tolok.store.models import Delivery

    _plan(server, SINGLES, timedelta(seconds=0.5), ahead=timedelta(seconds=1))
    until = monotonic() + SINGLES * 0.5 + 10
    while monotonic() < until and Delivery.objects.exclude(state="published").exists():
        if anything_due(datetime.now(UTC)):
            _drain(server, "bench")
        else:
            threading.Event().wait(0.5)
    late = sorted(
        (row.journal.get(after="claimed").at - row.planned_at).total_seconds()
        for row in Delivery.objects.filter(state="published")
    )
    p99 = late[int(len(late) * 0.99) - 1] if len(late) == SINGLES else float("inf")
    table.row("lateness of posts due singly, p99", p99, 2, "s")


def _retries(server: str) -> None:
    """Posts due for another try, met by two workers at once."""
    from tolok.store.models import Delivery

    _plan(server, RETRIES, timedelta(0))
    now = datetime.now(UTC)
    Delivery.objects.update(state="waiting_retry", due_at=now, sends=1)
    _work(server, 2)
    counts = Counter(text for _, _, text in _held(server))
    doubled = sum(count - 1 for count in counts.values())
    lost = RETRIES - len(counts)
    table.row(f"{RETRIES} posts due for retry, 2 workers: sent twice", doubled, 0, "posts")
    table.row("of these not sent", lost, 0, "posts")


def _plan(
    server: str, number: int, apart: timedelta, *, ahead: timedelta = timedelta(0)
) -> set[str]:
    """Posts over all accounts in turn, due `apart` from each other."""
    from tolok.lib.ids import uuid7
    from tolok.services.seals import seal
    from tolok.store import models

    _ask(server, "/forget")
    _ask(server, "/faults", delay_s=ANSWER_S)
    models.Post.objects.all().delete()
    models.Channel.objects.all().delete()
    workspace = models.Workspace.objects.get()
    channels = [
        models.Channel.objects.create(workspace=workspace, network="mastodon", name=f"k{n}")
        for n in range(ACCOUNTS)
    ]
    models.Connection.objects.bulk_create(
        models.Connection(
            workspace=workspace, channel=channel, sign_in="token", server=server,
            remote_id=channel.name, sealed=seal({"token": "t"}),
        )
        for channel in channels
    )  # fmt: skip
    now = datetime.now(UTC) + ahead
    posts = [
        models.Post(workspace=workspace, content={"text": f"Nomor {n:04}"}) for n in range(number)
    ]
    models.Post.objects.bulk_create(posts)
    models.Delivery.objects.bulk_create(
        models.Delivery(
            id=uuid7(), workspace=workspace, post=post, channel=channels[n % ACCOUNTS],
            state="scheduled", since=now, due_at=now + apart * n, planned_at=now + apart * n,
            late="send",
        )
        for n, post in enumerate(posts)
    )  # fmt: skip
    return {post.content["text"] for post in posts}


def _work(server: str, workers: int) -> None:
    """Drain in so many processes at once; one works in this process."""
    from django.db import connections

    if workers == 1:
        return _drain(server, "w0")
    connections.close_all()
    pids = []
    for n in range(workers):
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                _drain(server, f"w{n}")
                code = 0
            finally:
                os._exit(code)
        pids.append(pid)
    for pid in pids:
        os.waitpid(pid, 0)
    return None


def _drain(server: str, name: str) -> None:
    from django.db import connection

    from tests.delivery.simulated import Simulated
    from tolok.lib.http import SafeClient
    from tolok.services.delivery_engine import Engine
    from tolok.services.delivery_worker import Worker

    async def drain() -> None:
        network = Simulated("B", lambda: datetime.now(UTC))
        async with SafeClient(allow=("127.0.0.0/8",), plain_http=True) as http:
            worker = Worker(name, {"mastodon": network}, http, rng=Random(name))  # type: ignore[dict-item]
            threads = 1 if connection.vendor == "sqlite" else 4
            await Engine(worker, threads=threads).drain()

    asyncio.run(drain())


def _in_order(posts: Sequence[Sequence[str]]) -> int:
    """How many accounts hold their posts in the order they were planned."""
    by_account: dict[str, list[str]] = {}
    for _, account, text in posts:
        by_account.setdefault(account, []).append(text)
    return sum(texts == sorted(texts) for texts in by_account.values())


def _held(server: str) -> list[list[str]]:
    return list(_ask(server, "/held")["posts"])


def _ask(server: str, path: str, **body: Any) -> Any:
    request = Request(server + path, json.dumps(body).encode(), method="POST")
    with urlopen(request, timeout=20) as answer:
        return json.loads(answer.read())


if __name__ == "__main__":
    main()
