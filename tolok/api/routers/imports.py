"""Imports over the API: send files, look, answer, commit, undo."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from tolok.api.auth import scope_of
from tolok.api.cursor import Limit, decoded, page
from tolok.lib.uploads import path_of
from tolok.services import import_run, imports
from tolok.services.access import only_operator
from tolok.services.import_form import batch_dict, file_dict, preview_dict

router = Router(tags=["imports"])


class Answers(Schema):
    """Question id → value; `channel` chooses the channel, `importer` the kind of file."""

    answers: dict[str, str]


class Commit(Schema):
    batches: list[str]
    wait: bool = True


class Paths(Schema):
    """Files on the server's own disk; only the machine's operator may name those."""

    paths: list[str]
    channel: str = ""
    answers: dict[str, str] = {}
    dry_run: bool = False
    observed_at: datetime | None = None


@router.get("/{workspace}/imports")
def list_imports(
    request: HttpRequest, workspace: str, limit: Limit = 100, cursor: str = ""
) -> dict:
    """Imports of the workspace, newest first; `next` is the cursor of the next page, or null."""
    scope = scope_of(request, workspace)
    found, after = imports.pages(scope, limit=limit, before=decoded(cursor))
    return page([batch_dict(b) for b in found], after)


@router.post("/{workspace}/imports")
def send_files(
    request: HttpRequest,
    workspace: str,
    files: File[list[UploadedFile]],
    channel: Form[str] = "",
    dry_run: Form[bool] = False,
) -> dict:
    """Send files; those without an open question are imported at once unless `dry_run`."""
    scope = scope_of(request, workspace, "editor")
    received = imports.receive(scope, _stored(files), channel=channel)
    return import_run.finish(scope, received, dry_run=dry_run)


@router.post("/{workspace}/imports/paths")
def send_paths(request: HttpRequest, workspace: str, body: Paths) -> dict:
    """The same for files that lie on this machine; for its operator's command line only.

    Here `dry_run` leaves nothing behind: the answer is all there is.
    """
    scope = scope_of(request, workspace, "editor")
    only_operator(scope.actor)
    files = list(import_run.walk_paths([Path(p) for p in body.paths]))
    received = imports.receive(
        scope, files, channel=body.channel, answers=body.answers, observed_at=body.observed_at
    )
    report = import_run.finish(scope, received, dry_run=body.dry_run)
    if body.dry_run:
        imports.drop_unfinished(scope, str(received.upload))
    return import_run.with_paths(report, files)


@router.post("/{workspace}/imports/commit")
def commit(request: HttpRequest, workspace: str, body: Commit) -> dict:
    scope = scope_of(request, workspace, "editor")
    done = imports.commit(scope, body.batches, wait=body.wait)
    return {"items": [batch_dict(b) for b in done]}


@router.get("/{workspace}/imports/{batch}")
def one_import(request: HttpRequest, workspace: str, batch: str) -> dict:
    found = imports.batch_by_id(scope_of(request, workspace), batch)
    return {**batch_dict(found), "file": file_dict(found)}


@router.delete("/{workspace}/imports/{batch}")
def drop(request: HttpRequest, workspace: str, batch: str) -> dict:
    """Forget a file that was only looked at; one that is in can be undone."""
    imports.drop(scope_of(request, workspace, "editor"), batch)
    return {"removed": batch}


@router.get("/{workspace}/imports/{batch}/preview")
def preview(request: HttpRequest, workspace: str, batch: str) -> dict:
    """The first ten rows, the problems, and what a commit would change."""
    return preview_dict(imports.preview(scope_of(request, workspace, "editor"), batch))


@router.post("/{workspace}/imports/{batch}/answers")
def answer(request: HttpRequest, workspace: str, batch: str, body: Answers) -> dict:
    return batch_dict(imports.answer(scope_of(request, workspace, "editor"), batch, body.answers))


@router.post("/{workspace}/imports/{batch}/undo")
def undo(request: HttpRequest, workspace: str, batch: str) -> dict:
    return batch_dict(imports.undo(scope_of(request, workspace, "editor"), batch))


def _stored(files: list[UploadedFile]) -> Iterator[tuple[str, Path]]:
    for file in files:
        yield file.name or "file", path_of(file)


ROUTER = ("/workspaces", router)
