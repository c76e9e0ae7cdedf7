"""The calendar: month, week, day and agenda in the address; posts moved by form, drag or keys."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.errors import Problem, ProblemError
from tolok.services import calendar_notes, calendar_page, calendar_view, post_batch
from tolok.services.access import Scope
from tolok.web.clock import now
from tolok.web.page import Nav, Page, Route


def calendar(request: HttpRequest, scope: Scope) -> HttpResponse:
    problem: Problem | None = None
    refused: list[post_batch.Done] = []
    if request.method == "POST":
        try:
            refused = _act(request, scope)
        except ProblemError as error:
            problem = error.problem
        if problem is None and not refused:
            return redirect(request.get_full_path())
    asked = {key: str(value) for key, value in request.GET.items() if value}
    try:
        view = calendar_view.read_view(scope, asked, now())
    except ProblemError as error:
        problem = problem or error.problem
        view = calendar_view.read_view(scope, {}, now())
    status = 409 if refused else problem.status if problem else 200
    asking = view.filtered or "filter" in asked
    shown = {
        "page": calendar_page.calendar(scope, view, now(), asking=asking),
        "asking": asking,
        "view": view,
        "problem": problem,
        "refused": refused,
        "looks": calendar_page.LOOKS,
    }
    return render(request, "pages/calendar/page.html", shown, status=status)


def _act(request: HttpRequest, scope: Scope) -> list[post_batch.Done]:
    """What was refused, one by one; the rest is done."""
    form = request.POST
    match form.get("act", ""):
        case "note":
            calendar_notes.add_note(scope, form.dict())
        case "unnote":
            calendar_notes.remove_note(scope, form.get("note", ""))
        case _:
            told = post_batch.act_on(scope, form.getlist("post"), form.dict(), now())
            return [each for each in told if each.problem]
    return []


PAGE = Page(
    id="calendar",
    nav=Nav("Calendar", "calendar", 30),
    routes=(
        Route(
            "w/<slug:ws>/calendar/",
            "calendar",
            calendar,
            post_role="editor",
            methods=("GET", "POST"),
        ),
    ),
)
