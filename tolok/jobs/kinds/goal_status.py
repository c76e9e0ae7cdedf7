"""Notes what became of each running goal: every day, and whenever new numbers came in."""

from datetime import UTC, datetime

from tolok.jobs.runner import Job
from tolok.services.goal_watch import note_all


def run() -> bool:
    """False: the next look is a minute away, and costs nothing while nothing has changed."""
    note_all(datetime.now(UTC))
    return False


JOB = Job(name="goal_status", every_s=60, run=run)
