"""What an uploaded file is: told by its content, never by its name."""

from pathlib import Path

from tolok.core.publishing.media_rules import MediaFacts
from tolok.lib.media.boxes import VideoFacts, read_boxes
from tolok.lib.media.pictures import seen
from tolok.lib.media.refusals import unknown, vector
from tolok.lib.media.webm import HEAD, read_webm

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")


def media_facts(path: Path, *, alt: str = "") -> MediaFacts:
    """Facts of a picture or video. ProblemError for anything else, with the reason."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(1024)
        if start.startswith(_PICTURES) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
            return _picture(path, size, alt)
        file.seek(0)
        video = read_boxes(file, size)
        if video is None and start.startswith(b"\x1a\x45\xdf\xa3"):
            file.seek(0)
            video = read_webm(file.read(HEAD))
    if video is not None:
        return _video(video, size, alt)
    raise vector() if _is_svg(start) else unknown()


def _picture(path: Path, size: int, alt: str) -> MediaFacts:
    found = seen(path)
    return MediaFacts(
        kind="gif" if found.frames > 1 else "image", mime=found.mime, size=size,
        width=found.width, height=found.height, frames=found.frames, alt=alt,
    )  # fmt: skip


def _video(found: VideoFacts, size: int, alt: str) -> MediaFacts:
    return MediaFacts(
        kind="video", mime=found.mime, size=size, width=found.width, height=found.height,
        duration_s=found.duration_s, alt=alt,
    )  # fmt: skip


def _is_svg(start: bytes) -> bool:
    plain = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return plain.startswith(b"<") and b"<svg" in plain
