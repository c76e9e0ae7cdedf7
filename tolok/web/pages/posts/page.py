"""The posts of a workspace: a list with filters in the address, the idea board, what waits."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.errors import ProblemError
from tolok.core.publishing.states import STATES
from tolok.services import approval, composer, feed_page, post_board, post_preview, post_story
from tolok.services.access import Scope
from tolok.web.clock import now
from tolok.web.page import Nav, Page, Route, start_of

PER_PAGE = 50
FILTERS = (
    *("text", "channel", "network", "state", "stage", "campaign", "tag", "type", "pillar"),
    *("since", "until"),
)


def listing(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A list, or the board of ideas, drafts, what is in review and what is planned."""
    given = request.GET
    wanted = {key: given[key] for key in FILTERS if given.get(key)}
    view = given.get("view", "")
    try:
        shown = _shown(scope, view, wanted, start_of(request))
    except ProblemError as error:
        shown = {**_shown(scope, view, {}, 0), "problem": error.problem}
    shown |= {
        "view": view,
        "filtered": bool(wanted),
        "choices": post_preview.choices(scope),
        "offers": composer.offers(scope),
        "states": [(name, each.name) for name, each in STATES.items()],
        "waiting": post_story.count_waiting(scope),
        "zone": scope.workspace.zone,
    }
    return render(request, "pages/posts/page.html", shown)


def attention(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What waits for a person; several late or failed ones can be sent or skipped at once."""
    told: list[post_board.Outcome] = []
    if request.method == "POST":
        wanted = request.POST.getlist("delivery")
        told = post_board.act_on(scope, wanted, request.POST.get("act", ""), now())
        if told and all(each.problem is None for each in told):
            return redirect("posts-attention", scope.workspace.slug)
    shown = {
        "stories": post_story.waiting(scope, now()),
        "feed_alert": feed_page.alert(scope),
        "mine": approval.mine(scope),
        "refused": [each for each in told if each.problem],
        "zone": scope.workspace.zone,
        "back": "attention",
    }
    status = 409 if shown["refused"] else 200
    return render(request, "pages/posts/attention.html", shown, status=status)


def _shown(scope: Scope, view: str, wanted: dict[str, str], at: int) -> dict[str, Any]:
    if view == "board":
        return {"columns": post_board.board(scope, wanted)}
    rows, more = post_board.page(scope, wanted, at, PER_PAGE)
    return {
        "rows": rows,
        "more": at + PER_PAGE if more else None,
        "before": max(0, at - PER_PAGE) if at else None,
    }


_BOTH = ("GET", "POST")
PAGE = Page(
    id="posts",
    nav=Nav("Posts", "send", 40),
    routes=(
        Route("w/<slug:ws>/posts/", "posts", listing),
        Route(
            "w/<slug:ws>/posts/attention/",
            "posts-attention",
            attention,
            post_role="editor",
            methods=_BOTH,
        ),
    ),
)
