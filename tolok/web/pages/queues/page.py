"""The queues: each channel's weekly slots, its pauses and limits, and the posts that wait in it."""

from random import SystemRandom
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from tolok.core.errors import Problem, ProblemError, invalid
from tolok.core.text import Text
from tolok.services import best_time, queues
from tolok.services.access import Scope
from tolok.services.numbers_keys import WEEKDAYS
from tolok.web.clock import now
from tolok.web.page import Page, Route

_DAYS = tuple("0123456")


def listing(request: HttpRequest, scope: Scope) -> HttpResponse:
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _act(request.POST, scope)
            return redirect(f"{request.path}#q{request.POST.get('channel', '')}")
        except ProblemError as error:
            problem = error.problem
    asked = request.GET.get("best", "")
    shown = {
        "best": best_time.times(scope, asked, now()) if asked else None,
        "lines": queues.lines(scope, now()),
        "problem": problem,
        "weekdays": list(enumerate(WEEKDAYS)),
    }
    status = problem.status if problem else 200
    return render(request, "pages/queues/page.html", shown, status=status)


def _act(form: QueryDict, scope: Scope) -> None:
    channel, act = form.get("channel", ""), form.get("act", "")
    if act in ("add", "remove"):
        days = [int(day) if day in _DAYS else -1 for day in form.getlist("weekday")]
        at = form.get("at", "")
        queues.add_slots(scope, channel, days, at, now(), remove=act == "remove")
    elif act == "fill":
        queues.fill_best(scope, channel, best_time.PER_WEEK, now())
    elif act == "shuffle":
        queues.shuffle(scope, channel, now(), SystemRandom())
    elif act in ("up", "down", "first", "last"):
        queues.move(scope, form.get("delivery", ""), act, now())
    elif act in ("pause", "resume", "limits"):
        queues.set_week(scope, channel, _settings(form, act), now())
    else:
        raise invalid(
            Text("There is no such act.", "Tidak ada tindakan itu."),
            Text("Use the buttons of the page.", "Pakai tombol di halaman ini."),
        )


def _settings(form: QueryDict, act: str) -> dict[str, Any]:
    if act in ("pause", "resume"):
        until = form.get("until", "") if act == "pause" else ""
        return {"paused": act == "pause", "paused_until": until}
    limits: dict[str, Any] = {key: form.get(key, "") for key in ("max_per_day", "min_gap_minutes")}
    words = form.getlist("words")
    days = zip(form.getlist("first"), form.getlist("last"), strict=False)
    limits["blackouts"] = [
        {"first": first, "last": last or first, "words": words[n] if n < len(words) else ""}
        for n, (first, last) in enumerate(days)
        if first
    ]
    return limits


PAGE = Page(
    id="queues",
    routes=(
        Route(
            "w/<slug:ws>/queues/",
            "queues",
            listing,
            post_role="editor",
            methods=("GET", "POST"),
        ),
    ),
)
