"""Sends the posts whose time has come, and asks about those whose sending was cut off."""

from tolok.jobs.job import Job
from tolok.services.delivery import deliver

JOB = Job(name="delivery", every_s=0.5, run=deliver, queue="publish")
