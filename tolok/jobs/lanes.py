"""The threads of one queue: one looks for jobs at a time, and works on what it found."""

import threading
import time
from collections.abc import Mapping

from django.db import connection, transaction

from tolok.jobs.attempt import Ending, attempt
from tolok.jobs.guard import guarded
from tolok.jobs.held import Held
from tolok.jobs.job import Task
from tolok.jobs.queues import Queue
from tolok.services import job_queue
from tolok.services.job_queue import Claimed

LOOK_EVERY_S = 0.5
KEEP_S = 1.0  # a thread gives back what it has not begun after this time
GROUP_S = 0.2  # ends of quick jobs are written together, but are not kept back for longer
QUICK_S = 0.05  # a kind that took no longer the last time is quick


class Lane:
    """Serves one queue with a few threads until `stop` is called."""

    def __init__(self, name: str, queue: Queue, kinds: Mapping[str, Task], held: Held) -> None:
        self.name = name
        self.queue = queue
        self.kinds = kinds
        self.held = held
        self._took: dict[str, float] = {}  # seconds that each kind took the last time
        self._turn = threading.Lock()
        self._wake = threading.Event()
        self._stopping = False
        self.threads: list[threading.Thread] = []
        self._deaf = job_queue.listen(self._wake)

    def start(self) -> None:
        for number in range(self.queue.threads):
            name = f"queue-{self.name}-{number}"
            thread = threading.Thread(target=self._loop, name=name, daemon=True)
            thread.start()
            self.threads.append(thread)

    def stop(self) -> None:
        """No new jobs; those that run may end."""
        self._stopping = True
        self._deaf()
        self._wake.set()

    def step(self) -> int:
        """Take what is due and work on it; how many jobs were begun."""
        jobs = self._claim()
        return self._work(jobs) if jobs else 0

    def _loop(self) -> None:
        while not self._stopping:
            if guarded(self._turn_taken, f"queue {self.name}") is None:
                self._wake.wait(LOOK_EVERY_S)
        connection.close()

    def _turn_taken(self) -> int:
        with self._turn:
            jobs = self._await()
        return self._work(jobs)

    def _await(self) -> list[Claimed]:
        while not self._stopping:
            self._wake.clear()
            if jobs := self._claim():
                return jobs
            self._wake.wait(LOOK_EVERY_S)
        return []

    def _claim(self) -> list[Claimed]:
        at = job_queue.now()
        jobs = job_queue.claim(self.held.worker, [self.name], self.queue.batch, at)
        self.held.take(jobs)
        return jobs

    def _work(self, jobs: list[Claimed]) -> int:
        """Do them one after the other, and give back those that would wait too long."""
        begun = written = time.monotonic()
        ended: list[Ending] = []
        for number, job in enumerate(jobs):
            if number and (self._stopping or time.monotonic() - begun > KEEP_S):
                self._give_back(jobs[number:])
                break
            if not self._quick(job) or time.monotonic() - written > GROUP_S:
                self._write(ended)
                ended, written = [], time.monotonic()
            ended.append(self._attempt(job))
        self._write(ended)
        return len(jobs)

    def _quick(self, job: Claimed) -> bool:
        task = self.kinds.get(job.kind)
        return task is not None and not task.atomic and self._took.get(job.kind, 1) < QUICK_S

    def _attempt(self, job: Claimed) -> Ending:
        task = self.kinds.get(job.kind)
        self.held.begin(job, task)
        begun = time.monotonic()
        ending = attempt(task, job)
        self._took[job.kind] = time.monotonic() - begun
        return ending

    def _write(self, ended: list[Ending]) -> None:
        """Several ends in one commit; when it fails, the jobs are done again after their lease."""
        if not ended:
            return
        try:
            with transaction.atomic():
                for ending in ended:
                    ending.write()
        finally:
            self.held.drop(ending.job for ending in ended)

    def _give_back(self, jobs: list[Claimed]) -> None:
        job_queue.give_back(jobs)
        self.held.drop(jobs)
