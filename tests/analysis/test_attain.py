"""Attainability: the articles' rule, the pitfalls of weekly social numbers, the wording."""

import warnings

import numpy as np
import pytest

from tolok.analysis._verdict import LABELS
from tolok.analysis.attain import (
    METHOD,
    assess,
    assess_ratio,
    forecast,
    label_name,
    learn_prior,
)

NAN = float("nan")


@pytest.fixture(autouse=True)
def _no_numeric_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def around_100(seed=0, weeks=26):
    return np.random.default_rng(seed).normal(100, 15, weeks)


def weekly(history, target, **more):
    return assess(history, **{"target": target, "per": "week", "weeks": 13, "seed": 1} | more)


@pytest.mark.parametrize("seed", range(12))
def test_from_100_a_week_125_to_150_is_realistic_and_500_to_1000_is_not_grounded(seed):
    history = around_100(seed)
    for target in (125, 150):
        found = weekly(history, target)
        assert found.label != "not_grounded"
        assert found.realistic[0] <= target <= found.realistic[1]
    for target in (500, 1000):
        found = weekly(history, target)
        assert found.label == "not_grounded"
        assert found.p_reach < 0.001


def test_the_rule_holds_for_a_perfectly_steady_history_too():
    history = [100] * 26
    assert [weekly(history, t).label for t in (100, 125, 150, 500)] == [
        "on_track",
        "stretch",
        "ambitious",
        "not_grounded",
    ]


def test_a_shorter_period_allows_a_smaller_rise():
    history = [100] * 26
    assert weekly(history, 150, weeks=13).label == "ambitious"
    assert weekly(history, 150, weeks=4).label == "not_grounded"


def test_labels_follow_the_chance():
    found = [weekly(around_100(), target) for target in (60, 100, 107)]
    assert [one.label for one in found] == ["safe", "on_track", "stretch"]
    for one in found:
        assert one.p_reach >= LABELS[one.label][0]


def test_the_answer_carries_rates_ratio_quantiles_and_both_languages():
    found = weekly(around_100(), 125)
    assert found.n_history == 26
    assert found.basis == "own history"
    assert found.required_rate == 125
    assert found.run_rate == pytest.approx(around_100()[-13:].mean())
    assert found.seed_ratio == pytest.approx(125 / found.run_rate)
    assert list(found.quantiles) == ["q05", "q10", "q20", "q50", "q80", "q90", "q95"]
    assert "26 weeks" in found.why.en
    assert "26 minggu" in found.why.id
    assert label_name(found.label).id == "Menantang"


def test_the_realistic_range_has_two_significant_digits():
    low, high = weekly(around_100(), 125).realistic
    assert (low, high) == (float(f"{low:.2g}"), float(f"{high:.2g}"))


def test_the_same_seed_gives_the_same_answer():
    assert weekly(around_100(), 110) == weekly(around_100(), 110)


@pytest.mark.parametrize("points", [1, 2, 3, 4])
def test_fewer_than_five_points_says_so_and_stays_wide(points):
    found = weekly([100, 98, 103, 101][:points], 125)
    assert found.basis == "default"
    assert found.n_history == points
    assert "Fewer than 5 weeks" in found.why.en
    assert "belum sampai 5 minggu" in found.why.id
    assert found.quantiles["q90"] - found.quantiles["q10"] > 20


def test_four_points_with_siblings_lean_on_the_siblings():
    siblings = [around_100(seed, 52) for seed in range(8)]
    alone, helped = (weekly([100, 98, 103, 101], 125, siblings=s) for s in ((), siblings))
    assert helped.basis == "siblings"
    assert "your other channels" in helped.why.en
    assert helped.quantiles["q90"] - helped.quantiles["q10"] < (
        alone.quantiles["q90"] - alone.quantiles["q10"]
    )


def test_without_history_the_chance_is_unknown_and_not_zero():
    for history in ([], [NAN, NAN]):
        found = weekly(history, 100)
        assert (found.p_reach, found.realistic, found.run_rate) == (None, None, None)
        assert found.label == "unknown"
        assert found.basis == "default"
        assert "no history yet" in found.why.en


def test_without_history_siblings_or_a_benchmark_stand_in_and_are_named():
    from_siblings = weekly([], 100, siblings=[around_100(1), around_100(2) / 2])
    assert from_siblings.basis == "siblings"
    assert 0 < from_siblings.p_reach < 1
    from_benchmark = weekly([], 100, benchmark=100)
    assert from_benchmark.basis == "default"
    assert from_benchmark.p_reach == pytest.approx(0.5, abs=0.06)


def test_a_gap_is_skipped_and_not_read_as_zero():
    history = around_100()
    holed = history.copy()
    holed[[3, 10, 11, 20]] = NAN
    whole, gapped = weekly(history, 110), weekly(holed, 110)
    assert gapped.n_history == 22
    assert gapped.quantiles["q50"] == pytest.approx(whole.quantiles["q50"], rel=0.15)
    assert gapped.quantiles["q05"] > 60


def test_unknown_weeks_before_the_launch_and_after_the_last_import_change_nothing():
    history = around_100()
    padded = np.concatenate([[NAN] * 5, history, [NAN] * 2])
    assert weekly(padded, 110).quantiles == weekly(history, 110).quantiles


def test_constant_counts_get_the_width_of_counts():
    band = forecast([100] * 20, 1, seed=0).weekly([0.1, 0.9])[:, 0]
    assert 8 < band[1] - band[0] < 40


def test_constant_zeros_leave_a_little_room():
    found = weekly([0] * 12, 1, weeks=13)
    assert found.p_reach < 0.05
    assert found.quantiles["q95"] > 0
    assert found.seed_ratio is None


def test_one_viral_week_moves_the_forecast_little():
    calm = around_100()
    viral = calm.copy()
    viral[20] = 5000
    before, after = weekly(calm, 150), weekly(viral, 150)
    assert after.quantiles["q50"] == pytest.approx(before.quantiles["q50"], rel=0.2)
    assert after.p_reach < 0.5


def test_a_viral_last_week_is_not_the_new_normal():
    viral = around_100()
    viral[-1] = 5000
    found = weekly(viral, 400)
    assert found.quantiles["q50"] < 200
    assert found.p_reach < 0.5
    assert found.quantiles["q95"] < 1500


def test_an_unfinished_week_is_left_out():
    history = around_100()
    unfinished = np.append(history, 20.0)
    found = weekly(unfinished, 110, last_week_elapsed=0.3)
    assert found.n_history == 26
    assert found.quantiles == weekly(history, 110).quantiles


def test_a_total_counts_what_is_done():
    total = {"per": "total", "weeks": 10}
    found = weekly(around_100(), 1500, done=600.0, **total)
    assert found.required_rate == pytest.approx(90)
    assert found.quantiles["q50"] == pytest.approx(1600, rel=0.15)
    assert found.p_reach > weekly(around_100(), 1500, done=500.0, **total).p_reach


def test_a_total_already_met_is_certain():
    found = weekly(around_100(), 500, per="total", done=510.0)
    assert found.p_reach == 1
    assert found.label == "safe"
    assert found.required_rate == 0
    assert "already been met" in found.why.en


def test_when_the_date_has_passed_the_total_decides():
    late = {"per": "total", "weeks": 0}
    assert weekly(around_100(), 500, done=510.0, **late).p_reach == 1
    assert weekly(around_100(), 500, done=490.0, **late).p_reach == 0
    assert weekly(around_100(), 500, weeks=0).label == "unknown"


def test_a_negative_net_stays_on_the_raw_scale_and_may_stay_negative():
    history = np.random.default_rng(3).normal(-20, 8, 30)
    found = weekly(history, 0)
    assert found.quantiles["q50"] < 0
    assert found.p_reach < 0.2
    assert found.seed_ratio is None


def test_counts_are_never_forecast_below_zero():
    history = np.random.default_rng(4).poisson(0.7, 40)
    assert forecast(history, 13, seed=0).values.min() >= 0


def test_followers_pile_up_at_the_pace_of_their_weekly_gains():
    followers = 10_000 + np.cumsum(around_100())
    found = weekly(followers, followers[-1] + 1300, per="level")
    assert found.run_rate == pytest.approx(100, rel=0.15)
    assert found.required_rate == pytest.approx(100)
    assert found.quantiles["q50"] - followers[-1] == pytest.approx(1300, rel=0.2)
    assert found.quantiles["q95"] - found.quantiles["q05"] < 1500
    assert weekly(followers, followers[-1] + 13_000, per="level").label == "not_grounded"


def test_a_level_that_hovers_does_not_wander_off():
    hours = np.random.default_rng(5).normal(60, 4, 40)
    found = weekly(hours, 55, per="level", better="down")
    assert found.quantiles["q95"] - found.quantiles["q05"] < 25


def test_a_gap_in_a_level_spreads_the_change_over_the_gap():
    followers = 1000 + np.cumsum(around_100())
    holed = followers.copy()
    holed[5:9] = NAN
    whole, gapped = (weekly(y, 5000, per="level") for y in (followers, holed))
    assert gapped.quantiles["q50"] == pytest.approx(whole.quantiles["q50"], rel=0.05)


def test_one_level_alone_is_wide_and_has_no_rate():
    found = weekly([500], 600, per="level")
    assert found.run_rate is None
    assert 0 < found.p_reach < 1


def test_down_asks_for_less():
    up, down = (weekly(around_100(), 95, better=b) for b in ("up", "down"))
    assert up.p_reach + down.p_reach == pytest.approx(1, abs=0.01)
    assert down.realistic[0] < down.realistic[1] <= 120
    assert weekly(around_100(), 15, better="down").label == "not_grounded"
    assert weekly(around_100(), 80, better="down").label != "not_grounded"


def test_a_ratio_is_a_ratio_of_sums():
    reach = np.array([1000.0, 100_000.0] * 13)
    engaged = np.array([100.0, 2000.0] * 13)
    found = assess_ratio(engaged, reach, target=0.03, weeks=13, better="up", seed=1)
    total = engaged[-13:].sum() / reach[-13:].sum()
    assert found.run_rate == pytest.approx(total)


def test_a_ratio_target_is_judged_by_its_own_spread():
    rng = np.random.default_rng(6)
    reach = rng.normal(10_000, 2000, 30)
    engaged = reach * rng.normal(0.05, 0.004, 30)
    judge = {"weeks": 13, "better": "up", "seed": 1}
    assert assess_ratio(engaged, reach, target=0.045, **judge).label == "safe"
    assert assess_ratio(engaged, reach, target=0.3, **judge).label == "not_grounded"
    assert assess_ratio(engaged, reach, target=0.05, **judge).quantiles["q95"] < 0.06


def test_weeks_without_a_denominator_say_nothing_about_the_rate():
    found = assess_ratio(
        [5, 0, 6, 5, 6, 5, 6], [100, 0, 100, NAN, 100, 100, 100],
        target=0.05, weeks=4, better="up", seed=1,
    )  # fmt: skip
    assert found.n_history == 5
    empty = assess_ratio([0, 0], [0, 0], target=0.05, weeks=4, better="up", seed=1)
    assert empty.label == "unknown"


def test_a_share_is_never_forecast_above_one():
    found = assess_ratio([99, 97] * 6, [100, 100] * 6, target=0.9, weeks=4, better="up", seed=1)
    assert found.quantiles["q95"] <= 1


def test_a_prior_learnt_from_siblings_narrows_a_steady_account():
    siblings = [around_100(seed, 52) for seed in range(20)]
    prior = learn_prior(siblings)
    assert prior.weights.sum() == pytest.approx(1)
    wide, narrow = (forecast(around_100(), 13, seed=0, prior=p) for p in (None, prior))
    assert np.ptp(narrow.total([0.1, 0.9])) < np.ptp(wide.total([0.1, 0.9]))


def test_the_quantile_of_a_sum_is_not_the_sum_of_quantiles():
    paths = forecast(around_100(), 13, seed=0)
    assert paths.total([0.9])[0] < paths.weekly([0.9]).sum()
    assert paths.cumulative([0.9])[0, -1] == pytest.approx(paths.total([0.9])[0])


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"history": [[1, 2], [3, 4]]}, "history"),
        ({"history": [1, float("inf")]}, "history"),
        ({"target": NAN}, "target"),
        ({"weeks": -1}, "weeks"),
        ({"weeks": 2.5}, "weeks"),
        ({"per": "month"}, "per"),
        ({"better": "sideways"}, "better"),
        ({"done": 5.0}, "done"),
        ({"last_week_elapsed": 1.5}, "last_week_elapsed"),
    ],
)
def test_a_wrong_argument_is_named(change, name):
    asked = {"history": [1, 2, 3], "target": 5, "per": "week", "weeks": 4, "seed": 0} | change
    with pytest.raises(ValueError, match=name):
        assess(asked.pop("history"), **asked)


def test_ratios_refuse_what_cannot_be_a_ratio():
    judge = {"target": 0.1, "weeks": 4, "better": "up", "seed": 0}
    with pytest.raises(ValueError, match="same length"):
        assess_ratio([1], [1, 2], **judge)
    with pytest.raises(ValueError, match="denominators"):
        assess_ratio([1], [-1], **judge)


def test_the_module_ends_in_its_method():
    assert METHOD.id == "attain"
    assert METHOD.run is assess
