"""The media library: pictures and videos checked by their content, kept once, without metadata.

It refuses what is no picture or video (SVG too, in words) and what unpacks to too much.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from tolok.core.errors import Problem, ProblemError, invalid, not_found
from tolok.core.publishing.media_rules import MediaFacts
from tolok.core.text import Text, say
from tolok.lib.ids import as_uuid, row_id
from tolok.lib.media.facts import media_facts
from tolok.lib.media.pictures import Wanted, cleaned, fitted
from tolok.services.access import Scope, record
from tolok.services.media_place import media_path
from tolok.store.models import Media, Post
from tolok.store.scope import within

MOST_AT_ONCE = 20
THUMB = 320
_NAMES = Text("picture or video", "gambar atau video")


@dataclass(frozen=True, slots=True)
class Refused:
    file_name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Received:
    made: tuple[Media, ...]
    refused: tuple[Refused, ...]


def receive(scope: Scope, files: Iterable[tuple[str, Path]], folder: str = "") -> Received:
    """Take files into the library; one that is there already is not kept twice."""
    made: list[Media] = []
    refused: list[Refused] = []
    place = _folder(folder)
    for number, (name, path) in enumerate(files):
        try:
            if number >= MOST_AT_ONCE:
                raise _too_many()
            made.append(_take(scope, name, path, place))
        except ProblemError as error:
            refused.append(Refused(name, error.problem))
    return Received(tuple(made), tuple(refused))


def listed(scope: Scope, *, folder: str = "", text: str = "", kind: str = "") -> QuerySet[Media]:
    """The library, newest first; empty arguments do not filter."""
    rows = within(Media, scope.id).filter(deleted_at=None).select_related("author")
    if folder:
        rows = rows.filter(folder=folder)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(name__icontains=text) | rows.filter(alt__icontains=text)
    return rows


def folders(scope: Scope) -> list[str]:
    found = within(Media, scope.id).filter(deleted_at=None).exclude(folder="")
    return sorted(set(found.values_list("folder", flat=True)))


def piece(scope: Scope, media_id: str) -> Media:
    """One of the workspace; ProblemError 404 when it has none of that id."""
    found = within(Media, scope.id).filter(id=row_id(media_id), deleted_at=None).first()
    if found is None:
        raise not_found(_NAMES)
    return found


def pieces(scope: Scope, ids: Iterable[object]) -> list[Media]:
    """Those of these ids that there are, in the order asked for; put away ones too."""
    wanted = [each for each in dict.fromkeys(map(str, ids)) if as_uuid(each)]
    rows = {str(row.id): row for row in within(Media, scope.id).filter(id__in=wanted)}
    return [rows[id] for id in wanted if id in rows]


def change(scope: Scope, media_id: str, form: Mapping[str, Any]) -> Media:
    """Its name, folder, description and focal point; a key that is missing stays."""
    with transaction.atomic():
        row = piece(scope, media_id)
        if form.get("name"):
            row.name = str(form["name"]).strip()[:200] or row.name
        if "folder" in form:
            row.folder = _folder(str(form["folder"] or ""))
        if "alt" in form:
            row.alt = str(form["alt"] or "").strip()
        if "focus" in form:
            row.focus = _focus(form["focus"])
        row.save()
        record(scope, scope.actor, "media.changed", str(row.id))
    return row


def used_in(scope: Scope, media_id: str) -> QuerySet[Post]:
    """Posts that show it."""
    rows = within(Post, scope.id).filter(deleted_at=None)
    return rows.filter(content__icontains=str(row_id(media_id)))


def remove(scope: Scope, media_id: str, now: datetime) -> int:
    """Take it out of the library. Posts that show it keep it: how many these are is returned."""
    with transaction.atomic():
        row = piece(scope, media_id)
        used = used_in(scope, media_id).count()
        record(scope, scope.actor, "media.removed", str(row.id), used=used)
        if used:
            row.deleted_at = now
            row.save(update_fields=["deleted_at"])
            return used
        row.delete()
        transaction.on_commit(lambda: _forget(row.sha256))
    return 0


def read(media: Media) -> bytes:
    """Its bytes; ProblemError 404 when the file is gone from the disk."""
    try:
        return media_path(media.sha256).read_bytes()
    except FileNotFoundError:
        raise not_found(_NAMES) from None


def thumb(media: Media) -> Path | None:
    """A small picture of it, made when first asked for; None for a video."""
    if media.kind == "video":
        return None
    path = _thumb_path(media.sha256)
    if not media_path(media.sha256).exists():
        raise not_found(_NAMES)
    if not path.exists():
        small = Wanted(mimes=("image/jpeg",), width=THUMB, height=THUMB)
        _write(path, fitted(media_path(media.sha256), small).data)
    return path


def facts(media: Media, alt: str | None = None) -> MediaFacts:
    """As the rules of networks judge it."""
    return MediaFacts(
        kind=media.kind,
        mime=media.mime,
        size=media.size,
        width=media.width,
        height=media.height,
        duration_s=media.duration_s,
        alt=media.alt if alt is None else alt,
    )


def media_dict(media: Media) -> dict[str, object]:
    """A piece of the library as the API shows it."""
    return {
        "id": str(media.id),
        "name": media.name,
        "folder": media.folder,
        "kind": media.kind,
        "mime": media.mime,
        "size": media.size,
        "width": media.width,
        "height": media.height,
        "duration_s": media.duration_s,
        "alt": media.alt,
        "focus": media.focus,
        "sha256": media.sha256,
        "created_at": media.created_at.isoformat().replace("+00:00", "Z"),
    }


def keep_bytes(data: bytes) -> str:
    """Keep bytes under their hash, once."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = media_path(sha256)
    if not path.exists():
        _write(path, data)
    return sha256


def _take(scope: Scope, name: str, path: Path, folder: str) -> Media:
    found = media_facts(path)
    if found.kind == "video":
        sha256, size, mime = _keep_file(path), found.size, found.mime
        width, height = found.width, found.height
    else:
        made = cleaned(path)
        sha256, size, mime = keep_bytes(made.data), len(made.data), made.mime
        width, height = made.width, made.height
    with transaction.atomic():
        same = within(Media, scope.id).filter(sha256=sha256, deleted_at=None).first()
        if same is not None:
            return same
        row = Media.objects.create(
            workspace=scope.workspace,
            sha256=sha256,
            name=Path(name).name.replace("\0", "")[:200] or "file",
            folder=folder,
            kind=found.kind,
            mime=mime,
            size=size,
            width=width,
            height=height,
            duration_s=found.duration_s,
            author=scope.actor.user,
        )
        record(scope, scope.actor, "media.received", str(row.id), size=size)
    return row


def _keep_file(path: Path) -> str:
    """Copy a video in pieces, hashing it on the way."""
    digest = hashlib.sha256()
    handle, temporary = tempfile.mkstemp(dir=settings.DATA.media)
    with os.fdopen(handle, "wb") as out, path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            out.write(block)
    target = media_path(digest.hexdigest())
    target.parent.mkdir(parents=True, exist_ok=True)
    Path(temporary).replace(target)
    return digest.hexdigest()


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: another process may read it meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    Path(temporary).replace(path)


def _forget(sha256: str) -> None:
    """Delete bytes that no row of any workspace names any more."""
    if not Media.objects.filter(sha256=sha256).exists():
        media_path(sha256).unlink(missing_ok=True)
        _thumb_path(sha256).unlink(missing_ok=True)


def _thumb_path(sha256: str) -> Path:
    return Path(settings.DATA.media, "thumbs", sha256[:2], f"{sha256}.jpg")


def _folder(words: str) -> str:
    parts = [part.strip() for part in words.replace("\\", "/").split("/")]
    return "/".join(part for part in parts if part)[:200]


def _focus(value: object) -> list[float] | None:
    if not value:
        return None
    try:
        x, y = (float(each) for each in value)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        raise _no_focus() from None
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise _no_focus()
    return [x, y]


def _no_focus() -> ProblemError:
    return invalid(
        Text("The focal point lies outside the picture.", "Titik fokus di luar gambar."),
        Text("Give two numbers from 0 to 1.", "Beri dua angka dari 0 sampai 1."),
    )


def _too_many() -> ProblemError:
    return invalid(
        say("More than {n} files at once.", "Lebih dari {n} berkas sekaligus.", n=MOST_AT_ONCE),
        Text("Send the rest after these.", "Kirim sisanya setelah ini."),
    )
