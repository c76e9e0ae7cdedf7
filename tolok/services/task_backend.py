"""Django's Tasks interface on the leased queue: `@task`, `.using(run_after=…)`, `.enqueue()`.

The task is found again by the path of its function, so it must be at module level.
"""

from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskContext, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.signals import task_enqueued
from django_tasks.utils import normalize_json

from tolok.lib.ids import as_uuid
from tolok.services import job_queue
from tolok.services.job_queue import Claimed
from tolok.store.models import Job

KIND = "task"
_STATUS = {
    "ready": TaskResultStatus.READY,
    "retry": TaskResultStatus.READY,
    "running": TaskResultStatus.RUNNING,
    "done": TaskResultStatus.SUCCESSFUL,
    "dead": TaskResultStatus.FAILED,
}


class LeasedBackend(BaseTaskBackend):
    """`enqueue` is an INSERT in the caller's transaction. A higher task priority goes first."""

    supports_defer = True
    supports_async_task = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        job = job_queue.enqueue(
            KIND,
            {
                "path": task.module_path,
                "args": normalize_json(args),
                "kwargs": normalize_json(kwargs),
                "backend": self.alias,
            },
            run_at=task.run_after,
            queue=task.queue_name,
            priority=100 - task.priority,
        )
        result = _result(job, task)
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id: str) -> TaskResult[Any]:
        id_ = as_uuid(result_id)
        job = Job.objects.filter(id=id_, kind=KIND).first() if id_ else None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return _result(job, _task(job.args["path"]))


def run_task(claimed: Claimed) -> Any:
    """Call the function of a queued task; what it returns is kept."""
    task, args, kwargs = _task(claimed.args["path"]), claimed.args["args"], claimed.args["kwargs"]
    if not task.takes_context:
        return normalize_json(task.call(*args, **kwargs))
    context = TaskContext(task_result=_result(Job.objects.get(id=claimed.id), task))
    return normalize_json(task.call(context, *args, **kwargs))


def _task(path: str) -> Task[Any, Any]:
    found = import_string(path)
    if not isinstance(found, Task):
        raise TypeError(f"{path} is no task")
    return found


def _result(job: Job, task: Task[Any, Any]) -> TaskResult[Any]:
    attempts = list(job.attempts.order_by("number")) if job.attempt else []
    workers: list[UUID] = [attempt.worker for attempt in attempts]
    if job.state == "running" and job.worker is not None:
        workers.append(job.worker)
    result: TaskResult[Any] = TaskResult(
        task=task,
        id=str(job.id),
        status=_STATUS[job.state],
        enqueued_at=job.created_at,
        started_at=attempts[0].started_at if attempts else job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.started_at,
        args=job.args["args"],
        kwargs=job.args["kwargs"],
        backend=job.args["backend"],
        errors=[_error(a.problem) for a in attempts if a.problem],
        worker_ids=[str(worker) for worker in workers],
    )
    object.__setattr__(result, "_return_value", job.result)  # as the interface's own back ends do
    return result


def _error(problem: dict[str, Any]) -> TaskError:
    """The class of the exception is not kept, its words are."""
    words = problem.get("detail", {}).get("en", problem.get("type", ""))
    return TaskError(exception_class_path="builtins.RuntimeError", traceback=words)
