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
    plan = publishing_plan.plan_of(scope)
    shown = {
        "problem": problem,
        "campaigns": campaigns.campaigns(scope),
        "plan": plan,
        "mix": [(kind, round(share * 100)) for kind, share in plan.mix.items()],
        "utm": [(key, getattr(plan.utm, key, "")) for key in publishing_plan.UTM_KEYS],
        "sets": [(each.name, " ".join(each.tags)) for each in plan.tag_sets],
        "countries": publishing_plan.countries(),
    }
    status = problem.status if problem else 200
    return render(request, "pages/publishing/page.html", shown, status=status)


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
    kinds = zip(form.getlist("kind"), form.getlist("share"), strict=False)
    sets = zip(form.getlist("set"), form.getlist("tags"), strict=False)
    return {
        "mix": {kind.strip(): _share(share) for kind, share in kinds if kind.strip()},
        "per_day": form.get("per_day", ""),
        "country": form.get("country", ""),
        "utm": {key: form.get(key, "") for key in publishing_plan.UTM_KEYS},
        "tag_sets": [{"name": name, "tags": tags} for name, tags in sets if name or tags],
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
