"""Puts waiting batches into the facts, one after the other."""

from datetime import UTC, datetime

from tolok.jobs.runner import Job
from tolok.services.ingest import claim_next, release_all, work


def run() -> bool:
    batch = claim_next(datetime.now(UTC))
    if batch is None:
        return False
    work(batch)
    return True


JOB = Job(name="ingest", every_s=0.5, run=run, begin=release_all)
