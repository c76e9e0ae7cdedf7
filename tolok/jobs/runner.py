"""The threads that work beside the pages: started and stopped with the server."""

import threading
import time
from collections.abc import Collection

from django.db import close_old_connections, connection

from tolok.jobs.guard import guarded
from tolok.jobs.heart import Heart
from tolok.jobs.held import Held
from tolok.jobs.job import Job, jobs, recurring, tasks
from tolok.jobs.lanes import Lane
from tolok.jobs.queues import QUEUES
from tolok.services import job_queue, job_workers

END_S = 10.0  # how long jobs that run may take to end when the process stops


class Runner:
    """One thread per periodic job, a few per queue, and one that shows life.

    A job that fails is logged and tried again at its next turn.
    """

    def __init__(self, queues: Collection[str] = tuple(QUEUES)) -> None:
        self.queues = tuple(queues)
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._lanes: list[Lane] = []
        self._heart: Heart | None = None

    def start(self) -> None:
        """Does not wait for anything to run."""
        held = Held(job_workers.enlist(self.queues, job_queue.now()))
        kinds = tasks()
        self._lanes = [Lane(name, QUEUES[name], kinds, held) for name in self.queues]
        self._heart = Heart(held, recurring())
        self._heart.start()
        for lane in self._lanes:
            lane.start()
        self._start_periodic()
        connection.close()

    def stop(self) -> None:
        self._stop.set()
        for lane in self._lanes:
            lane.stop()
        end = time.monotonic() + END_S
        for thread in [*self._threads, *(t for lane in self._lanes for t in lane.threads)]:
            thread.join(max(0.0, end - time.monotonic()))
        if self._heart is not None:
            self._heart.stop(END_S)

    def _start_periodic(self) -> None:
        for job in (job for job in jobs() if job.queue in self.queues):
            thread = threading.Thread(target=self._loop, args=(job,), name=job.name)
            thread.daemon = True
            thread.start()
            self._threads.append(thread)

    def _loop(self, job: Job) -> None:
        if job.begin is not None:
            guarded(job.begin, job.name)
        while not self._stop.is_set():
            busy = self._once(job)
            if not busy:
                self._stop.wait(job.every_s)

    def _once(self, job: Job) -> bool:
        close_old_connections()
        try:
            return guarded(job.run, job.name) or False
        finally:
            close_old_connections()
