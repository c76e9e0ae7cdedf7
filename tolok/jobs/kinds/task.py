"""Functions that were queued through Django's Tasks interface (`@task`, `.enqueue()`)."""

from tolok.core.jobs.states import CLAIM
from tolok.jobs.job import Task
from tolok.services.task_backend import KIND, run_task

JOB = Task(kind=KIND, run=run_task, lease=CLAIM)
