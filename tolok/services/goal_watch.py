"""Notes how each running goal stands, so that the list can tell what changed since yesterday.

Pages only read what is noted here. A goal is looked at when its day or the facts have changed.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from tolok.services.access import Actor, Scope, workspaces
from tolok.services.fact_store import facts
from tolok.services.goal_reading import Standing, standings
from tolok.services.goal_rows import today
from tolok.services.goals import RUNNING, goals
from tolok.store import models
from tolok.store.scope import within

OPERATOR = Actor(operator=True)

Seen = dict[UUID, tuple[date, int]]
"""Per workspace the day and the state of the facts that were looked at last."""


def note_all(now: datetime, seen: Seen) -> int:
    """Look at every workspace that has changed since `seen`; how many statuses moved."""
    moved = 0
    for workspace in workspaces(OPERATOR):
        scope = Scope(workspace, "owner", OPERATOR)
        state = (today(scope), facts().changes)
        if seen.get(workspace.id) != state:
            moved += note(scope, now)
            seen[workspace.id] = state
    return moved


def note(scope: Scope, now: datetime) -> int:
    """Keep each status that is seen for the first time, with what it was before."""
    return sum(_kept(scope, one, now) for one in _running(scope))


def _running(scope: Scope) -> Sequence[Standing]:
    found = goals(scope, (RUNNING,))
    return standings(scope, found) if found else []


def _kept(scope: Scope, one: Standing, now: datetime) -> bool:
    before = one.kept.seen.get("now", "")
    if one.main is None or before == one.status.value:
        return False
    seen = {"now": one.status.value, "was": before, "at": now.isoformat()}
    within(models.Goal, scope.id).filter(id=one.kept.id).update(status=seen)
    return True
