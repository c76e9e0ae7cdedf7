"""Notes how each running goal stands, so that the list can tell what changed since yesterday.

Pages only read what is noted here. A workspace is looked at when its day has changed or an import
ended since the last look; else nothing is asked, and an idle server stays small.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from tolok.services.access import Actor, Scope, workspaces
from tolok.services.goal_reading import Standing, standings
from tolok.services.goals import RUNNING, goals
from tolok.store import models
from tolok.store.scope import within

OPERATOR = Actor(operator=True)


def note_all(now: datetime) -> int:
    """Look at every workspace where something may have moved; how many statuses did."""
    return sum(
        note(Scope(workspace, "owner", OPERATOR), now)
        for workspace in workspaces(OPERATOR)
        if _is_due(workspace, now)
    )


def _is_due(workspace: models.Workspace, now: datetime) -> bool:
    if workspace.noted_at is None:
        return True
    zone = ZoneInfo(workspace.zone)
    if workspace.noted_at.astimezone(zone).date() != now.astimezone(zone).date():
        return True
    return within(models.Batch, workspace.id).filter(finished_at__gt=workspace.noted_at).exists()


def note(scope: Scope, now: datetime) -> int:
    """Keep each status that is seen for the first time, with what it was before."""
    moved = sum(_kept(scope, one, now) for one in _running(scope))
    models.Workspace.objects.filter(id=scope.id).update(noted_at=now)
    return moved


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
