"""The media library over the API: sent, described, sorted, taken out."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from tolok.api.auth import scope_of
from tolok.api.cursor import Limit, page, place
from tolok.lib.uploads import path_of
from tolok.services import media

router = Router(tags=["media"])


class MediaChange(Schema):
    """What is left out stays. `focus`: [x, y] from 0 to 1, or null for the middle."""

    name: str | None = None
    folder: str | None = None
    alt: str | None = None
    focus: list[float] | None = None


@router.get("/{workspace}/planner/media")
def list_media(
    request: HttpRequest,
    workspace: str,
    folder: str = "",
    text: str = "",
    kind: str = "",
    limit: Limit = 100,
    cursor: str = "",
) -> dict:
    """The library, newest first. `kind`: image, gif or video."""
    scope = scope_of(request, workspace)
    at = place(cursor) if cursor else 0
    rows = media.listed(scope, folder=folder, text=text, kind=kind)
    found = list(rows[at : at + limit + 1])
    items = [media.media_dict(each) for each in found[:limit]]
    return page(items, str(at + limit) if len(found) > limit else "")


@router.post("/{workspace}/planner/media")
def send_media(
    request: HttpRequest,
    workspace: str,
    files: File[list[UploadedFile]],
    folder: Form[str] = "",
) -> dict:
    """Send pictures and videos. What is refused is told with the reason; the others are kept."""
    scope = scope_of(request, workspace, "editor")
    received = media.receive(scope, _stored(files), folder)
    return {
        "items": [media.media_dict(each) for each in received.made],
        "refused": [
            {
                "file": each.file_name,
                "detail": each.problem.detail.as_dict(),
                "fix": each.problem.fix.as_dict(),
            }
            for each in received.refused
        ],
    }


@router.get("/{workspace}/planner/media/{media_id}")
def one_media(request: HttpRequest, workspace: str, media_id: str) -> dict:
    """One piece, and the posts that show it."""
    scope = scope_of(request, workspace)
    found = media.piece(scope, media_id)
    used = [str(each.id) for each in media.used_in(scope, media_id)[:100]]
    return {**media.media_dict(found), "used_in": used}


@router.get("/{workspace}/planner/media/{media_id}/file")
def media_file(request: HttpRequest, workspace: str, media_id: str) -> HttpResponse:
    """Its bytes."""
    found = media.piece(scope_of(request, workspace), media_id)
    answer = HttpResponse(media.read(found), content_type=found.mime)
    answer["Content-Disposition"] = "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@router.patch("/{workspace}/planner/media/{media_id}")
def change_media(request: HttpRequest, workspace: str, media_id: str, body: MediaChange) -> dict:
    scope = scope_of(request, workspace, "editor")
    return media.media_dict(media.change(scope, media_id, body.dict(exclude_unset=True)))


@router.delete("/{workspace}/planner/media/{media_id}")
def remove_media(request: HttpRequest, workspace: str, media_id: str) -> dict:
    """Take it out of the library; posts that show it keep it."""
    scope = scope_of(request, workspace, "editor")
    return {"removed": media_id, "kept_in": media.remove(scope, media_id, datetime.now(UTC))}


def _stored(files: list[UploadedFile]) -> Iterator[tuple[str, Path]]:
    for file in files:
        yield file.name or "file", path_of(file)


ROUTER = ("/workspaces", router)
