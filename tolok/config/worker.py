"""A process that only takes jobs, beside a server: several of them share one PostgreSQL."""

import signal
import threading
from collections.abc import Collection

from tolok.jobs.queues import QUEUES, worker_queues
from tolok.jobs.runner import Runner


def served() -> list[str]:
    return worker_queues()


def run(queues: Collection[str]) -> None:
    """Until SIGTERM or Ctrl-C; jobs that run then have ten seconds to end."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    runner = Runner([q for q in QUEUES if q in queues])
    runner.start()
    stop.wait()
    runner.stop()
