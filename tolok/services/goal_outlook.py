"""How likely a target is, what it would take, and where it is heading: the model put to a goal.

What is reached so far is known; only the days that are left are simulated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, isfinite, nan

from tolok.analysis.attain import Attainment, assess, assess_ratio
from tolok.core.goals.goal import Mode, Nature, Target
from tolok.core.goals.pace import Pace
from tolok.core.goals.takes import Takes, what_it_takes
from tolok.core.goals.verdict import Chance
from tolok.core.kpi.spec import KpiSpec
from tolok.core.quantity import Money
from tolok.core.query import Period
from tolok.core.text import Text
from tolok.services.goal_assess import SEED, better_of
from tolok.services.goal_history import Weeks, weeks_of_flow, weeks_of_level
from tolok.services.goal_series import Track


@dataclass(frozen=True, slots=True)
class Outlook:
    """`found` speaks of the whole goal; rates are a week (of an average: the average itself)."""

    found: Attainment
    chance: Chance | None
    takes: Takes | None
    weeks: Weeks


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a goal after the last reading."""

    days: int

    @property
    def weeks(self) -> int:
        return ceil(self.days / 7)

    @property
    def part(self) -> float:
        """The days that are left as a part of the weeks that are simulated."""
        return self.days / (7 * self.weeks) if self.weeks else 1.0


def outlook(
    target: Target,
    track: Track,
    window: Period,
    pace: Pace,
    spec: KpiSpec,
    *,
    siblings: Sequence[Sequence[float]] = (),
    cost_per_unit: Money | None = None,
    unit: Text | None = None,
) -> Outlook | None:
    """None when there is no aim to judge (a baseline is missing)."""
    if pace.aim is None:
        return None
    day = min(max(track.read_to or window.start, window.start), window.end)
    started = track.read_to is not None and track.read_to >= window.start
    left = Left((window.end - day).days if started else window.days)
    weeks = history_of(track)
    found = _assess(target, track, window, pace, spec, weeks, left, siblings)
    return Outlook(
        found,
        _chance(found),
        _takes(target, pace, found, window, day, cost_per_unit, unit),
        weeks,
    )


def history_of(track: Track) -> Weeks:
    """The weekly history of a target: sums, levels or averages."""
    if track.nature is Nature.TOTAL:
        return weeks_of_flow(track.flows())
    if track.nature is Nature.LEVEL:
        return weeks_of_level({day: part.top for day, part in track.days.items()})
    tops, bottoms = track.weekly()
    values = [t / b if b and isfinite(t) else nan for t, b in zip(tops, bottoms, strict=True)]
    return Weeks(tuple(values), track.read_to)


def _assess(
    target: Target,
    track: Track,
    window: Period,
    pace: Pace,
    spec: KpiSpec,
    weeks: Weeks,
    left: Left,
    siblings: Sequence[Sequence[float]],
) -> Attainment:
    aim, done = pace.aim or 0.0, pace.actual or 0.0
    better = "down" if target.better == "down" else better_of(spec)
    if track.nature is Nature.LEVEL:
        return assess(
            weeks.values, target=aim, per="level", weeks=left.weeks, seed=SEED, better=better,
            siblings=siblings,
        )  # fmt: skip
    if track.nature is Nature.TOTAL:
        found = assess(
            weeks.values, target=(aim - done) / left.part, per="total", weeks=left.weeks,
            seed=SEED, better=better, siblings=siblings,
        )  # fmt: skip
        return _moved(found, done, left.part)
    tops, bottoms = track.weekly()
    behind, ahead = _weights(track, window, bottoms, left)
    if not left.weeks or not ahead:
        return assess_ratio(tops, bottoms, target=aim, weeks=left.weeks, better=better, seed=SEED)
    needed = (aim * (behind + ahead) - done * behind) / ahead
    found = assess_ratio(tops, bottoms, target=needed, weeks=left.weeks, better=better, seed=SEED)
    whole = behind + ahead
    return _moved(found, done * behind / whole, ahead / whole)


def _weights(
    track: Track, window: Period, bottoms: Sequence[float], left: Left
) -> tuple[float, float]:
    """How much of the denominator lies behind, and how much is to be expected."""
    behind = sum(p.bottom for d, p in track.days.items() if window.start <= d <= window.end)
    recent = [b for b in bottoms[-13:] if isfinite(b)]
    weekly = sum(recent) / len(recent) if recent else 0.0
    return behind, weekly * left.days / 7


def _moved(found: Attainment, base: float, part: float) -> Attainment:
    """The outcome of the days that are left, put on top of what is there."""
    quantiles = {name: base + value * part for name, value in found.quantiles.items()}
    low_high = found.realistic
    realistic = (base + low_high[0] * part, base + low_high[1] * part) if low_high else None
    return replace(found, quantiles=quantiles, realistic=realistic)


def _chance(found: Attainment) -> Chance | None:
    if found.p_reach is None:
        return None
    q = found.quantiles
    return Chance(found.p_reach, q.get("q50"), q.get("q10"), q.get("q90"), found.n_history)


def _takes(
    target: Target,
    pace: Pace,
    found: Attainment,
    window: Period,
    day: date,
    cost_per_unit: Money | None,
    unit: Text | None,
) -> Takes | None:
    """Arithmetic of amounts; an average or a limit has no way to go week by week."""
    if target.nature is Nature.AVERAGE or target.mode in (Mode.LIMIT, Mode.MONTHLY):
        return None
    if pace.actual is None or pace.aim is None:
        return None
    return what_it_takes(
        pace.actual,
        pace.aim,
        today=day,
        end=window.end,
        better=target.better,
        now_per_week=found.run_rate,
        cost_per_unit=cost_per_unit,
        unit=unit,
    )
