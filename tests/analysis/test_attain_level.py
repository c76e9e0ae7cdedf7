"""The closed forms behind attainability agree with the plain recursion and with a textbook."""

import numpy as np
import pytest
from scipy import stats

from tolok.analysis._level import (
    ALPHA,
    CELLS,
    PHI,
    SHAPE,
    START_VARIANCE,
    TAU,
    Posterior,
    fit,
)
from tolok.analysis._paths import clean, tamed
from tolok.analysis._prior import DEFAULT

CELL = (1, 6, 2)  # phi, alpha, tau


def fitted(values) -> Posterior:
    values = np.asarray(values, dtype=float)
    known = ~np.isnan(values)
    return fit(known, values[known][None], np.zeros(1), 0.3, young=False)


def recursion(values, first, drift, phi, alpha):
    """One-step errors of known weeks and the last level, week by week."""
    level, errors = first, []
    for week, value in enumerate(values, start=1):
        level += phi**week * drift
        if not np.isnan(value):
            errors.append(value - level)
            level += alpha * errors[-1]
    return np.array(errors), level


@pytest.fixture(name="values", params=["whole", "with gaps"])
def _values(request):
    values = np.random.default_rng(0).normal(50, 5, 15)
    if request.param == "with gaps":
        values[[4, 5, 9]] = np.nan
    return values


def test_errors_and_last_level_follow_the_plain_recursion(values):
    found = fitted(values)
    phi, alpha, _ = CELL
    first, drift = found.mean[(slice(None), 0, *CELL)]
    errors, level = recursion(values - found.centre[0], first, drift, PHI[phi], ALPHA[alpha])
    assert found.errors((0, *CELL)) == pytest.approx(errors)
    by_first, by_drift = found.design.end[(slice(None), *CELL)]
    assert found.level()[0, alpha] + by_first * first + by_drift * drift == pytest.approx(level)


def test_the_marginal_likelihood_is_the_multivariate_t_of_the_textbook(values):
    found = fitted(values)
    phi, alpha, tau = CELL
    centred = values - found.centre[0]
    made = (PHI[phi], ALPHA[alpha])
    base, _ = recursion(centred, 0.0, 0.0, *made)
    effects = np.stack([recursion(centred, *one, *made)[0] - base for one in ((1, 0), (0, 1))], 1)
    prior = np.diag([START_VARIANCE, TAU[tau] ** 2])
    scale = (0.3 * np.nanmean(np.abs(values))) ** 2 * (
        np.eye(len(base)) + effects @ prior @ effects.T
    )
    expected = stats.multivariate_t(shape=scale, df=2 * SHAPE).logpdf(base)
    assert found.log_weight[(0, *CELL)] == pytest.approx(expected)


def test_the_log_scale_pays_its_jacobian_and_wins_on_growth():
    rng = np.random.default_rng(1)
    growth = 50 * 1.05 ** np.arange(60) * rng.lognormal(0, 0.1, 60)
    history = clean(growth)
    weights = history.fit(DEFAULT).weights(DEFAULT)
    assert weights[1].sum() > 0.95
    assert weights.shape == CELLS


def test_only_positive_series_get_a_log_scale():
    assert len(clean([1, 2, 3]).fitted) == 2
    assert len(clean([1, 0, 3]).fitted) == 1
    assert len(clean([1, -2, 3]).fitted) == 1


def test_a_spike_is_drawn_in_and_a_level_shift_is_not():
    rng = np.random.default_rng(2)
    flat = rng.normal(100, 5, 30)
    spiked, shifted = flat.copy(), flat.copy()
    spiked[15] = 900
    shifted[15:] += 200
    assert tamed(spiked)[15] < 150
    assert tamed(shifted)[17:].mean() == pytest.approx(shifted[17:].mean(), rel=0.02)


def test_history_beyond_three_years_is_left_aside():
    long = np.arange(1.0, 400.0)
    assert clean(long).points == 156
    assert clean(long).actual[0][-1] == 399
