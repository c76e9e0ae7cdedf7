"""The media library: bring pictures and videos, describe them, sort them into folders."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.errors import Problem, ProblemError, not_found
from tolok.core.text import Text
from tolok.lib.uploads import path_of
from tolok.services import media
from tolok.services.access import Scope
from tolok.services.media_place import media_path
from tolok.web.clock import now
from tolok.web.files import sent
from tolok.web.page import MOST_DIGITS, Page, Route, start_of

PER_PAGE = 60


def library(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The library by folder, with its drop zone."""
    if request.method != "POST":
        return render(request, "pages/media/page.html", _shelf(request, scope))
    files = [(each.name or "file", path_of(each)) for each in request.FILES.getlist("files")]
    received = media.receive(scope, files, request.POST.get("folder", ""))
    if received.refused or not files:
        shown = {**_shelf(request, scope), "refused": received.refused, "none": not files}
        return render(request, "pages/media/page.html", shown, status=422)
    if len(received.made) == 1:
        return redirect("media-piece", scope.workspace.slug, received.made[0].id)
    return redirect("media", scope.workspace.slug)


def piece(request: HttpRequest, scope: Scope, media_id: str) -> HttpResponse:
    """One piece: its description, folder and focal point, and the posts that show it."""
    found, problem = media.piece(scope, media_id), None
    if request.method == "POST":
        try:
            if request.POST.get("act") == "remove":
                media.remove(scope, media_id, now())
                return redirect("media", scope.workspace.slug)
            media.change(scope, media_id, _change(request))
            return redirect("media-piece", scope.workspace.slug, media_id)
        except ProblemError as error:
            problem = error.problem
    return _one(request, scope, found, problem)


def file(request: HttpRequest, scope: Scope, media_id: str) -> HttpResponse:
    found = media.pieces(scope, [media_id])
    if not found:
        raise not_found(_FILE)
    return sent(request, media_path(found[0].sha256), found[0].mime, found[0].name)


def thumb(request: HttpRequest, scope: Scope, media_id: str) -> HttpResponse:
    found = media.pieces(scope, [media_id])
    small = media.thumb(found[0]) if found else None
    if small is None:
        raise not_found(_FILE)
    return sent(request, small, "image/jpeg", "thumb.jpg")


def _shelf(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    folder, text = request.GET.get("folder", ""), request.GET.get("text", "")
    rows = media.listed(scope, folder=folder, text=text, kind=request.GET.get("kind", ""))
    at = start_of(request)
    found = list(rows[at : at + PER_PAGE + 1])
    return {
        "pieces": found[:PER_PAGE],
        "more": at + PER_PAGE if len(found) > PER_PAGE else None,
        "folders": media.folders(scope),
        "folder": folder,
        "text": text,
        "filtered": bool(folder or text or request.GET.get("kind")),
    }


def _one(request: HttpRequest, scope: Scope, found: Any, problem: Problem | None) -> HttpResponse:
    focus = found.focus or [0.5, 0.5]
    shown = {
        "piece": found,
        "problem": problem,
        "folders": media.folders(scope),
        "used": media.used_in(scope, str(found.id))[:20],
        "focus_x": round(focus[0] * 100),
        "focus_y": round(focus[1] * 100),
    }
    status = problem.status if problem else 200
    return render(request, "pages/media/piece.html", shown, status=status)


def _change(request: HttpRequest) -> dict[str, Any]:
    form: dict[str, Any] = {
        key: request.POST[key] for key in ("name", "alt", "folder") if key in request.POST
    }
    x, y = request.POST.get("focus_x", ""), request.POST.get("focus_y", "")
    if x.isdecimal() and y.isdecimal() and max(len(x), len(y)) < MOST_DIGITS:
        form["focus"] = None if (x, y) == ("50", "50") else [int(x) / 100, int(y) / 100]
    return form


_FILE = Text("file", "berkas")
_BOTH = ("GET", "POST")
PAGE = Page(
    id="posts",
    routes=(
        Route("w/<slug:ws>/media/", "media", library, post_role="editor", methods=_BOTH),
        Route(
            "w/<slug:ws>/media/<uuid:media_id>/",
            "media-piece",
            piece,
            post_role="editor",
            methods=_BOTH,
        ),
        Route("w/<slug:ws>/media/<uuid:media_id>/file/", "media-file", file),
        Route("w/<slug:ws>/media/<uuid:media_id>/thumb/", "media-thumb", thumb),
    ),
)
