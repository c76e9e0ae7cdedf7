"""Files of the media library as answers: shown by a browser, never run; videos piece by piece."""

import re
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from tolok.core.errors import not_found
from tolok.core.text import Text

MOST_AT_ONCE = 4_000_000  # bytes of one answer to a request for a part
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


def sent(request: HttpRequest, path: Path, mime: str, name: str) -> HttpResponse:
    """The file, or the part of it that was asked for."""
    if not path.exists():
        raise not_found(Text("file", "berkas"))
    size = path.stat().st_size
    part = _RANGE.fullmatch(request.headers.get("Range", ""))
    answer = _part(path, size, part) if part else HttpResponse(path.read_bytes())
    answer["Content-Type"] = mime
    answer["Accept-Ranges"] = "bytes"
    ending = mime.rpartition("/")[2]
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name) or f"file.{ending}"
    answer["Content-Disposition"] = f'inline; filename="{plain}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=3600"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _part(path: Path, size: int, part: re.Match[str]) -> HttpResponse:
    start = int(part[1])
    end = min(int(part[2]) if part[2] else size - 1, size - 1, start + MOST_AT_ONCE - 1)
    if start > end:
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{size}"
        return answer
    with path.open("rb") as file:
        file.seek(start)
        answer = HttpResponse(file.read(end - start + 1), status=206)
    answer["Content-Range"] = f"bytes {start}-{end}/{size}"
    return answer
