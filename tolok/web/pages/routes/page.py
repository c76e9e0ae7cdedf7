"""Routes: which entries of which feeds become posts on which channels; tried before they run."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS_ABBR

from tolok.core.errors import Problem, ProblemError
from tolok.services import campaigns, feed_page, feed_routes, feeds, route_form
from tolok.services.access import Scope
from tolok.web.clock import now
from tolok.web.page import Page, Route


def listing(request: HttpRequest, scope: Scope) -> HttpResponse:
    return render(request, "pages/routes/list.html", {"routes": feed_routes.routes(scope)})


def new(request: HttpRequest, scope: Scope) -> HttpResponse:
    return _edit(request, scope, None)


def one(request: HttpRequest, scope: Scope, route: str) -> HttpResponse:
    """A route with its rules; below, what would become of the newest entries."""
    row = feed_routes.route(scope, route)
    if request.POST.get("act") == "remove":
        feed_routes.remove(scope, route)
        return redirect("routes", scope.workspace.slug)
    return _edit(request, scope, row)


def _edit(request: HttpRequest, scope: Scope, row: Any) -> HttpResponse:
    problem: Problem | None = None
    typed: dict[str, Any] | None = None
    if request.method == "POST":
        try:
            typed = route_form.read(dict(request.POST.lists()), scope, row)
            campaigns.find_or_make(scope, typed["campaign"])
            made = feed_routes.save(scope, typed, now(), str(row.id) if row else "")
            return redirect("route", scope.workspace.slug, made.id)
        except ProblemError as error:
            problem = error.problem
    shown = route_form.shown(scope, row, typed, request.GET.getlist("feed"))
    shown |= {
        "route": row,
        "all_feeds": feeds.feeds(scope),
        "campaigns": campaigns.campaigns(scope),
        "weekdays": tuple(WEEKDAYS_ABBR.items()),
        "trials": feed_page.trials(scope, row, now()) if row and not problem else [],
        "problem": problem,
        "zone": scope.workspace.zone,
    }
    return render(request, "pages/routes/page.html", shown, status=422 if problem else 200)


_BOTH = ("GET", "POST")
PAGE = Page(
    id="feeds",
    routes=(
        Route("w/<slug:ws>/routes/", "routes", listing),
        Route("w/<slug:ws>/routes/new/", "route-new", new, role="editor", methods=_BOTH),
        Route("w/<slug:ws>/routes/<uuid:route>/", "route", one, role="editor", methods=_BOTH),
    ),
)
