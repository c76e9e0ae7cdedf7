"""The leased queue: asking for work, taking it, keeping it alive, ending it. Knows no kind of work.

Work is done at least once. A worker that lost its claim cannot end the job: `finish` and `fail`
answer False, and what the worker made of it must be thrown away.
"""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import F
from django.db.models.expressions import RawSQL

from tolok.core.jobs.states import CLAIM, RETENTION
from tolok.core.publishing.backoff import wait
from tolok.core.text import Text
from tolok.store.models import Job, JobAttempt

DEFAULT_QUEUE = "default"
PURGE_AT_ONCE = 2_000
_RNG = Random()  # noqa: S311 - jitter
_listeners: set[threading.Event] = set()

# Written out, so that both databases use the partial index: they do not see into parameters.
WAITING = RawSQL("state IN ('ready', 'retry')", (), output_field=models.BooleanField())  # noqa: S611


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job in the hands of a worker. `worker` and `attempt` are what it must show to end it."""

    id: UUID
    queue: str
    kind: str
    args: Mapping[str, Any]
    attempt: int
    max_attempts: int
    worker: UUID
    due_at: datetime
    started_at: datetime
    workspace_id: UUID | None = None


def now() -> datetime:
    """The time that leases are judged by: the database's where workers share one, else ours."""
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def enqueue(
    kind: str,
    args: Mapping[str, Any] | None = None,
    *,
    run_at: datetime | None = None,
    key: str | None = None,
    queue: str = DEFAULT_QUEUE,
    priority: int = 100,
    max_attempts: int = 5,
    workspace_id: UUID | None = None,
) -> Job:
    """Ask for work, in the caller's transaction: no commit, no job.

    With a `key` that was asked for before, nothing is added and the earlier job is answered, also
    when that one has ended (until it is purged). Lower `priority` goes first.
    """
    job = Job(
        kind=kind,
        args=dict(args or {}),
        run_at=run_at or now(),
        key=key,
        queue=queue,
        priority=priority,
        max_attempts=max_attempts,
        workspace_id=workspace_id,
    )
    Job.objects.bulk_create([job], ignore_conflicts=key is not None)
    transaction.on_commit(wake)
    return job if key is None else Job.objects.get(key=key)


def enqueue_all(jobs: Sequence[Job]) -> None:
    """Many at once; those whose key is taken are left out. For a caller that made them itself."""
    Job.objects.bulk_create(jobs, ignore_conflicts=True, batch_size=500)
    transaction.on_commit(wake)


def wake() -> None:
    """Let the workers of this process look at once; others look again within half a second."""
    for event in tuple(_listeners):
        event.set()


def listen(event: threading.Event) -> Callable[[], None]:
    """Have `event` set when there may be work. Call what is returned to stop that."""
    _listeners.add(event)
    return lambda: _listeners.discard(event)


def claim(
    worker: UUID, queues: Collection[str], n: int, at: datetime, *, lease: timedelta = CLAIM
) -> list[Claimed]:
    """Take up to `n` due jobs, in order of priority and time; nobody else gets them meanwhile."""
    due = Job.objects.filter(WAITING, queue__in=queues, run_at__lte=at)
    if not due.exists():  # without taking the database's one write lock
        return []
    with transaction.atomic():
        first = due.select_for_update(skip_locked=True).order_by("priority", "run_at", "id")
        jobs = list(first[:n])
        Job.objects.filter(id__in=[job.id for job in jobs]).update(
            state="running",
            worker=worker,
            attempt=F("attempt") + 1,
            started_at=at,
            lease_until=at + lease,
            lease_s=_whole_seconds(lease),
        )
    return [_claimed(job, worker, at) for job in jobs]


def renew(worker: UUID, ids: Collection[UUID], at: datetime, *, lease: timedelta = CLAIM) -> int:
    """Show that the worker still has these jobs; how many it really has."""
    held = Job.objects.filter(id__in=ids, worker=worker, state="running")
    return held.update(lease_until=at + lease, lease_s=_whole_seconds(lease))


def finish(claimed: Claimed, at: datetime, result: Any = None) -> bool:
    """The job is done. False: it is no longer the worker's. In the caller's transaction if any."""
    return _end(claimed, at, "done", result=result)


def fail(
    claimed: Claimed,
    at: datetime,
    problem: Mapping[str, Any],
    *,
    again_in: timedelta | None = None,
    final: bool = False,
) -> bool:
    """The attempt failed: try again after a growing wait (or `again_in`), or give up when `final`
    or when no attempts are left. False: it is no longer the worker's."""
    if final or claimed.attempt >= claimed.max_attempts:
        return _end(claimed, at, "dead", problem=problem)
    pause = max(wait(claimed.attempt, _RNG), again_in or timedelta(0))
    return _end(claimed, at, "retry", problem=problem, run_at=at + pause)


def give_back(jobs: Collection[Claimed]) -> int:
    """Jobs that were claimed and not begun: as if they had not been claimed."""
    return sum(
        _mine(job).update(
            state="ready", worker=None, lease_until=None, attempt=F("attempt") - 1, started_at=None
        )
        for job in jobs
    )


def release_lapsed(at: datetime) -> int:
    """Bring back what dead workers held; how many jobs. A job that outlived too many workers dies.

    A lease that reaches further than its own length (the clock was set back) is cut to that.
    """
    running = Job.objects.filter(state="running")
    if not any(_needs_care(job, at) for job in running):
        return 0
    with transaction.atomic():
        jobs = [j for j in running.select_for_update(skip_locked=True) if _needs_care(j, at)]
        lapsed = [job for job in jobs if _lapsed(job, at)]
        for job in jobs:
            longest = at + timedelta(seconds=job.lease_s)
            Job.objects.filter(id=job.id, lease_until__gt=longest).update(lease_until=longest)
        for job in lapsed:
            _lapse(job, at)
    return len(lapsed)


def purge(at: datetime, *, keep: timedelta = RETENTION) -> int:
    """Delete jobs done longer ago than `keep`, with their history; dead ones stay until a person
    acts. Some at a time, so that nobody waits long for the database."""
    old = Job.objects.filter(state="done", finished_at__lt=at - keep)
    ids = list(old.values_list("id", flat=True)[:PURGE_AT_ONCE])
    Job.objects.filter(id__in=ids).delete()
    return len(ids)


def problem_of(type_: str, title: Text, detail: Text, fix: Text) -> dict[str, Any]:
    """A reason as it is kept with a job."""
    words = {"title": title.as_dict(), "detail": detail.as_dict(), "fix": fix.as_dict()}
    return {"type": type_, **words}


def _claimed(job: Job, worker: UUID, at: datetime) -> Claimed:
    return Claimed(
        id=job.id,
        queue=job.queue,
        kind=job.kind,
        args=job.args,
        attempt=job.attempt + 1,
        max_attempts=job.max_attempts,
        worker=worker,
        due_at=job.run_at,
        started_at=at,
        workspace_id=job.workspace_id,
    )


def _mine(claimed: Claimed) -> "models.QuerySet[Job]":
    """The fence: the job, if this worker still has this attempt of it."""
    return Job.objects.filter(
        id=claimed.id, worker=claimed.worker, attempt=claimed.attempt, state="running"
    )


@transaction.atomic
def _end(claimed: Claimed, at: datetime, state: str, **fields: Any) -> bool:
    ended = None if state == "retry" else at
    if not _mine(claimed).update(state=state, lease_until=None, finished_at=ended, **fields):
        return False
    _note(claimed, state, fields.get("problem"))
    return True


def _lapsed(job: Job, at: datetime) -> bool:
    return job.lease_until is None or job.lease_until < at


def _needs_care(job: Job, at: datetime) -> bool:
    longest = at + timedelta(seconds=job.lease_s)
    return job.lease_until is None or not at <= job.lease_until <= longest


def _lapse(job: Job, at: datetime) -> None:
    """One job whose worker fell silent: tried again at once the first time, then after a wait."""
    held = Claimed(
        id=job.id,
        queue=job.queue,
        kind=job.kind,
        args=job.args,
        attempt=job.attempt,
        max_attempts=job.max_attempts,
        worker=job.worker or UUID(int=0),
        due_at=job.run_at,
        started_at=job.started_at or at,
    )
    dead = job.attempt >= job.max_attempts
    pause = timedelta(0) if job.attempt == 1 else wait(job.attempt - 1, _RNG)
    Job.objects.filter(id=job.id, attempt=job.attempt, state="running").update(
        state="dead" if dead else "retry",
        lease_until=None,
        finished_at=at if dead else None,
        run_at=job.run_at if dead else at + pause,
        problem=_SILENT,
    )
    _note(held, "lapsed", _SILENT)


def _note(claimed: Claimed, outcome: str, problem: Mapping[str, Any] | None) -> None:
    JobAttempt.objects.create(
        job_id=claimed.id,
        number=claimed.attempt,
        queue=claimed.queue,
        worker=claimed.worker,
        due_at=claimed.due_at,
        started_at=claimed.started_at,
        outcome=outcome,
        problem=problem,
    )


def _whole_seconds(lease: timedelta) -> int:
    return max(1, round(lease.total_seconds()))


_SILENT = problem_of(
    "worker-lost",
    Text("The worker fell silent", "Pekerja tidak lagi terdengar"),
    Text(
        "The process that did this job ended or hung before the job did.",
        "Proses yang mengerjakan tugas ini berakhir atau macet sebelum selesai.",
    ),
    Text(
        "Look at the server's log for the time of the attempt.",
        "Lihat log server pada waktu percobaan itu.",
    ),
)
