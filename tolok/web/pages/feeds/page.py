"""Feeds: the list with its health, one feed, the ledger of entries, what feeds brought."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.errors import Problem, ProblemError
from tolok.services import feed_find, feed_page, feed_push, feed_routes, feed_stats, feeds
from tolok.services.access import Scope
from tolok.web.clock import now
from tolok.web.page import Nav, Page, Route

PER_PAGE = 50


def listing(request: HttpRequest, scope: Scope) -> HttpResponse:
    """All feeds; add one by address, by a list, or for the API."""
    if request.method != "POST":
        return _list(request, scope)
    act = _ADDING.get(request.POST.get("act", ""), _find)
    try:
        return act(request, scope)
    except ProblemError as error:
        return _list(request, scope, problem=error.problem, status=422)


def opml(request: HttpRequest, scope: Scope) -> HttpResponse:
    answer = HttpResponse(feeds.give_opml(scope), content_type="text/x-opml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="feeds-{scope.workspace.slug}.opml"'
    return answer


def one(request: HttpRequest, scope: Scope, feed: str) -> HttpResponse:
    """A feed: how it is read, how the last reads went, what became of its entries."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            return _act(request, scope, feed)
        except ProblemError as error:
            if error.problem.status == 404:
                raise
            problem = error.problem
    shown = {
        "row": feed_page.one(scope, feed, now()),
        "log": feed_page.log(scope, feed),
        "items": feed_page.entries(scope, feed),
        "names": {what.value: words for what, words in feed_page.WORDS.items()},
        "problem": problem,
        "zone": scope.workspace.zone,
    }
    return render(request, "pages/feeds/feed.html", shown, status=422 if problem else 200)


def ledger(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What became of every entry and why, with filters in the address."""
    problem: Problem | None = None
    if request.method == "POST":
        act, entry = request.POST.get("act", ""), request.POST.get("entry", "")
        try:
            feed_routes.act(scope, entry, act, now())
            return redirect(request.get_full_path())
        except ProblemError as error:
            if error.problem.status == 404:
                raise
            problem = error.problem
    wanted = {key: str(value) for key, value in request.GET.items() if value}
    start = wanted.pop("at", "0")
    at = int(start) if start.isdecimal() and len(start) < 9 else 0
    try:
        found = feed_page.query(scope, wanted)[at : at + PER_PAGE + 1]
        entries = [feed_page.entry(row) for row in found]
    except ProblemError as error:
        problem, entries = error.problem, []
    shown = {
        "entries": entries[:PER_PAGE],
        "more": at + PER_PAGE if len(entries) > PER_PAGE else None,
        "before": max(0, at - PER_PAGE) if at else None,
        "filtered": bool(wanted),
        "whats": [(what.value, words) for what, words in feed_page.WORDS.items()],
        "feeds": feeds.feeds(scope),
        "routes": feed_routes.routes(scope),
        "problem": problem,
        "zone": scope.workspace.zone,
    }
    return render(request, "pages/feeds/ledger.html", shown, status=422 if problem else 200)


def stats(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Entries and posts by feed, route, channel, network, day or hour."""
    by = request.GET.get("by", "feed")
    days = (request.GET.get("since", ""), request.GET.get("until", ""))
    problem: Problem | None = None
    try:
        first, last = feed_page.span_of(scope, *days, now())
        lines = feed_page.stats(scope, by, first, last)
    except ProblemError as error:
        problem = error.problem
        first, last = feed_page.span_of(scope, "", "", now())
        lines, by = feed_page.stats(scope, "feed", first, last), "feed"
    shown = {
        "by": by,
        "headings": tuple(feed_stats.BY),
        "first": first,
        "last": last,
        "lines": [(line, sum(line.decisions.values())) for line in lines],
        "most": max((sum(line.decisions.values()) for line in lines), default=0),
        "problem": problem,
    }
    return render(request, "pages/feeds/stats.html", shown, status=422 if problem else 200)


def _list(request: HttpRequest, scope: Scope, status: int = 200, **more: Any) -> HttpResponse:
    shown = {
        "rows": feed_page.rows(scope, now()),
        "alert": feed_page.alert(scope),
        "zone": scope.workspace.zone,
        **more,
    }
    return render(request, "pages/feeds/page.html", shown, status=status)


def _find(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A feed is added at once; the feeds of a page are shown to choose from."""
    found = feed_find.find(request.POST.get("url", ""))
    if found.reading is None:
        return _list(request, scope, found=found)
    return _to(scope, feeds.add(scope, found.url, now(), title=found.reading.feed.title))


def _add(request: HttpRequest, scope: Scope) -> HttpResponse:
    made = [feeds.add(scope, url, now()) for url in request.POST.getlist("url")]
    return _to(scope, made[0]) if len(made) == 1 else redirect("feeds", scope.workspace.slug)


def _push(request: HttpRequest, scope: Scope) -> HttpResponse:
    return _to(scope, feed_push.make(scope, request.POST.get("title", ""), now()))


def _opml(request: HttpRequest, scope: Scope) -> HttpResponse:
    taken = [feeds.take_opml(scope, each.read(), now()) for each in request.FILES.getlist("files")]
    return _list(request, scope, taken=taken, none=not taken)


def _to(scope: Scope, row: Any) -> HttpResponse:
    return redirect("feed", scope.workspace.slug, row.id)


def _act(request: HttpRequest, scope: Scope, feed: str) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "remove":
        feeds.remove(scope, feed)
        return redirect("feeds", scope.workspace.slug)
    if act == "read":
        feed_page.read_now(scope, feed, now())
    else:
        feeds.change(scope, feed, now(), **feed_page.read_form(scope, request.POST.dict()))
    return redirect("feed", scope.workspace.slug, feed)


_ADDING: dict[str, Callable[[HttpRequest, Scope], HttpResponse]] = {
    "add": _add,
    "push": _push,
    "opml": _opml,
}
_BOTH = ("GET", "POST")
PAGE = Page(
    id="feeds",
    nav=Nav("Feeds", "feed", 45),
    routes=(
        Route("w/<slug:ws>/feeds/", "feeds", listing, post_role="editor", methods=_BOTH),
        Route("w/<slug:ws>/feeds/opml/", "feeds-opml", opml),
        Route(
            "w/<slug:ws>/feeds/ledger/", "feed-ledger", ledger, post_role="editor", methods=_BOTH
        ),
        Route("w/<slug:ws>/feeds/stats/", "feed-stats", stats),
        Route("w/<slug:ws>/feeds/<uuid:feed>/", "feed", one, post_role="editor", methods=_BOTH),
    ),
)
