"""A workspace's own settings: its zone and money, its channels, and who may do what."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.errors import ProblemError
from tolok.core.roles import ROLES
from tolok.lib.catalogue import networks
from tolok.services import channel_acts, people
from tolok.services.access import Scope
from tolok.services.channels import all_channels
from tolok.services.workspaces import change_workspace
from tolok.web.page import Nav, Page, Route


def settings(request: HttpRequest, scope: Scope) -> HttpResponse:
    problem, link = None, ""
    if request.method == "POST":
        try:
            link = _ACTS.get(request.POST.get("act", ""), _change)(request, scope)
            if not link:
                return redirect("settings", scope.workspace.slug)
        except ProblemError as error:
            problem = error.problem
    shown = {
        "problem": problem,
        "link": link,
        "members": people.members(scope),
        "channels": _channels(scope),
        "invitations": people.invitations(scope),
        "roles": ROLES,
    }
    status = problem.status if problem else 200
    return render(request, "pages/settings/page.html", shown, status=status)


def _channels(scope: Scope) -> list[tuple[object, ...]]:
    """Each channel with its network, and the others that may be the same account."""
    found = all_channels(scope)
    return [
        (one, networks()[one.network], [c for c in found if c.network == one.network and c != one])
        for one in found
    ]


def _change(request: HttpRequest, scope: Scope) -> str:
    change_workspace(
        scope,
        name=request.POST.get("name", scope.workspace.name),
        zone=request.POST.get("zone", scope.workspace.zone),
        currency=request.POST.get("currency", scope.workspace.currency).upper(),
        first_weekday=6 if request.POST.get("first_weekday") == "6" else 0,
    )
    return ""


def _invite(request: HttpRequest, scope: Scope) -> str:
    secret = people.invite(scope, request.POST.get("role", "editor"))
    return request.build_absolute_uri(f"/join/{secret.value}/")


def _role(request: HttpRequest, scope: Scope) -> str:
    people.set_role(scope, request.POST.get("member", ""), request.POST.get("role", ""))
    return ""


def _remove(request: HttpRequest, scope: Scope) -> str:
    people.remove_member(scope, request.POST.get("member", ""))
    return ""


def _revoke(request: HttpRequest, scope: Scope) -> str:
    people.revoke_invitation(scope, request.POST.get("invitation", ""))
    return ""


def _rename(request: HttpRequest, scope: Scope) -> str:
    channel_acts.rename(scope, request.POST.get("channel", ""), request.POST.get("name", ""))
    return ""


def _archive(request: HttpRequest, scope: Scope) -> str:
    away = request.POST.get("away") == "1"
    channel_acts.archive(scope, request.POST.get("channel", ""), away=away)
    return ""


def _merge(request: HttpRequest, scope: Scope) -> str:
    channel_acts.merge(scope, request.POST.get("channel", ""), request.POST.get("into", ""))
    return ""


_ACTS: dict[str, Callable[[HttpRequest, Scope], str]] = {
    "change": _change,
    "invite": _invite,
    "role": _role,
    "remove": _remove,
    "revoke": _revoke,
    "channel": _rename,
    "archive": _archive,
    "merge": _merge,
}

PAGE = Page(
    id="settings",
    nav=Nav("Settings", "settings", 90, role="admin"),
    routes=(
        Route("w/<slug:ws>/settings/", "settings", settings, role="admin", methods=("GET", "POST")),
    ),
)
