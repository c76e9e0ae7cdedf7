"""The thread that shows life for a process: renews what it holds, brings back what dead workers
held, and queues recurring jobs."""

import logging
import threading

from django.db import connection

from tolok.jobs.guard import guarded
from tolok.jobs.held import Held
from tolok.services import job_cron, job_queue, job_workers
from tolok.services.job_cron import Recurring

log = logging.getLogger("tolok.jobs")
BEAT_S = 2.0  # a fraction of the shortest lease: several beats may fail before one is lost


class Heart:
    def __init__(self, held: Held, recurring: tuple[Recurring, ...]) -> None:
        self.held = held
        self.recurring = recurring
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="heart", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout: float) -> None:
        self._stop.set()
        self._thread.join(timeout)

    def beat(self) -> None:
        """Own jobs first: after a jump of the clock they must not look lapsed to ourselves."""
        at = job_queue.now()
        self.held.renew(at)
        job_workers.show_life(self.held.worker, at)
        back = job_queue.release_lapsed(at)
        if back:
            log.warning("job.lapsed", extra={"fields": {"jobs": back}})
        if back + job_cron.tick(self.recurring, at):
            job_queue.wake()

    def _loop(self) -> None:
        guarded(self.beat, "heart")
        while not self._stop.wait(BEAT_S):
            guarded(self.beat, "heart")
        guarded(self._leave, "heart")
        connection.close()

    def _leave(self) -> None:
        job_workers.leave(self.held.worker, job_queue.now())
