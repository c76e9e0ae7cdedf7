"""Gives up posts that nobody approved before their last day."""

from datetime import UTC, datetime

from tolok.jobs.job import Job
from tolok.services.approval import expire


def run() -> bool:
    expire(datetime.now(UTC))
    return False


JOB = Job(name="approvals", every_s=300, run=run, queue="publish")
