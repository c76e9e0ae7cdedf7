"""The leased queue: asking, taking, losing and ending a job, on whatever database the run uses."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from tolok.services import job_queue
from tolok.store.models import Job, JobAttempt

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
LEASE = timedelta(seconds=15)
ANNA, BUDI = UUID(int=1), UUID(int=2)
WHY = {"type": "broke"}


def ask(n: int = 1, **more) -> list[Job]:
    return [job_queue.enqueue("count", {"n": i}, run_at=NOON, **more) for i in range(n)]


def take(worker: UUID = ANNA, at: datetime = NOON, n: int = 10) -> list[job_queue.Claimed]:
    return job_queue.claim(worker, ["default"], n, at, lease=LEASE)


def state(job) -> str:
    return Job.objects.get(id=job.id).state


def outcomes(job) -> list[str]:
    return list(
        JobAttempt.objects.filter(job=job.id).order_by("number").values_list("outcome", flat=True)
    )


def test_a_job_is_taken_once_in_order_of_priority_and_time():
    late = job_queue.enqueue("count", run_at=NOON)
    early = job_queue.enqueue("count", run_at=NOON - timedelta(hours=1))
    urgent = job_queue.enqueue("count", run_at=NOON, priority=1)
    future = job_queue.enqueue("count", run_at=NOON + timedelta(seconds=1))
    assert [c.id for c in take()] == [urgent.id, early.id, late.id]
    assert take(BUDI) == []
    assert [c.id for c in take(BUDI, NOON + timedelta(seconds=1))] == [future.id]


def test_other_queues_are_left_alone():
    job_queue.enqueue("count", run_at=NOON, queue="publish")
    assert take() == []


def test_the_same_key_is_one_job_also_after_its_end():
    first = job_queue.enqueue("fetch", {"feed": 1}, key="fetch:1:noon", run_at=NOON)
    assert job_queue.enqueue("fetch", {"feed": 2}, key="fetch:1:noon").id == first.id
    [held] = take()
    job_queue.finish(held, NOON)
    assert job_queue.enqueue("fetch", key="fetch:1:noon").id == first.id
    assert Job.objects.count() == 1


def test_a_job_asked_for_in_a_transaction_that_fails_was_never_asked_for():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        job_queue.enqueue("count")
        1 / 0  # noqa: B018
    assert not Job.objects.exists()


def test_a_finished_job_keeps_its_result_and_history():
    ask()
    [held] = take()
    assert job_queue.finish(held, NOON + timedelta(seconds=2), {"sum": 3})
    done = Job.objects.get()
    assert (done.state, done.result, done.lease_until) == ("done", {"sum": 3}, None)
    attempt = JobAttempt.objects.get()
    assert (attempt.due_at, attempt.started_at, attempt.outcome) == (NOON, NOON, "done")


def test_a_worker_that_lost_its_lease_cannot_end_the_job():
    ask()
    [lost] = take(ANNA)
    later = NOON + LEASE + timedelta(seconds=1)
    assert job_queue.release_lapsed(later) == 1
    [held] = take(BUDI, later)
    assert not job_queue.finish(lost, later)
    assert not job_queue.fail(lost, later, WHY)
    assert job_queue.renew(ANNA, [lost.id], later) == 0
    assert job_queue.finish(held, later)
    assert outcomes(held) == ["lapsed", "done"]


def test_signs_of_life_keep_a_job():
    ask()
    [held] = take()
    for second in range(10, 60, 10):
        at = NOON + timedelta(seconds=second)
        assert job_queue.renew(ANNA, [held.id], at, lease=LEASE) == 1
        assert job_queue.release_lapsed(at) == 0
    assert state(held) == "running"


def test_failures_wait_longer_each_time_and_the_last_one_is_kept_for_a_person():
    ask(max_attempts=4)
    at, waits = NOON, []
    for _ in range(4):
        [held] = take(at=at)
        job_queue.fail(held, at, WHY)
        row = Job.objects.get()
        waits.append(row.run_at - at)
        assert take(at=at) == []
        at = max(at, row.run_at)
    assert state(held) == "dead"
    assert Job.objects.get().problem == WHY
    assert outcomes(held) == ["retry", "retry", "retry", "dead"]
    for number, pause in enumerate(waits[:3]):
        whole = timedelta(seconds=30) * 2**number
        assert whole / 2 <= pause <= whole


def test_a_wait_that_was_asked_for_is_honoured():
    ask()
    [held] = take()
    job_queue.fail(held, NOON, WHY, again_in=timedelta(hours=3))
    assert Job.objects.get().run_at == NOON + timedelta(hours=3)


def test_a_final_failure_is_dead_at_once():
    ask()
    [held] = take()
    job_queue.fail(held, NOON, WHY, final=True)
    assert state(held) == "dead"


def test_a_job_that_outlives_every_worker_dies_with_the_reason():
    ask(max_attempts=3)
    at = NOON
    for _ in range(3):
        at = max(at, Job.objects.get().run_at)
        take(uuid4(), at)
        at += LEASE + timedelta(seconds=1)
        job_queue.release_lapsed(at)
    row = Job.objects.get()
    assert row.state == "dead"
    assert row.problem["type"] == "worker-lost"
    assert outcomes(row) == ["lapsed"] * 3


def test_a_job_given_back_has_used_no_attempt():
    ask()
    held = take()
    assert job_queue.give_back(held) == 1
    [again] = take(BUDI)
    assert again.attempt == 1
    assert job_queue.give_back(held) == 0


def test_a_clock_set_back_does_not_lengthen_a_lease():
    ask()
    take()
    earlier = NOON - timedelta(hours=5)
    assert job_queue.release_lapsed(earlier) == 0
    assert Job.objects.get().lease_until == earlier + LEASE
    assert job_queue.release_lapsed(earlier + LEASE + timedelta(seconds=1)) == 1


def test_a_clock_set_forward_takes_the_job_away_and_the_fence_holds():
    ask()
    [held] = take()
    ahead = NOON + timedelta(days=1)
    assert job_queue.release_lapsed(ahead) == 1
    [other] = take(BUDI, ahead)
    assert not job_queue.finish(held, ahead)
    assert job_queue.finish(other, ahead)
    assert state(other) == "done"


def test_done_jobs_go_after_a_week_with_their_history_and_dead_ones_stay():
    ask(2)
    one, two = take()
    job_queue.finish(one, NOON)
    job_queue.fail(two, NOON, WHY, final=True)
    assert job_queue.purge(NOON + timedelta(days=6)) == 0
    assert job_queue.purge(NOON + timedelta(days=8)) == 1
    assert [j.state for j in Job.objects.all()] == ["dead"]
    assert JobAttempt.objects.count() == 1


def test_an_effect_and_its_finish_are_one():
    """What a worker wrote is undone when it turns out that the job is no longer its own."""
    ask()
    [lost] = take()
    job_queue.release_lapsed(NOON + timedelta(minutes=1))
    with transaction.atomic():
        effect = job_queue.enqueue("effect")
        if not job_queue.finish(lost, NOON + timedelta(minutes=1)):
            transaction.set_rollback(True)
    assert not Job.objects.filter(id=effect.id).exists()


def test_the_claim_and_the_look_for_lapsed_leases_read_an_index():
    if connection.vendor != "sqlite":
        pytest.skip("the planner of PostgreSQL prefers a scan on a small table")
    due = Job.objects.filter(job_queue.WAITING, queue__in=["default"], run_at__lte=NOON)
    plan = due.order_by("priority", "run_at", "id").explain()
    assert "job_waiting" in plan
    assert "USING INDEX" in Job.objects.filter(state="running").explain()
