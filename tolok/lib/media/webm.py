"""Length and size of a WebM from its elements, up to the first cluster, without decoding.

Whatever is not as the format says is "cannot tell" (None), never a guess.
"""

from collections.abc import Iterator
from struct import unpack

from tolok.lib.media.boxes import VideoFacts

HEAD = 4 * 1024 * 1024  # everything that is asked for stands before the pictures
MOST_ELEMENTS = 2_000
_EBML, _SEGMENT, _INFO, _TRACKS, _CLUSTER = (
    0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675,
)  # fmt: skip
_DOC_TYPE, _SCALE, _DURATION, _TRACK = 0x4282, 0x2AD7B1, 0x4489, 0xAE
_TYPE, _VIDEO, _WIDTH, _HEIGHT = 0x83, 0xE0, 0xB0, 0xBA


def read_webm(head: bytes) -> VideoFacts | None:
    """Facts from the first bytes of a file, None when it is no WebM."""
    if head[:4] != b"\x1a\x45\xdf\xa3":
        return None
    try:
        elements = list(_elements(head, stop=_SEGMENT))
        header = dict(_elements(dict(elements)[_EBML]))
        if header.get(_DOC_TYPE, b"").rstrip(b"\0") != b"webm":
            return None
        segment = dict(elements).get(_SEGMENT)
        if segment is None:
            return VideoFacts("video/webm")
        parts = dict(_elements(segment, stop=_CLUSTER))
        width, height = _shape(parts.get(_TRACKS, b""))
        return VideoFacts("video/webm", width, height, _duration(parts.get(_INFO, b"")))
    except (ValueError, KeyError):
        return VideoFacts("video/webm")


def _elements(data: bytes, *, stop: int = 0) -> Iterator[tuple[int, bytes]]:
    """Ids and bodies; `stop` is the last one, and may be cut off or of unknown length."""
    at = 0
    for _ in range(MOST_ELEMENTS):
        if at >= len(data):
            return
        id, at = _number(data, at, keep=True)
        size, at = _number(data, at)
        if id == stop:
            yield id, data[at : at + size] if size is not None else data[at:]
            return
        if size is None or at + size > len(data):
            raise ValueError("an element reaches beyond what it is in")
        yield id or 0, data[at : at + size]
        at += size


def _number(data: bytes, at: int, *, keep: bool = False) -> tuple[int | None, int]:
    """A number of variable length; None: "unknown". `keep`: with its marker, as ids are written."""
    if at >= len(data) or data[at] == 0:
        raise ValueError("no number")
    length = 9 - data[at].bit_length()
    if at + length > len(data):
        raise ValueError("cut off")
    value = int.from_bytes(data[at : at + length], "big")
    if keep:
        return value, at + length
    bare = value & ((1 << (7 * length)) - 1)
    return (None if bare == (1 << (7 * length)) - 1 else bare), at + length


def _duration(info: bytes) -> float | None:
    parts = dict(_elements(info))
    raw = parts.get(_DURATION, b"")
    if len(raw) not in (4, 8):
        return None
    (ticks,) = unpack(">f" if len(raw) == 4 else ">d", raw)
    scale = int.from_bytes(parts.get(_SCALE, b""), "big") or 1_000_000
    seconds = float(ticks) * scale / 1e9
    return seconds if 0 < seconds < 7 * 86400 else None


def _shape(tracks: bytes) -> tuple[int | None, int | None]:
    entries = [dict(_elements(body)) for id, body in _elements(tracks) if id == _TRACK]
    videos = [entry for entry in entries if entry.get(_TYPE) == b"\x01" and _VIDEO in entry]
    if len(videos) != 1:
        return None, None
    parts = dict(_elements(videos[0][_VIDEO]))
    width, height = (int.from_bytes(parts.get(id, b""), "big") for id in (_WIDTH, _HEIGHT))
    return (width, height) if 0 < width <= 32768 and 0 < height <= 32768 else (None, None)
