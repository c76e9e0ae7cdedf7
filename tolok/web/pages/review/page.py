"""A post as whoever approves it sees it: a member, or a client who came by link."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tolok.core.errors import Problem, ProblemError, not_found
from tolok.core.publishing.content import from_json
from tolok.core.roles import VIEWER, allows
from tolok.core.text import Text
from tolok.services import approval, composer, media, post_preview, post_share, post_talk
from tolok.services.access import Scope
from tolok.services.approval import Guest
from tolok.services.media_place import media_path
from tolok.web.clock import now
from tolok.web.files import sent
from tolok.web.page import Page, Route

_FILE = Text("file", "berkas")


def review(request: HttpRequest, scope: Scope, post: UUID) -> HttpResponse:
    """For members; a client sees a post only while it waits for approval."""
    problem = None
    if request.method == "POST":
        try:
            _vote(request, scope, str(post), None)
            return redirect("post-review", scope.workspace.slug, post)
        except ProblemError as error:
            problem = error.problem
    shown = _shown(scope, str(post), None)
    shown["thumbs"] = reverse("post-review", args=[scope.workspace.slug, post]) + "media/"
    if not allows(scope.role, VIEWER) and shown["review"].standing is None:
        shown = {"hidden": True}
    return _page(request, {**shown, "base": "parts/base.html"}, problem)


def picture(request: HttpRequest, scope: Scope, post: UUID, media_id: UUID) -> HttpResponse:
    """A picture of a post, for whoever may review it."""
    row = composer.whole(scope, str(post))
    approval.may_see(scope, row)
    return _picture(request, scope, row, media_id)


def guest(request: HttpRequest, secret: str) -> HttpResponse:
    """For a client who holds the link: this post and nothing else."""
    opened, problem = post_share.open_link(secret, count=request.method == "GET"), None
    if request.method == "POST":
        try:
            _vote(request, opened.scope, str(opened.post.id), opened.guest)
            return _unlisted(redirect("review-guest", secret))
        except ProblemError as error:
            problem = error.problem
    shown = _shown(opened.scope, str(opened.post.id), opened.guest)
    shown |= {
        "base": "pages/review/bare.html",
        "guest": opened.guest,
        "thumbs": reverse("review-guest", args=[secret]) + "media/",
        "zone": opened.scope.workspace.zone,
        "name": opened.scope.workspace.name,
    }
    return _unlisted(_page(request, shown, problem))


def guest_picture(request: HttpRequest, secret: str, media_id: UUID) -> HttpResponse:
    opened = post_share.open_link(secret, count=False)
    row = composer.whole(opened.scope, str(opened.post.id))
    return _unlisted(_picture(request, opened.scope, row, media_id))


def _shown(scope: Scope, post_id: str, guest: Guest | None) -> dict[str, Any]:
    row = composer.whole(scope, post_id)
    content = from_json(row.content)
    channels = dict.fromkeys(str(each.channel_id) for each in row.deliveries.all())
    return {
        "post": row,
        "views": post_preview.preview(scope, content, channels, row),
        "review": approval.review(scope, row, guest),
        "talk": post_talk.talk(scope, row),
        "zone": scope.workspace.zone,
        "hints": [],
    }


def _vote(request: HttpRequest, scope: Scope, post_id: str, guest: Guest | None) -> None:
    form = request.POST
    approval.vote(scope, post_id, form.get("verdict", ""), form.get("words", ""), now(), guest)


def _page(request: HttpRequest, shown: dict[str, Any], problem: Problem | None) -> HttpResponse:
    status = problem.status if problem else 200
    shown = {**shown, "problem": problem, "words": request.POST.get("words", "")}
    return render(request, "pages/review/page.html", shown, status=status)


def _picture(request: HttpRequest, scope: Scope, row: Any, media_id: UUID) -> HttpResponse:
    """Only what this very post shows, small unless `?whole=1`."""
    if str(media_id) not in str(row.content):
        raise not_found(_FILE)
    found = media.pieces(scope, [media_id])
    if not found:
        raise not_found(_FILE)
    small = None if request.GET.get("whole") else media.thumb(found[0])
    if small is not None:
        return sent(request, small, "image/jpeg", "thumb.jpg")
    return sent(request, media_path(found[0].sha256), found[0].mime, found[0].name)


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Keep it out of search engines, shared caches and the address other sites are told."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


_BOTH = ("GET", "POST")
PAGE = Page(
    id="posts",
    routes=(
        Route(
            "w/<slug:ws>/posts/<uuid:post>/review/", "post-review", review, "client", methods=_BOTH
        ),
        Route(
            "w/<slug:ws>/posts/<uuid:post>/review/media/<uuid:media_id>/",
            "post-review-media",
            picture,
            "client",
        ),
        Route("review/<str:secret>/", "review-guest", guest, role=None, methods=_BOTH, open=True),
        Route(
            "review/<str:secret>/media/<uuid:media_id>/",
            "review-guest-media",
            guest_picture,
            role=None,
            open=True,
        ),
    ),
)
