"""Background work by command: how it stands, and given-up jobs run again or dropped."""

import pytest

from tolok.services import job_queue, job_workers
from tolok.store.models import Job

pytestmark = pytest.mark.django_db


def given_up() -> Job:
    job = job_queue.enqueue("fetch-feed", max_attempts=1)
    worker = job_workers.enlist(["default"], job_queue.now())
    [held] = job_queue.claim(worker, ["default"], 1, job_queue.now())
    job_queue.fail(held, job_queue.now(), job_queue._SILENT)
    return job


def test_commands_show_run_again_and_drop(here):
    job, other = given_up(), given_up()
    shown = here("ops")
    assert "fetch-feed" in shown.out
    assert "tolok ops again" in shown.err
    assert here("ops", "again", job.id).code == 0
    assert here("ops", "drop", other.id, "--json").json == {"id": str(other.id), "state": "dropped"}
    found = here("ops", "--json").json
    assert found["dead"] == []
    assert found["queues"][0]["ready"] == 1


def test_a_command_about_a_job_that_is_not_there_is_refused(here):
    assert here("ops", "drop", "nothing").code == 1


def test_a_worker_refuses_a_queue_that_it_cannot_serve(here):
    refused = here("worker", "--queue", "facts")
    assert refused.code == 2
    assert "default" in refused.err
