"""Recurring jobs: each slot is put into the queue once, however many processes look at the clock.

The next slot is kept in the database, and each slot has its own key in the queue: two processes,
or a clock that is set back, cannot make it run twice.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from tolok.core.jobs.cron import Due, after, look, read
from tolok.services import job_queue
from tolok.store.models import CronSlot

log = logging.getLogger("tolok.jobs")


@dataclass(frozen=True, slots=True)
class Recurring:
    """What is to be queued at each slot of a rule. Policy: run_once or skip, for missed slots."""

    name: str
    rule: str
    zone: str
    policy: str
    kind: str
    queue: str = job_queue.DEFAULT_QUEUE
    max_attempts: int = 5


def tick(jobs: tuple[Recurring, ...], at: datetime) -> int:
    """Queue what is due, and keep the next slot of each; how many were queued."""
    rows = {row.name: row for row in CronSlot.objects.filter(name__in=[j.name for j in jobs])}
    return sum(_tick(job, rows.get(job.name), at) for job in jobs)


def _tick(job: Recurring, row: CronSlot | None, at: datetime) -> bool:
    if row is None or (row.rule, row.zone, row.policy) != (job.rule, job.zone, job.policy):
        _plan(job, at)
        return False
    found = look(read(job.rule), ZoneInfo(job.zone), row.next_run, at, job.policy)
    if found.next == row.next_run:
        return False
    return _take(job, row, found)


@transaction.atomic
def _take(job: Recurring, row: CronSlot, found: Due) -> bool:
    """Move on to the next slot; whoever does it first queues the one that is due."""
    moved = CronSlot.objects.filter(id=row.id, next_run=row.next_run).update(
        next_run=found.next, last_run=found.run or row.last_run
    )
    if found.missed:
        log.warning("cron.missed", extra={"fields": {"job": job.name, "slots": found.missed}})
    if not moved or found.run is None:
        return False
    slot = found.run.isoformat()
    job_queue.enqueue(
        job.kind,
        {"slot": slot},
        run_at=found.run,
        key=f"cron:{job.name}:{slot}",
        queue=job.queue,
        max_attempts=job.max_attempts,
    )
    return True


def _plan(job: Recurring, at: datetime) -> None:
    """Note a new rule, or one that was changed: its first slot is the next one from now."""
    fields = {
        "rule": job.rule,
        "zone": job.zone,
        "policy": job.policy,
        "next_run": after(read(job.rule), ZoneInfo(job.zone), at),
    }
    CronSlot.objects.update_or_create(name=job.name, defaults=fields)
