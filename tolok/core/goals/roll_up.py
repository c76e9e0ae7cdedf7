"""From targets to one goal, from goals to their parent, and how effectively goals are reached.

Progress of different KPIs may be weighed together as shares of the way; their values never are.
What has no data takes no part and is counted as missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tolok.core.goals.goal import Goal
from tolok.core.goals.pace import Pace, Status, status_of

CAP = 1.0
"""A target that is far ahead does not make up for one that is behind."""


@dataclass(frozen=True, slots=True)
class Rolled:
    """`progress` and `expected` are weighted means over the parts that have data."""

    status: Status
    progress: float | None
    expected: float | None
    pace: float | None
    counted: int
    missing: int


@dataclass(frozen=True, slots=True)
class Effectiveness:
    """How effectively a goal is (or was) reached, 0–1, with the parts it stands on."""

    score: float | None
    counted: int
    missing: int


def roll_up(parts: Sequence[tuple[Pace, float]]) -> Rolled:
    """The parts with their weights as one: targets of a goal, or goals of a parent."""
    known = [
        (pace, weight, _progress(pace), pace.expected)
        for pace, weight in parts
        if pace.status is not Status.NO_DATA and weight > 0
    ]
    usable = [
        (p, w, done, due) for p, w, done, due in known if done is not None and due is not None
    ]
    missing = len(parts) - len(usable)
    if not usable:
        return Rolled(Status.NO_DATA, None, None, None, 0, missing)
    whole = sum(weight for _, weight, _, _ in usable)
    done = sum(weight * share for _, weight, share, _ in usable) / whole
    due = sum(weight * share for _, weight, _, share in usable) / whole
    pace = done / due if due > 0 else None
    if all(p.status is Status.DONE for p, _, _, _ in usable):
        status = Status.DONE
    else:
        status = status_of(pace) if pace is not None else Status.ON_PACE
    return Rolled(status, done, due, pace, len(usable), missing)


def effectiveness(parts: Sequence[tuple[Pace, float]]) -> Effectiveness:
    """The weighted share of the way gone against what was due, capped at 1 for each part."""
    scored: list[tuple[float, float]] = []
    for pace, weight in parts:
        part = 1.0 if pace.status is Status.DONE else pace.pace
        if pace.status is not Status.NO_DATA and part is not None and weight > 0:
            scored.append((min(max(part, 0.0), CAP), weight))
    whole = sum(weight for _, weight in scored)
    score = sum(part * weight for part, weight in scored) / whole if whole else None
    return Effectiveness(score, len(scored), len(parts) - len(scored))


def children_of(goals: Sequence[Goal], parent: str) -> tuple[Goal, ...]:
    """The goals directly under `parent`."""
    return tuple(goal for goal in goals if goal.parent == parent)


def circle(goals: Mapping[str, Goal], child: str, parent: str) -> bool:
    """Would `parent` above `child` make a goal its own ancestor?"""
    seen: set[str] = {child}
    while parent:
        if parent in seen:
            return True
        seen.add(parent)
        above = goals.get(parent)
        parent = above.parent if above else ""
    return False


def _progress(pace: Pace) -> float | None:
    if pace.start is None and pace.pace is not None and pace.expected is not None:
        return min(pace.pace, CAP) * pace.expected  # a limit that is held is as far as it is due
    return None if pace.progress is None else min(pace.progress, CAP)
