"""Is a target attainable? The chance of reaching it, judged from the account's own weekly history.

Simulates whole futures from a mixture of Bayesian local-level models and counts those that reach
the target. Refuses to fill an unknown week with zero and to judge without any history.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tolok.analysis._judge import RECENT, Attainment, Better, Question, Rate, judge
from tolok.analysis._level import YOUNG, Floats, Prior
from tolok.analysis._method import Method
from tolok.analysis._paths import History, clean, simulate, weekly
from tolok.analysis._prior import DEFAULT, learn_prior
from tolok.analysis._verdict import label_name
from tolok.core.text import Text

__all__ = [
    "METHOD",
    "Attainment",
    "Paths",
    "Prior",
    "assess",
    "assess_ratio",
    "forecast",
    "label_name",
    "learn_prior",
]

PATHS = 2000
BORROWED_SPREAD = 0.5
"""Log sd added when another channel's history stands in for a missing one."""
BENCHMARK_SPREAD = 0.8
"""Log sd of accounts around a published typical figure."""

Per = Literal["week", "total", "level"]


@dataclass(frozen=True, slots=True)
class Paths:
    """Simulated futures: one row per path, one column per week ahead."""

    values: Floats

    def total(self, levels: Sequence[float]) -> Floats:
        """Quantiles of the sum over all weeks."""
        return np.asarray(np.quantile(self.values.sum(axis=1), levels))

    def weekly(self, levels: Sequence[float]) -> Floats:
        """(levels, weeks) quantiles of each week by itself: a band to draw, not to add up."""
        return np.asarray(np.quantile(self.values, levels, axis=0))

    def cumulative(self, levels: Sequence[float]) -> Floats:
        """(levels, weeks) quantiles of the running sum."""
        return np.asarray(np.quantile(self.values.cumsum(axis=1), levels, axis=0))


def forecast(
    history: ArrayLike, horizon: int, *, seed: int, paths: int = PATHS, prior: Prior | None = None
) -> Paths:
    """Simulate the next `horizon` weeks of a weekly flow (NaN = unknown week)."""
    _whole(horizon, "horizon")
    _whole(paths - 1, "paths")
    cleaned = clean(history)
    if cleaned.points == 0:
        raise ValueError("history must hold at least one known week")
    return Paths(_futures(cleaned, (paths, horizon), prior or DEFAULT, np.random.default_rng(seed)))


def assess(
    history: ArrayLike,
    *,
    target: float,
    per: Per,
    weeks: int,
    seed: int,
    done: float = 0.0,
    better: Better = "up",
    siblings: Sequence[ArrayLike] = (),
    prior: Prior | None = None,
    benchmark: float | None = None,
    last_week_elapsed: float = 1.0,
    paths: int = PATHS,
) -> Attainment:
    """Judge `target` against a weekly history of flows, or of levels when `per` is "level".

    per="week": the mean weekly amount over the next `weeks` must reach the target.
    per="total": `done` so far plus the sum over the next `weeks` must reach it.
    per="level": the last value must reach it; `history` then holds levels (total followers).
    `last_week_elapsed` below 1 says the last point is part of a week: it is left out of the
    history (a level is not). `benchmark` is a typical weekly figure, used only without history.
    `prior` saves learning it from `siblings` again for every goal.
    """
    _check(target, weeks, per, better, done)
    values = weekly(history, "history")
    if not 0 <= last_week_elapsed <= 1:
        raise ValueError("last_week_elapsed must lie between 0 and 1")
    if last_week_elapsed < 1 and per != "level":
        values = values[:-1]
    if prior is None:
        prior = learn_prior(_changes(siblings, per)) if len(siblings) else DEFAULT
    rng, shape = np.random.default_rng(seed), (paths, weeks)
    if per == "level":
        outcome, question = _level(values, target, weeks, better, prior, len(siblings), shape, rng)
    else:
        futures, basis = _flow(values, siblings, benchmark, prior, shape, rng)
        outcome = _outcome(futures, per, done, weeks)
        question = _flow_question(values, target, per, weeks, done, better, basis)
    return judge(outcome, question)


def assess_ratio(
    numerators: ArrayLike,
    denominators: ArrayLike,
    *,
    target: float,
    weeks: int,
    better: Better,
    seed: int,
    paths: int = PATHS,
) -> Attainment:
    """Judge a target on a ratio of sums (engagements over reach) across the next `weeks`.

    Denominators are simulated, then numerators given them, as rate times denominator; a week
    without a denominator says nothing about the rate.
    """
    _check(target, weeks, "week", better, 0.0)
    above, below = weekly(numerators, "numerators"), weekly(denominators, "denominators")
    if len(above) != len(below):
        raise ValueError("numerators and denominators must have the same length")
    if (below < 0).any():
        raise ValueError("denominators must not be negative")
    known = ~np.isnan(above) & (below > 0)
    rate = np.where(known, above, np.nan) / np.where(known, below, 1.0)
    points = int(known.sum())
    run = float(above[known][-RECENT:].sum() / below[known][-RECENT:].sum()) if points else 0.0
    outcome = None
    if points and weeks:
        rng, shape = np.random.default_rng(seed), (paths, weeks)
        outcome = _ratio(rate, np.where(known, below, np.nan), shape, rng)
        if (above[known] <= below[known]).all():
            outcome = np.minimum(outcome, 1.0)
    basis = "own history" if points >= YOUNG else "default"
    question = Question(
        target,
        weeks,
        better,
        required=float(target),
        rate=Rate.of(rate[known], run) if points else None,
        points=points,
        basis=basis,
        unit=Text("", ""),
    )
    return judge(outcome, question)


def _futures(
    history: History, shape: tuple[int, int], prior: Prior, rng: np.random.Generator
) -> Floats:
    return simulate(history, history.fit(prior), prior, shape, rng)


def _flow(
    values: Floats,
    siblings: Sequence[ArrayLike],
    benchmark: float | None,
    prior: Prior,
    shape: tuple[int, int],
    rng: np.random.Generator,
) -> tuple[Floats | None, str]:
    """Futures of a flow and what they rest on: own weeks, else other channels, else a benchmark."""
    history = clean(values)
    if history.points:
        borrowed = "siblings" if len(siblings) else "default"
        basis = "own history" if history.points >= YOUNG else borrowed
        return _futures(history, shape, prior, rng), basis
    others = [one for one in map(clean, siblings) if one.points]
    if others:
        each = ceil(shape[0] / len(others)), shape[1]
        pooled = np.concatenate([_futures(one, each, prior, rng) for one in others])[: shape[0]]
        return pooled * rng.lognormal(0, BORROWED_SPREAD, (shape[0], 1)), "siblings"
    if benchmark is not None:
        levels = benchmark * rng.lognormal(0, BENCHMARK_SPREAD, (shape[0], 1))
        return levels * (1 + prior.cv * rng.standard_normal(shape)), "default"
    return None, "default"


def _outcome(futures: Floats | None, per: Per, done: float, weeks: int) -> Floats | None:
    if weeks == 0:  # nothing is left to simulate: a total is decided, a weekly mean is not
        return np.array([done]) if per == "total" else None
    if futures is None:
        return None
    total = futures.sum(axis=1)
    return np.asarray(done + total if per == "total" else total / weeks)


def _flow_question(
    values: Floats, target: float, per: Per, weeks: int, done: float, better: Better, basis: str
) -> Question:
    known = values[~np.isnan(values)]
    total = per == "total"
    reached = total and better == "up" and done >= target
    left = max(target - done, 0.0) / weeks if weeks else None
    return Question(
        target,
        weeks,
        better,
        required=left if total else float(target),
        rate=Rate.of(known) if known.size else None,
        points=int(known.size),
        basis=basis,
        reached=reached,
        per_week=weeks if total else 1.0,
        base=done,
    )


def _level(
    values: Floats,
    target: float,
    weeks: int,
    better: Better,
    prior: Prior,
    siblings: int,
    shape: tuple[int, int],
    rng: np.random.Generator,
) -> tuple[Floats | None, Question]:
    """A level's last value, from two readings of it weighted by how well each foretold the past.

    Followers pile up, so their weekly changes are the series; a response time hovers, so its
    levels are. The evidence for the levels is taken after the first point, as changes have none.
    """
    where = np.flatnonzero(~np.isnan(values))
    last = float(values[where[-1]]) if where.size else 0.0
    borrowed = "siblings" if siblings else "default"
    question = Question(
        target,
        weeks,
        better,
        required=(target - last) / weeks if weeks and where.size else None,
        rate=_slope(values, where),
        points=int(where.size),
        basis="own history" if where.size >= YOUNG else borrowed,
        reached=bool(where.size) and (last >= target if better == "up" else last <= target),
        per_week=weeks,
        base=last,
        gains=True,
    )
    if not where.size:
        return None, question
    if not weeks:
        return np.full(shape[0], last), question
    return _last_values(values, last, prior, shape, rng), question


def _last_values(
    values: Floats, last: float, prior: Prior, shape: tuple[int, int], rng: np.random.Generator
) -> Floats:
    levels, changes = clean(values), clean(_change(values))
    if changes.points == 0:
        return np.asarray(_futures(levels, shape, DEFAULT, rng)[:, -1])
    whole, start = levels.fit(DEFAULT), levels.start().fit(DEFAULT, young=levels.points < YOUNG)
    steps = changes.fit(prior)
    gain = steps.log_evidence(prior) - whole.log_evidence(DEFAULT) + start.log_evidence(DEFAULT)
    by_change = round(shape[0] / (1 + np.exp(-np.clip(gain, -500, 500))))
    piled = simulate(changes, steps, prior, (by_change, shape[1]), rng)
    hovering = simulate(levels, whole, DEFAULT, (shape[0] - by_change, shape[1]), rng)
    found = np.concatenate([last + piled.sum(axis=1), hovering[:, -1]])
    return np.maximum(found, 0) if levels.positive else found


def _changes(series: Sequence[ArrayLike], per: Per) -> list[Floats]:
    found = [weekly(one, "siblings") for one in series]
    return [_change(one) for one in found] if per == "level" else found


def _change(levels: Floats) -> Floats:
    """Weekly changes; across a gap the mean change, known once, at its end."""
    where = np.flatnonzero(~np.isnan(levels))
    found = np.full(max(len(levels) - 1, 0), np.nan)
    if where.size > 1:
        found[where[1:] - 1] = np.diff(levels[where]) / np.diff(where)
    return found


def _slope(levels: Floats, where: NDArray[np.intp]) -> Rate | None:
    """The weekly change over the recent weeks, counted between known levels."""
    recent = where[where >= where[-1] - RECENT] if where.size else where
    if recent.size < 2:
        return None
    mean = (levels[recent[-1]] - levels[recent[0]]) / (recent[-1] - recent[0])
    return Rate.of(np.diff(levels[where]) / np.diff(where), float(mean))


def _ratio(rate: Floats, below: Floats, shape: tuple[int, int], rng: np.random.Generator) -> Floats:
    """Simulated ratio of sums. The rate is lifted to a mean near 100 so that its log is fair."""
    lift = 100 / (float(np.nanmean(np.abs(rate))) or 1.0)
    rates = rng.permutation(_futures(clean(rate * lift), shape, DEFAULT, rng)) / lift
    bases = _futures(clean(below), shape, DEFAULT, rng)
    total = bases.sum(axis=1)
    whole = np.where(total > 0, total, 1.0)
    return np.where(total > 0, (rates * bases).sum(axis=1) / whole, rates.mean(axis=1))


def _check(target: float, weeks: int, per: str, better: str, done: float) -> None:
    if not np.isfinite(target):
        raise ValueError("target must be a finite number")
    if not np.isfinite(done) or (done and per != "total"):
        raise ValueError("done must be finite, and belongs to a target on a total only")
    _whole(weeks, "weeks")
    if per not in ("week", "total", "level"):
        raise ValueError('per must be "week", "total" or "level"')
    if better not in ("up", "down"):
        raise ValueError('better must be "up" or "down"')


def _whole(value: int, name: str) -> None:
    if value < 0 or value != int(value):
        raise ValueError(f"{name} must be a whole number, zero or more")


METHOD = Method(
    id="attain", name=Text("Attainability", "Keterjangkauan target"), minimum=YOUNG, run=assess
)
