"""Looks after the log-ins of networks: renewed and checked before a post needs them."""

from datetime import UTC, datetime

from tolok.jobs.job import Job
from tolok.services.connection_watch import look_after


def run() -> bool:
    look_after(datetime.now(UTC))
    return False


JOB = Job(name="connections", every_s=60, run=run)
