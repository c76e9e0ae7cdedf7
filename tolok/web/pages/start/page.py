"""Where `/` leads, and the one-time claim link of the first owner."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tolok.services import access, people
from tolok.services.access import Actor
from tolok.web.page import Page, Route
from tolok.web.routes import actor_of


def start(request: HttpRequest, scope: None) -> HttpResponse:
    """The only or first workspace's goals; the list when there are several or none."""
    mine = access.workspaces(actor_of(request))
    own = [w for w in mine if not w.demo] or mine
    if len(own) == 1:
        return redirect("goals", own[0].slug)
    return redirect("workspaces")


def claim(request: HttpRequest, secret: str) -> HttpResponse:
    """Makes the owner, logs in, and shows the first chart: the demo's, where there is one."""
    user = people.claim(secret, language=request.LANGUAGE_CODE)
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    demo = next((w for w in access.workspaces(Actor(user=user)) if w.demo), None)
    return redirect("goals", demo.slug) if demo else redirect("start")


PAGE = Page(
    id="start",
    routes=(
        Route("", "start", start, role=None),
        Route("claim/<str:secret>/", "claim", claim, role=None, open=True),
    ),
)
