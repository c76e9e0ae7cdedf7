"""Forgets old work each night: jobs done more than a week ago, and workers that are gone."""

from tolok.jobs.job import Cron, Task
from tolok.services import job_queue, job_workers
from tolok.services.job_queue import PURGE_AT_ONCE, Claimed


def run(job: Claimed) -> dict[str, int]:
    at = job_queue.now()
    purged = count = job_queue.purge(at)
    while count == PURGE_AT_ONCE:
        count = job_queue.purge(at)
        purged += count
    return {"jobs": purged, "workers": job_workers.forget(at)}


JOB = Task(kind="tidy_jobs", run=run, cron=Cron("17 3 * * *"))
