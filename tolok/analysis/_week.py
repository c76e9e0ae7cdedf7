"""Weekday, hour and their cell as additive effects on log counts, with everything else held level.

A Bayesian linear model: noise is integrated out, the sizes of the effects are averaged over a grid
by how well they explain the posts. Hours are a circle; neighbouring hours are alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import lgamma
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAYS, HOURS = 7, 24
SLOTS = DAYS * HOURS

# Sizes of the effects, as shares of the noise of one post.
WEEKDAY = (0.05, 0.15, 0.35)
HOUR = (0.05, 0.2, 0.4)
CELL = (0.03, 0.15, 0.4)
OWN = 0.5  # a channel differs from its siblings by this part of the effect
LEVEL, KIND, MONTH = 30.0, 1.0, 0.5  # of channels, types and months: held level, not asked about

HOUR_REACH, CELL_REACH = 2.0, 1.0  # hours over which effects are alike
LONE = 0.2  # the part of an effect that neighbours do not share
KEPT = 0.01  # sizes less likely than this part of the best are not drawn from


@dataclass(frozen=True, slots=True)
class Posts:
    """One row a post: log count, slot (weekday × 24 + hour), and group numbers from 0."""

    y: Floats
    slot: Ints
    channel: Ints  # 0 is the one that is asked about
    kind: Ints
    month: Ints

    @property
    def own(self) -> NDArray[np.bool_]:
        return self.channel == 0


@dataclass(frozen=True, slots=True)
class _Fit:
    """The posterior for one choice of sizes: `lower` is a root of the precision, for noise 1."""

    score: float
    mean: Floats
    lower: Floats
    shape: float
    scale: float


def draw_week(posts: Posts, draws: int, rng: np.random.Generator) -> Floats:
    """(draws, 168) of what a slot adds to the usual own post, on the log scale."""
    shared = bool((posts.channel > 0).any())
    fits = list(_fits(posts, shared=shared))
    score = np.array([fit.score for fit in fits])
    weight = np.exp(score - score.max())
    weight[weight < KEPT] = 0
    counts = rng.multinomial(draws, weight / weight.sum())
    drawn = np.concatenate(
        [_draw(fit, count, rng) for fit, count in zip(fits, counts, strict=True) if count]
    )
    week = drawn[:, :SLOTS] + (drawn[:, SLOTS : 2 * SLOTS] if shared else 0)
    usual = np.bincount(posts.slot[posts.own], minlength=SLOTS) / max(int(posts.own.sum()), 1)
    return np.asarray(week - (week @ usual)[:, None])


def _draw(fit: _Fit, count: int, rng: np.random.Generator) -> Floats:
    noise = np.sqrt(fit.scale / rng.gamma(fit.shape, 1.0, count))
    spread = np.linalg.solve(fit.lower.T, rng.normal(size=(len(fit.mean), count)))
    return np.asarray(fit.mean + noise[:, None] * spread.T)


def _fits(posts: Posts, *, shared: bool) -> Iterator[_Fit]:
    rows = _rows(posts, shared=shared)
    gram, moment = rows.T @ rows, rows.T @ posts.y
    for sizes in product(WEEKDAY, HOUR, CELL):
        yield _fit(gram, moment, posts, sizes, shared=shared)


def _rows(posts: Posts, *, shared: bool) -> Floats:
    """Indicators: slots of all channels (when there are siblings), own slots, the level ones."""
    slots = np.eye(SLOTS)[posts.slot]
    own = slots * posts.own[:, None]
    groups = [np.eye(int(ids.max()) + 1)[ids] for ids in (posts.channel, posts.kind, posts.month)]
    return np.hstack([slots, own, *groups] if shared else [own, *groups])


def _fit(
    gram: Floats,
    moment: Floats,
    posts: Posts,
    sizes: tuple[float, float, float],
    *,
    shared: bool,
) -> _Fit:
    """The posterior for one choice of sizes; conjugate, so its likelihood is exact."""
    slots, log_det = _slot_precision(sizes)
    blocks = [slots, slots / OWN**2] if shared else [slots]
    level = np.concatenate([
        np.full(int(ids.max()) + 1, 1 / size**2)
        for ids, size in ((posts.channel, LEVEL), (posts.kind, KIND), (posts.month, MONTH))
    ])  # fmt: skip
    precision = gram.copy()
    for place, block in enumerate(blocks):
        inside = slice(place * SLOTS, (place + 1) * SLOTS)
        precision[inside, inside] += block
    tail = len(blocks) * SLOTS
    precision[range(tail, len(precision)), range(tail, len(precision))] += level
    lower: Floats = np.asarray(np.linalg.cholesky(precision), dtype=float)
    half = np.linalg.solve(lower, moment)
    shape = (len(posts.y) + 1) / 2
    scale = (float(posts.y @ posts.y) - float(half @ half) + 0.1) / 2
    prior = log_det * len(blocks) + float(np.log(level).sum()) / 2
    score = prior - float(np.log(np.diag(lower)).sum()) - shape * np.log(scale) + lgamma(shape)
    mean: Floats = np.asarray(np.linalg.solve(lower.T, half), dtype=float)
    return _Fit(score, mean, lower, shape, scale)


@cache
def _slot_precision(sizes: tuple[float, float, float]) -> tuple[Floats, float]:
    """Inverse covariance of the 168 slot effects, and half the log of its determinant."""
    weekday, hour, cell = sizes
    same_day = np.kron(np.eye(DAYS), np.ones((HOURS, HOURS)))
    alike = np.kron(np.ones((DAYS, DAYS)), _circle(HOUR_REACH))
    covariance = weekday**2 * same_day + hour**2 * alike
    covariance += cell**2 * np.kron(np.eye(DAYS), _circle(CELL_REACH)) + 1e-6 * np.eye(SLOTS)
    inverse = np.linalg.inv(covariance)
    return inverse, float(np.linalg.slogdet(inverse)[1]) / 2


def _circle(reach: float) -> Floats:
    """How alike two hours of the clock are."""
    apart = np.abs(np.subtract.outer(np.arange(HOURS), np.arange(HOURS)))
    apart = np.minimum(apart, HOURS - apart)
    return np.asarray((1 - LONE) * np.exp(-((apart / reach) ** 2) / 2) + LONE * np.eye(HOURS))


def numbered(names: Sequence[Any]) -> Ints:
    """Group numbers from 0, in the order of the names."""
    known = {name: number for number, name in enumerate(sorted(set(names)))}
    return np.array([known[name] for name in names], dtype=np.int64)
