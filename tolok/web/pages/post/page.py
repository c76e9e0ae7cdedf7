"""One post: written, looked at as each channel would show it, planned, followed, decided about."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from tolok.core.errors import Problem, ProblemError
from tolok.core.publishing.content import PostContent
from tolok.core.text import say
from tolok.lib.ids import uuid7
from tolok.lib.uploads import path_of
from tolok.services import composer, media, post_acts, post_evergreen, post_share, post_talk, posts
from tolok.services.access import Scope
from tolok.services.post_form import read_day_time
from tolok.services.post_order import AT, When
from tolok.web.clock import now
from tolok.web.page import Page, Route, is_htmx
from tolok.web.pages.post.shown import shown_post
from tolok.web.pages.post.typed import Typed, of_form

SAVING = ("save", "idea", "plan", "more")


def new(request: HttpRequest, scope: Scope) -> HttpResponse:
    """An empty composer; the address may bring a text, a channel, a day and a time."""
    if request.method == "POST":
        return _save(request, scope, request.POST.get("post", ""))
    given = request.GET
    typed = Typed(
        text=given.get("text", ""),
        channels=tuple(given.getlist("channel")),
        link=given.get("link", ""),
        day=given.get("day", ""),
        clock=given.get("clock", ""),
        when=AT if given.get("day") else "next",
        fresh=str(uuid7()),
    )
    return render(request, "pages/post/page.html", shown_post(scope, "", typed, now()))


def post(request: HttpRequest, scope: Scope, post: str) -> HttpResponse:
    """The composer of a post with what became of it, its versions and what was said."""
    if request.method != "POST":
        return render(request, "pages/post/page.html", shown_post(scope, post, None, now()))
    act = request.POST.get("act", "save")
    if act in SAVING:
        return _save(request, scope, post)
    try:
        if act == "share":
            return _share(request, scope, post)
        return redirect(_ACTS.get(act, _stay)(request, scope, post))
    except ProblemError as error:
        if error.problem.status == 404:
            raise
        return _again(request, scope, post, None, error.problem)


def typed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What is typed, kept where it is a draft, and judged; or a press of one of the buttons."""
    post = request.POST.get("post", "")
    if request.POST.get("act"):
        return _save(request, scope, post)
    problem, saved = None, None
    form, refused = _with_files(request, scope, of_form(request.POST))
    try:
        content = form.content(composer.base_content(scope, post))
        saved = composer.typed(scope, post, content, _sheet(form), now())
        form = replace(form, version=saved.version) if saved else form
        problem = _named(refused) if refused else None
    except ProblemError as error:
        problem = error.problem
    id = str(saved.id) if saved else post
    shown = shown_post(scope, id, form, now(), problem=problem, live=True)
    status = problem.status if problem else 200
    answer = render(request, "pages/post/live.html", {**shown, "saved": saved}, status=status)
    if saved and not post:
        answer["HX-Replace-Url"] = reverse("post", args=[scope.workspace.slug, id])
    return answer


def _save(request: HttpRequest, scope: Scope, post: str) -> HttpResponse:
    """Save, and plan if asked to. What cannot be planned is kept as a draft, with the reasons."""
    act, form = request.POST.get("act", "save"), of_form(request.POST)
    added = composer.with_sets(scope, form.text, request.POST.getlist("tag_set"))
    form = replace(form, text=added)
    form, refused = _with_files(request, scope, form)
    try:
        content = _read(scope, post, form, refused)
        if act == "more":
            return _again(request, scope, post, form, None)
        row = composer.save(scope, post, content, _sheet(form), now(), idea=act == "idea")
        post, form = str(row.id), replace(form, version=row.version)
        if act == "plan":
            composer.plan(scope, post, _when(scope, form), now())
    except ProblemError as error:
        if error.problem.status == 404:
            raise
        if not post and error.problem.status == 409 and _twin(scope, form):
            return _to(request, reverse("post", args=[scope.workspace.slug, form.fresh]))
        return _again(request, scope, post, form, error.problem)
    return _to(request, reverse("post", args=[scope.workspace.slug, post]))


def _twin(scope: Scope, form: Typed) -> bool:
    """Whether this very form came before and did its work: a button was pressed twice."""
    return composer.twin(scope, form.fresh, form.content(PostContent())) is not None


def _with_files(
    request: HttpRequest, scope: Scope, form: Typed
) -> tuple[Typed, media.Refused | None]:
    """The form with its files taken into the library, and the first one that was not taken."""
    files = [(each.name or "file", path_of(each)) for each in request.FILES.getlist("files")]
    ids, refused = composer.take_files(scope, files, form.media)
    form = replace(form, media=ids, alts=composer.described(scope, form.alts))
    return form, refused[0] if refused else None


def _read(scope: Scope, post: str, form: Typed, refused: media.Refused | None) -> PostContent:
    """The content that the form makes. Without a file that was meant to be in it, it makes none."""
    if refused:
        raise ProblemError(_named(refused))
    return form.content(composer.base_content(scope, post))


def _named(refused: media.Refused) -> Problem:
    detail = say(
        "{file}: {why}", "{file}: {why}", file=refused.file_name, why=refused.problem.detail
    )
    return replace(refused.problem, detail=detail)


def _again(
    request: HttpRequest, scope: Scope, post: str, form: Typed | None, problem: Problem | None
) -> HttpResponse:
    """The page with what was typed still in it, and what is wrong."""
    shown = shown_post(scope, post, form, now(), problem=problem)
    status = problem.status if problem else 200
    answer = render(request, "pages/post/page.html", shown, status=status)
    if is_htmx(request):
        answer["HX-Retarget"] = answer["HX-Reselect"] = ".main-in"
        answer["HX-Reswap"] = "outerHTML show:top"
    return answer


def _to(request: HttpRequest, address: str) -> HttpResponse:
    if not is_htmx(request):
        return redirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer


def _sheet(form: Typed) -> composer.Sheet:
    return composer.Sheet(
        channels=form.channels,
        title=form.title,
        type=form.type,
        pillar=form.pillar,
        tags=form.tags,
        campaign=form.campaign,
        late=form.late,
        approve_by=form.approve_by,
        version=form.version,
        fresh=form.fresh,
    )


def _when(scope: Scope, form: Typed) -> When:
    if form.when != AT:
        return When("next" if form.when in ("draft", "idea") else form.when)
    return When(AT, read_day_time(form.day, form.clock, ZoneInfo(scope.workspace.zone)))


def _stay(request: HttpRequest, scope: Scope, post: str) -> str:
    return reverse("post", args=[scope.workspace.slug, post])


def _of_post(act: Callable[..., Any]) -> Callable[[HttpRequest, Scope, str], str]:
    def run(request: HttpRequest, scope: Scope, post: str) -> str:
        act(scope, post, now())
        return _stay(request, scope, post)

    return run


def _of_delivery(act: Callable[..., Any]) -> Callable[[HttpRequest, Scope, str], str]:
    def run(request: HttpRequest, scope: Scope, post: str) -> str:
        act(scope, request.POST.get("delivery", ""), now())
        return (
            request.POST.get("back") == "attention"
            and _attention(scope)
            or _stay(request, scope, post)
        )

    return run


def _attention(scope: Scope) -> str:
    return reverse("posts-attention", args=[scope.workspace.slug])


def _decide(request: HttpRequest, scope: Scope, post: str) -> str:
    form = request.POST
    post_acts.decide(
        scope,
        form.get("delivery", ""),
        now(),
        answer=form.get("answer", ""),
        remote_id=form.get("remote_id", ""),
        url=form.get("url", "").strip(),
    )
    return _stay(request, scope, post)


def _copy(request: HttpRequest, scope: Scope, post: str) -> str:
    trial = "variation" if request.POST.get("trial") else ""
    made = posts.double(scope, post, now(), trial=trial)
    return _stay(request, scope, str(made.id))


def _remove(request: HttpRequest, scope: Scope, post: str) -> str:
    posts.remove(scope, post, now())
    return reverse("posts", args=[scope.workspace.slug])


def _share(request: HttpRequest, scope: Scope, post: str) -> HttpResponse:
    """A link for a client, shown this once."""
    made = post_share.share_post(scope, str(post), request.POST.get("name", ""))
    shown = shown_post(scope, post, None, now())
    shown["made_link"] = request.build_absolute_uri(made.path)
    return render(request, "pages/post/page.html", shown)


def _unshare(request: HttpRequest, scope: Scope, post: str) -> str:
    post_share.revoke_link(scope, str(post), request.POST.get("link", ""))
    return _stay(request, scope, post) + "#approval"


def _come_again(request: HttpRequest, scope: Scope, post: str) -> str:
    post_evergreen.set_rule(scope, post, _again_form(request.POST))
    return _stay(request, scope, post) + "#again"


def _again_form(form: QueryDict) -> dict[str, Any]:
    """The fields; other texts are apart by a line of three hyphens."""
    texts = re.split(r"^\s*-{3,}\s*$", form.get("variants", ""), flags=re.MULTILINE)
    return {name: form.get(name, "") for name in ("rest_days", "most", "expires")} | {
        "variants": texts
    }


def _enough(request: HttpRequest, scope: Scope, post: str) -> str:
    post_evergreen.clear_rule(scope, post)
    return _stay(request, scope, post) + "#again"


def _comment(request: HttpRequest, scope: Scope, post: str) -> str:
    post_talk.say_something(scope, post, request.POST.get("words", ""), now())
    return _stay(request, scope, post) + "#talk"


_ACTS: dict[str, Callable[[HttpRequest, Scope, str], str]] = {
    "draft": _of_post(post_acts.take_back),
    "cancel": _of_post(post_acts.cancel),
    "send": _of_delivery(post_acts.send_now),
    "skip": _of_delivery(post_acts.skip),
    "stop": _of_delivery(post_acts.cancel_one),
    "decide": _decide,
    "copy": _copy,
    "remove": _remove,
    "comment": _comment,
    "unshare": _unshare,
    "again": _come_again,
    "enough": _enough,
}

_BOTH = ("GET", "POST")
PAGE = Page(
    id="posts",
    routes=(
        Route("w/<slug:ws>/posts/new/", "post-new", new, role="editor", methods=_BOTH),
        Route("w/<slug:ws>/posts/typed/", "post-typed", typed, role="editor", methods=("POST",)),
        Route(
            "w/<slug:ws>/posts/<uuid:post>/",
            "post",
            post,
            role="viewer",
            post_role="editor",
            methods=_BOTH,
        ),
    ),
)
