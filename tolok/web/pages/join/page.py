"""An invitation link: log in or sign up, then become a member."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.errors import ProblemError
from tolok.services import people
from tolok.web.page import Page, Route


def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Shows where the link leads; a POST accepts it, making an account first when needed."""
    invitation = people.open_invitation(secret)
    problem = None
    if not request.user.is_authenticated:
        request.session["invitation"] = secret  # opens sign-up through a provider, for this visitor
    if request.method == "POST":
        try:
            return _accept(request, secret)
        except ProblemError as error:
            problem = error.problem
    shown = {
        "invitation": invitation,
        "problem": problem,
        "email": request.POST.get("email", ""),
        "name": request.POST.get("name", ""),
    }
    status = problem.status if problem else 200
    return render(request, "pages/join/page.html", shown, status=status)


def _accept(request: HttpRequest, secret: str) -> HttpResponse:
    request.session.pop("invitation", None)
    if request.user.is_authenticated:
        workspace = people.accept(secret, request.user)
    else:
        user, workspace = people.join_as_new(
            secret,
            email=request.POST.get("email", ""),
            name=request.POST.get("name", ""),
            password=request.POST.get("password", ""),
        )
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("goals", workspace.slug)


PAGE = Page(
    id="join",
    routes=(
        Route("join/<str:secret>/", "join", join, role=None, methods=("GET", "POST"), open=True),
    ),
)
