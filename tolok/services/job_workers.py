"""The processes that take jobs: each has a row and shows signs of life in it."""

import os
import platform
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from tolok.core.jobs.states import ALIVE
from tolok.store.models import Worker

FORGOTTEN = timedelta(days=1)


def enlist(queues: Collection[str], at: datetime) -> UUID:
    """A row for this process; its id signs the claims that the process makes."""
    worker = Worker.objects.create(
        host=platform.node(),
        pid=os.getpid(),
        started_at=at,
        seen_at=at,
        queues=sorted(queues),
    )
    return worker.id


def show_life(worker: UUID, at: datetime) -> None:
    Worker.objects.filter(id=worker).update(seen_at=at)


def leave(worker: UUID, at: datetime) -> None:
    Worker.objects.filter(id=worker).update(seen_at=at, stopped_at=at)


def alive(at: datetime) -> list[Worker]:
    """Those that were seen within a minute and did not leave, oldest first."""
    seen = Worker.objects.filter(seen_at__gte=at - ALIVE, stopped_at=None)
    return list(seen.order_by("started_at"))


def forget(at: datetime) -> int:
    """Delete the rows of processes that were last seen more than a day ago."""
    count, _ = Worker.objects.filter(seen_at__lt=at - FORGOTTEN).delete()
    return count
