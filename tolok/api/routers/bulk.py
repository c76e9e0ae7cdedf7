"""Files of posts over the API: look, plan all or none, take back; planned posts as a file."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile

from tolok.api.auth import scope_of
from tolok.lib.uploads import path_of
from tolok.services import bulk, bulk_export

router = Router(tags=["posts"])


@router.post("/{workspace}/planner/bulk")
def send_file(
    request: HttpRequest,
    workspace: str,
    file: File[UploadedFile],
    channels: Form[list[str]] = [],  # noqa: B006 - ninja copies it
    format: Form[str] = "",
    date_order: Form[str] = "",
    dry_run: Form[bool] = True,
) -> dict:
    """What the file would plan, with problems by row; with `dry_run` false it is planned.

    `channels`: for rows that name none. `format` and `date_order` answer the questions.
    """
    scope, now = scope_of(request, workspace, "editor"), datetime.now(UTC)
    answers = {"format": format, "date_order": date_order}
    name = file.name or "posts.csv"
    look = bulk.look(scope, name, path_of(file), now, answers=answers, default=channels)
    if dry_run:
        return {**bulk.look_dict(look), "batch": None, "ids": []}
    id, made = bulk.commit(scope, look, now)
    return {**bulk.look_dict(look), "batch": id, "ids": [str(one.id) for one in made]}


@router.delete("/{workspace}/planner/bulk/{file_id}")
def take_back(request: HttpRequest, workspace: str, file_id: str) -> dict:
    """Put away all posts of the file that no network has yet."""
    scope = scope_of(request, workspace, "editor")
    gone, stay = bulk.take_back(scope, file_id, datetime.now(UTC))
    return {"taken_back": gone, "stay": stay}


@router.get("/{workspace}/planner/export/posts.{form}")
def export(request: HttpRequest, workspace: str, form: str) -> HttpResponse:
    """Planned posts as our own table: csv or xlsx."""
    scope = scope_of(request, workspace)
    body, kind = bulk_export.planned(scope, form, datetime.now(UTC))
    return HttpResponse(body, content_type=kind)


ROUTER = ("/workspaces", router)
