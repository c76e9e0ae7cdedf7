"""The log-ins of a workspace: how each stands, and connecting one by a form or a trip and back."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.errors import Problem, ProblemError
from tolok.lib.ids import new_secret
from tolok.services import (
    connection_check,
    connection_page,
    connection_trips,
    connections,
    sign_in_apps,
)
from tolok.services.access import Scope, enter
from tolok.services.connection_trips import Trip
from tolok.services.connection_words import PROOF
from tolok.web.clock import now
from tolok.web.page import Nav, Page, Route
from tolok.web.routes import actor_of
from tolok.web.visit import PersonVisit

SESSION = "connect"  # in the session: binds a trip to the browser that left


def listing(request: HttpRequest, scope: Scope) -> HttpResponse:
    problem = None
    if request.method == "POST":
        try:
            _settle(request, scope)
            return redirect("connections", scope.workspace.slug)
        except ProblemError as error:
            problem = error.problem
    return _page(request, scope, problem)


def check(request: HttpRequest, scope: Scope, channel: str) -> HttpResponse:
    """Ask the network now; how it went stands on the page."""
    try:
        connection_check.check(scope, channel, now())
    except ProblemError as error:
        return _page(request, scope, error.problem)
    return redirect("connections", scope.workspace.slug)


def connect(request: PersonVisit, scope: Scope, network: str, way: str) -> HttpResponse:
    """One way to connect: its steps and its form. A trip leads to a page that leads on."""
    chosen = connections.way(network, way)
    problem = None
    if request.method == "POST":
        try:
            met = connections.begin(
                scope,
                chosen,
                request.POST.dict(),
                base=sign_in_apps.base_of(_own(request)) if chosen.leads_away else "",
                session=_session(request),
                now=now(),
                channel=request.GET.get("channel", ""),
            )
            if not isinstance(met, Trip):
                return redirect("connections", scope.workspace.slug)
            return render(request, "pages/connections/away.html", {"trip": met, "way": chosen})
        except ProblemError as error:
            problem = error.problem
    shown = {
        "problem": problem,
        "way": chosen,
        "proof": PROOF[chosen.network.proof.kind],
        "fields": [
            (field, "" if field.secret else request.POST.get(field.id, ""))
            for field in chosen.sign_in.fields
        ],
        "others": [w for w in connections.ways() if w.network == chosen.network and w != chosen],
        "channel": request.GET.get("channel", ""),
    }
    status = problem.status if problem else 200
    return render(request, "pages/connections/connect.html", shown, status=status)


def back(request: PersonVisit, scope: None) -> HttpResponse:
    """The one address networks send people back to; what they bring finds the workspace."""
    actor, session = actor_of(request), request.session.get(SESSION, "")
    answer = request.GET.dict()
    slug = connection_trips.whither(actor, answer.get("state", ""), session, now())
    try:
        base = sign_in_apps.base_of(_own(request))
        made = connections.finish(actor, answer, base=base, session=session, now=now())
    except ProblemError as error:
        if slug:
            request.tolok_scope = enter(actor, slug)
        shown = {"problem": error.problem, "slug": slug}
        return render(request, "pages/connections/back.html", shown, status=error.problem.status)
    return redirect("connections", made.workspace.slug)


def document(request: HttpRequest, network: str, way: str) -> HttpResponse:
    """What a network reads of this installation before it lets anybody log in through it."""
    found = sign_in_apps.document(network, way, sign_in_apps.base_of(_own(request)))
    return HttpResponse(json.dumps(found), content_type="application/json")


def _page(request: HttpRequest, scope: Scope, problem: Problem | None) -> HttpResponse:
    shown: dict[str, Any] = {
        "problem": problem,
        "cards": connection_page.cards(scope, now()),
        "unconnected": connection_page.unconnected(scope),
        "offers": connection_page.offers(),
        "late": connection_page.late_choices(),
        "zone": scope.workspace.zone,
    }
    status = problem.status if problem else 200
    return render(request, "pages/connections/page.html", shown, status=status)


def _settle(request: HttpRequest, scope: Scope) -> None:
    channel, act = request.POST.get("channel", ""), request.POST.get("act", "")
    if act == "disconnect":
        connections.disconnect(scope, channel)
    elif act in ("pause", "resume"):
        connections.settle(scope, channel, now(), paused=act == "pause")
    elif act == "settle":
        sure = request.POST.get("at_least_once")
        chosen = None if sure is None else sure == "1"
        late = request.POST.get("late") or None
        connections.settle(scope, channel, now(), late=late, at_least_once=chosen)


def _own(request: HttpRequest) -> str:
    """The address the browser uses; behind a proxy that speaks https, with https."""
    return sign_in_apps.secured(request.build_absolute_uri("/"))


def _session(request: PersonVisit) -> str:
    if SESSION not in request.session:
        request.session[SESSION] = new_secret()
    return str(request.session[SESSION])


_BOTH = ("GET", "POST")
PAGE = Page(
    id="connections",
    nav=Nav("Connections", "plug", 80),
    routes=(
        Route("w/<slug:ws>/connections/", "connections", listing, post_role="admin", methods=_BOTH),
        Route(
            "w/<slug:ws>/connections/check/<str:channel>/",
            "connection-check",
            check,
            role="editor",
            methods=("POST",),
        ),
        Route(
            "w/<slug:ws>/connections/<slug:network>/<slug:way>/",
            "connect",
            connect,
            role="admin",
            methods=_BOTH,
        ),
        Route("connect/back/", "connect-back", back, role=None),
        Route(
            "connect/documents/<slug:network>/<slug:way>.json",
            "connect-document",
            document,
            role=None,
            open=True,
        ),
    ),
)
