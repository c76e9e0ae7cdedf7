"""What the threads of a queue do with a job: run it, note its end, keep it alive, give it back."""

from datetime import UTC, datetime, timedelta

import pytest

from tolok.core.errors import ProblemError, not_found
from tolok.core.outcomes import Permanent, Temporary
from tolok.core.text import Text
from tolok.jobs.guard import guarded
from tolok.jobs.heart import Heart
from tolok.jobs.held import Held
from tolok.jobs.job import Task, jobs, recurring, tasks
from tolok.jobs.lanes import Lane
from tolok.jobs.queues import QUEUES, Queue, worker_queues
from tolok.services import job_queue, job_workers
from tolok.store.models import Job, JobAttempt, Worker

pytestmark = pytest.mark.django_db
WORDS = Text("no", "tidak")


def lane(run, **more) -> Lane:
    """A lane whose kind "x" runs `run`."""
    worker = job_workers.enlist(["default"], datetime.now(UTC))
    kinds = {"x": Task(kind="x", run=run, **more)}
    return Lane("default", Queue(batch=20), kinds, Held(worker))


def only() -> Job:
    return Job.objects.get(kind="x")


def raising(error: Exception):
    def run(job):
        raise error

    return run


def test_a_job_runs_with_its_arguments_and_keeps_what_it_returns():
    job_queue.enqueue("x", {"a": 2})
    assert lane(lambda job: job.args["a"] + 1).step() == 1
    assert (only().state, only().result) == ("done", 3)


def test_twenty_quick_jobs_are_done_in_one_step_in_order():
    seen: list[int] = []
    for n in range(20):
        job_queue.enqueue("x", {"n": n})
    assert lane(lambda job: seen.append(job.args["n"])).step() == 20
    assert seen == list(range(20))
    assert not Job.objects.exclude(state="done").exists()


@pytest.mark.parametrize(
    ("error", "state", "type_"),
    [
        (Temporary(WORDS), "retry", "network-refused"),
        (Permanent(WORDS, WORDS), "dead", "network-refused"),
        (not_found(WORDS), "dead", "not-found"),
        (ArithmeticError("two and two"), "retry", "job-failed"),
    ],
)
def test_what_a_job_raises_decides_whether_it_is_tried_again(error, state, type_):
    job_queue.enqueue("x")
    lane(raising(error)).step()
    assert (only().state, only().problem["type"]) == (state, type_)
    assert {"title", "detail", "fix"} < set(only().problem)


def test_a_wait_that_the_other_side_asks_for_is_honoured():
    job_queue.enqueue("x")
    lane(raising(Temporary(WORDS, retry_after=timedelta(hours=2)))).step()
    assert only().run_at > datetime.now(UTC) + timedelta(minutes=119)


def test_a_result_that_json_cannot_write_is_a_failure_of_that_job_alone():
    job_queue.enqueue("x", {"bad": True})
    job_queue.enqueue("x", {"bad": False})
    lane(lambda job: object() if job.args["bad"] else 1).step()
    assert {j.args["bad"]: j.state for j in Job.objects.all()} == {True: "retry", False: "done"}


def test_a_kind_that_nobody_knows_is_tried_again_and_then_kept_visible():
    job_queue.enqueue("of-the-future", max_attempts=1)
    lane(lambda job: None).step()
    assert Job.objects.get().state == "dead"
    assert Job.objects.get().problem["type"] == "unknown-job"


def test_an_atomic_job_that_was_lost_leaves_no_trace():
    def run(job):
        job_queue.enqueue("effect")
        if job.args["lost"]:
            Job.objects.filter(id=job.id).update(worker=None, state="ready")

    for lost in (True, False):
        job_queue.enqueue("x", {"lost": lost}, key=str(lost))
    lane(run, atomic=True).step()
    assert Job.objects.filter(kind="effect").count() == 1
    assert JobAttempt.objects.count() == 1


def test_jobs_that_would_wait_for_a_slow_one_are_given_back():
    def run(job):
        one.__dict__["_stopping"] = True  # as when the process is told to end meanwhile

    for _ in range(3):
        job_queue.enqueue("x")
    one = lane(run)
    one.step()
    assert sorted(Job.objects.values_list("state", "attempt")) == [
        ("done", 1),
        ("ready", 0),
        ("ready", 0),
    ]


def test_a_beat_renews_what_is_held_and_not_what_hangs():
    worker = job_workers.enlist(["default"], datetime.now(UTC))
    held = Held(worker)
    for name in ("fine", "hung"):
        job_queue.enqueue(name)
    at = job_queue.now()
    fine, hung = job_queue.claim(worker, ["default"], 2, at)
    held.take([fine, hung])
    held.begin(hung, Task(kind="hung", run=print, limit=timedelta(0)))
    before = {j.kind: j.lease_until for j in Job.objects.all()}
    held.begin(fine, Task(kind="fine", run=print, lease=timedelta(seconds=90)))
    Heart(held, ()).beat()
    after = {j.kind: j.lease_until for j in Job.objects.all()}
    assert after["fine"] > before["fine"] + timedelta(seconds=60)
    assert after["hung"] == before["hung"]


def test_a_beat_after_the_clock_jumped_ahead_keeps_what_the_process_holds():
    worker = job_workers.enlist(["default"], datetime.now(UTC))
    held = Held(worker)
    job_queue.enqueue("x")
    [job] = job_queue.claim(worker, ["default"], 1, job_queue.now())
    held.take([job])
    Job.objects.update(lease_until=datetime.now(UTC) - timedelta(hours=3))
    Heart(held, ()).beat()
    assert only().state == "running"
    assert job_queue.finish(job, job_queue.now())


def test_a_beat_brings_back_what_a_dead_worker_held_and_queues_recurring_jobs():
    gone = job_workers.enlist(["default"], datetime.now(UTC))
    job_queue.enqueue("x")
    job_queue.claim(gone, ["default"], 1, job_queue.now())
    Job.objects.update(lease_until=datetime.now(UTC) - timedelta(seconds=1))
    heart = Heart(Held(job_workers.enlist(["default"], datetime.now(UTC))), recurring())
    heart.beat()
    assert only().state == "retry"
    assert only().run_at <= job_queue.now()


def test_a_worker_is_alive_for_a_minute_after_its_last_sign():
    at = datetime.now(UTC)
    worker = job_workers.enlist(["publish"], at)
    assert [w.id for w in job_workers.alive(at + timedelta(seconds=59))] == [worker]
    assert job_workers.alive(at + timedelta(seconds=61)) == []
    job_workers.leave(worker, at)
    assert job_workers.alive(at) == []
    assert job_workers.forget(at + timedelta(days=2)) == 1
    assert not Worker.objects.exists()


def test_every_recurring_task_can_be_read_and_has_a_queue():
    assert "tidy_jobs" in tasks()
    assert {job.queue for job in recurring()} <= set(QUEUES)
    Heart(Held(job_workers.enlist([], datetime.now(UTC))), recurring()).beat()


def test_a_process_without_the_facts_does_not_serve_their_queue():
    assert "facts" not in worker_queues()
    assert set(worker_queues()) < set(QUEUES)


def test_a_problem_error_of_ours_is_tried_again():
    problem = not_found(WORDS).problem
    object.__setattr__(problem, "status", 500)
    job_queue.enqueue("x")
    lane(raising(ProblemError(problem))).step()
    assert only().state == "retry"


def test_a_periodic_job_runs_only_where_its_queue_is_served():
    served = {job.name for job in jobs() if job.queue in worker_queues()}
    assert "delivery" in served
    assert not served & {"ingest", "goal_status"}


def test_a_fault_is_logged_and_the_thread_lives_on(caplog):
    assert guarded(lambda: 3, "fine") == 3
    assert guarded(lambda: 1 // 0, "broken") is None
    assert "job.failed" in caplog.text
