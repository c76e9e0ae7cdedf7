"""One goal from its sentence to its versions; actions, notes and money are added here."""

import json
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date

from tolok.core.errors import invalid
from tolok.core.goals.goal import BUDGET_TYPES
from tolok.core.goals.hours import RULE as HOURS_RULE
from tolok.core.goals.hours import hours_of
from tolok.core.goals.pace import RULE
from tolok.core.goals.seed_rule import BANDS
from tolok.core.goals.spending import NAMES
from tolok.core.roles import CLIENT, EDITOR, VIEWER, allows
from tolok.core.text import Text
from tolok.render.charts.figure import figure
from tolok.render.charts.line import line_with_target, small_line_with_target
from tolok.services import goal_log, goals
from tolok.services.access import Scope
from tolok.services.goal_authors import Authors, authors_of
from tolok.services.goal_form import export
from tolok.services.goal_list import card, places_of
from tolok.services.goal_page import GoalPage, goal_page, one_standing
from tolok.services.goal_picture import lines, tone, yardstick
from tolok.services.goal_rows import today
from tolok.services.goal_sheet import sheet
from tolok.services.goal_together import RULE as RULE_TOGETHER
from tolok.services.goal_together import moves_with
from tolok.services.goal_words import (
    budget_bar,
    money_rows,
    target_rows,
    variance_rows,
    verdict_words,
)
from tolok.web.page import Page, Route
from tolok.web.pages.goal_new.forms import hours_written


def goal(request: HttpRequest, scope: Scope, goal: str) -> HttpResponse:
    """The page; a POST does one act named `act`."""
    if request.method == "POST":
        return _act(request, scope, str(goal))
    found = goal_page(scope, str(goal))
    return render(request, "pages/goal/page.html", _shown(request, scope, found))


def _shown(request: HttpRequest, scope: Scope, found: GoalPage) -> dict[str, object]:
    language, standing = request.LANGUAGE_CODE, found.standing
    main = standing.main
    currency = (main.track.currency if main else "") or scope.workspace.currency
    places = places_of(scope, found.around)
    zoom = request.GET.get("zoom") == "1"
    return {
        "page": found,
        "goal": standing.goal,
        "draft": standing.kept.draft,
        "card": card(scope, standing, language, places),
        "chart": _chart(found, language, currency, zoom=zoom),
        "zoom": zoom,
        "supporting": _supporting(found, language, scope.workspace.currency),
        "yard": yardstick(main, currency, language) if main else "",
        "says": verdict_words(standing, currency),
        "targets": target_rows(standing, scope.workspace.currency),
        "variances": variance_rows(found, currency),
        "children": [card(scope, child, language, places) for child in found.children],
        "steps": tuple(reversed(found.steps)),
        "rule": RULE,
        "bands": BANDS,
        "kinds": [(kind, NAMES[kind]) for kind in BUDGET_TYPES],
        "today": standing.day,
        "hours": hours_of(standing.goal),
        "hours_rule": HOURS_RULE,
        "money": money_rows(found),
        "budget_bar": budget_bar(found, language),
        "authors": _authors(scope, found),
        **_together(request, scope, found),
    }


def _authors(scope: Scope, found: GoalPage) -> Authors | None:
    """Whose posts moved the KPI; clients see the goal and not the people behind it."""
    if found.standing.kept.draft or not allows(scope.role, VIEWER):
        return None
    return authors_of(scope, found.standing)


def _together(request: HttpRequest, scope: Scope, found: GoalPage) -> dict[str, object]:
    """What moves with the goal's KPI, when it is asked for: a year of many KPIs is read."""
    if request.GET.get("moves") != "1" or not allows(scope.role, VIEWER):
        return {}
    return {"together": moves_with(scope, found.standing.kept), "together_rule": RULE_TOGETHER}


def _chart(found: GoalPage, language: str, currency: str, *, zoom: bool) -> str:
    """The line with its ideal path; `zoom` shows the days so far only."""
    main = found.standing.main
    data = lines(found.standing, main, currency) if main else None
    if data is None or main is None:
        return ""
    if zoom and main.reading:
        data = data.until(main.reading.day)
    return figure(line_with_target(data, language), language, caption=False, live=not zoom)


_AS_A_WHOLE = Text(
    "People are read for all the days together, so there is no line by day.",
    "Orang dibaca untuk semua hari sekaligus, jadi tidak ada garis per hari.",
)


def _supporting(found: GoalPage, language: str, currency: str) -> list[dict[str, object]]:
    """The pace of each target that supports the deciding one: its line, or why there is none."""
    standing = found.standing
    shown = []
    for place, one in enumerate(standing.targets[1:], start=1):
        data = lines(standing, one, one.track.currency or currency, f"goal-{place}")
        shown.append(
            {
                "name": one.spec.name,
                "tone": tone(one.pace.status, ended=standing.over),
                "chart": figure(small_line_with_target(data, language), language) if data else "",
                "why": _AS_A_WHOLE if one.track.whole is not None else one.pace.why,
            }
        )
    return shown


def _act(request: HttpRequest, scope: Scope, goal: str) -> HttpResponse:
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise invalid(
            Text("This act is not known.", "Tindakan ini tidak dikenal."),
            Text("Go back and use the buttons.", "Kembali dan pakai tombolnya."),
        )
    act(request, scope, goal)
    if request.POST.get("back") == "goals":
        return redirect("goals", scope.workspace.slug)
    return redirect("goal", scope.workspace.slug, goal)


def _check_in(request: HttpRequest, scope: Scope, goal: str) -> None:
    confidence = request.POST.get("confidence", "")
    known = int(confidence) if confidence.isdigit() else None
    goal_log.check_in(scope, goal, request.POST.get("words", ""), known)


def _action(request: HttpRequest, scope: Scope, goal: str) -> None:
    goal_log.add_action(
        scope,
        goal,
        request.POST.get("words", ""),
        due=_day(request, "due"),
        kpi=request.POST.get("kpi", ""),
        owner=request.POST.get("owner", ""),
        hours_per_week=hours_written(request.POST.get("hours", "")),
    )


def _done(request: HttpRequest, scope: Scope, goal: str) -> None:
    result = request.POST.get("result", "")
    goal_log.finish_action(scope, goal, request.POST.get("action", ""), result=result)


def _open(request: HttpRequest, scope: Scope, goal: str) -> None:
    goal_log.finish_action(scope, goal, request.POST.get("action", ""), done=False)


def _spend(request: HttpRequest, scope: Scope, goal: str) -> None:
    try:
        amount = Decimal(request.POST.get("amount", "").strip())
    except InvalidOperation:
        amount = Decimal(0)
    kind, note = request.POST.get("kind", ""), request.POST.get("note", "")
    day = _day(request, "day") or today(scope)
    goal_log.spend(scope, goal, kind, amount, day=day, note=note)


def _archive(request: HttpRequest, scope: Scope, goal: str) -> None:
    goals.archive(scope, goal)


def _resume(request: HttpRequest, scope: Scope, goal: str) -> None:
    goals.start(scope, goal)


ACTS = {
    "check_in": _check_in,
    "action": _action,
    "done": _done,
    "open": _open,
    "spend": _spend,
    "archive": _archive,
    "resume": _resume,
}


def _day(request: HttpRequest, name: str):  # noqa: ANN202 - date or None
    try:
        return parse_date(request.POST.get(name, ""))
    except ValueError:
        return None


def pdf(request: HttpRequest, scope: Scope, goal: str) -> HttpResponse:
    """The goal sheet; `?blank=1` leaves the answers to be written by hand."""
    blank = request.GET.get("blank") == "1"
    data = sheet(scope, one_standing(scope, str(goal)), request.LANGUAGE_CODE, blank=blank)
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="goal.pdf"'
    return answer


def as_json(request: HttpRequest, scope: Scope, goal: str) -> HttpResponse:
    """The goal as a file that makes it again elsewhere."""
    data = export(goals.goal(scope, str(goal)))
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="goal.json"'
    return answer


PAGE = Page(
    id="goals",
    routes=(
        Route(
            "w/<slug:ws>/goals/<uuid:goal>/",
            "goal",
            goal,
            CLIENT,
            post_role=EDITOR,
            methods=("GET", "POST"),
        ),
        Route("w/<slug:ws>/goals/<uuid:goal>/sheet.pdf", "goal-sheet", pdf, CLIENT),
        Route("w/<slug:ws>/goals/<uuid:goal>/goal.json", "goal-json", as_json, CLIENT),
    ),
)
