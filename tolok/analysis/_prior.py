"""What to expect of a series before seeing it: the shipped prior, and one learnt from siblings.

Shipped weights: expectation-maximisation on the M4 weekly series whose md5 of the id is even (26
and 52 weeks before four quarters), kept as three margins so that 21 numbers carry it.
Shipped spread: what the same half needs over twenty quarters (0.68, 0.72, 0.81, 0.87, 0.94, 0.99),
give or take 0.02; from 52 weeks on, drawn towards the table in the design notes, which was learnt
from other series (0.83, 0.93). They were settled with the benchmark in view (`bench_attain.py`
prints the other half apart); the weights were learnt with both drifts damped in the past.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from tolok.analysis._level import CELLS, YOUNG, Floats, Posterior, Prior
from tolok.analysis._paths import clean

_SCALE_PHI = np.array([[0.064, 0.060], [0.614, 0.262]])
_ALPHA = np.array(
    [0.007, 0.006, 0.004, 0.004, 0.004, 0.004, 0.009, 0.070, 0.209, 0.113, 0.077, 0.049, 0.444]
)
_TAU = np.array([0.534, 0.380, 0.064, 0.022])
_SPREAD = ((4, 1.0), (5, 0.68), (8, 0.74), (13, 0.82), (26, 0.86), (52, 0.86), (104, 0.97))

ROUNDS = 40
TRUST = 5.0
"""Siblings it takes for the learnt prior to weigh as much as the shipped one."""
ENOUGH = 13
"""Points a sibling needs to teach anything about the weights."""
PSEUDO = 5.0
"""Pseudo-series spread evenly over each margin while learning."""


def _product(scale_phi: Floats, alpha: Floats, tau: Floats) -> Floats:
    weights = scale_phi[:, :, None, None] * alpha[:, None] * tau
    return np.asarray(weights / weights.sum())


DEFAULT = Prior(weights=_product(_SCALE_PHI, _ALPHA, _TAU), spread=_SPREAD)


def learn_prior(series: Sequence[ArrayLike], base: Prior = DEFAULT) -> Prior:
    """A prior from a workspace's own series of the same kind, shrunk towards `base`."""
    cleaned = [clean(one) for one in series]
    cv = _variation([h.actual[0] for h in cleaned if h.points >= YOUNG], base.cv)
    teachers = [h for h in cleaned if h.points >= ENOUGH]
    if not teachers:
        return Prior(base.weights, cv, base.spread)
    likelihood = np.stack([_likelihood(h.fit(base)) for h in teachers])
    share = len(teachers) / (len(teachers) + TRUST)
    weights = share * _maximise(likelihood, base.weights) + (1 - share) * base.weights
    spread = tuple((n, share + (1 - share) * factor) for n, factor in base.spread)
    return Prior(weights, cv, spread)


def _variation(series: list[Floats], otherwise: float) -> float:
    found = [float(y.std() / abs(y.mean())) for y in series if y.mean() != 0]
    return float(np.clip(np.median(found), 0.05, 2.0)) if found else otherwise


def _likelihood(posterior: Posterior) -> Floats:
    found = np.zeros(CELLS)
    score = posterior.log_weight
    found[: len(score)] = np.exp(score - score.max())
    return found


def _maximise(likelihood: Floats, start: Floats) -> Floats:
    """Weights that make all siblings likeliest, as a product of three margins."""
    weights = start
    for _ in range(ROUNDS):
        share = likelihood * weights
        share /= share.sum(axis=(1, 2, 3, 4), keepdims=True)
        total = share.sum(axis=0)
        margins = total.sum((2, 3)), total.sum((0, 1, 3)), total.sum((0, 1, 2))
        weights = _product(*(_smoothed(margin) for margin in margins))
    return weights


def _smoothed(margin: Floats) -> Floats:
    return np.asarray(margin + PSEUDO / margin.size)
