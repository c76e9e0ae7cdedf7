"""Posts from a file: send it, look at every row, plan all or none, take a file back; and export."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.errors import Problem, ProblemError
from tolok.lib.uploads import path_of
from tolok.services import bulk, bulk_export, channels
from tolok.services.access import Scope
from tolok.web.clock import now
from tolok.web.page import Page, Route

MOST_SHOWN = 50


def bulk_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    problem: Problem | None = None
    look: bulk.Look | None = None
    token = request.POST.get("file", "")
    done: tuple[int, int] | None = None
    if request.method == "POST":
        try:
            act = request.POST.get("act", "")
            if act == "undo":
                done = bulk.take_back(scope, request.POST.get("batch", ""), now())
            else:
                token = token if act != "send" else _receive(request, scope)
                look = _look(request, scope, token)
                if act == "plan":
                    bulk.commit(scope, look, now(), id=token)
                    return redirect("posts-bulk", scope.workspace.slug)
        except ProblemError as error:
            problem = error.problem
    shown = {
        "problem": problem,
        "look": look,
        "rows": look.rows[:MOST_SHOWN] if look else (),
        "token": token,
        "chosen": request.POST.getlist("channels"),
        "answers": _answers(request),
        "channels": channels.channels(scope),
        "batches": bulk.batches(scope),
        "done": done,
        "zone": scope.workspace.zone,
    }
    status = problem.status if problem else 200
    return render(request, "pages/bulk/page.html", shown, status=status)


def export(request: HttpRequest, scope: Scope, form: str) -> HttpResponse:
    body, kind = bulk_export.planned(scope, form, now())
    name = f"{scope.workspace.slug}-posts.{form}"
    return HttpResponse(
        body,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _receive(request: HttpRequest, scope: Scope) -> str:
    upload = request.FILES.get("upload")
    if upload is None:
        raise bulk.no_file()
    return bulk.receive(scope, upload.name or "posts.csv", path_of(upload), now())


def _look(request: HttpRequest, scope: Scope, token: str) -> bulk.Look:
    name, path = bulk.kept(scope, token)
    wanted = request.POST.getlist("channels")
    return bulk.look(scope, name, path, now(), answers=_answers(request), default=wanted)


def _answers(request: HttpRequest) -> dict[str, str]:
    return {
        key.removeprefix("answer-"): str(value)
        for key, value in request.POST.items()
        if key.startswith("answer-") and value
    }


PAGE = Page(
    id="bulk",
    routes=(
        Route(
            "w/<slug:ws>/posts/bulk/",
            "posts-bulk",
            bulk_page,
            role="editor",
            methods=("GET", "POST"),
        ),
        Route("w/<slug:ws>/posts/planned.<slug:form>", "posts-export", export),
    ),
)
