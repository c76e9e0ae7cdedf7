"""The workspaces one may enter, and making a new one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.errors import ProblemError
from tolok.services import access
from tolok.services.workspaces import make_workspace
from tolok.web.page import Page, Route
from tolok.web.routes import actor_of


def workspaces(request: HttpRequest, scope: None) -> HttpResponse:
    actor = actor_of(request)
    problem = None
    if request.method == "POST":
        try:
            made = make_workspace(actor, request.POST.get("name", ""))
            return redirect("goals", made.slug)
        except ProblemError as error:
            problem = error.problem
    shown = {
        "workspaces": access.workspaces(actor),
        "installed": access.installed(actor),
        "problem": problem,
    }
    return render(
        request, "pages/workspaces/page.html", shown, status=problem.status if problem else 200
    )


PAGE = Page(
    id="workspaces",
    routes=(Route("workspaces/", "workspaces", workspaces, role=None, methods=("GET", "POST")),),
)
