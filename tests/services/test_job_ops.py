"""The overview of background work: what it counts, whom it is for, and what it lets them do."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tolok.core.errors import ProblemError
from tolok.services import access, doctor, job_metrics, job_ops, job_queue, job_workers
from tolok.services.access import Actor
from tolok.services.people import claim, claim_path
from tolok.store.models import Audit, Job, JobAttempt

pytestmark = pytest.mark.django_db
OPERATOR = Actor(operator=True)
MINUTE = timedelta(minutes=1)


def dead(kind: str = "fetch") -> Job:
    job = job_queue.enqueue(kind, max_attempts=1)
    worker = job_workers.enlist(["default"], job_queue.now())
    [held] = job_queue.claim(worker, ["default"], 1, job_queue.now())
    job_queue.fail(held, job_queue.now(), job_queue._SILENT)
    return Job.objects.get(id=job.id)


def test_it_counts_queues_by_state_and_the_ends_of_the_last_hour():
    worker = job_workers.enlist(["default"], job_queue.now())
    for number in range(4):
        job_queue.enqueue("x", run_at=job_queue.now() - number * MINUTE)
    one, two = job_queue.claim(worker, ["default"], 2, job_queue.now())
    job_queue.finish(one, job_queue.now())
    job_queue.fail(two, job_queue.now(), {})
    job_queue.enqueue("x", run_at=job_queue.now() + MINUTE)
    seen = job_ops.overview(OPERATOR)
    [queue] = seen.queues
    assert (queue.ready, queue.retry, queue.running, queue.dead, queue.due) == (3, 1, 0, 0, 2)
    assert (queue.done, queue.failed, queue.lapsed) == (1, 1, 0)
    assert 60 <= (seen.oldest_s(queue) or 0) < 120
    assert 120 <= (queue.late_p50_s or 0) < 180 <= (queue.late_p99_s or 0)
    assert [w.id for w in seen.workers] == [worker]


def test_a_quantile_is_the_nearest_rank_and_unknown_of_nothing():
    assert job_ops.quantile([], 0.5) is None
    assert job_ops.quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert job_ops.quantile([float(n) for n in range(1, 101)], 0.99) == 99.0


def test_the_person_who_claimed_the_installation_sees_it_and_others_do_not(cast):
    with pytest.raises(ProblemError) as refused:
        job_ops.overview(Actor(user=cast.people["owner"]))
    assert refused.value.problem.status == 403
    Audit.objects.create(act="owner.claimed", actor="x", subject=str(cast.people["owner"].id))
    assert job_ops.overview(Actor(user=cast.people["owner"])).dead == ()
    bound = Actor(user=cast.people["owner"], token_workspace=cast.workspace.id)
    assert not access.installed(bound)


def test_the_claim_link_makes_the_one_who_sees_it():
    path = claim_path()
    assert path is not None
    assert access.installed(Actor(user=claim(path.split("/")[2], language="en")))


def test_a_token_that_may_only_read_changes_nothing(cast):
    Audit.objects.create(act="owner.claimed", actor="x", subject=str(cast.people["owner"].id))
    reader = Actor(user=cast.people["owner"], writes=False)
    job = dead()
    assert len(job_ops.overview(reader).dead) == 1
    for act in (job_ops.run_again, job_ops.drop):
        with pytest.raises(ProblemError):
            act(reader, job.id)


def test_a_given_up_job_runs_again_with_five_more_attempts():
    job = dead()
    [shown] = job_ops.overview(OPERATOR).dead
    assert (shown.kind, shown.title.en) == ("fetch", "The worker fell silent")
    job_ops.run_again(OPERATOR, job.id)
    [held] = job_queue.claim(uuid4(), ["default"], 1, job_queue.now())
    assert (held.attempt, held.max_attempts) == (2, 6)
    assert job_ops.overview(OPERATOR).dead == ()
    assert Audit.objects.get(act="job.run_again").subject == str(job.id)


def test_a_given_up_job_is_dropped_with_its_history_and_the_act_is_noted():
    job = dead()
    job_ops.drop(OPERATOR, job.id)
    assert not Job.objects.exists()
    assert not JobAttempt.objects.exists()
    assert Audit.objects.get(act="job.dropped").detail["kind"] == "fetch"


def test_a_job_that_was_not_given_up_can_be_neither_run_again_nor_dropped():
    job = job_queue.enqueue("x")
    for act in (job_ops.run_again, job_ops.drop):
        with pytest.raises(ProblemError) as refused:
            act(OPERATOR, job.id)
        assert refused.value.problem.status == 404


def test_it_warns_only_when_work_is_due_and_nobody_has_reported_for_a_minute():
    at = job_queue.now()
    assert job_ops.warning(at) is None
    job_queue.enqueue("x", run_at=at)
    assert job_ops.warning(at + MINUTE / 2) is None
    later = at + 2 * MINUTE
    warned = job_ops.warning(later)
    assert warned is not None
    assert "1 jobs wait" in warned.en
    job_workers.enlist(["default"], later)
    assert job_ops.warning(later) is None


def test_the_doctor_and_readiness_report_workers_without_refusing_to_serve():
    checks = {c.name: c for c in doctor.readiness()}
    assert checks["workers"].level == "ok"
    job_queue.enqueue("x", run_at=job_queue.now() - 5 * MINUTE)
    checks = {c.name: c for c in doctor.readiness()}
    assert checks["workers"].level == "warn"
    assert checks["workers"].fix is not None


def test_the_metrics_are_prometheus_text():
    dead()
    job_queue.enqueue("x", queue='odd"name')
    lines = job_metrics.text(job_queue.now()).splitlines()
    assert 'tolok_jobs{queue="default",state="dead"} 1' in lines
    assert 'tolok_jobs{queue="odd\\"name",state="ready"} 1' in lines
    assert "tolok_workers 1" in lines
    named = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    values = [line for line in lines if not line.startswith("#")]
    assert {line.split("{")[0].split()[0] for line in values} <= named
    assert all(float(line.rpartition(" ")[2]) >= 0 for line in values)
