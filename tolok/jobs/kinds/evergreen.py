"""Puts posts that come again into the queues of their channels."""

from datetime import UTC, datetime

from tolok.jobs.job import Job
from tolok.services.post_evergreen import run_due


def run() -> bool:
    return run_due(datetime.now(UTC)) > 0


JOB = Job(name="evergreen", every_s=600, run=run, queue="collect")
