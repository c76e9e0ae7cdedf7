"""Weekly histories into simulated futures: clean, fit the grid, draw whole paths from it.

Sums and last values are read off the paths; the quantile of a sum is not the sum of quantiles.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tolok.analysis._level import ALPHA, LONGEST, YOUNG, Floats, Posterior, Prior, fit

SPIKE = 4.0
"""Robust standard deviations beyond which a week may not pull the level any further."""
WINDOW = 5
BOOTSTRAP = 20
"""From this many points on, the noise is drawn from the history's own errors."""
JITTER = 0.25 * np.array([-1.86, -1.32, -1.01, -0.78, -0.58, -0.4, -0.24, -0.08])
JITTER = np.concatenate([JITTER, -JITTER])
"""Smooths those errors: a quarter of the normal's sixteenths, in standard deviations."""
LARGEST = 1e15
"""Beyond it a count is a broken import, and its square is no longer exact."""
FAR = 20.0
"""Most that the log of a simulated value may climb above the history; keeps exp() finite."""

Where = tuple[NDArray[np.intp], ...]


@dataclass(frozen=True, slots=True)
class History:
    """A cleaned history: which weeks are known, the values as fitted and as they were."""

    known: NDArray[np.bool_]
    fitted: Floats
    """(scales, known weeks), spikes drawn in."""
    actual: Floats
    """The same with the spikes."""
    floor: Floats
    """(scales,): least error variance; above zero only where the values never change."""
    positive: bool
    """No value below zero, so no forecast below zero either."""

    @property
    def points(self) -> int:
        return self.fitted.shape[1]

    def fit(self, prior: Prior, *, young: bool | None = None) -> Posterior:
        if young is None:
            young = self.points < YOUNG
        return fit(self.known, self.fitted, self.floor, prior.cv, young=young)

    def start(self) -> "History":
        """The first point alone."""
        known = np.ones(1, dtype=bool)
        first, actual = self.fitted[:, :1], self.actual[:, :1]
        return History(known, first, actual, self.floor, self.positive)


@dataclass(frozen=True, slots=True)
class Draw:
    """One cell, error sd, last level and drift for every path, sorted by cell."""

    cell: Where
    sigma: Floats
    level: Floats
    slope: Floats
    raw: int
    """How many of the paths, the first ones, are on the raw scale."""


def clean(history: ArrayLike) -> History:
    """Cut unknown weeks at both ends, tame spikes, add the log scale where all is positive."""
    values = weekly(history, "history")
    known = ~np.isnan(values)
    if known.any():
        first, last = np.flatnonzero(known)[[0, -1]]
        first = max(first, last + 1 - LONGEST)
        first += int(np.argmax(known[first:]))
        values, known = values[first : last + 1], known[first : last + 1]
    seen = values[known]
    size = float(np.abs(seen).mean()) if seen.size else 0.0
    same = seen.size > 0 and bool(np.ptp(seen) == 0)
    floor = max(size, 1 / seen.size) if same else 0.0
    logs = seen.size > 0 and bool(seen.min() > 0)
    return History(
        known=known,
        fitted=_scales(tamed(seen), logs=logs),
        actual=_scales(seen, logs=logs),
        floor=np.array([floor, floor / (size + 1) ** 2])[: 1 + logs],
        positive=seen.size == 0 or bool(seen.min() >= 0),
    )


def weekly(history: ArrayLike, name: str) -> Floats:
    """One number a week, NaN where unknown. Refuses anything else, naming the argument."""
    values = np.asarray(history, dtype=np.float64)
    if values.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional")
    if (np.abs(values) > LARGEST).any():
        raise ValueError(f"{name} must stay within {LARGEST:g}, and be NaN where unknown")
    return values


def _scales(values: Floats, *, logs: bool) -> Floats:
    return np.stack([values, np.log1p(values)]) if logs else values[None]


def tamed(values: Floats) -> Floats:
    """Draw values in to `SPIKE` robust standard deviations around the running median."""
    if len(values) < 2 * WINDOW:
        return values
    padded = np.pad(values, WINDOW // 2, mode="reflect")
    middle = np.median(np.lib.stride_tricks.sliding_window_view(padded, WINDOW), axis=-1)
    away = values - middle
    if not away.any():
        return values
    reach = SPIKE * 1.4826 * float(np.median(np.abs(away[away != 0])))
    return np.asarray(middle + np.clip(away, -reach, reach))


def simulate(
    history: History,
    posterior: Posterior,
    prior: Prior,
    shape: tuple[int, int],
    rng: np.random.Generator,
) -> Floats:
    """Futures of `shape` (paths, weeks ahead), in the units of the history.

    Paths come sorted by cell, raw scale first: a caller that pairs two sets must shuffle one.
    """
    paths, weeks = shape
    if not paths or not weeks:
        return np.empty(shape)
    weights = posterior.weights(prior)
    draw = _draw(posterior, weights, paths, rng)
    noise, bursts = _noise(history, posterior, weights, draw, weeks, rng)
    moved = _roll(posterior, draw, noise)
    if bursts is not None:
        moved += bursts
    if draw.raw < paths:
        logs = moved[:, draw.raw :]
        top = posterior.centre[1] + float(posterior.values[1].max()) + FAR
        np.expm1(np.minimum(logs, top, out=logs), out=logs)
    middle = np.partition(moved, paths // 2, axis=1)[:, paths // 2, None]
    spread = prior.spread_at(history.points)
    moved *= spread
    moved += (1 - spread) * middle
    if history.positive:
        np.maximum(moved, 0, out=moved)
    return moved.T


def _draw(posterior: Posterior, weights: Floats, paths: int, rng: np.random.Generator) -> Draw:
    steps = np.cumsum(weights.ravel())[:-1]
    even = (np.arange(paths) + rng.random()) / paths
    cell = np.unravel_index(np.searchsorted(steps, even, "right"), weights.shape)
    scale, inner, alpha = cell[0], cell[1:], cell[2]
    sigma = np.sqrt(posterior.rate[cell] / rng.gamma(posterior.shape, size=paths))
    made = posterior.design
    var_start, cross, var_drift = (part[inner] for part in made.covariance)
    first_z, slope_z = rng.standard_normal((2, paths)) * sigma
    root = np.sqrt(var_start)
    rest = np.sqrt(np.maximum(var_drift - (cross / root) ** 2, 0))
    first = posterior.mean[0][cell] + root * first_z
    slope = posterior.mean[1][cell] + cross / root * first_z + rest * slope_z
    level = posterior.centre[scale] + posterior.level()[scale, alpha]
    level += made.end[0][inner] * first + made.end[1][inner] * slope
    return Draw(cell, sigma, level, slope, raw=int((scale == 0).sum()))


def _roll(posterior: Posterior, draw: Draw, noise: Floats) -> Floats:
    """Run every path forward: level, damped drift, and the errors the level takes up."""
    moved = noise.cumsum(axis=0)
    moved -= noise
    moved *= ALPHA[draw.cell[2]]
    moved += noise
    moved += draw.level
    moved += draw.slope * posterior.damping(len(noise))[:, draw.cell[1]]
    return np.asarray(moved)


def _noise(
    history: History,
    posterior: Posterior,
    weights: Floats,
    draw: Draw,
    weeks: int,
    rng: np.random.Generator,
) -> tuple[Floats, Floats | None]:
    """(weeks, paths) errors to come: normal, or smoothed draws from those of a longer history.

    What was cut off the spikes is drawn with them, apart: it passes and leaves the level alone.
    """
    shape = (weeks, len(draw.sigma))
    if history.points < BOOTSTRAP:
        return rng.standard_normal(shape) * draw.sigma, None
    noise = np.empty(shape)
    cut = history.actual - history.fitted
    bursts = np.empty(shape) if cut.any() else None
    picked = rng.integers(0, history.points * len(JITTER), shape, dtype=np.uint16)
    for scale, part in enumerate((slice(0, draw.raw), slice(draw.raw, None))[: len(weights)]):
        smooth = _pool(posterior, weights, scale)[:, None] + JITTER
        noise[:, part] = smooth.ravel()[picked[:, part]]
        if bursts is not None:
            bursts[:, part] = cut[scale].repeat(len(JITTER))[picked[:, part]]
    noise *= draw.sigma / np.sqrt(1 + float((JITTER**2).mean()))
    return noise, bursts


def _pool(posterior: Posterior, weights: Floats, scale: int) -> Floats:
    """Past errors of the likeliest cell, centred and of unit variance."""
    best = np.unravel_index(int(weights[scale].argmax()), weights[scale].shape)
    errors = posterior.errors((scale, int(best[0]), int(best[1]), int(best[2])))
    errors = errors - errors.mean()
    size = float(np.sqrt((errors**2).mean()))
    if size <= 1e-9 * (1 + float(np.abs(posterior.values[scale]).max())):
        return np.asarray(np.linspace(-1.7, 1.7, len(errors)))
    return np.asarray(errors / size)
