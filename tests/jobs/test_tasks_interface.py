"""Django's Tasks interface: what it queues is a row of our table, done by our workers."""

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks import task_backends
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from tests.jobs import work
from tolok.jobs.held import Held
from tolok.jobs.job import tasks
from tolok.jobs.lanes import Lane
from tolok.jobs.queues import QUEUES
from tolok.services import job_workers
from tolok.services.task_backend import LeasedBackend
from tolok.store.models import Job

pytestmark = pytest.mark.django_db


def step() -> int:
    worker = job_workers.enlist(["default"], datetime.now(UTC))
    return Lane("default", QUEUES["default"], tasks(), Held(worker)).step()


def test_the_backend_is_ours():
    assert isinstance(task_backends["default"], LeasedBackend)


def test_a_task_is_queued_run_and_answers_its_result(tmp_path):
    result = work.note.enqueue(str(tmp_path / "lines"), line="one")
    assert result.status == TaskResultStatus.READY
    assert step() == 1
    result.refresh()
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, "one")
    assert result.attempts == 1
    assert work.note.get_result(result.id).args == [str(tmp_path / "lines")]
    assert len((tmp_path / "lines").read_text("utf-8").splitlines()) == 2


def test_a_task_for_later_waits_for_its_time():
    when = datetime.now(UTC) + timedelta(hours=1)
    work.nothing.using(run_after=when, priority=5, queue_name="publish").enqueue()
    job = Job.objects.get()
    assert (job.run_at, job.priority, job.queue) == (when, 95, "publish")
    assert step() == 0


def test_the_context_tells_the_attempt_and_async_tasks_run():
    one, two = work.count_attempts.enqueue(), work.later.enqueue(4)
    step()
    one.refresh()
    two.refresh()
    assert (one.return_value, two.return_value) == (1, 5)


def test_a_task_that_breaks_is_tried_again_and_says_why():
    result = work.breaks.enqueue()
    step()
    result.refresh()
    assert result.status == TaskResultStatus.READY
    assert "two and two" in result.errors[0].traceback


def test_an_unknown_id_and_a_path_that_is_no_task_are_refused():
    with pytest.raises(TaskResultDoesNotExist):
        task_backends["default"].get_result("nothing")
    Job.objects.create(
        kind="task",
        queue="default",
        run_at=datetime.now(UTC),
        args={"path": "os.system", "args": ["true"], "kwargs": {}},
    )
    step()
    assert "is no task" in Job.objects.get().problem["detail"]["en"]
