"""Recurring times: the rule as written, days on which clocks change, and slots that were missed."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.jobs.cron import RUN_ONCE, SKIP, after, look, read

UTC_ZONE, BERLIN, JAKARTA = ZoneInfo("UTC"), ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Jakarta")
ZONES = [UTC_ZONE, BERLIN, JAKARTA, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/New_York")]
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
RULES = ["0 2 * * *", "30 2 * * *", "*/15 * * * *", "0 6 1 * *", "5 7 * * 1-5", "0 */6 * * *"]


def run(rule: str, zone: ZoneInfo, start: datetime, count: int) -> list[datetime]:
    found = [after(read(rule), zone, start)]
    while len(found) < count:
        found.append(after(read(rule), zone, found[-1]))
    return found


def test_a_daily_time_is_kept_in_its_zone():
    found = run("0 7 * * *", JAKARTA, datetime(2026, 5, 1, tzinfo=UTC), 2)
    assert found == [datetime(2026, 5, 2, tzinfo=UTC), datetime(2026, 5, 3, tzinfo=UTC)]


def test_a_skipped_hour_moves_the_slot_forward_and_fires_once_that_day():
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)
    found = run("30 2 * * *", BERLIN, before, 2)
    assert found[0] == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30 summer time
    assert found[1] == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)


def test_a_doubled_hour_fires_once_the_first_time():
    found = run("30 2 * * *", BERLIN, datetime(2026, 10, 24, 12, tzinfo=UTC), 2)
    assert found[0] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert found[1] == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_every_quarter_of_an_hour_follows_real_time_through_both_changes():
    for start in (datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)):
        found = run("*/15 * * * *", BERLIN, start, 30)
        assert {b - a for a, b in pairwise(found)} == {timedelta(minutes=15)}


def test_day_and_weekday_are_alternatives_as_in_cron():
    found = run("0 0 13 * 5", UTC_ZONE, datetime(2026, 2, 1, tzinfo=UTC), 4)
    assert [f.day for f in found] == [6, 13, 20, 27]
    assert run("0 0 * * 7", UTC_ZONE, datetime(2026, 2, 1, tzinfo=UTC), 1)[0].day == 8


@pytest.mark.parametrize("rule", ["", "* * * *", "60 * * * *", "x * * * *", "5-1 * * * *"])
def test_a_rule_that_cannot_be_read_is_refused(rule: str):
    with pytest.raises(ValueError, match=r"rule|minute"):
        read(rule)


def test_a_rule_for_a_day_that_never_comes_is_refused():
    with pytest.raises(ValueError, match="never comes"):
        after(read("0 0 31 2 *"), UTC_ZONE, datetime(2026, 1, 1, tzinfo=UTC))


def test_missed_slots_run_once_or_not_at_all_by_policy():
    times, slot = read("0 2 * * *"), datetime(2026, 5, 1, 2, tzinfo=UTC)
    late = datetime(2026, 5, 4, 9, tzinfo=UTC)
    once = look(times, UTC_ZONE, slot, late, RUN_ONCE)
    assert once.run == datetime(2026, 5, 4, 2, tzinfo=UTC)
    assert once.missed == 3
    skipped = look(times, UTC_ZONE, slot, late, SKIP)
    assert skipped.run is None
    assert skipped.next == once.next == datetime(2026, 5, 5, 2, tzinfo=UTC)
    punctual = look(times, UTC_ZONE, slot, slot + timedelta(seconds=3), SKIP)
    assert punctual.run == slot


def test_a_minute_rule_that_missed_a_year_runs_its_last_slot_once():
    now = datetime(2026, 5, 1, 0, 0, 30, tzinfo=UTC)
    found = look(read("* * * * *"), UTC_ZONE, now - timedelta(days=400), now, RUN_ONCE)
    assert found.run == datetime(2026, 5, 1, tzinfo=UTC)
    assert found.next == datetime(2026, 5, 1, 0, 1, tzinfo=UTC)


def test_a_clock_that_had_run_a_year_ahead_does_not_silence_the_rule():
    times, now = read("0 2 * * *"), datetime(2026, 5, 1, 12, tzinfo=UTC)
    found = look(times, UTC_ZONE, datetime(2027, 5, 1, 2, tzinfo=UTC), now, RUN_ONCE)
    assert found.run is None
    assert found.next == datetime(2026, 5, 2, 2, tzinfo=UTC)


@given(
    st.sampled_from(RULES),
    st.sampled_from(ZONES),
    st.integers(0, 7 * 366 * 24 * 60).map(lambda n: FIRST + timedelta(minutes=n)),
)
def test_slots_go_forward_and_a_fixed_hour_fires_once_a_local_day(rule, zone, start):
    found = run(rule, zone, start, 12)
    assert all(start < a < b for a, b in pairwise(found))
    if rule.split()[1].isdigit():
        days = [f.astimezone(zone).date() for f in found]
        assert len(set(days)) == len(days)
