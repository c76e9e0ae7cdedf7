"""Language and theme of this browser; remembered for a person who is logged in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from tolok.web.page import Page, Route

YEAR_S = 31_536_000


def preferences(request: HttpRequest) -> HttpResponse:
    """Sets the cookies and goes back. A GET, since it changes nothing but this browser's view."""
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = redirect(back)
    language, theme = request.GET.get("language"), request.GET.get("theme")
    if language in ("en", "id"):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    if theme in ("light", "dark", "auto"):
        _keep(response, "tolok_theme", theme)
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR_S, samesite="Lax", secure=settings.HTTPS, httponly=True
    )


PAGE = Page(
    id="preferences",
    routes=(Route("preferences/", "preferences", preferences, role=None, open=True),),
)
