"""The threads that work beside the pages: started and stopped with the server."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections

from tolok.core.registry import collect

log = logging.getLogger("tolok.jobs")


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again. `run` does one piece and says whether there was any.

    `begin` runs once before the first piece: it takes up what a killed process left behind.
    """

    name: str
    every_s: float
    run: Callable[[], bool]
    begin: Callable[[], object] | None = None


class Runner:
    """One thread per job. A job that fails is logged and tried again at its next turn."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        for job in collect("tolok.jobs.kinds", "JOB"):
            if isinstance(job, Job):
                thread = threading.Thread(target=self._loop, args=(job,), name=job.name)
                thread.daemon = True
                thread.start()
                self._threads.append(thread)

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=10)

    def _loop(self, job: Job) -> None:
        if job.begin is not None:
            job.begin()
        while not self._stop.is_set():
            busy = self._once(job)
            if not busy:
                self._stop.wait(job.every_s)

    def _once(self, job: Job) -> bool:
        close_old_connections()
        try:
            return job.run()
        except Exception:  # noqa: BLE001 - the last line of defence: one bad piece must not end the thread
            log.exception("job.failed", extra={"fields": {"job": job.name}})
            return False
        finally:
            close_old_connections()
