"""The thirty traps of social figures, by number. What the core can prove is proved here.

A test named `test_trap_<number>_…` anywhere under tests/ covers its trap; ELSEWHERE names tests
under other names. LATER lists traps of methods that the product does not have: nothing it shows
can fall into them, and the test beside it holds that.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tolok.core.errors import ProblemError
from tolok.core.goals.changes import moved_after_start
from tolok.core.goals.goal import Baseline, Goal, Mode, Nature, Target, Version
from tolok.core.goals.pace import Reading, Status, target_pace
from tolok.core.goals.variance import Reference, variances
from tolok.core.kpi import arithmetic as sums
from tolok.core.kpi.formula import evaluate, parse
from tolok.core.kpi.spec import BASES, CONNECTED, KpiKind, Source, Variant
from tolok.core.quantity import Between, Flow, Money, NotAdditive, Stock, Unique
from tolok.core.query import Basis, Cell, Frame, Period, Unknown
from tolok.lib import catalogue

TESTS = Path(__file__).parents[1]

ELSEWHERE = {
    11: ("importers/test_meta_posts.py", "test_boosted_reach_says_whether_a_post_was_paid"),
    15: ("lib/test_cells.py", "test_numbers_are_read_as_they_are_written"),
}
LATER = {
    21: "best times and tests A/B",
    29: "attribution models",
    30: "sentiment models",
}


def variants(kpi: str) -> dict[str, Variant]:
    return {variant.id: variant for variant in catalogue.kpis()[kpi].variants}


def all_variants() -> list[Variant]:
    return [variant for kpi in catalogue.kpis().values() for variant in kpi.variants]


def test_trap_1_people_are_never_summed() -> None:
    with pytest.raises(NotAdditive):
        Unique(1000) + Unique(200)  # type: ignore[operator]
    assert Unique.bounds([Unique(1000), Unique(200)]) == Between(1000, 1200)
    with pytest.raises(ProblemError, match="counted twice"):
        parse("reach_paid + reach_organic")
    kinds = {v.kind for v in variants("reach").values()}
    assert kinds == {KpiKind.UNIQUE}


def test_trap_2_followers_are_levels() -> None:
    monday, tuesday = Stock(100, date(2026, 1, 5)), Stock(103, date(2026, 1, 6))
    with pytest.raises(NotAdditive):
        sum([monday, tuesday])  # type: ignore[list-item]
    assert monday.then(tuesday).value == 103
    assert tuesday.change_from(monday) == Flow(3)
    assert all(v.kind is KpiKind.LAST for v in variants("followers").values())
    assert catalogue.kpis()["followers"].rule.time == "last"


def test_trap_3_a_rate_is_a_ratio_of_sums() -> None:
    pairs = [(50, 1000), (25, 200)]
    assert sums.mean_of_ratios(pairs).value == 0.0875
    assert sums.ratio_of_sums(pairs).value == 0.0625


def test_trap_4_views_are_not_impressions() -> None:
    facebook = catalogue.networks()["facebook"]
    breaks = facebook.breaks_in(["impressions", "views"], date(2025, 11, 1), date(2025, 12, 1))
    assert {(b.day, b.measure) for b in breaks} == {
        (date(2025, 11, 15), "impressions"),
        (date(2025, 11, 15), "views"),
    }
    mixed = [v.id for v in all_variants() for t in (*v.numerator, *v.denominator)
             if {"impressions", "views"} <= set(t.names)]  # fmt: skip
    assert mixed == []


def test_trap_5_a_figure_has_one_basis() -> None:
    assert BASES[Source.POSTS] is Basis.LIFETIME
    assert BASES[Source.CHANNEL] is Basis.PERIOD
    with pytest.raises(TypeError):
        Frame("reach", "", "count", "up")  # type: ignore[call-arg]


def test_trap_6_days_belong_to_a_zone_and_periods_keep_their_weekdays() -> None:
    zones = {network.id: network.zone for network in catalogue.networks().values()}
    pacific = {"facebook", "instagram", "youtube"}
    assert {zones[id] for id in pacific} == {"America/Los_Angeles"}
    assert {zones[id] for id in ("linkedin", "x", "pinterest", "tiktok")} == {"UTC"}
    over_dst = Period(date(2026, 10, 20), date(2026, 11, 3))
    assert over_dst.days == 15
    assert over_dst.previous().start.weekday() == over_dst.start.weekday()
    assert over_dst.year_before().end.weekday() == over_dst.end.weekday()


def test_trap_7_late_data_is_said_to_be_late() -> None:
    networks = catalogue.networks()
    assert networks["instagram"].settling_hours == 48
    assert networks["facebook"].settling_hours == 72
    frame = Frame("likes", "", "count", "up", Basis.PERIOD, QUARTER, "UTC")
    assert replace(frame, settling_from=date(2026, 11, 28)).settling_from == date(2026, 11, 28)


def test_trap_8_totals_may_fall() -> None:
    assert Flow(5) + Flow(-9) == Flow(-4)
    likes = Target("likes", Mode.ABSOLUTE, 100, Nature.TOTAL)
    pace = target_pace(likes, QUARTER, Reading(-4, date(2026, 9, 10)), today=date(2026, 9, 11))
    assert pace.progress == pytest.approx(-0.04)
    assert pace.status is Status.OFF_PACE


def test_trap_12_empty_is_not_zero() -> None:
    assert evaluate(parse("likes + saves"), {"likes": 5}).unknown is Unknown.NO_DATA
    with pytest.raises(ValueError, match="either a value or the reason"):
        Cell()
    assert Flow.total([]) is None
    assert sums.share_of_voice(10, [None]).value is None


def test_trap_13_small_samples_have_a_floor_and_an_interval() -> None:
    kpis = catalogue.kpis()
    assert all(kpis[id].min_n >= 30 for id in ("nps", "csat"))
    assert kpis["engagement_rate_avg"].min_n >= 10
    assert kpis["conversion_rate"].min_n >= 10
    interval = sums.wilson(3, 20)
    assert interval is not None
    assert interval.high - interval.low > 0.3


def test_trap_14_money_of_two_currencies_is_not_added() -> None:
    with pytest.raises(NotAdditive, match="need a rate"):
        Money(Decimal(15), "USD") + Money(Decimal(15000), "IDR")
    two = sums.roas(Money(Decimal(4), "USD"), Money(Decimal(2), "IDR"))
    assert two.unknown is Unknown.MIXED_CURRENCY
    with pytest.raises(ProblemError, match="in money and likes in counts"):
        parse("spend + likes")


def test_trap_16_clicks_visits_and_short_links_are_not_one_measure() -> None:
    apart = {"link_clicks", "sessions", "users", "link_hits"}
    for variant in all_variants():
        for terms in (variant.numerator, variant.denominator):
            assert all(len(apart & set(term.names)) <= 1 for term in terms)
            assert len({name for term in terms for name in term.names} & apart) <= 1


def test_trap_17_bounce_rates_of_two_systems_are_not_compared() -> None:
    assert {"ua", "ga4"} <= set(variants("bounce_rate"))
    *_, benchmark = variances(0.3, variant="ga4", benchmark=Reference(0.6, "ua"))
    assert (benchmark.difference, benchmark.good) == (None, None)


def test_trap_18_nps_comes_from_answers_on_0_to_10() -> None:
    one, other = [10] * 10, [0] * 30
    assert sums.nps(one + other).cell.value == -50  # the mean of both scores would be 0
    for answers, scale in (([8.5], (0, 10)), ([5], (1, 10)), ([5], (0, 5))):
        with pytest.raises(ProblemError):
            sums.nps(answers, scale=scale)


def test_trap_19_blank_answers_are_not_in_the_denominator() -> None:
    assert sums.csat([5, 4, None, None, 1, 2]).value == 0.5


def test_trap_20_conversions_per_visit_and_per_person_are_two_variants() -> None:
    bottoms = [v.denominator[0].measure for v in variants("conversion_rate").values()]
    assert {"sessions", "users", "leads"} <= set(bottoms)
    *_, benchmark = variances(0.02, variant="per_session", benchmark=Reference(0.1, "per_user"))
    assert benchmark.why is not None


def test_trap_22_by_followers_and_by_reach_are_not_compared() -> None:
    *_, benchmark = variances(
        0.05, variant="er_reach_mean", benchmark=Reference(0.0009, "er_followers_post")
    )
    assert benchmark.difference is None
    assert benchmark.why is not None
    assert "another formula" in benchmark.why.en


def test_trap_23_followers_of_networks_overlap() -> None:
    together = Stock.side_by_side([Stock(900, date(2026, 1, 1)), Stock(500, date(2026, 1, 1))])
    assert together is not None
    assert (together.follows, together.people_at_least) == (1400, 900)
    with pytest.raises(ProblemError, match="a level is read at one moment"):
        parse("followers + fans")


def test_trap_24_a_quoted_figure_without_a_denominator_is_never_computed() -> None:
    quoted = variants("likes_per_person").values()
    assert all(v.kind is KpiKind.MODEL and not v.numerator for v in quoted)


def test_trap_25_a_goal_that_was_edited_says_so() -> None:
    before = Period(date(2026, 6, 1), date(2026, 8, 31))
    target = Target("ctr", Mode.PERCENT, 0.2, Nature.AVERAGE, baseline=Baseline(0.01, before, 44))
    first = Goal("g", "More clicks", QUARTER.start, QUARTER.end, targets=(target,))
    easier = replace(first, targets=(replace(target, baseline=Baseline(0.005, before, 44)),))
    steps = moved_after_start(
        (
            Version(first, datetime(2026, 8, 30, tzinfo=UTC)),
            Version(easier, datetime(2026, 10, 5, tzinfo=UTC)),
        )
    )
    assert [c.words.en for c in steps[0].changes] == ["Baseline of ctr: 0.0100 → 0.0050"]
    assert target.baseline is not None
    assert (target.baseline.window, target.baseline.n) == (before, 44)


def test_trap_26_falling_is_good_where_lower_is_better() -> None:
    kpis = catalogue.kpis()
    falling = ("bounce_rate", "cpc", "cpm", "first_response_time", "cost_per_lead")
    assert all(kpis[id].better == "down" for id in falling)
    target, history, _ = variances(
        0.4, better="down", target=Reference(0.5), history=Reference(0.3)
    )
    assert (target.good, history.good) == (True, False)


def test_trap_27_division_by_zero_is_unknown_with_the_reason() -> None:
    cell = evaluate(parse("spend / link_clicks"), {"spend": 10, "link_clicks": 0})
    assert (cell.value, cell.unknown) == (None, Unknown.ZERO_DENOMINATOR)
    assert (cell.numerator, cell.denominator) == (10, 0)
    assert sums.growth_rate(0, 9).unknown is Unknown.ZERO_DENOMINATOR


def test_trap_28_native_names_have_dates_and_successors() -> None:
    ended = [m for m in catalogue.networks()["facebook"].metrics if m.until]
    assert ended
    assert all(m.native for n in catalogue.networks().values() for m in n.metrics)
    old = next(m for m in ended if m.native == "page_impressions")
    assert (old.valid(date(2025, 11, 14)), old.valid(date(2025, 11, 15))) == (True, False)
    assert old.successor == "page_media_view"


def test_what_later_methods_would_compute_is_unknown_until_they_exist() -> None:
    attributed = variants("revenue")["attributed"]
    assert attributed.kind is KpiKind.MODEL
    assert not CONNECTED & set(attributed.sources)
    for variant in variants("sentiment_score").values():
        assert not CONNECTED & set(variant.sources)


QUARTER = Period(date(2026, 9, 1), date(2026, 9, 1) + timedelta(days=90))


def test_every_trap_has_a_test_that_exists() -> None:
    covered = set(LATER)
    for file in TESTS.rglob("test_*.py"):
        names = re.findall(r"def test_trap_(\d+)_", file.read_text("utf-8"))
        covered |= {int(number) for number in names}
    for number, (file_name, test) in ELSEWHERE.items():
        assert f"def {test}(" in (TESTS / file_name).read_text("utf-8"), (number, file_name)
        covered.add(number)
    assert covered == set(range(1, 31))
