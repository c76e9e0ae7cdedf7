"""What a file in `kinds` may end in as its JOB: something done again and again, or a kind of task.

A task is asked for with `services.job_queue.enqueue(kind, args)`; it is done at least once, so
doing it twice must be the same as doing it once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tolok.core.jobs.cron import RUN_ONCE
from tolok.core.registry import collect
from tolok.services.job_cron import Recurring
from tolok.services.job_queue import DEFAULT_QUEUE, Claimed


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again. `run` does one piece and says whether there was any.

    `begin` runs once before the first piece: it takes up what a killed process left behind.
    It runs in each process that serves `queue`, so it must claim what it does; the default queue
    is served by the one process that holds the facts.
    """

    name: str
    every_s: float
    run: Callable[[], bool]
    begin: Callable[[], object] | None = None
    queue: str = "facts"


@dataclass(frozen=True, slots=True)
class Cron:
    """When a task is queued by itself: `minute hour day month weekday` in a zone."""

    rule: str
    zone: str = "UTC"
    policy: str = RUN_ONCE  # or skip: what to do about times that passed while nothing ran


@dataclass(frozen=True, slots=True)
class Task:
    """A kind of queued work. What `run` returns is kept as JSON; what it raises is the reason.

    `lease`: how soon another worker takes it up when this one dies. `limit`: how long it may take
    before it counts as hung. `atomic`: run in one transaction with the note that it is done, for
    work that is short and only writes to the database: that is then done exactly once.
    """

    kind: str
    run: Callable[[Claimed], Any]
    queue: str = DEFAULT_QUEUE  # where `cron` puts it
    lease: timedelta = timedelta(seconds=60)
    limit: timedelta = timedelta(hours=1)
    attempts: int = 5
    atomic: bool = False
    cron: Cron | None = None

    @property
    def name(self) -> str:
        return self.kind


def jobs() -> list[Job]:
    return [job for job in collect("tolok.jobs.kinds", "JOB") if isinstance(job, Job)]


def tasks() -> dict[str, Task]:
    found = [task for task in collect("tolok.jobs.kinds", "JOB") if isinstance(task, Task)]
    return {task.kind: task for task in found}


def recurring() -> tuple[Recurring, ...]:
    """What the scheduler looks after."""
    return tuple(
        Recurring(
            name=task.kind,
            rule=task.cron.rule,
            zone=task.cron.zone,
            policy=task.cron.policy,
            kind=task.kind,
            queue=task.queue,
            max_attempts=task.attempts,
        )
        for task in tasks().values()
        if task.cron is not None
    )
