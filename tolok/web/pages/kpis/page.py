"""The KPI guide: every KPI with its meaning, the workspace's settings for it, and own formulas."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tolok.core.errors import Problem, ProblemError
from tolok.core.kpi.custom import DIRECTIONS, UNITS
from tolok.core.kpi.spec import Source
from tolok.core.kpi.words import DIRECTIONS as DIRECTION_WORDS
from tolok.core.kpi.words import GROUPS, unit_words
from tolok.core.roles import ADMIN, CLIENT, EDITOR, VIEWER, allows
from tolok.lib.catalogue import goals
from tolok.services import guide, kpi_form, kpis, people, share
from tolok.services.access import Scope
from tolok.services.guide_natives import natives
from tolok.services.guide_print import guide_pdf
from tolok.web.page import Nav, Page, Route

BOTH = ("GET", "POST")
Act = Callable[[HttpRequest, Scope, str], None]


def listing(request: HttpRequest, scope: Scope) -> HttpResponse:
    """All KPIs, narrowed by the address; notes on the guide and business objectives below."""
    problem = None
    if request.method == "POST":
        problem = _done(_LIST_ACTS, request, scope, "")
        if problem is None:
            return redirect("kpis", scope.workspace.slug)
    wish = _wish(request)
    shown = {
        "wish": wish,
        "sections": guide.sections(scope, wish),
        "goals": goals().values(),
        "groups": GROUPS.items(),
        "notes": guide.notes(scope),
        "objectives": kpis.objectives(scope),
        "problem": problem,
    }
    return _shown(request, "page", shown, problem)


def one(request: HttpRequest, scope: Scope, kpi: str) -> HttpResponse:
    """One KPI; a POST changes its settings or its notes."""
    problem = None
    if request.method == "POST":
        problem = _done(_KPI_ACTS, request, scope, kpi)
        if problem is None:
            return redirect("kpi", scope.workspace.slug, kpi)
    entry = guide.entry(scope, kpi)
    shown = {
        "entry": entry,
        "spec": entry.used.spec,
        "unit": unit_words(entry.used.spec.unit),
        "direction": DIRECTION_WORDS[entry.used.spec.better],
        "networks": natives(scope, entry.used.spec),
        "members": people.members(scope),
        "objectives": kpis.objectives(scope),
        "problem": problem,
        "may_see": allows(scope.role, VIEWER) and entry.data == "read",
        "by_author": Source.POSTS in entry.used.spec.variants[0].sources,
    }
    return _shown(request, "kpi", shown, problem)


def read(request: HttpRequest, scope: Scope, kpi: str) -> HttpResponse:
    """That the person has read this page."""
    guide.mark_read(scope, kpi)
    return redirect(f"{reverse('kpi', args=[scope.workspace.slug, kpi])}#read")


def pdf(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The KPIs in use, on paper, in the reader's language."""
    content = guide_pdf(scope, request.LANGUAGE_CODE)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="kpi-guide-{request.LANGUAGE_CODE}.pdf"'
    return response


def own(request: HttpRequest, scope: Scope, kpi: str = "") -> HttpResponse:
    """Make or change a KPI by formula. `act` is check (look only), remove, or save."""
    act = request.POST.get("act", "")
    form = _own_form(request) if request.method == "POST" else _kept_form(request, scope, kpi)
    problem = None
    if request.method == "POST" and act != "check":
        try:
            return _own_act(scope, kpi, act, form)
        except ProblemError as error:
            problem = error.problem
    shown = {
        "form": form,
        "kpi": kpi,
        "problem": problem,
        "check": _checked(form["formula"]),
        "measures": guide.measure_list(),
        "units": [(unit, unit_words(unit)) for unit in UNITS],
        "directions": [(id, DIRECTION_WORDS[id]) for id in DIRECTIONS],
    }
    return _shown(request, "own", shown, problem)


def formula(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The live check of a formula while it is typed: a part of the page."""
    return render(
        request, "pages/kpis/check.html", {"check": _checked(request.GET.get("formula", ""))}
    )


def sharing(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Links to the guide for people without an account."""
    made = ""
    if request.method == "POST":
        if request.POST.get("act") == "revoke":
            share.revoke_share(scope, request.POST.get("share", ""))
            return redirect("kpi-share", scope.workspace.slug)
        path = share.share_guide(scope, request.POST.get("name", "")).path
        made = request.build_absolute_uri(path)
    shown = {"shares": share.shares(scope), "made": made}
    return render(request, "pages/kpis/share.html", shown)


def _shown(
    request: HttpRequest, name: str, shown: Mapping[str, Any], problem: Problem | None
) -> HttpResponse:
    status = problem.status if problem else 200
    return render(request, f"pages/kpis/{name}.html", dict(shown), status=status)


def _wish(request: HttpRequest) -> guide.Wish:
    asked = request.GET
    state = asked.get("state", "")
    return guide.Wish(
        text=asked.get("q", "").strip()[:100],
        goal=asked.get("goal", ""),
        group=asked.get("group", ""),
        state=state if state in guide.STATES else "",
    )


def _done(acts: Mapping[str, Act], request: HttpRequest, scope: Scope, kpi: str) -> Problem | None:
    """Do what the form says; the Problem when it could not be done."""
    act = acts.get(request.POST.get("act", ""), _nothing)
    try:
        act(request, scope, kpi)
    except ProblemError as error:
        return error.problem
    return None


def _nothing(request: HttpRequest, scope: Scope, kpi: str) -> None:
    """A form without an act changes nothing."""


def _note(request: HttpRequest, scope: Scope, kpi: str) -> None:
    guide.add_note(scope, kpi, request.POST.get("words", ""))


def _drop_note(request: HttpRequest, scope: Scope, kpi: str) -> None:
    guide.remove_note(scope, request.POST.get("note", ""))


def _objective(request: HttpRequest, scope: Scope, kpi: str) -> None:
    kpis.make_objective(scope, request.POST.get("name", ""))


def _rename(request: HttpRequest, scope: Scope, kpi: str) -> None:
    kpis.rename_objective(scope, request.POST.get("objective", ""), request.POST.get("name", ""))


def _settings(request: HttpRequest, scope: Scope, kpi: str) -> None:
    form = request.POST
    kpis.set_kpi(
        scope,
        kpi,
        enabled=form.get("use") != "off",
        parked=form.get("use") == "parked",
        purpose=form.get("purpose", "").strip(),
        owner=form.get("owner", ""),
        objective=form.get("objective", ""),
    )


def _own_form(request: HttpRequest) -> dict[str, Any]:
    """What was typed, in the shape a custom KPI is kept in."""
    typed = {name: request.POST.get(name, "").strip() for name in request.POST}
    name = {"en": typed.get("name_en", ""), "id": typed.get("name_id", "")}
    return {
        "id": typed.get("id") or kpi_form.id_from(name["en"] or name["id"]),
        "formula": typed.get("formula", ""),
        "name": name,
        "guide": {"en": typed.get("guide_en", ""), "id": typed.get("guide_id", "")},
        "better": typed.get("better", "up"),
        "unit": typed.get("unit", ""),
        "owner": typed.get("owner", ""),
    }


def _kept_form(request: HttpRequest, scope: Scope, kpi: str) -> dict[str, Any]:
    if kpi:
        return kpis.custom_form(scope, kpi)
    return {"formula": request.GET.get("formula", ""), "better": "up", "owner": str(request.user)}


def _own_act(scope: Scope, kpi: str, act: str, form: dict[str, Any]) -> HttpResponse:
    if kpi and act == "remove":
        kpis.remove_custom(scope, kpi)
        return redirect("kpis", scope.workspace.slug)
    made = kpis.change_custom(scope, kpi, form) if kpi else kpis.make_custom(scope, form)
    return redirect("kpi", scope.workspace.slug, made.id)


def _checked(formula: str) -> dict[str, Any]:
    """What the formula would compute, or why it cannot; nothing for an empty one."""
    if not formula.strip():
        return {}
    try:
        return {"said": guide.said_formula(formula), "formula": formula}
    except ProblemError as error:
        return {"problem": error.problem, "formula": formula}


_LIST_ACTS: dict[str, Act] = {
    "note": _note,
    "drop": _drop_note,
    "objective": _objective,
    "rename": _rename,
}
_KPI_ACTS: dict[str, Act] = {"set": _settings, "note": _note, "drop": _drop_note}

PAGE = Page(
    id="kpis",
    nav=Nav("KPI guide", "guide", 30, role=CLIENT),
    routes=(
        Route("w/<slug:ws>/kpis/", "kpis", listing, CLIENT, post_role=EDITOR, methods=BOTH),
        Route("w/<slug:ws>/guide/kpis.pdf", "kpis-pdf", pdf, CLIENT),
        Route("w/<slug:ws>/guide/formula/", "kpi-formula", formula, EDITOR),
        Route("w/<slug:ws>/guide/share/", "kpi-share", sharing, ADMIN, methods=BOTH),
        Route("w/<slug:ws>/guide/own/", "kpi-new", own, EDITOR, methods=BOTH),
        Route("w/<slug:ws>/guide/own/<slug:kpi>/", "kpi-edit", own, EDITOR, methods=BOTH),
        Route("w/<slug:ws>/kpis/<slug:kpi>/", "kpi", one, CLIENT, post_role=EDITOR, methods=BOTH),
        Route("w/<slug:ws>/kpis/<slug:kpi>/read/", "kpi-read", read, CLIENT, methods=("POST",)),
    ),
)
