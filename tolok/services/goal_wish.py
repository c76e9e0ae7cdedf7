"""What a wish in words already says, for the wizard, the API and the command line.

Only a number whose measure and meaning are plain becomes a target; the rest is asked.
"""

from dataclasses import replace
from typing import Any

from tolok.core.goals.goal import Goal, Nature, Target
from tolok.core.goals.goal import Scope as Rows
from tolok.core.goals.wish_reading import Reading, read_wish
from tolok.services.access import Scope
from tolok.services.goal_rows import today
from tolok.services.kpis import catalogue


def wish_reading(scope: Scope, wish: str, language: str = "") -> Reading:
    """`language`: the reader's, where the words of the wish show none."""
    return read_wish(
        wish,
        catalogue(scope),
        today=today(scope),
        language=language or scope.workspace.language,
        currency=scope.workspace.currency,
    )


def filled(scope: Scope, goal: Goal, found: Reading, networks: tuple[str, ...]) -> Goal:
    """The goal with the days and the target that its wish plainly names."""
    if found.end is not None:
        goal = replace(goal, start=found.start or today(scope), end=found.end)
    if not found.whole or found.value is None or found.mode is None:
        return goal
    spec = catalogue(scope)[found.kpi]
    target = Target(
        kpi=found.kpi,
        mode=found.mode,
        value=found.value,
        nature=Nature.TOTAL,  # `complete` puts in that of the KPI
        better="down" if found.down or spec.better == "down" else "up",
        scope=Rows(networks=networks),
    )
    return replace(goal, targets=(target,))


def reading_dict(wish: str, found: Reading, networks: tuple[str, ...]) -> dict[str, Any]:
    """A reading as the API shows it; what was not read is null or empty."""
    return {
        "wish": wish,
        "kpi": found.kpi or None,
        "value": found.value,
        "mode": found.mode.value if found.mode else None,
        "start": found.start.isoformat() if found.start else None,
        "end": found.end.isoformat() if found.end else None,
        "networks": list(networks),
        "whole": found.whole,
        "read": [one.as_dict() for one in found.read],
        "open": [one.as_dict() for one in found.open],
    }
