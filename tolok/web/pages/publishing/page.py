"""Settings of publishing: campaigns, the content mix, marks of links, hashtag sets, holidays."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from tolok.core.errors import Problem, ProblemError, invalid
from tolok.core.text import Text
from tolok.services import campaigns, publishing_plan
from tolok.services.access import Scope
from tolok.web.page import Page, Route

CAMPAIGN = ("name", "starts", "ends", "note", "utm")


def settings(request: HttpRequest, scope: Scope) -> HttpResponse:
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _act(request.POST, scope)
            return redirect("publishing", scope.workspace.slug)
        except ProblemError as error:
            problem = error.problem
    typed = request.POST if problem and request.POST.get("act") == "settings" else None
    shown = {
        "problem": problem,
        "campaigns": campaigns.campaigns(scope),
        **(_typed(typed) if typed else _kept(scope)),
        "countries": publishing_plan.countries(),
    }
    status = problem.status if problem else 200
    return render(request, "pages/publishing/page.html", shown, status=status)


def _kept(scope: Scope) -> dict[str, Any]:
    plan = publishing_plan.plan_of(scope)
    return {
        "mix": [(kind, f"{share * 100:g}") for kind, share in plan.mix.items()],
        "per_day": plan.per_day or "",
        "country": plan.country,
        "utm": [(key, getattr(plan.utm, key, "")) for key in publishing_plan.UTM_KEYS],
        "sets": [(each.name, " ".join(each.tags)) for each in plan.tag_sets],
    }


def _typed(form: QueryDict) -> dict[str, Any]:
    """What was refused stays in its fields, to be mended."""
    return {
        "mix": _pairs(form, "kind", "share"),
        "per_day": form.get("per_day", ""),
        "country": form.get("country", ""),
        "utm": [(key, form.get(key, "")) for key in publishing_plan.UTM_KEYS],
        "sets": _pairs(form, "set", "tags"),
    }


def _pairs(form: QueryDict, one: str, two: str) -> list[tuple[str, str]]:
    rows = zip(form.getlist(one), form.getlist(two), strict=False)
    return [(a.strip(), b) for a, b in rows if a.strip() or b.strip()]


def _act(form: QueryDict, scope: Scope) -> None:
    if form.get("act") == "campaign":
        wanted = {key: form.get(key, "") for key in CAMPAIGN}
        campaigns.save(scope, wanted, form.get("campaign", ""))
    elif form.get("act") == "settings":
        publishing_plan.set_plan(scope, _settings(form))
    else:
        raise invalid(
            Text("There is no such act.", "Tidak ada tindakan itu."),
            Text("Use the buttons of the page.", "Pakai tombol di halaman ini."),
        )


def _settings(form: QueryDict) -> dict[str, Any]:
    return {
        "mix": {kind: _share(share) for kind, share in _pairs(form, "kind", "share")},
        "per_day": form.get("per_day", ""),
        "country": form.get("country", ""),
        "utm": {key: form.get(key, "") for key in publishing_plan.UTM_KEYS},
        "tag_sets": [{"name": name, "tags": tags} for name, tags in _pairs(form, "set", "tags")],
    }


def _share(words: str) -> float | str:
    """A percentage; what is no number is refused by the service."""
    plain = words.strip().rstrip("%").strip().replace(",", ".")
    try:
        return float(plain) / 100
    except ValueError:
        return words


PAGE = Page(
    id="publishing",
    routes=(
        Route(
            "w/<slug:ws>/settings/publishing/",
            "publishing",
            settings,
            role="editor",
            methods=("GET", "POST"),
        ),
    ),
)
