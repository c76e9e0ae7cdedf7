"""The worked numbers of the KPI guide that need no store and no model: each test names its own.

The café on day 30 of 91 is in `goals/test_pace.py`; tests and models are under `tests/analysis`.
"""

from decimal import Decimal

import pytest

from tolok.core.errors import ProblemError
from tolok.core.kpi import arithmetic as sums
from tolok.core.kpi.formula import evaluate, parse
from tolok.core.quantity import Money
from tolok.core.query import Unknown

P1 = {"reach": 1000, "impressions": 1500, "likes": 40, "comments": 5, "shares": 5}
P2 = {"reach": 200, "impressions": 250, "likes": 20, "comments": 4, "shares": 1}
FOLLOWERS = 5000
POSTS = (P1, P2)
BOTH = {key: P1[key] + P2[key] for key in P1} | {"posts": 2, "followers_avg": FOLLOWERS}


def engagements(post: dict[str, int]) -> int:
    return post["likes"] + post["comments"] + post["shares"]


def value(formula: str, row: dict[str, int]) -> float:
    cell = evaluate(parse(formula), row)
    assert cell.value is not None
    return float(cell.value)


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def test_v1_engagements_are_50_and_25() -> None:
    assert [value("likes + comments + shares", post) for post in POSTS] == [50, 25]


def test_v2_engagement_rate_by_reach_is_5_and_12_5_percent_per_post() -> None:
    assert [value("(likes+comments+shares)/reach", p) for p in POSTS] == [0.05, 0.125]


def test_v3_the_mean_over_posts_is_8_75_and_the_ratio_of_sums_6_25_percent() -> None:
    pairs = [(engagements(post), post["reach"]) for post in POSTS]
    mean = sums.mean_of_ratios(pairs)
    assert (mean.value, mean.n, mean.median) == (0.0875, 2, 0.0875)
    assert sums.ratio_of_sums(pairs).value == 0.0625


def test_v4_engagement_rate_by_impressions_is_4_285714_percent() -> None:
    assert value("(likes+comments+shares)/impressions", BOTH) == pytest.approx(0.04285714, abs=1e-8)


def test_v5_engagement_rate_by_followers_is_0_75_percent_a_post_and_1_5_percent_a_day() -> None:
    pairs = [(engagements(post), FOLLOWERS) for post in POSTS]
    assert sums.mean_of_ratios(pairs).value == 0.0075
    assert sums.ratio(sum(a for a, _ in pairs), FOLLOWERS).value == 0.015


def test_v6_applause_is_30_a_post_5_percent_of_reach_0_6_percent_of_followers() -> None:
    assert value("likes / posts", BOTH) == 30
    assert sums.ratio(60, 1200).value == 0.05
    assert sums.ratio(30, FOLLOWERS).value == 0.006


def test_v7_amplification_is_3_a_post_0_5_percent_of_reach_0_06_percent_of_followers() -> None:
    assert value("shares / posts", BOTH) == 3
    assert sums.ratio(6, 1200).value == 0.005
    assert sums.ratio(3, FOLLOWERS).value == 0.0006


def test_v8_conversation_is_4_5_a_post() -> None:
    assert value("comments / posts", BOTH) == 4.5


def test_v9_cpm_is_3_dollars_cpc_half_a_dollar_ctr_0_6_percent() -> None:
    assert sums.cost_per(usd("45"), 15_000, scale=1000) == usd("3.000")
    assert sums.cost_per(usd("45"), 90) == usd("0.5")
    row = {"spend": 45, "impressions": 15_000, "link_clicks": 90}
    assert value("spend / impressions * 1000", row) == pytest.approx(3.0)
    assert value("link_clicks / impressions", row) == 0.006


def test_v10_bounce_of_1000_sessions_with_700_engaged_is_30_percent() -> None:
    assert value("(sessions - engaged_sessions) / sessions", BOUNCE) == 0.3


BOUNCE = {"sessions": 1000, "engaged_sessions": 700}


def test_v11_nps_of_55_25_20_is_35_with_a_standard_error_of_7_92() -> None:
    score = sums.nps([10] * 30 + [9] * 25 + [8] * 15 + [7] * 10 + [6] * 12 + [0] * 8)
    assert score.cell.value == 35
    assert (score.promoters, score.passives, score.detractors) == (55, 25, 20)
    assert score.standard_error == pytest.approx(7.92, abs=0.005)


def test_v12_csat_of_42_in_60_is_70_percent() -> None:
    cell = sums.csat([5] * 30 + [4] * 12 + [3] * 10 + [1] * 8)
    assert (cell.value, cell.numerator, cell.denominator) == (0.7, 42, 60)
    assert cell.interval is not None


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"), [(3, 20, 5.24, 36.04), (45, 1000, 3.38, 5.97)]
)
def test_v13_wilson_95(successes: int, n: int, low: float, high: float) -> None:
    interval = sums.wilson(successes, n)
    assert interval is not None
    assert round(interval.low * 100, 2) == low
    assert round(interval.high * 100, 2) == high


def test_v14_simple_clv_is_480_revenue_and_144_at_30_percent() -> None:
    assert sums.clv_simple(usd("40"), 3, 4).amount == 480
    assert sums.clv_simple(usd("40"), 3, 4, 0.3).amount == 144


def test_v15_retention_clv_is_96_at_the_end_or_132_now() -> None:
    assert sums.clv_retention(usd("36"), 0.8, 0.1) == usd("96")
    assert sums.clv_retention(usd("36"), 0.8, 0.1, first_now=True) == usd("132")


def test_v16_share_of_voice_of_120_among_600_is_20_percent() -> None:
    assert sums.share_of_voice(120, [300, 180]).value == 0.2


def test_v17_roi_is_60_percent_and_roas_8() -> None:
    profit = usd("4000").times(0.4)
    assert sums.roi(profit, usd("1000")).value == Decimal("0.6")
    assert sums.roas(usd("4000"), usd("500")).value == 8


@pytest.mark.parametrize(("ratio", "percent"), [(1.25, 1.73), (1.5, 3.17), (5, 13.2), (10, 19.4)])
def test_v18_weekly_growth_that_multiplies_in_13_weeks(ratio: float, percent: float) -> None:
    rate = sums.compound_rate(ratio, 13)
    assert rate is not None
    assert rate * 100 == pytest.approx(percent, abs=0.05 if ratio > 2 else 0.005)


@pytest.mark.parametrize(
    ("last", "total"), [(100, 1300), (125, 1462.5), (150, 1625), (500, 3900), (1000, 7150)]
)
def test_v19_a_straight_ramp_over_13_weeks(last: float, total: float) -> None:
    assert sums.ramp_total(100, last, 13) == total


def test_zero_denominators_and_missing_parts_are_unknown() -> None:
    assert sums.ratio(5, 0).unknown is Unknown.ZERO_DENOMINATOR
    assert sums.ratio(None, 5).unknown is Unknown.NO_DATA
    assert sums.ratio_of_sums([]).unknown is Unknown.NO_DATA
    assert sums.mean_of_ratios([(1, 0), (1, None)]).unknown is Unknown.NO_DATA
    assert sums.wilson(0, 0) is None
    assert sums.nps([]).cell.unknown is Unknown.NO_DATA
    assert sums.csat([None]).unknown is Unknown.NO_DATA
    assert sums.share_of_voice(0, [0, 0]).unknown is Unknown.ZERO_DENOMINATOR
    assert sums.share_of_voice(5, [3, None]).unknown is Unknown.NO_DATA
    assert sums.cost_per(usd("5"), 0) is None
    assert sums.roas(usd("5"), usd("0")).unknown is Unknown.ZERO_DENOMINATOR
    assert sums.roas(usd("5"), None).unknown is Unknown.NO_DATA
    assert sums.clv_retention(usd("5"), 1, 0) is None
    assert sums.growth_rate(0, 50).unknown is Unknown.ZERO_DENOMINATOR
    assert sums.growth_rate(12, 50).unknown is Unknown.TOO_FEW
    assert sums.growth_rate(1000, 1100).value == 0.1


def test_wilson_stays_inside_and_refuses_impossible_counts() -> None:
    none, all_ = sums.wilson(0, 7), sums.wilson(7, 7)
    assert none is not None
    assert all_ is not None
    assert (none.low, all_.high) == (0.0, 1.0)
    with pytest.raises(ValueError, match="8 of 7"):
        sums.wilson(8, 7)


@pytest.mark.parametrize("answer", [10.5, 11, -1, float("nan"), float("inf")])
def test_nps_refuses_what_no_one_can_have_answered(answer: float) -> None:
    with pytest.raises(ProblemError) as caught:
        sums.nps([9, answer])
    assert caught.value.problem.type == "survey-scale"
    assert "not their averages" in caught.value.problem.fix.en


@pytest.mark.parametrize("scale", [(1, 10), (0, 5)])
def test_nps_refuses_other_scales(scale: tuple[int, int]) -> None:
    with pytest.raises(ProblemError, match="NPS needs 0–10"):
        sums.nps([5, 5], scale=scale)


def test_csat_leaves_blanks_out_and_refuses_other_scales() -> None:
    assert sums.csat([5, None, None, 1]).denominator == 2
    assert sums.csat([7, 6, 5], points=7).numerator == 2
    with pytest.raises(ProblemError, match="6-point"):
        sums.csat([5], points=6)
