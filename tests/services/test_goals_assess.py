"""Judging a target by a history that the caller brings."""

import random
from datetime import date, timedelta

import pytest

from tests.services.goal_cast import TODAY, give_days, give_posts
from tolok.core.errors import ProblemError
from tolok.services.goal_assess import assess_rows, judged_dict, parse_aim
from tolok.services.goal_baseline import assess_facts

MONDAY = date(2026, 1, 5)


def daily(weeks, per_day, start=MONDAY):
    draw = random.Random(4)  # noqa: S311
    return [
        ((start + timedelta(days=n)).isoformat(), str(per_day(n, draw))) for n in range(weeks * 7)
    ]


def around_100_a_week(weeks=26):
    draw = random.Random(9)  # noqa: S311
    return [
        ((MONDAY + timedelta(weeks=n)).isoformat(), f"{draw.gauss(100, 12):.1f}")
        for n in range(weeks)
    ]


def assessed(kpi, target, per, rows, weeks=13):
    return judged_dict(assess_rows(parse_aim(kpi, target, per, weeks), rows))


def test_from_100_a_week_125_to_150_is_realistic_and_500_is_not_grounded():
    rows = around_100_a_week()
    for target in (125, 150):
        found = assessed("followers_gained", target, "week", rows)
        low, high = found["realistic"]
        assert low <= target <= high
        assert found["label"] != "not_grounded"
    for target in (500, 1000):
        assert assessed("followers_gained", target, "week", rows)["label"] == "not_grounded"


def test_the_answer_has_exactly_the_promised_keys():
    found = assessed("followers_gained", 125, "week", around_100_a_week())
    assert list(found) == [
        *("p_reach", "label", "realistic", "quantiles", "run_rate", "required_rate"),
        *("n_history", "basis", "why"),
    ]
    assert set(found["why"]) == {"en", "id"}


def test_days_are_added_up_to_complete_weeks_and_the_reason_says_so():
    rows = daily(10, lambda n, draw: 10)
    found = assessed("followers_gained", 75, "week", rows + [("2026-03-16", "10")])
    assert found["n_history"] == 10
    assert found["run_rate"] == pytest.approx(70)
    assert "10 complete weeks" in found["why"]["en"]
    assert "10 minggu lengkap" in found["why"]["id"]


def test_a_week_with_a_missing_day_is_unknown_and_never_a_smaller_week():
    rows = daily(10, lambda n, draw: 10)
    del rows[24]
    found = assessed("link_clicks", 70, "week", rows)
    assert found["n_history"] == 9
    assert found["run_rate"] == pytest.approx(70)
    assert "In 1 of them a day is missing" in found["why"]["en"]


def test_a_level_takes_the_last_value_of_each_week():
    rows = daily(12, lambda n, draw: 4000 + 10 * n)
    found = assessed("followers", 4000 + 830 + 70 * 13, "level", rows)
    assert found["n_history"] == 12
    assert found["run_rate"] == pytest.approx(70)
    assert found["label"] in ("safe", "on_track")


def test_followers_per_week_are_read_from_running_totals():
    rows = daily(12, lambda n, draw: 4000 + 10 * n + draw.choice([0, 1, 2]))
    found = assessed("followers", 75, "week", rows)
    assert found["run_rate"] == pytest.approx(70, abs=1)
    assert "running totals" in found["why"]["en"]


def test_gains_given_for_followers_are_taken_as_they_are():
    assert assessed("followers", 125, "week", around_100_a_week())["run_rate"] > 80


def test_a_total_asks_for_its_share_of_each_week():
    found = assessed("followers_gained", 1300, "total", around_100_a_week(), weeks=13)
    assert found["required_rate"] == pytest.approx(100)


@pytest.mark.django_db
def test_own_followers_are_judged_by_week_and_by_level(cast, facts):
    scope = cast.scope()
    give_days(scope, "followers", lambda n, draw: 4000 + 7 * n)
    by_week = assess_facts(scope, parse_aim("followers", 49, "week", 13), day=TODAY).found
    assert by_week.run_rate == pytest.approx(49)
    level = assess_facts(scope, parse_aim("followers", 6000, "level", 13), day=TODAY).found
    assert level.run_rate == pytest.approx(49)
    assert level.required_rate == pytest.approx((6000 - 5393) / 13)


@pytest.mark.django_db
def test_own_averages_are_judged_week_by_week(cast, facts):
    scope = cast.scope()
    give_posts(scope, lambda n, draw: 900 + 20 * (n % 3))
    found = assess_facts(scope, parse_aim("post_reach_avg", 920, "week", 13), day=TODAY).found
    assert found.run_rate == pytest.approx(920, rel=0.02)


def test_no_history_says_so_and_knows_no_chance():
    found = assessed("followers_gained", 125, "week", [])
    assert (found["p_reach"], found["label"], found["n_history"]) == (None, "unknown", 0)


def test_an_unreadable_row_is_named():
    with pytest.raises(ProblemError, match="Row 2"):
        assess_rows(
            parse_aim("likes", 5, "week", 4), [("2026-01-05", "3"), ("2026-01-06", "three")]
        )


def test_the_same_day_twice_is_refused():
    with pytest.raises(ProblemError, match="twice"):
        assess_rows(parse_aim("likes", 5, "week", 4), [("2026-01-05", "3"), ("2026-01-05", "4")])


@pytest.mark.parametrize(
    ("per", "weeks", "target"), [("year", 13, 5), ("week", 0, 5), ("week", 13, float("nan"))]
)
def test_a_question_without_meaning_is_refused(per, weeks, target):
    with pytest.raises(ProblemError):
        parse_aim("likes", target, per, weeks)


def test_an_unknown_kpi_or_variant_is_refused():
    with pytest.raises(ProblemError) as error:
        assess_rows(parse_aim("nonsense", 5, "week", 4), [])
    assert error.value.problem.status == 404
    with pytest.raises(ProblemError, match="no variant"):
        assess_rows(parse_aim("likes", 5, "week", 4, "best"), [])
