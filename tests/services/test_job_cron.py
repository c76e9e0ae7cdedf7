"""Recurring jobs in the database: once a slot, whatever the clock and other processes do."""

from datetime import UTC, datetime, timedelta

import pytest

from tolok.core.jobs.cron import RUN_ONCE, SKIP
from tolok.services import job_cron, job_queue
from tolok.services.job_cron import Recurring
from tolok.store.models import CronSlot, Job

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def recurring(policy: str = RUN_ONCE, rule: str = "0 2 * * *", zone: str = "UTC") -> Recurring:
    return Recurring("tidy", rule, zone, policy, kind="tidy")


def look(at: datetime, job: Recurring | None = None) -> int:
    return job_cron.tick((job or recurring(),), at)


def slots() -> list[str]:
    return sorted(job.args["slot"] for job in Job.objects.all())


def test_a_new_rule_waits_for_its_next_slot():
    assert look(NOON) == 0
    assert CronSlot.objects.get().next_run == datetime(2026, 5, 2, 2, tzinfo=UTC)
    assert look(NOON + 13 * HOUR) == 0
    assert look(NOON + 14 * HOUR) == 1
    assert look(NOON + 14 * HOUR) == 0
    assert slots() == ["2026-05-02T02:00:00+00:00"]


def test_two_processes_that_look_at_once_queue_a_slot_once():
    look(NOON)
    row = CronSlot.objects.get()
    assert look(NOON + DAY) == 1
    stale = job_cron.look(job_cron.read("0 2 * * *"), UTC, row.next_run, NOON + DAY, RUN_ONCE)
    assert not job_cron._take(recurring(), row, stale)
    assert Job.objects.count() == 1


def test_missed_slots_run_once_or_are_skipped():
    look(NOON)
    assert look(NOON + 5 * DAY) == 1
    assert slots() == ["2026-05-06T02:00:00+00:00"]
    Job.objects.all().delete()
    look(NOON, recurring(SKIP))
    assert look(NOON + 5 * DAY, recurring(SKIP)) == 0
    assert look(datetime(2026, 5, 7, 2, 0, 1, tzinfo=UTC), recurring(SKIP)) == 1


def test_a_clock_set_back_runs_no_slot_twice_and_goes_on():
    look(NOON)
    assert look(NOON + 14 * HOUR) == 1
    [held] = job_queue.claim(CronSlot.objects.get().id, ["default"], 1, NOON + 14 * HOUR)
    job_queue.finish(held, NOON + 14 * HOUR)
    for hours in (10, 12, 14, 20):
        look(NOON + hours * HOUR)
    assert Job.objects.count() == 1
    assert look(NOON + 38 * HOUR) == 1


def test_a_clock_that_ran_a_year_ahead_fires_again_once_it_is_right():
    look(NOON)
    assert look(NOON + 365 * DAY) == 1
    look(NOON + HOUR)
    assert CronSlot.objects.get().next_run == datetime(2026, 5, 2, 2, tzinfo=UTC)
    assert look(NOON + 14 * HOUR) == 1


def test_a_changed_rule_takes_effect_at_once():
    look(NOON)
    look(NOON, recurring(rule="0 15 * * *"))
    assert CronSlot.objects.get().next_run == NOON + 3 * HOUR


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime(2026, 3, 28, 12, tzinfo=UTC), "2026-03-29T01:30:00+00:00"),  # 02:30 is skipped
        (datetime(2026, 10, 24, 12, tzinfo=UTC), "2026-10-25T00:30:00+00:00"),  # 02:30 comes twice
    ],
)
def test_a_night_on_which_clocks_change_runs_the_slot_once(day, expected):
    job = recurring(rule="30 2 * * *", zone="Europe/Berlin")
    look(day, job)
    for minutes in range(0, 24 * 60, 15):
        look(day + timedelta(minutes=minutes), job)
    assert slots() == [expected]
