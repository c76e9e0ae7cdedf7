"""The page of background work: its queues, kinds, recurring times and states."""

import importlib
import pkgutil
from datetime import timedelta

from scripts.reference_pages.markdown import code, table
from tolok.core.jobs.states import ALIVE, CLAIM, RETENTION, STATES
from tolok.core.registry import collect
from tolok.jobs.job import Job, Task
from tolok.jobs.queues import QUEUES

LEAD = """
Each job is one file in `tolok/jobs/kinds`, found by listing that folder. How to add one:
`CONTRIBUTING.md`. How to run and watch workers: [Run workers](../how-to/run-workers.md).
"""


def page() -> str:
    return "\n\n".join(
        (
            "# Jobs",
            LEAD.strip(),
            "## Queued work",
            "Asked for by services, in their own transaction: no commit, no job. Done at least "
            "once. `Exactly once` stands where the work and the note that it is done are one "
            "transaction.",
            table(("Kind", "What it does", "Queue", "Tries", "Lease", "By itself at"), _tasks()),
            "## Jobs that look again and again",
            "Each runs in every process that serves its queue.",
            table(("Job", "What it does", "Queue", "Looks every"), _periodic()),
            "## Queues",
            "A process serves each queue with a few threads. Queues that need the facts are "
            "served by `tolok serve` only.",
            table(("Queue", "Threads", "Jobs at a time", "Served by"), _queues()),
            "## States",
            f"A claim holds {_seconds(CLAIM)} without a sign of life, a worker counts as gone "
            f"after {_seconds(ALIVE)}, and a done job is kept for {RETENTION.days} days.",
            table(("State", "English", "Indonesian", "What it means", "Next"), _states()),
        )
    )


def _tasks() -> list[list[str]]:
    return [
        [
            code(task.kind),
            _words(module) + (" Exactly once." if task.atomic else ""),
            code(task.queue),
            str(task.attempts),
            _seconds(task.lease),
            f"{code(task.cron.rule)} {task.cron.zone}, {task.cron.policy}" if task.cron else "–",
        ]
        for module, task in _found()
        if isinstance(task, Task)
    ]


def _periodic() -> list[list[str]]:
    return [
        [code(job.name), _words(module), code(job.queue), f"{job.every_s:g} s"]
        for module, job in _found()
        if isinstance(job, Job)
    ]


def _found() -> list[tuple[str, object]]:
    package = importlib.import_module("tolok.jobs.kinds")
    jobs = collect(package.__name__, "JOB")
    names = sorted(_modules(package.__path__[0]))
    return list(zip(names, jobs, strict=True))


def _modules(folder: str) -> list[str]:
    return [m.name for m in pkgutil.iter_modules([folder]) if not m.name.startswith("_")]


def _words(module: str) -> str:
    """The first line of the module's docstring."""
    found = importlib.import_module(f"tolok.jobs.kinds.{module}").__doc__ or ""
    return " ".join(found.strip().split("\n\n")[0].split())


def _queues() -> list[list[str]]:
    return [
        [
            code(name),
            str(queue.threads),
            str(queue.batch),
            "`tolok serve`" if queue.server_only else "`tolok serve`, `tolok worker`",
        ]
        for name, queue in QUEUES.items()
    ]


def _states() -> list[list[str]]:
    return [
        [code(name), s.name.en, s.name.id, s.words.en, ", ".join(sorted(s.next)) or "–"]
        for name, s in STATES.items()
    ]


def _seconds(length: timedelta) -> str:
    return f"{length.total_seconds():g} s"


PAGES = {"jobs.md": page}
