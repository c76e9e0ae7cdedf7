"""Moving together is read from weekly changes, with its interval, and says nothing on few weeks."""

import numpy as np
import pytest

from tolok.analysis.together import LEAST_WEEKS, together

stats = pytest.importorskip("scipy.stats")


def pair(n, shared, seed=7):
    draw = np.random.default_rng(seed)
    common = draw.normal(size=n)
    return common + draw.normal(size=n) * shared, common + draw.normal(size=n) * shared


def test_it_equals_the_rank_correlation_of_the_changes():
    one, other = pair(60, 0.8)
    found = together(one, other)
    assert found.r == pytest.approx(stats.spearmanr(np.diff(one), np.diff(other)).statistic)
    assert found.low < found.r < found.high
    assert found.label in ("with", "strongly")


def test_equal_values_share_their_rank():
    one = [1, 2, 2, 3, 3, 3, 5, 4, 4, 2, 1, 1, 2, 3, 5, 5, 4]
    other = [2, 2, 3, 3, 4, 3, 5, 5, 4, 3, 1, 2, 2, 3, 4, 5, 5]
    want = stats.spearmanr(np.diff(one), np.diff(other)).statistic
    assert together(one, other).r == pytest.approx(want)


def test_two_series_that_only_both_grow_do_not_move_together():
    draw = np.random.default_rng(3)
    one = np.arange(80) * 10 + draw.normal(size=80)
    other = np.arange(80) * 7 + draw.normal(size=80)
    assert np.corrcoef(one, other)[0, 1] > 0.99
    assert together(one, other).label == "none"


def test_opposite_moves_are_called_against():
    one, _ = pair(40, 0.1)
    assert together(one, -one).label == "against"


def test_unknown_weeks_take_no_part_and_few_weeks_say_nothing():
    one, other = pair(30, 0.2)
    one[5] = np.nan
    assert together(one, other).n == 27
    short = together(one[:LEAST_WEEKS], other[:LEAST_WEEKS])
    assert (short.label, short.r) == ("too_few", None)
    assert together(np.ones(30), other).label == "too_few"


def test_unrelated_series_are_called_related_about_as_seldom_as_promised():
    draw = np.random.default_rng(11)
    wrong = sum(together(draw.normal(size=40), draw.normal(size=40)).sure for _ in range(400))
    assert wrong / 400 < 0.08


def test_many_comparisons_widen_the_interval():
    one, other = pair(40, 1.0)
    alone, among = together(one, other), together(one, other, compared=12)
    assert among.r == alone.r
    assert among.low < alone.low < alone.high < among.high
