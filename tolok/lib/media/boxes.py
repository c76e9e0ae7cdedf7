"""Length and size of an MP4 or MOV from its boxes, without decoding anything.

Whatever is not as the format says is "cannot tell" (None), never a guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import error, unpack_from
from typing import BinaryIO

MOST_BOXES = 2_000
MOST_HEADER = 64 * 1024 * 1024  # a moov larger than this is not read


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """None: cannot tell. Width and height as shown, a turned picture turned."""

    mime: str
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None


def read_boxes(file: BinaryIO, size: int) -> VideoFacts | None:
    """Facts of the file, None when it is neither MP4 nor MOV."""
    start = file.read(16)
    if len(start) < 12 or start[4:8] != b"ftyp":
        return None
    mime = "video/quicktime" if start[8:12] == b"qt  " else "video/mp4"
    try:
        moov = _moov(file, size)
        if moov is None:
            return VideoFacts(mime)
        width, height = _shape(moov)
        return VideoFacts(mime, width, height, _duration(moov))
    except (error, ValueError):
        return VideoFacts(mime)


def _moov(file: BinaryIO, size: int) -> bytes | None:
    """The body of the one moov box; the boxes around it are skipped, not read."""
    at, found = 0, None
    for _ in range(MOST_BOXES):
        if at == size:
            break
        file.seek(at)
        kind, body, end = _head(file.read(16), at, size)
        if kind == b"moov":
            if found is not None or end - body > MOST_HEADER:
                raise ValueError("moov is there twice or too large")
            file.seek(body)
            found = file.read(end - body)
        at = end
    return found if at == size else None


def _head(head: bytes, at: int, limit: int) -> tuple[bytes, int, int]:
    """Kind, start of the body, and end of the box that starts at `at`."""
    length, kind = unpack_from(">I4s", head)
    body = at + 8
    if length == 1:
        (length,) = unpack_from(">Q", head, 8)
        body = at + 16
    end = limit if length == 0 else at + int(length)
    if end < body or end > limit:
        raise ValueError("a box reaches beyond what it is in")
    return kind, body, end


def _inside(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for _ in range(MOST_BOXES):
        if at + 8 > len(data):
            return
        kind, body, end = _head(data[at : at + 16], at, len(data))
        yield kind, data[body:end]
        at = end


def _one(data: bytes, kind: bytes) -> bytes | None:
    found = [body for name, body in _inside(data) if name == kind]
    return found[0] if len(found) == 1 else None


def _duration(moov: bytes) -> float | None:
    header = _one(moov, b"mvhd")
    if header is None:
        return None
    scale, length = _scaled(header, at=12, wide_at=20)
    if length == 0:
        # In pieces: the whole length stands in mehd, if anywhere.
        extends = _one(moov, b"mvex")
        whole = _one(extends, b"mehd") if extends is not None else None
        if whole is None:
            return None
        (length,) = unpack_from(">Q" if whole[0] == 1 else ">I", whole, 4)
    unknown = length in (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)
    seconds = length / scale if scale and not unknown else 0.0
    return seconds if 0 < seconds < 7 * 86400 else None


def _scaled(header: bytes, *, at: int, wide_at: int) -> tuple[int, int]:
    if header[:1] == b"\x01":
        scale, length = unpack_from(">IQ", header, wide_at)
    else:
        scale, length = unpack_from(">II", header, at)
    return int(scale), int(length)


def _shape(moov: bytes) -> tuple[int | None, int | None]:
    """Of the one picture track; with several nobody knows which is shown."""
    tracks = [body for kind, body in _inside(moov) if kind == b"trak"]
    shapes = [shape for track in tracks if (shape := _track(track))]
    return shapes[0] if len(shapes) == 1 else (None, None)


def _track(track: bytes) -> tuple[int, int] | None:
    media, header = _one(track, b"mdia"), _one(track, b"tkhd")
    handler = _one(media, b"hdlr") if media is not None else None
    if header is None or handler is None or handler[8:12] != b"vide":
        return None
    at = 52 if header[:1] == b"\x01" else 40
    matrix = unpack_from(">9i", header, at)
    width, height = (part >> 16 for part in unpack_from(">II", header, at + 36))
    if not 0 < width <= 32768 or not 0 < height <= 32768:
        return None
    turned = matrix[0] == 0 and matrix[4] == 0 and matrix[1] != 0
    return (height, width) if turned else (width, height)
