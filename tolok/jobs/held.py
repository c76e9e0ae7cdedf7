"""What a process has claimed and not ended: renewed from here while it runs."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tolok.core.jobs.states import CLAIM
from tolok.jobs.job import Task
from tolok.services import job_queue
from tolok.services.job_queue import Claimed


@dataclass(slots=True)
class _Hold:
    lease: timedelta = CLAIM
    until: float | None = None  # of the monotonic clock: after that the job counts as hung


class Held:
    """Safe between threads. A job that takes longer than its limit is no longer renewed."""

    def __init__(self, worker: UUID) -> None:
        self.worker = worker
        self._lock = threading.Lock()
        self._jobs: dict[UUID, _Hold] = {}

    def take(self, jobs: Iterable[Claimed]) -> None:
        with self._lock:
            self._jobs.update({job.id: _Hold() for job in jobs})

    def begin(self, job: Claimed, task: Task | None) -> None:
        if task is not None:
            hold = _Hold(max(task.lease, CLAIM), time.monotonic() + task.limit.total_seconds())
            with self._lock:
                self._jobs[job.id] = hold

    def drop(self, jobs: Iterable[Claimed]) -> None:
        with self._lock:
            for job in jobs:
                self._jobs.pop(job.id, None)

    def renew(self, at: datetime) -> int:
        """Show life for all of them; how many are still ours."""
        return sum(
            job_queue.renew(self.worker, ids, at, lease=lease)
            for lease, ids in self._by_lease().items()
        )

    def _by_lease(self) -> dict[timedelta, list[UUID]]:
        found: dict[timedelta, list[UUID]] = {}
        with self._lock:
            for id_, hold in self._jobs.items():
                if hold.until is None or time.monotonic() < hold.until:
                    found.setdefault(hold.lease, []).append(id_)
        return found
