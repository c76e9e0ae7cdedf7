"""How background work stands: queues, workers, recurring and given-up jobs; and what to do about
them. For whoever runs the installation, since jobs of all workspaces share the queues."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min

from tolok.core.errors import not_found
from tolok.core.jobs.states import ALIVE
from tolok.core.text import Text, say
from tolok.services import job_queue, job_workers
from tolok.services.access import Actor, only_installer, record
from tolok.store.models import CronSlot, Job, JobAttempt, Worker

LATELY = timedelta(hours=1)
SAMPLE = 5_000  # attempts that lateness is judged by
SHOWN_DEAD = 200
MORE_ATTEMPTS = 5
_OPEN = ("ready", "retry", "running", "dead")
_JOB = Text("job", "tugas")


@dataclass(frozen=True, slots=True)
class QueueState:
    """One queue now, and in the last hour. `late_p50_s` and `late_p99_s`: seconds from the due
    time to the start; None when nothing ran."""

    name: str
    ready: int = 0
    retry: int = 0
    running: int = 0
    dead: int = 0
    due: int = 0
    oldest_due_at: datetime | None = None
    done: int = 0
    failed: int = 0
    lapsed: int = 0
    late_p50_s: float | None = None
    late_p99_s: float | None = None


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that was given up, with the reason of its last attempt. `what`: its key or function."""

    id: str
    queue: str
    kind: str
    what: str
    attempts: int
    ended_at: datetime | None
    title: Text
    detail: Text
    fix: Text


@dataclass(frozen=True, slots=True)
class Overview:
    at: datetime
    queues: tuple[QueueState, ...]
    workers: tuple[Worker, ...]
    cron: tuple[CronSlot, ...]
    dead: tuple[DeadJob, ...]
    warning: Text | None

    def oldest_s(self, queue: QueueState) -> float | None:
        """How long the oldest due job of the queue has waited, in seconds."""
        oldest = queue.oldest_due_at
        return None if oldest is None else max(0.0, (self.at - oldest).total_seconds())


def overview(actor: Actor) -> Overview:
    only_installer(actor)
    return look(job_queue.now())


def look(at: datetime) -> Overview:
    """The same for the metrics, which carry no names of people."""
    return Overview(
        at=at,
        queues=_queues(at),
        workers=tuple(job_workers.alive(at)),
        cron=tuple(CronSlot.objects.order_by("next_run")),
        dead=_dead(),
        warning=warning(at),
    )


def warning(at: datetime) -> Text | None:
    """What every page says while work is due and no worker has shown life for a minute."""
    n = _due(at - ALIVE).count()
    if not n or job_workers.alive(at):
        return None
    return say(
        "No worker has reported for a minute, and {n} jobs wait. Nothing is sent or fetched "
        "until one runs: start `tolok serve` or `tolok worker`.",
        "Tidak ada pekerja yang melapor selama semenit, dan {n} tugas menunggu. Tidak ada yang "
        "dikirim atau diambil sampai ada yang berjalan: jalankan `tolok serve` atau "
        "`tolok worker`.",
        n=n,
    )


def overview_dict(seen: Overview) -> dict[str, Any]:
    """The overview as the API answers it."""
    return {
        "at": seen.at.isoformat(),
        "warning": seen.warning.as_dict() if seen.warning else None,
        "queues": [_queue_dict(seen, queue) for queue in seen.queues],
        "workers": [
            {
                "id": str(worker.id),
                "host": worker.host,
                "pid": worker.pid,
                "queues": worker.queues,
                "started_at": worker.started_at.isoformat(),
                "seen_at": worker.seen_at.isoformat(),
            }
            for worker in seen.workers
        ],
        "recurring": [
            {
                "name": slot.name,
                "rule": slot.rule,
                "zone": slot.zone,
                "policy": slot.policy,
                "next_run": slot.next_run.isoformat(),
                "last_run": slot.last_run.isoformat() if slot.last_run else None,
            }
            for slot in seen.cron
        ],
        "dead": [dead_dict(job) for job in seen.dead],
    }


def _queue_dict(seen: Overview, queue: QueueState) -> dict[str, Any]:
    fields = {name: getattr(queue, name) for name in QueueState.__slots__}
    oldest = fields.pop("oldest_due_at")
    return {
        **fields,
        "oldest_due_at": oldest.isoformat() if oldest else None,
        "oldest_due_s": seen.oldest_s(queue),
    }


def dead_dict(job: DeadJob) -> dict[str, Any]:
    return {
        "id": job.id,
        "queue": job.queue,
        "kind": job.kind,
        "what": job.what,
        "attempts": job.attempts,
        "ended_at": job.ended_at.isoformat() if job.ended_at else None,
        "title": job.title.as_dict(),
        "detail": job.detail.as_dict(),
        "fix": job.fix.as_dict(),
    }


def run_again(actor: Actor, id_: UUID) -> None:
    """A given-up job is due at once, with five more attempts."""
    only_installer(actor, writes=True)
    with transaction.atomic():
        job = _dead_job(id_)
        Job.objects.filter(id=job.id).update(
            state="ready",
            run_at=job_queue.now(),
            finished_at=None,
            max_attempts=job.attempt + MORE_ATTEMPTS,
        )
        record(None, actor, "job.run_again", str(job.id), kind=job.kind)
        transaction.on_commit(job_queue.wake)


def drop(actor: Actor, id_: UUID) -> None:
    """Forget a given-up job, with its history."""
    only_installer(actor, writes=True)
    with transaction.atomic():
        job = _dead_job(id_)
        record(None, actor, "job.dropped", str(job.id), kind=job.kind, problem=job.problem)
        job.delete()


def _dead_job(id_: UUID) -> Job:
    job = Job.objects.select_for_update().filter(id=id_, state="dead").first()
    if job is None:
        raise not_found(_JOB)
    return job


def _due(at: datetime) -> Any:
    return Job.objects.filter(job_queue.WAITING, run_at__lte=at)


def _queues(at: datetime) -> tuple[QueueState, ...]:
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    counts = Job.objects.filter(state__in=_OPEN).values_list("queue", "state")
    for queue, state, n in counts.annotate(n=Count("id")).order_by():
        found[queue][state] = n
    due = _due(at).values_list("queue").annotate(n=Count("id"), oldest=Min("run_at"))
    for queue, n, oldest in due.order_by():
        found[queue] |= {"due": n, "oldest_due_at": oldest}
    for queue, lately in _lately(at).items():
        found[queue] |= lately
    return tuple(QueueState(name=name, **found[name]) for name in sorted(found))


def _lately(at: datetime) -> dict[str, dict[str, Any]]:
    """Ends and lateness of the last hour."""
    rows = JobAttempt.objects.filter(created_at__gte=at - LATELY).order_by("-created_at")
    ends: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for queue, outcome, n in (
        rows.order_by().values_list("queue", "outcome").annotate(n=Count("id"))
    ):
        ends[queue][outcome] = n
    late: dict[str, list[float]] = defaultdict(list)
    for queue, due, started in rows.values_list("queue", "due_at", "started_at")[:SAMPLE]:
        late[queue].append(max(0.0, (started - due).total_seconds()))
    return {
        queue: {
            "done": n["done"],
            "failed": n["retry"] + n["dead"],
            "lapsed": n["lapsed"],
            "late_p50_s": quantile(late[queue], 0.5),
            "late_p99_s": quantile(late[queue], 0.99),
        }
        for queue, n in ends.items()
    }


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value that `share` of all do not exceed (nearest rank); None of nothing."""
    if not values:
        return None
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]


def _dead() -> tuple[DeadJob, ...]:
    rows = Job.objects.filter(state="dead").order_by("-finished_at")[:SHOWN_DEAD]
    return tuple(
        DeadJob(
            id=str(job.id),
            queue=job.queue,
            kind=job.kind,
            what=job.key or str(job.args.get("path", "")),
            attempts=job.attempt,
            ended_at=job.finished_at,
            title=_words(job, "title"),
            detail=_words(job, "detail"),
            fix=_words(job, "fix"),
        )
        for job in rows
    )


def _words(job: Job, part: str) -> Text:
    kept = (job.problem or {}).get(part)
    return Text.from_dict(kept) if kept else Text.same("")
