"""Seed rule, variance, what it takes, months."""

from datetime import date
from decimal import Decimal

import pytest

from tolok.core.goals.goal import Mode, Nature, Target
from tolok.core.goals.pace import Reading
from tolok.core.goals.recurring import judge_months, months_of
from tolok.core.goals.seed_rule import BANDS, Grounded, judge
from tolok.core.goals.takes import what_it_takes
from tolok.core.goals.variance import Reference, variances
from tolok.core.quantity import Money
from tolok.core.query import Period
from tolok.core.text import Text


@pytest.mark.parametrize(
    ("needed", "verdict"),
    [
        (100, Grounded.REALISTIC),
        (125, Grounded.REALISTIC),
        (126, Grounded.AMBITIOUS),
        (150, Grounded.AMBITIOUS),
        (151, Grounded.STRETCH),
        (499, Grounded.STRETCH),
        (500, Grounded.NOT_GROUNDED),
        (1000, Grounded.NOT_GROUNDED),
    ],
)
def test_a_hundred_a_week_bears_125_to_150_but_not_500_or_1000(
    needed: float, verdict: Grounded
) -> None:
    judged = judge(needed, 100)
    assert judged.grounded is verdict
    assert (judged.realistic_to, judged.ambitious_to) == (125, 150)


def test_the_verdict_shows_the_ratio_and_the_weekly_growth_in_both_languages() -> None:
    assert judge(150, 100).why == Text(
        "150 is 1.50 times the usual 100; growing into it takes 3.2 % more every week.",
        "150 adalah 1,50 kali dari biasanya, 100; untuk mencapainya perlu tumbuh 3,2 % "
        "setiap minggu.",
    )
    assert "1.25 realistic" in BANDS.en
    assert "1,25 realistis" in BANDS.id


def test_lower_is_judged_upside_down_and_no_history_is_not_judged() -> None:
    assert judge(60, 104, better="down").grounded is Grounded.STRETCH
    assert judge(90, 104, better="down").grounded is Grounded.REALISTIC
    assert judge(125, None).grounded is Grounded.UNKNOWN
    assert judge(125, 0).grounded is Grounded.UNKNOWN
    assert judge(500, 100).needs_new_means


def test_the_three_variances_are_kept_apart() -> None:
    target, history, benchmark = variances(
        0.044,
        variant="er_reach_mean",
        target=Reference(0.045, "er_reach_mean"),
        history=Reference(0.040, "er_reach_mean"),
        benchmark=Reference(0.0047, "er_followers_post", "Rival IQ 2023"),
    )
    assert target.difference == pytest.approx(-0.001)
    assert target.share == pytest.approx(-0.0222, abs=1e-4)
    assert target.good is False
    assert history.share == pytest.approx(0.10)
    assert history.good is True
    assert benchmark.difference is None
    assert benchmark.why is not None
    assert "another formula" in benchmark.why.en


def test_a_fall_is_good_where_lower_is_better_and_zero_has_no_percentage() -> None:
    target, history, benchmark = variances(0.4, better="down", target=Reference(0.5))
    assert target.good is True
    assert (history.good, benchmark.good) == (None, None)
    zero, *_ = variances(3, target=Reference(0))
    assert (zero.difference, zero.share) == (3, None)
    none, *_ = variances(None, target=Reference(5))
    assert (none.reference, none.difference) == (5, None)


def test_what_it_takes_names_needed_and_present_rate_landing_and_cost() -> None:
    takes = what_it_takes(
        398,
        1500,
        today=date(2026, 11, 18),
        end=date(2027, 3, 31),
        now_per_week=48,
        cost_per_unit=Money(Decimal("1266"), "IDR"),
        unit=Text("followers", "pengikut"),
    )
    assert takes.gap == 1102
    assert takes.required_per_week == pytest.approx(58, abs=0.01)
    assert takes.lands_at == pytest.approx(1310)
    assert takes.cost_of_gap == Money(Decimal("1395132.0"), "IDR")
    assert takes.words.en == (
        "1,102 followers are left: 58 a week, against 48 a week now. "
        "At this rate you end near 1,310, 190 short. "
        "At the cost so far the rest takes IDR 1,395,132."
    )
    assert takes.reached_on == date(2027, 4, 28)


def test_a_gap_that_grows_is_never_closed() -> None:
    falling = what_it_takes(
        398, 1500, today=date(2026, 11, 18), end=date(2027, 3, 31), now_per_week=-3
    )
    assert falling.reached_on is None
    reached = what_it_takes(1500, 1500, today=date(2026, 11, 18), end=date(2027, 3, 31))
    assert (reached.gap, reached.reached_on) == (0, date(2026, 11, 18))
    late = what_it_takes(398, 1500, today=date(2027, 4, 1), end=date(2027, 3, 31))
    assert late.required_per_week is None
    assert late.words.id == "Waktu habis, kurang 1.102."


def test_lower_is_better_counts_the_other_way() -> None:
    takes = what_it_takes(
        104, 60, today=date(2026, 11, 2), end=date(2026, 11, 30), better="down", now_per_week=-11
    )
    assert (takes.gap, takes.required_per_week, takes.lands_at) == (44, 11, 60)
    assert takes.words.en.endswith("enough.")


VISITS = Target("social_sessions", Mode.MONTHLY, 5000, Nature.TOTAL)
YEAR_END = Period(date(2026, 9, 16), date(2026, 12, 31))


def test_each_month_is_judged_on_its_own() -> None:
    readings = {
        date(2026, 9, 1): Reading(2500, date(2026, 9, 30)),
        date(2026, 10, 1): Reading(9000, date(2026, 10, 31)),
        date(2026, 11, 1): Reading(4999, date(2026, 11, 30)),
        date(2026, 12, 1): Reading(1000, date(2026, 12, 6)),
    }
    months = judge_months(VISITS, YEAR_END, readings, today=date(2026, 12, 7))
    assert [month.met for month in months.months] == [True, True, False, None]
    assert months.months[0].aim == 2500  # half of September
    assert (months.met, months.judged, months.share) == (2, 3, pytest.approx(2 / 3))
    assert months.current is not None
    assert months.current.period.start == date(2026, 12, 1)
    assert months.words().id == "2 dari 3 bulan selesai tercapai."


def test_a_month_without_data_is_neither_met_nor_missed() -> None:
    half = {date(2026, 9, 1): Reading(10, date(2026, 9, 20))}
    months = judge_months(VISITS, YEAR_END, half, today=date(2026, 11, 2))
    assert [month.met for month in months.months] == [None, None, None]
    assert months.share is None


def test_months_of_a_window_are_cut_at_its_ends() -> None:
    assert [(p.start.day, p.end.day) for p in months_of(YEAR_END)] == [
        (16, 30), (1, 31), (1, 30), (1, 31),
    ]  # fmt: skip
    one = Period(date(2026, 2, 3), date(2026, 2, 9))
    assert months_of(one) == (one,)
