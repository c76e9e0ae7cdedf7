"""Do two weekly series move together? Rank correlation of their changes from week to week.

Changes, not levels: two series that merely both grow do not count as moving together. It never
says which one moves the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from tolok.analysis._method import Method
from tolok.core.text import Text

LEAST_WEEKS = 12
STRONG, CLEAR = 0.6, 0.3
MISSED = 0.05
"""How often all intervals of one page together may miss: each is widened for its number."""

LAGS = 3
"""How far back an echo of a step is looked for, in weeks."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Together:
    """`r` from −1 to 1 with its interval; `n` pairs of changes. None below the minimum."""

    n: int
    r: float | None
    low: float | None
    high: float | None

    @property
    def sure(self) -> bool:
        """The interval keeps clear of zero."""
        return self.low is not None and self.high is not None and self.low * self.high > 0

    @property
    def label(self) -> str:
        """too_few, none, with, strongly, against."""
        if self.r is None:
            return "too_few"
        if not self.sure or abs(self.r) < CLEAR:
            return "none"
        if self.r < 0:
            return "against"
        return "strongly" if self.r >= STRONG else "with"


def together(one: Sequence[float], other: Sequence[float], *, compared: int = 1) -> Together:
    """Two series of the same weeks; NaN where a week is not known.

    `compared`: how many pairs are looked at together (Bonferroni's correction of the interval).
    """
    first, second = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    if first.shape != second.shape:
        raise ValueError("two series of the same weeks are needed")
    steps, others = np.diff(first), np.diff(second)
    both = np.isfinite(steps) & np.isfinite(others)
    n = int(both.sum())
    if n < LEAST_WEEKS:
        return Together(n, None, None, None)
    ranks, twins = _ranks(steps[both]), _ranks(others[both])
    r = _correlation(ranks, twins)
    if r is None:
        return Together(n, None, None, None)
    bound = min(max(r, -0.9999), 0.9999)
    # Bonett and Wright (2000): the spread of a rank correlation on the scale of atanh.
    wide = NormalDist().inv_cdf(1 - MISSED / 2 / max(compared, 1))
    spread = wide * sqrt((1 + bound * bound / 2) / (_worth(ranks, twins) - 3))
    return Together(n, r, tanh(atanh(bound) - spread), tanh(atanh(bound) + spread))


def _ranks(values: Array) -> Array:
    """Ranks from 1; equal values share the mean of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return (last - (count - 1) / 2)[place]


def _worth(one: Array, other: Array) -> float:
    """How many independent pairs these are worth: a step is often followed by its opposite, which
    makes chance agreement commoner (Bartlett 1935)."""
    n = len(one)
    echo = sum((1 - k / n) * _echo(one, k) * _echo(other, k) for k in range(1, LAGS + 1))
    return max(n / max(1.0, 1.0 + 2.0 * echo), 4.0)


def _echo(values: Array, lag: int) -> float:
    """The autocorrelation at this lag."""
    away = values - values.mean()
    whole = float((away * away).sum())
    return float((away[lag:] * away[:-lag]).sum()) / whole if whole else 0.0


def _correlation(one: Array, other: Array) -> float | None:
    """None where a series never changes its step."""
    a, b = one - one.mean(), other - other.mean()
    below = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / below if below else None


METHOD = Method(
    id="together",
    name=Text("What moves together", "Apa yang bergerak bersama"),
    minimum=LEAST_WEEKS,
    run=together,
)
