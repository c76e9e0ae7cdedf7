"""Reads the numbers of connected channels whose time has come."""

from datetime import UTC, datetime

from tolok.jobs.job import Job
from tolok.services.collect import collect_due


def run() -> bool:
    return collect_due(lambda: datetime.now(UTC)) > 0


JOB = Job(name="collect", every_s=20, run=run, queue="collect")
