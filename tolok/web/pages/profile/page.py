"""One's own name, e-mail, password and API tokens."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tolok.core.errors import ProblemError
from tolok.services import access, people, tokens
from tolok.web.page import Page, Route
from tolok.web.routes import actor_of
from tolok.web.visit import PersonVisit


def profile(request: PersonVisit, scope: None) -> HttpResponse:
    problem, token = None, ""
    if request.method == "POST":
        try:
            token = _act(request)
            if not token:
                return redirect("profile")
        except ProblemError as error:
            problem = error.problem
    shown = {
        "problem": problem,
        "token": token,
        "tokens": tokens.tokens(request.user),
        "workspaces": access.workspaces(actor_of(request)),
    }
    status = problem.status if problem else 200
    return render(request, "pages/profile/page.html", shown, status=status)


def _act(request: PersonVisit) -> str:
    """Do what the form says; a new token's value is the answer, else nothing."""
    form = request.POST
    act = form.get("act", "")
    if act == "token":
        slug = form.get("workspace", "")
        where = access.enter(actor_of(request), slug, "client").workspace if slug else None
        return tokens.make_token(
            request.user, form.get("name", ""), form.get("scope", ""), where
        ).value
    if act == "revoke":
        tokens.revoke_token(request.user, form.get("token", ""))
    elif act == "shortcuts":
        people.set_shortcuts(request.user, on=form.get("on") == "1")
    else:
        people.set_profile(
            request.user,
            email=form.get("email", ""),
            name=form.get("name", ""),
            password=form.get("password", ""),
        )
        update_session_auth_hash(request, request.user)
    return ""


PAGE = Page(
    id="profile",
    routes=(Route("profile/", "profile", profile, role=None, methods=("GET", "POST")),),
)
