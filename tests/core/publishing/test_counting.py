"""Totals read again and again, and what they say of the days between."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tolok.core.publishing.counting import LONGEST, Flows, Seen, birth, next_count

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
ZONE = ZoneInfo("UTC")
READINGS = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(1, int(LONGEST / timedelta(minutes=1)))),
    min_size=2,
    max_size=30,
)


@given(READINGS)
def test_the_flows_of_all_days_add_up_to_the_last_total_less_the_first(readings):
    flows, at, before = Flows(ZONE), NOON, None
    for total, minutes in readings:
        at += timedelta(minutes=minutes)
        now = Seen({"likes": total}, at)
        flows.add(before, now)
        before = now
    added = sum(day["likes"] for day in flows.days.values())
    assert added == readings[-1][0] - readings[0][0]
    assert flows.lost == 0


@given(READINGS)
def test_flows_lie_between_the_first_and_the_last_reading(readings):
    flows, at, before = Flows(ZONE), NOON, None
    for total, minutes in readings:
        at += timedelta(minutes=minutes)
        now = Seen({"likes": total}, at)
        flows.add(before, now)
        before = now
    assert all(NOON.date() <= day <= at.date() for day in flows.days)


def test_a_measure_that_was_not_known_before_adds_nothing():
    flows = Flows(ZONE)
    flows.add(Seen({"likes": 1}, NOON), Seen({"likes": 2, "quotes": 9}, NOON + timedelta(hours=1)))
    assert list(flows.days.values()) == [{"likes": 1}]


def test_a_reading_without_change_says_that_nothing_came():
    flows = Flows(ZONE)
    flows.add(Seen({"likes": 5}, NOON), Seen({"likes": 5}, NOON + timedelta(hours=1)))
    assert list(flows.days.values()) == [{"likes": 0}]


def test_days_are_those_of_the_networks_zone():
    flows = Flows(ZoneInfo("America/Los_Angeles"))
    night = datetime(2026, 11, 25, 3, tzinfo=UTC)
    flows.add(Seen({"likes": 0}, night), Seen({"likes": 1}, night + timedelta(hours=1)))
    assert [day.isoformat() for day in flows.days] == ["2026-11-24"]


def test_only_a_post_later_than_the_connection_is_known_from_its_birth():
    assert birth(NOON, NOON - timedelta(days=1), {"likes": 4}) == Seen({"likes": 0}, NOON)
    assert birth(NOON - timedelta(days=2), NOON - timedelta(days=1), {"likes": 4}) is None


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_an_older_post_is_never_counted_more_often(hours, more):
    young, old = NOON - timedelta(hours=hours), NOON - timedelta(hours=hours + more)
    assert next_count(young, NOON) <= next_count(old, NOON) <= NOON + timedelta(days=7)
