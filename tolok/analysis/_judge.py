"""From simulated outcomes to the verdict on one target, in the target's own units."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tolok.analysis import _verdict
from tolok.analysis._level import Floats
from tolok.core.text import Text

RECENT, LONGER = 13, 26
"""Weeks that make the run rate, and the longer look that steadies the rule of thumb."""
LEVELS = {"q05": 0.05, "q10": 0.1, "q20": 0.2, "q50": 0.5, "q80": 0.8, "q90": 0.9, "q95": 0.95}

Better = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Attainment:
    """The verdict on one target. Amounts are in the target's own units; None means unknown."""

    p_reach: float | None
    label: str
    """safe | on_track | stretch | ambitious | not_grounded | unknown."""
    realistic: tuple[float, float] | None
    """Median to 95th percentile (5th for `down`), or to the rule of thumb where that is further."""
    quantiles: Mapping[str, float]
    run_rate: float | None
    required_rate: float | None
    """Both a week."""
    n_history: int
    basis: str
    """own history | siblings | default."""
    why: Text
    seed_ratio: float | None
    """Required rate over run rate."""


@dataclass(frozen=True, slots=True)
class Question:
    """One target and what is known about the present, apart from the simulated outcomes."""

    target: float
    weeks: int
    better: Better
    required: float | None
    rate: "Rate | None"
    points: int
    basis: str
    reached: bool = False
    base: float = 0.0
    """What is there already: the amount done, or the last level."""
    per_week: float = 1.0
    """What one a week adds to the outcome beyond `base`."""
    gains: bool = False
    """The rates are weekly changes of a level, which may point either way."""
    unit: Text = Text(" a week", " per minggu")


@dataclass(frozen=True, slots=True)
class Rate:
    """The present rate a week, and how far noise may have moved it."""

    mean: float
    longer: float
    """Over a longer look back."""
    error: float
    """Standard error."""

    @classmethod
    def of(cls, values: Floats, mean: float | None = None) -> "Rate":
        """From known weekly values; `mean` where the mean of the values is not the rate."""
        recent, longer = values[-RECENT:], values[-LONGER:]
        error = float(longer.std(ddof=1)) / len(recent) ** 0.5 if len(values) > 2 else 0.0
        now = float(recent.mean()) if mean is None else mean
        return cls(now, float(longer.mean()), error)


def judge(outcome: Floats | None, asked: Question) -> Attainment:
    """Count the outcomes that reach the target and word the verdict."""
    chance = 1.0 if asked.reached and outcome is None else None
    quantiles: dict[str, float] = {}
    if outcome is not None:
        hit = outcome >= asked.target if asked.better == "up" else outcome <= asked.target
        chance = float(hit.mean())
        found = np.quantile(outcome, list(LEVELS.values()))
        quantiles = dict(zip(LEVELS, found.tolist(), strict=True))
    run = asked.rate.mean if asked.rate else None
    ratio, lenient = _times(asked.required, run), _times(asked.required, _best(asked))
    if asked.better == "down" and not asked.gains:
        rule = (1 / ratio if ratio else None), (1 / lenient if lenient else None)
    else:
        rule = ratio, lenient
    label = _verdict.label_for(chance, *rule, asked.weeks)
    case = _verdict.Case(
        chance,
        label,
        asked.basis,
        asked.points,
        asked.required,
        run,
        rule[0],
        asked.reached,
        asked.unit,
    )
    return Attainment(
        p_reach=chance,
        label=label,
        realistic=_realistic(quantiles, asked) if quantiles else None,
        quantiles=quantiles,
        run_rate=run,
        required_rate=asked.required,
        n_history=asked.points,
        basis=asked.basis,
        why=_verdict.explain(case),
        seed_ratio=ratio,
    )


def _times(required: float | None, run: float | None) -> float | None:
    """How many times the run rate is required; unknown where the two point in opposite ways."""
    if required is None or run is None or required * run <= 0:
        return None
    ratio = required / run
    return ratio if 0 < ratio < float("inf") else None


def _best(asked: Question) -> float | None:
    """The run rate at the kinder end of its own error: noise alone must not break the rule."""
    rate = asked.rate
    if rate is None:
        return None
    if asked.better == "up":
        return max(rate.mean, rate.longer) + 2 * rate.error
    kinder = min(rate.mean, rate.longer) - 2 * rate.error
    return kinder if asked.gains or kinder > 0 else rate.mean


def _realistic(quantiles: Mapping[str, float], asked: Question) -> tuple[float, float]:
    up, run = asked.better == "up", _best(asked) or 0.0
    factor = _verdict.rise(_verdict.REACHABLE, asked.weeks)
    if not up and not asked.gains:
        factor = 1 / factor
    far = quantiles["q95"] if up else quantiles["q05"]
    if (run > 0) == up or not asked.gains:
        rule = asked.base + run * asked.per_week * factor
        far = max(far, rule) if up else min(far, rule)
    ends = [_rounded(end, asked.base) for end in (quantiles["q50"], far)]
    return min(ends), max(ends)


def _rounded(value: float, base: float) -> float:
    """Two significant digits of what comes on top of `base`."""
    change = abs(value - base)
    if change == 0 or not np.isfinite(change):
        return value
    return float(round(value, 1 - int(np.floor(np.log10(change)))))
