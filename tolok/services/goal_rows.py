"""The rows of goals: one door for reading them, used by everything else on goals."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Prefetch

from tolok.core.errors import not_found
from tolok.core.text import Text
from tolok.services.access import Scope
from tolok.services.goal_form import Kept, kept
from tolok.store import models
from tolok.store.scope import within


def today(scope: Scope) -> date:
    """The day it is in the workspace."""
    return datetime.now(ZoneInfo(scope.workspace.zone)).date()


def rows(scope: Scope) -> Any:
    """All goals with actions and notes, in the workspace's order."""
    undated_first = F("due").asc(nulls_first=True)  # the databases differ where it is not said
    actions = models.Action.objects.select_related("owner").order_by(undated_first, "created_at")
    return (
        within(models.Goal, scope.id)
        .select_related("owner", "objective")
        .prefetch_related(
            Prefetch("actions", actions),
            Prefetch("check_ins", models.CheckIn.objects.select_related("author")),
        )
    )


def row(scope: Scope, goal_id: str) -> models.Goal:
    """One row, for changing it inside a transaction; ProblemError 404 when there is none."""
    found = within(models.Goal, scope.id).filter(id=as_uuid(goal_id)).first()
    if found is None:
        raise not_found(Text("goal", "sasaran"))
    return found


def whole(found: Any) -> Kept:
    """A row of `rows` as a goal."""
    return kept(found, found.actions.all(), found.check_ins.all())


def as_uuid(id: str) -> UUID:
    try:
        return UUID(str(id))
    except ValueError:
        raise not_found(Text("goal", "sasaran")) from None


def member_called(scope: Scope, name: str) -> Any:
    """The member of this name, e-mail or id; None when nobody is called so."""
    if not name:
        return None
    members: Any = within(models.Member, scope.id).select_related("user")
    for member in members:
        if name in (str(member.user), member.user.email, str(member.user_id)):
            return member.user
    return None
