"""How background work stands, for whoever runs the installation."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.errors import ProblemError
from tolok.core.text import Text, number, say
from tolok.lib.ids import row_id
from tolok.services import job_ops
from tolok.services.job_ops import Overview, QueueState
from tolok.web.page import Page, Route
from tolok.web.routes import actor_of

_STEPS = ((86_400, "days", "hari"), (3_600, "h", "jam"), (60, "min", "mnt"))


@dataclass(frozen=True, slots=True)
class Line:
    """A queue with its times in words."""

    queue: QueueState
    oldest: Text
    late_p50: Text
    late_p99: Text


def page(request: HttpRequest, scope: None) -> HttpResponse:
    problem = None
    if request.method == "POST":
        try:
            _act(request)
            return redirect("ops")
        except ProblemError as error:
            problem = error.problem
    seen = job_ops.overview(actor_of(request))
    shown = {
        "problem": problem,
        "warning": seen.warning,
        "lines": [_line(seen, queue) for queue in seen.queues],
        "workers": [(w, _ago(seen, w.seen_at), _ago(seen, w.started_at)) for w in seen.workers],
        "cron": [
            (slot, _until(seen, slot.next_run), _last(seen, slot.last_run)) for slot in seen.cron
        ],
        "dead": [(job, _last(seen, job.ended_at)) for job in seen.dead],
    }
    status = problem.status if problem else 200
    return render(request, "pages/ops/page.html", shown, status=status)


def _act(request: HttpRequest) -> None:
    act = {"again": job_ops.run_again, "drop": job_ops.drop}.get(request.POST.get("act", ""))
    if act is not None:
        act(actor_of(request), row_id(request.POST.get("job", "")))


def _line(seen: Overview, queue: QueueState) -> Line:
    return Line(
        queue,
        span(seen.oldest_s(queue)),
        span(queue.late_p50_s),
        span(queue.late_p99_s),
    )


def span(seconds: float | None) -> Text:
    """A length of time in one unit: `0.4 s`, `3 min`, `5 h`, `2 days`; `–` when unknown."""
    if seconds is None:
        return Text.same("–")
    for length, en, id_ in _STEPS:
        if seconds >= length:
            whole = round(seconds / length)
            return Text(f"{number(whole, 'en')} {en}", f"{number(whole, 'id')} {id_}")
    digits = 1 if seconds < 10 else 0
    return Text(
        f"{number(seconds, 'en', digits=digits)} s", f"{number(seconds, 'id', digits=digits)} dtk"
    )


def _ago(seen: Overview, then: datetime) -> Text:
    return say("{s} ago", "{s} lalu", s=span(max(0.0, (seen.at - then).total_seconds())))


def _last(seen: Overview, then: datetime | None) -> Text:
    return Text.same("–") if then is None else _ago(seen, then)


def _until(seen: Overview, then: datetime) -> Text:
    return say("in {s}", "dalam {s}", s=span(max(0.0, (then - seen.at).total_seconds())))


PAGE = Page(
    id="ops",
    routes=(Route("ops/", "ops", page, role=None, methods=("GET", "POST")),),
)
