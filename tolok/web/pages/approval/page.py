"""Who must agree to posts before they are planned: settings of a workspace."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.errors import ProblemError
from tolok.core.publishing.approval import LINK, MOST_STEPS, Step
from tolok.core.roles import ROLE_NAMES
from tolok.services import approval, people
from tolok.services.access import Scope
from tolok.web.page import Page, Route


def settle(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Up to five steps; one that names nobody is left out."""
    problem, steps = None, list(approval.steps(scope))
    if request.method == "POST":
        steps = _read(request)
        try:
            approval.set_steps(scope, [_form(step) for step in steps])
            return redirect("approval", scope.workspace.slug)
        except ProblemError as error:
            problem = error.problem
    boxes = [*steps, Step(())][:MOST_STEPS]
    shown = {
        "boxes": boxes,
        "roles": ROLE_NAMES.items(),
        "members": [(str(each.user.id), str(each.user)) for each in people.members(scope)],
        "link": LINK,
        "problem": problem,
    }
    status = problem.status if problem else 200
    return render(request, "pages/approval/page.html", shown, status=status)


def _read(request: HttpRequest) -> list[Step]:
    form, found = request.POST, []
    for number in range(MOST_STEPS):
        who = tuple(form.getlist(f"who-{number}"))
        if who:
            every = form.get(f"every-{number}") == "1"
            found.append(Step(who, every, form.get(f"name-{number}", "")))
    return found


def _form(step: Step) -> dict[str, Any]:
    return {"who": list(step.who), "every": step.every, "name": step.name}


PAGE = Page(
    id="settings",
    routes=(
        Route(
            "w/<slug:ws>/settings/approval/",
            "approval",
            settle,
            role="admin",
            methods=("GET", "POST"),
        ),
    ),
)
