"""Goals: the list that opens the day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.goals.pace import RULE
from tolok.core.goals.verdict import CHANCE_RULE
from tolok.core.roles import CLIENT, EDITOR
from tolok.services import goals
from tolok.services.access import Scope
from tolok.services.goal_list import listing
from tolok.services.goal_sheet import blank_sheet
from tolok.web.page import Nav, Page, Route


def goal_list(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Goals by tab, with what to do today. A POST moves a goal up or down."""
    if request.method == "POST":
        goals.move(scope, request.POST.get("goal", ""), up=request.POST.get("way") == "up")
        return redirect(f"{request.path}?order=1&view={request.POST.get('view', '')}")
    shown = {
        "list": listing(scope, request.GET.get("view", ""), request.LANGUAGE_CODE),
        "rule": RULE,
        "chance_rule": CHANCE_RULE,
        "ordering": request.GET.get("order") == "1",
    }
    return render(request, "pages/goals/page.html", shown)


def blank(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A blank goal sheet to fill in by hand."""
    answer = HttpResponse(blank_sheet(scope, request.LANGUAGE_CODE), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="goal-sheet.pdf"'
    return answer


PAGE = Page(
    id="goals",
    routes=(
        Route(
            "w/<slug:ws>/goals/",
            "goals",
            goal_list,
            CLIENT,
            post_role=EDITOR,
            methods=("GET", "POST"),
        ),
        Route("w/<slug:ws>/goals/sheet.pdf", "goals-sheet", blank, CLIENT),
    ),
    nav=Nav("Goals", "goal", 1, CLIENT),
)
