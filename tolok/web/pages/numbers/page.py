"""Numbers: how all channels do, what each figure stands on, post by post and by audience."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tolok.services import numbers_audience, numbers_export
from tolok.services.access import Scope
from tolok.services.kpis import catalogue
from tolok.services.numbers import overview
from tolok.services.numbers_posts import posts
from tolok.services.numbers_view import View, parse_view
from tolok.services.why import why
from tolok.web.page import Nav, Page, Route, is_htmx
from tolok.web.pages.numbers import shown

POSTS_A_PAGE = 25


def numbers(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Tiles, trend, breakdown, times, components, top posts. `?why=` explains one figure."""
    view = parse_view(scope, request.GET.dict())
    if is_htmx(request) and request.GET.get("why"):
        return render(request, "pages/numbers/why.html", _why(request, scope, view))
    found = overview(scope, view, lowest=_lowest(request), offset=_offset(request, 5))
    return _page(request, scope, view, "page", shown.overview(found, view, _language(request)))


def posts_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """All posts of the period, sorted and filtered."""
    view = parse_view(scope, request.GET.dict())
    if is_htmx(request) and request.GET.get("why"):
        return render(request, "pages/numbers/why.html", _why(request, scope, view))
    listed = posts(
        scope,
        view,
        catalogue(scope),
        sort=request.GET.get("sort", ""),
        lowest=_lowest(request),
        limit=POSTS_A_PAGE,
        offset=_offset(request, POSTS_A_PAGE),
    )
    return _page(request, scope, view, "posts", {"tab": "posts", "posts": listed})


def audience_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Who follows, as far as a file says so."""
    view = parse_view(scope, request.GET.dict())
    found = numbers_audience.audience(scope, view)
    return _page(request, scope, view, "audience", shown.audience(found, _language(request)))


def export(request: HttpRequest, scope: Scope, what: str, form: str) -> HttpResponse:
    """What is seen, as a file."""
    view = parse_view(scope, request.GET.dict())
    made = numbers_export.export(scope, view, what, form, request.GET.dict(), _language(request))
    response = HttpResponse(made.body, content_type=made.type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def _page(
    request: HttpRequest, scope: Scope, view: View, name: str, more: dict[str, Any]
) -> HttpResponse:
    context = shown.frame(view, _language(request)) | more
    if request.GET.get("why"):
        context |= _why(request, scope, view)
    return render(request, f"pages/numbers/{name}.html", context)


def _why(request: HttpRequest, scope: Scope, view: View) -> dict[str, Any]:
    return {"why": why(scope, view, request.GET["why"]), "view": view}


def _language(request: HttpRequest) -> str:
    return getattr(request, "LANGUAGE_CODE", "en")


def _lowest(request: HttpRequest) -> bool:
    return request.GET.get("order") == "low"


def _offset(request: HttpRequest, size: int) -> int:
    """The `page` of the address as an offset; what is no number is the first page."""
    page = request.GET.get("page", "")
    return (
        (int(page) - 1) * size
        if page.isascii() and page.isdigit() and 0 < int(page) < 10_000
        else 0
    )


PAGE = Page(
    id="numbers",
    nav=Nav("Numbers", "numbers", 20),
    routes=(
        Route("w/<slug:ws>/numbers/", "numbers", numbers),
        Route("w/<slug:ws>/numbers/posts/", "numbers-posts", posts_page),
        Route("w/<slug:ws>/numbers/audience/", "numbers-audience", audience_page),
        Route("w/<slug:ws>/numbers/export/<slug:what>.<slug:form>", "numbers-export", export),
    ),
)
