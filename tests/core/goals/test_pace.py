"""Progress, expected progress, pace and the status word."""

from datetime import date, timedelta

import pytest

from tolok.core.goals.goal import Baseline, Mode, Nature, Target, aim, nature_of
from tolok.core.goals.pace import (
    AHEAD_FROM,
    RULE,
    STATUS_WORDS,
    Pace,
    Reading,
    Status,
    expected_share,
    season_weights,
    status_of,
    target_pace,
)
from tolok.core.kpi.spec import KpiKind
from tolok.core.query import Period

START = date(2026, 9, 1)
QUARTER = Period(START, START + timedelta(days=90))
BEFORE = Period(START - timedelta(days=91), START - timedelta(days=1))


def on_day(number: int) -> date:
    return START + timedelta(days=number - 1)


def pace_at(target: Target, value: float, number: int) -> Pace:
    day = on_day(number)
    return target_pace(target, QUARTER, Reading(value, day), today=day + timedelta(days=1))


def fans(mode: Mode, value: float) -> Target:
    return Target("fans", mode, value, Nature.LEVEL, baseline=Baseline(2000, BEFORE))


def test_the_cafe_on_day_30_of_91_is_behind() -> None:
    pace = pace_at(fans(Mode.PERCENT, 0.15), 2090, 30)
    assert pace.aim == pytest.approx(2300)
    assert pace.progress == pytest.approx(0.30)
    assert pace.expected == pytest.approx(0.330, abs=0.0005)
    assert pace.pace == pytest.approx(0.91, abs=0.0005)
    assert pace.status is Status.BEHIND
    assert pace.expected_value == pytest.approx(2098.9, abs=0.01)


@pytest.mark.parametrize(
    ("pace", "status"),
    [
        (1.05, Status.AHEAD),
        (1.0499, Status.ON_PACE),
        (0.95, Status.ON_PACE),
        (0.9499, Status.BEHIND),
        (0.8, Status.BEHIND),
        (0.7999, Status.OFF_PACE),
        (-0.5, Status.OFF_PACE),
    ],
)
def test_the_edges_belong_to_the_better_word(pace: float, status: Status) -> None:
    assert status_of(pace) is status


def test_the_printed_rule_names_the_constants_in_both_languages() -> None:
    assert "ahead from 1.05" in RULE.en
    assert "lebih cepat mulai 1,05" in RULE.id
    assert AHEAD_FROM == 1.05
    assert set(STATUS_WORDS) == set(Status)


def test_a_falling_kpi_uses_the_same_formula() -> None:
    cost = Target("cpc", Mode.ABSOLUTE, 0.4, Nature.AVERAGE, better="down",
                  baseline=Baseline(0.5, BEFORE))  # fmt: skip
    assert pace_at(cost, 0.44, 45).status is Status.AHEAD
    assert pace_at(cost, 0.55, 45).status is Status.OFF_PACE
    assert pace_at(cost, 0.55, 45).progress == pytest.approx(-0.5)


def test_a_limit_is_held_not_travelled_to() -> None:
    limit = Target("first_response_time", Mode.LIMIT, 3600, Nature.AVERAGE, better="down")
    assert pace_at(limit, 104 * 60, 18).status is Status.OFF_PACE
    assert pace_at(limit, 104 * 60, 18).pace == pytest.approx(0.577, abs=0.001)
    assert pace_at(limit, 60 * 60, 18).status is Status.ON_PACE
    assert pace_at(limit, 30 * 60, 18).status is Status.AHEAD
    assert pace_at(limit, 0, 18).status is Status.AHEAD
    assert pace_at(limit, 50 * 60, 91).status is Status.DONE


def test_a_floor_is_held_from_above() -> None:
    floor = Target("response_rate", Mode.LIMIT, 0.9, Nature.AVERAGE)
    assert pace_at(floor, 0.9, 10).status is Status.ON_PACE
    assert pace_at(floor, 0.7, 10).status is Status.OFF_PACE


def test_a_total_reached_early_is_done_and_an_average_only_at_the_end() -> None:
    clicks = Target("link_clicks", Mode.ABSOLUTE, 100, Nature.TOTAL)
    rate = Target("ctr", Mode.ABSOLUTE, 0.02, Nature.AVERAGE, baseline=Baseline(0.01, BEFORE))
    assert pace_at(clicks, 100, 40).status is Status.DONE
    assert pace_at(rate, 0.021, 40).status is Status.AHEAD
    assert pace_at(rate, 0.021, 91).status is Status.DONE


def test_a_total_that_falls_is_not_clamped() -> None:
    likes = Target("likes", Mode.ABSOLUTE, 100, Nature.TOTAL)
    assert pace_at(likes, -4, 10).progress == pytest.approx(-0.04)


def test_a_weekly_rate_asks_for_all_weeks_together() -> None:
    gained = Target("followers_gained", Mode.RATE_WEEK, 125, Nature.TOTAL)
    assert aim(gained, QUARTER) == 13 * 125
    assert pace_at(gained, 125, 7).pace == pytest.approx(1.0)
    assert aim(fans(Mode.RATE_WEEK, 125), QUARTER) == 2000 + 13 * 125
    monthly = Target("leads", Mode.RATE_MONTH, 60, Nature.TOTAL)
    assert aim(monthly, Period(date(2027, 1, 1), date(2027, 12, 31))) == pytest.approx(
        719.5, abs=0.1
    )


def test_a_percentage_of_a_total_compares_equal_lengths() -> None:
    half = Period(START - timedelta(days=182), START - timedelta(days=1))
    clicks = Target("link_clicks", Mode.PERCENT, 0.15, Nature.TOTAL, baseline=Baseline(400, half))
    assert aim(clicks, QUARTER) == pytest.approx(230)
    lower = Target("cpc", Mode.PERCENT, 0.2, Nature.AVERAGE, better="down",
                   baseline=Baseline(1.0, half))  # fmt: skip
    assert aim(lower, QUARTER) == pytest.approx(0.8)


def test_people_grow_from_nothing_and_are_not_scaled_by_days() -> None:
    half = Period(START - timedelta(days=182), START - timedelta(days=1))
    people = Target("reach", Mode.PERCENT, 0.15, Nature.PEOPLE, baseline=Baseline(4000, half))
    assert aim(people, QUARTER) == pytest.approx(4600)
    assert pace_at(people, 1600, 30).status is Status.AHEAD


def test_without_reading_baseline_or_start_there_is_no_pace_but_a_reason() -> None:
    target = fans(Mode.ABSOLUTE, 2300)
    nothing = target_pace(target, QUARTER, None, today=on_day(9))
    assert (nothing.status, nothing.pace) == (Status.NO_DATA, None)
    assert nothing.why is not None
    early = target_pace(target, QUARTER, None, today=START - timedelta(days=3))
    assert early.why is not None
    assert early.why.en == "The goal starts on 1 September 2026."
    bare = Target("fans", Mode.PERCENT, 0.15, Nature.LEVEL)
    assert pace_at(bare, 2090, 30).status is Status.NO_DATA
    level = Target("fans", Mode.ABSOLUTE, 2300, Nature.LEVEL)
    assert "baseline" in str(pace_at(level, 2090, 30).why)


def test_an_old_reading_is_no_data_after_twice_the_usual_gap() -> None:
    weekly = Reading(2090, on_day(30), usual_gap_days=7)
    fresh = target_pace(fans(Mode.ABSOLUTE, 2300), QUARTER, weekly, today=on_day(44))
    stale = target_pace(fans(Mode.ABSOLUTE, 2300), QUARTER, weekly, today=on_day(45))
    assert fresh.status is Status.BEHIND
    assert stale.status is Status.NO_DATA
    assert stale.why is not None
    assert stale.why.id == "Tidak ada yang baru sejak 30 September 2026."


def test_a_mean_without_baseline_is_compared_with_its_target() -> None:
    target = Target("post_reach_avg", Mode.MEAN_PER_POST, 1000, Nature.AVERAGE)
    assert pace_at(target, 962, 40).status is Status.ON_PACE
    assert pace_at(target, 790, 40).status is Status.OFF_PACE


def test_a_target_equal_to_its_start_asks_only_to_hold() -> None:
    same = fans(Mode.ABSOLUTE, 2000)
    assert pace_at(same, 2000, 10).status is Status.DONE
    assert pace_at(same, 1999, 10).status is Status.OFF_PACE


def test_seasonal_weights_move_the_ideal_path() -> None:
    history = {
        START - timedelta(days=n): 10.0 if (START - timedelta(days=n)).weekday() >= 5 else 0.0
        for n in range(1, 57)
    }
    weights = season_weights(QUARTER, history)
    assert weights is not None
    # 1 September 2026 is a Tuesday: nothing is expected before Saturday.
    assert expected_share(QUARTER, on_day(4), weights) == 0
    assert expected_share(QUARTER, on_day(6), weights) == pytest.approx(2 / 26)
    assert expected_share(QUARTER, on_day(91), weights) == pytest.approx(1)
    quiet = Target("likes", Mode.ABSOLUTE, 100, Nature.TOTAL)
    pace = target_pace(quiet, QUARTER, Reading(0, on_day(2)), today=on_day(3), weights=weights)
    assert (pace.status, pace.pace) == (Status.ON_PACE, None)


def test_less_than_eight_weeks_give_a_straight_line() -> None:
    short = {START - timedelta(days=n): 5.0 for n in range(1, 50)}
    assert season_weights(QUARTER, short) is None
    assert season_weights(QUARTER, {START - timedelta(days=n): 0.0 for n in range(1, 99)}) is None


def test_weights_of_another_length_are_an_error() -> None:
    with pytest.raises(ValueError, match="3 weights for 91 days"):
        expected_share(QUARTER, START, [1, 1, 1])


@pytest.mark.parametrize(
    ("kind", "nature"),
    [
        (KpiKind.SUM, Nature.TOTAL),
        (KpiKind.DELTA, Nature.TOTAL),
        (KpiKind.LAST, Nature.LEVEL),
        (KpiKind.RATIO_OF_SUMS, Nature.AVERAGE),
        (KpiKind.UNIQUE, Nature.PEOPLE),
    ],
)
def test_the_nature_of_a_target_follows_from_the_kind_of_its_kpi(
    kind: KpiKind, nature: Nature
) -> None:
    assert nature_of(kind) is nature
