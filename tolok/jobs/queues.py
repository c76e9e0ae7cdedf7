"""The queues, and how many threads of a process serve each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Queue:
    """How a queue is served.

    `batch`: how many quick jobs one thread takes at a time, which saves commits, but lets a kill
    redo some that had ended; 1 where a job acts on somebody else's server. `server_only`: needs
    the facts, which the server holds.
    """

    threads: int = 2
    batch: int = 1
    server_only: bool = False


QUEUES = {
    "default": Queue(threads=2, batch=20),
    "publish": Queue(threads=4),
    "collect": Queue(threads=2),
    "facts": Queue(threads=1, server_only=True),
}


def worker_queues() -> list[str]:
    """Those that a process without the facts can serve."""
    return [name for name, queue in QUEUES.items() if not queue.server_only]
