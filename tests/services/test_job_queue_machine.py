"""The queue against a model of it: whatever happens in whatever order, no job is lost, and at most
one claim at a time can end a job."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tolok.services import job_queue
from tolok.services.job_queue import Claimed
from tolok.store.models import Job, JobAttempt

pytestmark = pytest.mark.django_db
WORKERS = [UUID(int=n) for n in (1, 2, 3)]
LEASE = timedelta(seconds=15)


class Queue(RuleBasedStateMachine):
    """`held`: the claim that may end each job. `stale`: claims that were lost."""

    def __init__(self) -> None:
        super().__init__()
        Job.objects.all().delete()
        self.at = datetime(2026, 5, 1, tzinfo=UTC)
        self.asked: set[UUID] = set()
        self.keys: dict[str, UUID] = {}
        self.held: dict[UUID, Claimed] = {}
        self.stale: list[Claimed] = []
        self.ended: dict[UUID, str] = {}

    @rule(delay=st.integers(-5, 40), key=st.sampled_from(["", "", "a", "b"]))
    def ask(self, delay, key):
        job = job_queue.enqueue(
            "x", run_at=self.at + timedelta(seconds=delay), key=key or None, max_attempts=3
        )
        if key:
            assert self.keys.setdefault(key, job.id) == job.id
        self.asked.add(job.id)

    @rule(worker=st.sampled_from(WORKERS), n=st.integers(1, 3))
    def claim(self, worker, n):
        for claimed in job_queue.claim(worker, ["default"], n, self.at, lease=LEASE):
            assert claimed.id not in self.held, "two holders"
            assert claimed.id not in self.ended, "an ended job was run again"
            assert claimed.due_at <= self.at
            self.held[claimed.id] = claimed

    @rule(seconds=st.sampled_from([1, 10, 20, 300, 100_000, -50, -100_000]))
    def time_passes_or_jumps(self, seconds):
        self.at += timedelta(seconds=seconds)

    @rule()
    def bring_back_the_lapsed(self):
        count = job_queue.release_lapsed(self.at)
        gone = [c for c in self.held.values() if Job.objects.get(id=c.id).state != "running"]
        assert count == len(gone)
        for claimed in gone:
            self.stale.append(self.held.pop(claimed.id))
            if claimed.attempt >= claimed.max_attempts:
                self.ended[claimed.id] = "dead"

    @precondition(lambda self: self.held)
    @rule(data=st.data(), how=st.sampled_from(["finish", "fail", "final", "back", "renew"]))
    def the_holder_acts(self, data, how):
        id_ = data.draw(st.sampled_from(sorted(self.held)))
        claimed = self.held[id_]
        if how == "renew":
            assert job_queue.renew(claimed.worker, [id_], self.at, lease=LEASE) == 1
            return
        del self.held[id_]
        if how == "back":
            assert job_queue.give_back([claimed]) == 1
        elif how == "finish":
            assert job_queue.finish(claimed, self.at)
            self.ended[id_] = "done"
        else:
            assert job_queue.fail(claimed, self.at, {}, final=how == "final")
            if how == "final" or claimed.attempt >= claimed.max_attempts:
                self.ended[id_] = "dead"
        if how != "back":
            self.stale.append(claimed)

    @precondition(lambda self: self.stale)
    @rule(data=st.data())
    def one_who_lost_it_acts(self, data):
        claimed = data.draw(st.sampled_from(self.stale))
        assert not job_queue.finish(claimed, self.at)
        assert not job_queue.fail(claimed, self.at, {})
        assert job_queue.give_back([claimed]) == 0

    @invariant()
    def nothing_is_lost_and_each_job_is_where_it_should_be(self):
        rows = {row.id: row for row in Job.objects.all()}
        assert set(rows) == self.asked
        for id_, row in rows.items():
            if id_ in self.ended:
                assert row.state == self.ended[id_]
            elif id_ in self.held:
                assert (row.state, row.worker) == ("running", self.held[id_].worker)
                assert row.attempt == self.held[id_].attempt
            else:
                assert row.state in ("ready", "retry")
                assert row.attempt < row.max_attempts

    @invariant()
    def every_ended_attempt_is_written_once(self):
        assert JobAttempt.objects.count() == len(self.stale)


def test_whatever_happens_no_job_is_lost_and_none_has_two_holders():
    run_state_machine_as_test(Queue, settings=settings(max_examples=60, stateful_step_count=40))
