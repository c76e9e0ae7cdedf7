"""Reads the feeds whose time has come and makes posts of their entries."""

from datetime import UTC, datetime

from django.conf import settings

from tolok.jobs.job import Job
from tolok.services.feed_fetch import read_due
from tolok.services.feed_hub import ask_due
from tolok.services.feed_run import run_due


def run() -> bool:
    read = read_due(datetime.now(UTC))
    run_due(datetime.now(UTC))
    ask_due(datetime.now(UTC), settings.PUBLIC_URL)
    return read > 0


JOB = Job(name="feeds", every_s=10, run=run, queue="collect")
