"""Addresses of all pages, found by listing `pages/`; and the door each request goes through."""

from collections.abc import Callable
from functools import cache, wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path

from tolok.core.registry import collect
from tolok.services.access import Actor, Scope, enter
from tolok.web.page import Page, Route, is_htmx
from tolok.web.visit import Visit

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@cache
def pages() -> tuple[Page, ...]:
    return tuple(p for p in collect("tolok.web.pages", "PAGE") if isinstance(p, Page))


def page_urls() -> list[URLPattern]:
    return [
        path(route.path, _door(page, route), name=route.name)
        for page in pages()
        for route in page.routes
    ]


def actor_of(request: HttpRequest) -> Actor:
    user = request.user
    return Actor(user=user) if user.is_authenticated else Actor()


def _door(page: Page, route: Route) -> Callable[..., HttpResponse]:
    """Checks method, login, workspace and role before the view runs."""

    @wraps(route.view)
    def view(request: Visit, **url: str) -> HttpResponse:
        method = "GET" if request.method == "HEAD" else request.method or ""
        if method not in route.methods:
            return HttpResponseNotAllowed(route.methods)
        request.tolok_page = page
        if route.open:
            return route.view(request, **url)
        if not request.user.is_authenticated:
            if is_htmx(request):
                return HttpResponse(status=401)  # the page that asks keeps what was typed in it
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return route.view(request, _scope(request, route, url), **url)

    return view


def _scope(request: Visit, route: Route, url: dict[str, str]) -> Scope | None:
    """The workspace of the address (taken out of `url`), None on pages outside any."""
    if route.role is None:
        return None
    needed = route.role
    if request.method not in SAFE and route.post_role:
        needed = route.post_role
    scope = enter(actor_of(request), url.pop("ws"), needed)
    request.tolok_scope = scope
    return scope
