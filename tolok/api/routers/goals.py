"""Goals over the API: assess a target, make, change and read goals, note how they go."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from tolok.api.auth import scope_of
from tolok.services import goal_assess, goal_log, goal_wizard, goals
from tolok.services.access import Scope
from tolok.services.goal_answer import standing_dict, step_dict
from tolok.services.goal_authors import authors_dict, authors_of
from tolok.services.goal_baseline import assess_facts, with_baselines
from tolok.services.goal_form import Kept, export, read_goal
from tolok.services.goal_reading import standing, standings
from tolok.services.goal_rows import today
from tolok.services.goal_sheet import blank_sheet, sheet
from tolok.services.kpis import catalogue

router = Router(tags=["goals"])


class GoalAim(Schema):
    """`history`: rows of date and value, as text; without it the facts are used."""

    kpi: str
    target: float
    per: str = "week"
    weeks: int = 13
    variant: str = ""
    done: float = 0.0
    history: list[tuple[str, str]] | None = None


class Wished(Schema):
    """A wish in words. `language`: how numbers are written where the words do not show it."""

    wish: str
    language: str = ""


class NewGoal(Schema):
    """A goal as JSON, a template's id, or a wish in words. `start`: let it run at once."""

    goal: dict[str, Any] | None = None
    template: str = ""
    wish: str = ""
    start: bool = False


class GoalChange(Schema):
    """The whole goal as it shall be. A moved mark of a running goal needs the `reason`."""

    goal: dict[str, Any]
    reason: str = ""


class GoalNote(Schema):
    words: str
    confidence: int | None = None


class GoalAction(Schema):
    words: str
    due: date | None = None
    kpi: str = ""
    owner: str = ""
    expected_per_week: float | None = None
    hours_per_week: float | None = None


class ActionDone(Schema):
    done: bool = True
    result: str = ""


class GoalSpent(Schema):
    kind: str
    amount: Decimal
    day: date | None = None
    note: str = ""


class GoalOrder(Schema):
    goals: list[str]


@router.post("/goals/assess")
def assess(request: HttpRequest, body: GoalAim) -> dict:
    """Can this target be reached, judged by the history that is sent along?"""
    return goal_assess.judged_dict(goal_assess.assess_rows(_aim(body), body.history or []))


@router.post("/workspaces/{workspace}/goals/assess")
def assess_own(request: HttpRequest, workspace: str, body: GoalAim) -> dict:
    """Can this target be reached, judged by the workspace's own numbers?"""
    scope = scope_of(request, workspace)
    if body.history is not None:
        specs = goal_assess.assess_rows(_aim(body), body.history, catalogue(scope))
        return goal_assess.judged_dict(specs)
    return goal_assess.judged_dict(assess_facts(scope, _aim(body)))


@router.post("/workspaces/{workspace}/goals/read")
def read_wish(request: HttpRequest, workspace: str, body: Wished) -> dict:
    """What a wish says: measure, number, meaning and days; what is unclear is asked in `open`."""
    return goal_wizard.read_words(scope_of(request, workspace), body.wish, body.language)


@router.get("/workspaces/{workspace}/goals")
def list_goals(request: HttpRequest, workspace: str, state: str = "") -> dict:
    """All goals with how they stand, in the workspace's order."""
    scope = scope_of(request, workspace, "client")
    found = goals.goals(scope, (state,) if state else ())
    return {"items": [standing_dict(one) for one in standings(scope, found)]}


@router.post("/workspaces/{workspace}/goals")
def new_goal(request: HttpRequest, workspace: str, body: NewGoal) -> dict:
    """A new goal; without `start` it stays a draft. A wish that cannot be checked is refused."""
    scope = scope_of(request, workspace, "editor")
    made = _made(scope, body)
    if body.start:
        made = goals.start(scope, made.id)
    return standing_dict(standing(scope, made))


@router.put("/workspaces/{workspace}/goals/order")
def set_order(request: HttpRequest, workspace: str, body: GoalOrder) -> dict:
    """The goals named come first, in this order."""
    scope = scope_of(request, workspace, "editor")
    goals.order(scope, body.goals)
    return {"goals": [one.id for one in goals.goals(scope)]}


@router.get("/workspaces/{workspace}/goals/sheet.pdf")
def empty_sheet(request: HttpRequest, workspace: str, language: str = "en") -> HttpResponse:
    """A blank goal sheet to fill in by hand."""
    return _pdf(blank_sheet(scope_of(request, workspace, "client"), language), "goal-sheet")


@router.get("/workspaces/{workspace}/goals/{goal}")
def one_goal(request: HttpRequest, workspace: str, goal: str) -> dict:
    """One goal with how it stands."""
    scope = scope_of(request, workspace, "client")
    return standing_dict(standing(scope, goals.goal(scope, goal)))


@router.put("/workspaces/{workspace}/goals/{goal}")
def change_goal(request: HttpRequest, workspace: str, goal: str, body: GoalChange) -> dict:
    """Change a goal; once it runs, each change is a version that is kept for ever."""
    scope = scope_of(request, workspace, "editor")
    wanted = with_baselines(scope, goals.complete(scope, read_goal(body.goal)))
    return standing_dict(standing(scope, goals.save(scope, goal, wanted, reason=body.reason)))


@router.delete("/workspaces/{workspace}/goals/{goal}")
def discard(request: HttpRequest, workspace: str, goal: str) -> dict:
    """Delete a draft; a goal that ran can only be archived."""
    goals.discard(scope_of(request, workspace, "editor"), goal)
    return {"removed": goal}


@router.post("/workspaces/{workspace}/goals/{goal}/start")
def start(request: HttpRequest, workspace: str, goal: str) -> dict:
    scope = scope_of(request, workspace, "editor")
    return standing_dict(standing(scope, goals.start(scope, goal)))


@router.post("/workspaces/{workspace}/goals/{goal}/archive")
def archive(request: HttpRequest, workspace: str, goal: str) -> dict:
    scope = scope_of(request, workspace, "editor")
    return standing_dict(standing(scope, goals.archive(scope, goal)))


@router.get("/workspaces/{workspace}/goals/{goal}/versions")
def versions(request: HttpRequest, workspace: str, goal: str) -> dict:
    scope = scope_of(request, workspace, "client")
    goals.goal(scope, goal)
    return {"items": [step_dict(step) for step in goals.versions(scope, goal)]}


@router.get("/workspaces/{workspace}/goals/{goal}/authors")
def authors(request: HttpRequest, workspace: str, goal: str) -> dict:
    """Whose posts moved the KPI of a goal, where posts name their authors."""
    scope = scope_of(request, workspace)
    found = authors_of(scope, standing(scope, goals.goal(scope, goal)))
    return authors_dict(found) or {"authors": [], "more": 0, "note": None}


@router.get("/workspaces/{workspace}/goals/{goal}/export")
def export_goal(request: HttpRequest, workspace: str, goal: str) -> dict:
    """The goal as a file that makes it again elsewhere."""
    return export(goals.goal(scope_of(request, workspace, "client"), goal))


@router.get("/workspaces/{workspace}/goals/{goal}/sheet.pdf")
def goal_sheet(
    request: HttpRequest, workspace: str, goal: str, language: str = "en", blank: bool = False
) -> HttpResponse:
    """The goal on paper; `blank` leaves the answers to be written by hand."""
    scope = scope_of(request, workspace, "client")
    found = standing(scope, goals.goal(scope, goal))
    return _pdf(sheet(scope, found, language, blank=blank), "goal")


@router.post("/workspaces/{workspace}/goals/{goal}/check-ins")
def check_in(request: HttpRequest, workspace: str, goal: str, body: GoalNote) -> dict:
    scope = scope_of(request, workspace, "editor")
    goal_log.check_in(scope, goal, body.words, body.confidence)
    return standing_dict(standing(scope, goals.goal(scope, goal)))


@router.post("/workspaces/{workspace}/goals/{goal}/actions")
def add_action(request: HttpRequest, workspace: str, goal: str, body: GoalAction) -> dict:
    scope = scope_of(request, workspace, "editor")
    return {"id": goal_log.add_action(scope, goal, **body.dict())}


@router.patch("/workspaces/{workspace}/goals/{goal}/actions/{action}")
def finish_action(
    request: HttpRequest, workspace: str, goal: str, action: str, body: ActionDone
) -> dict:
    scope = scope_of(request, workspace, "editor")
    goal_log.finish_action(scope, goal, action, done=body.done, result=body.result)
    return standing_dict(standing(scope, goals.goal(scope, goal)))


@router.post("/workspaces/{workspace}/goals/{goal}/spending")
def spend(request: HttpRequest, workspace: str, goal: str, body: GoalSpent) -> dict:
    """Note money that was spent, in the workspace's currency."""
    scope = scope_of(request, workspace, "editor")
    goal_log.spend(
        scope, goal, body.kind, body.amount, day=body.day or today(scope), note=body.note
    )
    total = goal_log.spent(scope, goal, scope.workspace.currency)
    return {"spent": {kind: str(money.amount) for kind, money in total.items()}}


def _made(scope: Scope, body: NewGoal) -> Kept:
    if body.goal is not None:
        wanted = goals.complete(scope, read_goal(body.goal))
        if not wanted.targets:
            goal_wizard.refuse_vague(scope, wanted.title)
        return goals.make_draft(scope, with_baselines(scope, wanted))
    if not body.template:
        goal_wizard.refuse_vague(scope, body.wish)
    return goal_wizard.begin(scope, goal_wizard.Begin(body.wish, template=body.template))


def _aim(body: GoalAim) -> goal_assess.Aim:
    return goal_assess.parse_aim(
        body.kpi, body.target, body.per, body.weeks, body.variant, body.done
    )


def _pdf(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


ROUTER = ("", router)
