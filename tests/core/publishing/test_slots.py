"""Queues: slots as moments, also where clocks jump, and what goes into them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tolok.core.publishing.evergreen import Evergreen, Sent, turn
from tolok.core.publishing.queue import Queued, Where, move, put, shuffle
from tolok.core.publishing.slots import (
    Blackout,
    Refusal,
    Slot,
    Week,
    clock_note,
    free,
    free_run,
    last_free,
    moment,
    moments,
    next_free,
)

BERLIN, NEW_YORK, JAKARTA = map(ZoneInfo, ("Europe/Berlin", "America/New_York", "Asia/Jakarta"))
MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DAILY = tuple(Slot(weekday, time(9)) for weekday in range(7))
TWICE = DAILY + tuple(Slot(weekday, time(17)) for weekday in range(7))
WEEK = Week(JAKARTA, TWICE)


def local(found, zone):
    return [f"{each.astimezone(zone):%d %H:%M%z}" for each in found]


@pytest.mark.parametrize(
    ("zone", "day", "skipped", "shown"),
    [
        (BERLIN, date(2027, 3, 28), time(2, 30), "28 03:30+0200"),
        (NEW_YORK, date(2027, 3, 14), time(2, 30), "14 03:30-0400"),
    ],
)
def test_a_skipped_hour_moves_forward_by_the_jump(zone, day, skipped, shown):
    assert local([moment(day, skipped, zone)], zone) == [shown]
    note = clock_note(day, skipped, zone)
    assert note is not None and "02:30 does not exist" in note.en and "03:30" in note.id


@pytest.mark.parametrize(
    ("zone", "day", "doubled", "shown"),
    [
        (BERLIN, date(2027, 10, 31), time(2, 30), "31 02:30+0200"),
        (NEW_YORK, date(2027, 11, 7), time(1, 30), "07 01:30-0400"),
    ],
)
def test_a_doubled_hour_is_used_once_the_first_time(zone, day, doubled, shown):
    week = Week(zone, tuple(Slot(weekday, doubled) for weekday in range(7)))
    start = datetime.combine(day, time(0), zone).astimezone(UTC)
    found = list(moments(week, start, start + timedelta(hours=25)))
    assert local(found, zone)[:1] == [shown]
    assert len([each for each in found if each.astimezone(zone).date() == day]) == 1
    note = clock_note(day, doubled, zone)
    assert note is not None and "comes twice" in note.en


def test_from_inside_a_doubled_hour_the_slot_is_not_given_again():
    week = Week(BERLIN, (Slot(6, time(2, 30)),))
    second = datetime(2027, 10, 31, 1, 15, tzinfo=UTC)  # 02:15 for the second time
    assert next_free(week, [], second) == datetime(2027, 11, 7, 1, 30, tzinfo=UTC)


def test_two_slots_that_a_jump_puts_on_one_moment_are_one():
    week = Week(BERLIN, (Slot(6, time(2, 30)), Slot(6, time(3, 30))))
    start = datetime(2027, 3, 27, 12, tzinfo=UTC)
    assert len(list(moments(week, start, start + DAY))) == 1


def test_jakarta_has_no_jumps():
    assert all(clock_note(date(2027, month, 28), time(2, 30), JAKARTA) is None for month in (3, 10))
    assert moment(date(2027, 3, 28), time(9), JAKARTA).hour == 2


@settings(max_examples=60)
@given(
    st.sampled_from([BERLIN, NEW_YORK, JAKARTA]),
    st.timedeltas(timedelta(0), 1500 * DAY).map(lambda ahead: MONDAY + ahead),
    st.times(),
)
def test_a_daily_slot_comes_every_day_once_and_never_in_the_past(zone, now, at):
    week = Week(zone, tuple(Slot(weekday, at.replace(tzinfo=None)) for weekday in range(7)))
    found = list(moments(week, now, now + 9 * DAY))
    assert all(now < one < two for one, two in zip(found, found[1:], strict=False))
    days = [each.astimezone(zone).date() for each in found]
    assert all(two - one == DAY for one, two in zip(days, days[1:], strict=False))


def test_the_next_slot_is_the_first_gap_and_the_last_is_behind_everything():
    taken = list(moments(WEEK, MONDAY, MONDAY + 2 * DAY))
    gap = taken.pop(1)
    assert next_free(WEEK, taken, MONDAY) == gap
    assert last_free(WEEK, taken, MONDAY) == next_free(WEEK, [*taken, gap], MONDAY) > max(taken)


def test_a_day_takes_no_more_than_its_limit_counting_posts_outside_slots():
    week = replace(WEEK, max_per_day=1)
    own_time = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    assert local([next_free(week, [own_time], MONDAY)], JAKARTA) == ["24 09:00+0700"]


def test_slots_keep_the_gap_to_every_planned_post():
    week = replace(WEEK, min_gap=timedelta(hours=3))
    near = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # 11:00 in Jakarta
    assert local([next_free(week, [near], MONDAY)], JAKARTA) == ["23 17:00+0700"]


def test_a_run_of_slots_keeps_limit_and_gap_among_itself():
    week = replace(WEEK, max_per_day=1, min_gap=timedelta(hours=20))
    found = free_run(week, [], MONDAY, 5)
    assert [each.day for each in found] == [23, 24, 25, 26, 27]


def test_blackout_days_are_left_out():
    week = replace(WEEK, blackouts=(Blackout(date(2026, 11, 23), date(2026, 11, 25)),))
    assert local([next_free(week, [], MONDAY)], JAKARTA) == ["26 09:00+0700"]


def test_a_paused_queue_says_so_and_one_with_an_end_goes_on_after_it():
    refusal = next_free(replace(WEEK, paused=True), [], MONDAY)
    assert isinstance(refusal, Refusal) and "paused" in refusal.words.en
    until = replace(WEEK, paused=True, paused_until=MONDAY + 3 * DAY)
    assert local([next_free(until, [], MONDAY)], JAKARTA) == ["26 09:00+0700"]


def test_a_queue_without_slots_or_room_says_what_to_do():
    for week in (Week(JAKARTA, ()), replace(WEEK, max_per_day=0)):
        refusal = next_free(week, [], MONDAY)
        assert isinstance(refusal, Refusal) and refusal.words.id


def dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - an order, not a secret


def queue(count: int) -> list[Queued]:
    times = free_run(WEEK, [], MONDAY, count)
    return [Queued(f"post{n}", due) for n, due in enumerate(times)]


def test_first_moves_the_others_back_by_one_place():
    old = queue(3)
    plan = put(Where.FIRST, "new", old, WEEK, MONDAY)
    assert not isinstance(plan, Refusal)
    assert plan["new"] == old[0].due and plan["post0"] == old[1].due
    assert plan["post2"] > old[2].due


def test_next_and_last_move_nobody():
    assert list(put(Where.NEXT, "new", queue(3), WEEK, MONDAY)) == ["new"]
    assert list(put(Where.LAST, "new", queue(3), WEEK, MONDAY)) == ["new"]


def test_a_post_with_a_time_of_its_own_never_moves():
    old = queue(4)
    old[1] = replace(old[1], fixed=True)
    assert "post1" not in put(Where.FIRST, "new", old, WEEK, MONDAY)
    assert "post1" not in shuffle(old, MONDAY, dice(3))
    with pytest.raises(ValueError, match="not a movable post"):
        move("post1", 0, old, MONDAY)


@given(st.integers(0, 20), st.integers(0, 2**32))
def test_a_shuffle_keeps_all_posts_and_times_and_repeats_with_its_seed(count, seed):
    old = queue(count)
    plan = shuffle(old, MONDAY, dice(seed))
    assert plan == shuffle(old, MONDAY, dice(seed))
    new = {each.post: plan.get(each.post, each.due) for each in old}
    assert sorted(new.values()) == [each.due for each in old]


def test_a_move_changes_only_the_posts_between():
    old = queue(5)
    plan = move("post3", 1, old, MONDAY)
    assert plan == {"post3": old[1].due, "post1": old[2].due, "post2": old[3].due}


def test_free_slots_are_all_different():
    found = [each for each, _ in zip(free(WEEK, [], MONDAY), range(50), strict=False)]
    assert len(set(found)) == 50


def test_an_evergreen_post_rests_and_ends():
    rule = Evergreen(variants=2, rest=30 * DAY, most=3, expires=date(2027, 6, 1))
    first = Sent(MONDAY, 0)
    day = MONDAY.date()
    assert turn(rule, [], MONDAY, day).variant == 0
    resting = turn(rule, [first], MONDAY + 29 * DAY, day)
    assert resting.variant is None and not resting.over and "23 December 2026" in resting.why.en
    assert turn(rule, [first], MONDAY + 30 * DAY, day).variant == 1
    assert turn(rule, [first] * 3, MONDAY + 90 * DAY, day).over
    assert turn(rule, [], MONDAY, date(2027, 6, 2)).over


def test_an_evergreen_post_takes_the_text_used_least_then_longest_ago():
    rule = Evergreen(variants=3)
    sent = [Sent(MONDAY, 0), Sent(MONDAY + 40 * DAY, 1), Sent(MONDAY + 80 * DAY, 2)]
    assert turn(rule, sent, MONDAY + 200 * DAY, MONDAY.date()).variant == 0
    assert turn(rule, sent[1:], MONDAY + 200 * DAY, MONDAY.date()).variant == 0
    assert turn(Evergreen(variants=1), sent[:1], MONDAY + 90 * DAY, MONDAY.date()).variant == 0
