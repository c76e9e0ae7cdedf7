"""Bringing export files: drop, look, answer, import, undo."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.errors import ProblemError
from tolok.lib.uploads import path_of
from tolok.services import imports
from tolok.services.access import Scope
from tolok.services.collect_state import collections
from tolok.services.import_look import Look, look_at, summary
from tolok.services.import_mapping import mapping_answer, roles
from tolok.web.page import Page, Route, is_htmx


def data(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The drop zone, and every import so far."""
    if request.method == "POST":
        return _receive(request, scope)
    shown = {
        "batches": imports.with_kinds(imports.batches(scope, limit=200)),
        "collections": collections(scope),
        "formats": imports.formats(),
    }
    return render(request, "pages/data/page.html", shown)


def upload(request: HttpRequest, scope: Scope, upload: str) -> HttpResponse:
    """One upload: what each file is, its questions and problems, and what will be kept."""
    if request.method == "POST":
        return _act(request, scope, upload)
    looks = [look_at(scope, batch) for batch in imports.batches(scope, upload=upload)]
    return _shown(request, scope, upload, looks)


def batch(request: HttpRequest, scope: Scope, batch: str) -> HttpResponse:
    """One import as it went: rows, problems by line, and undo."""
    found = imports.batch_by_id(scope, batch)
    if request.method == "POST":
        if request.POST.get("act") == "undo":
            imports.undo(scope, batch)
        else:
            imports.commit(scope, [batch], wait=False)
        return redirect("data-batch", scope.workspace.slug, batch)
    template = "pages/data/state.html" if is_htmx(request) else "pages/data/batch.html"
    return render(request, template, {"batch": found, "kind": imports.kind_of(found)})


def _receive(request: HttpRequest, scope: Scope) -> HttpResponse:
    files = [(f.name or "file", path_of(f)) for f in request.FILES.getlist("files")]
    received = imports.receive(scope, files)
    if not received.batches:
        shown = {
            "refused": received.refused,
            "none": not files,
            "batches": imports.with_kinds(imports.batches(scope, limit=200)),
            "collections": collections(scope),
            "formats": imports.formats(),
        }
        return render(request, "pages/data/page.html", shown, status=422)
    request.session["refused"] = [
        {"file": r.file_name, "detail": r.problem.detail.as_dict(), "fix": r.problem.fix.as_dict()}
        for r in received.refused
    ]
    request.session["left_out"] = list(received.set_aside)
    return redirect("data-upload", scope.workspace.slug, str(received.upload))


def _act(request: HttpRequest, scope: Scope, upload: str) -> HttpResponse:
    """Answer a question, import what is ready, or forget the upload."""
    act = request.POST.get("act", "")
    if act == "cancel":
        imports.drop_unfinished(scope, upload)
        return redirect("data", scope.workspace.slug)
    if act == "answer":
        return _answer(request, scope, upload)
    ready = [b.id for b in imports.batches(scope, upload=upload) if b.state == "checked"]
    imports.commit(scope, ready, wait=False)
    return redirect("data-upload", scope.workspace.slug, upload)


def _answer(request: HttpRequest, scope: Scope, upload: str) -> HttpResponse:
    form = {name: request.POST.get(name, "") for name in request.POST}
    given = {k[2:]: v for k, v in form.items() if k.startswith("q-")}
    given |= mapping_answer(form)
    try:
        imports.answer(scope, request.POST.get("batch", ""), given)
    except ProblemError as error:
        looks = [look_at(scope, batch) for batch in imports.batches(scope, upload=upload)]
        return _shown(request, scope, upload, looks, problem=error.problem)
    return redirect("data-upload", scope.workspace.slug, upload)


def _shown(
    request: HttpRequest, scope: Scope, upload: str, looks: list[Look], problem: object = None
) -> HttpResponse:
    shown = {
        "upload": upload,
        "looks": looks,
        "summary": summary(looks),
        "roles": roles(),
        "refused": request.session.get("refused", []),
        "left_out": request.session.get("left_out", []),
        "problem": problem,
    }
    template = "pages/data/files.html" if is_htmx(request) else "pages/data/upload.html"
    return render(request, template, shown, status=422 if problem else 200)


PAGE = Page(
    id="numbers",
    routes=(
        Route("w/<slug:ws>/data/", "data", data, post_role="editor", methods=("GET", "POST")),
        Route(
            "w/<slug:ws>/data/upload/<uuid:upload>/",
            "data-upload",
            upload,
            role="editor",
            methods=("GET", "POST"),
        ),
        Route(
            "w/<slug:ws>/data/import/<uuid:batch>/",
            "data-batch",
            batch,
            post_role="editor",
            methods=("GET", "POST"),
        ),
    ),
)
