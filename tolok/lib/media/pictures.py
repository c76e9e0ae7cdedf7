"""Open pictures safely and make fit ones: turned upright, without metadata, cropped, shrunk.

Refuses what unpacks to too much, and every format but JPEG, PNG, WebP and GIF.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from PIL import Image, ImageCms

from tolok.core.publishing.media_rules import KindLimits
from tolok.lib.media.refusals import cannot_fit, damaged, too_large, too_many_pixels

FORMATS = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG with further pictures behind it; the first one counts
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
}
MOST_BYTES = 100_000_000
MOST_PIXELS = 60_000_000
MOST_ALL_PIXELS = 600_000_000  # of all pictures of a moving one
MOST_FRAMES = 2_000
QUALITIES = (90, 82, 74, 66)
STEP = 0.85  # each side, when no quality is small enough
LEAST_SIDE = 120

_TURN = Image.Transpose
_TURNS = {  # by the EXIF number of how the camera was held
    2: _TURN.FLIP_LEFT_RIGHT, 3: _TURN.ROTATE_180, 4: _TURN.FLIP_TOP_BOTTOM, 5: _TURN.TRANSPOSE,
    6: _TURN.ROTATE_270, 7: _TURN.TRANSVERSE, 8: _TURN.ROTATE_90,
}  # fmt: skip

# Checked here, before anything is unpacked; the library would only warn at first.
Image.MAX_IMAGE_PIXELS = None
_FAULTS: tuple[type[Exception], ...] = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError, RuntimeError,
    struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A picture as bytes, ready to be kept or sent."""

    data: bytes
    mime: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a picture must be. None: no such rule. `focus`: 0–1 from the left and the top."""

    mimes: tuple[str, ...] = ("image/jpeg", "image/png", "image/webp")
    ratio: tuple[float, float] | None = None
    focus: tuple[float, float] = (0.5, 0.5)
    bytes: int | None = None
    pixels: int | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """Width and height as shown upright. `frames`: 1 for a still picture."""

    mime: str
    width: int
    height: int
    frames: int


def wanted(rule: KindLimits, focus: tuple[float, float] = (0.5, 0.5)) -> Wanted:
    """A network's rules for pictures as an order to `fitted`."""
    return Wanted(
        rule.mimes, rule.ratio, focus, rule.bytes, rule.pixels, rule.width, rule.height
    )  # fmt: skip


def seen(path: Path) -> Seen:
    """Facts of a picture, from its head and, for a moving one, its frames."""
    with _opened(path) as image:
        turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        width, height = reversed(image.size) if turned else image.size
        return Seen(FORMATS[image.format or ""], width, height, _frames(image))


def cleaned(path: Path) -> Made:
    """The same picture upright, in sRGB, without place, camera and comments; its format stays.

    A moving picture keeps its frames; a still GIF becomes PNG.
    """
    with _opened(path) as image:
        mime = FORMATS[image.format or ""]
        if _frames(image) > 1:
            return _moving(image, mime)
        upright = _upright(image)
        return _encoded(upright, "image/png" if mime == "image/gif" else mime, QUALITIES[0])


def fitted(path: Path, order: Wanted) -> Made:
    """A still picture cropped around the focus, then shrunk until it is within all limits."""
    with _opened(path) as image:
        source = FORMATS[image.format or ""]
        picture = _shrunk(_cropped(_upright(image), order), order)
    for mime in _choices(source, order.mimes):
        for quality in QUALITIES if mime != "image/png" else QUALITIES[:1]:
            made = _encoded(picture, mime, quality)
            if order.bytes is None or len(made.data) <= order.bytes:
                return made
    return _smaller(picture, _choices(source, order.mimes)[-1], order.bytes or 0)


def crop_box(
    width: int, height: int, ratio: tuple[float, float], focus: tuple[float, float]
) -> tuple[int, int, int, int]:
    """The largest part with a ratio within `ratio` that holds the focus, as near its middle as can.

    Left, top, right, bottom.
    """
    now = width / height
    target = min(max(now, ratio[0]), ratio[1])
    w = min(width, max(1, round(height * target))) if now > target else width
    h = min(height, max(1, round(width / target))) if now < target else height
    left = min(max(round(focus[0] * width - w / 2), 0), width - w)
    top = min(max(round(focus[1] * height - h / 2), 0), height - h)
    return left, top, left + w, top + h


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise too_large(size, MOST_BYTES)
    try:
        with Image.open(path, formats=("JPEG", "PNG", "WEBP", "GIF")) as image:
            _check_pixels(image)
            yield image
    except _FAULTS as fault:
        raise damaged() from fault


def _check_pixels(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise too_many_pixels(width, height, 1)
    frames = _frames(image)
    if frames > MOST_FRAMES or width * height * frames > MOST_ALL_PIXELS:
        raise too_many_pixels(width, height, frames)


def _frames(image: Image.Image) -> int:
    return 1 if image.format in ("JPEG", "MPO") else int(getattr(image, "n_frames", 1))


def _upright(image: Image.Image) -> Image.Image:
    image.seek(0)
    profile = image.info.get("icc_profile")
    turn = _TURNS.get(image.getexif().get(0x0112, 1))
    picture = image.transpose(turn) if turn is not None else image
    clear = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        picture = _in_srgb(picture, profile)
    made = picture.convert("RGBA" if clear else "RGB")
    made.info = {}  # comments and profiles would be written again with the picture
    return made


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours as they were meant; a broken profile is left out."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        made = ImageCms.profileToProfile(
            picture, source, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return made or picture


def _cropped(picture: Image.Image, order: Wanted) -> Image.Image:
    if order.ratio is None:
        return picture
    return picture.crop(crop_box(*picture.size, order.ratio, order.focus))


def _shrunk(picture: Image.Image, order: Wanted) -> Image.Image:
    width, height = picture.size
    scale = min(
        1.0,
        (order.width or width) / width,
        (order.height or height) / height,
        sqrt((order.pixels or width * height) / (width * height)),
    )
    return _scaled(picture, scale) if scale < 1 else picture


def _scaled(picture: Image.Image, scale: float) -> Image.Image:
    size = (max(1, int(picture.width * scale)), max(1, int(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _choices(source: str, mimes: tuple[str, ...]) -> list[str]:
    """The own format first, JPEG last: it is the one that gets small."""
    known = [m for m in (source, "image/png", "image/webp", "image/jpeg") if m in mimes]
    if "image/jpeg" not in known or source == "image/jpeg":
        return list(dict.fromkeys(known)) or ["image/jpeg"]
    own = [source] if source in known and source != "image/gif" else []
    return [*own, "image/jpeg"]


def _smaller(picture: Image.Image, mime: str, most: int) -> Made:
    while min(picture.size) * STEP >= LEAST_SIDE:
        picture = _scaled(picture, STEP)
        made = _encoded(picture, mime, QUALITIES[-1])
        if len(made.data) <= most:
            return made
    raise cannot_fit(most)


def _encoded(picture: Image.Image, mime: str, quality: int) -> Made:
    out = io.BytesIO()
    if mime == "image/jpeg":
        _on_white(picture).save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    elif mime == "image/webp":
        picture.save(out, "WEBP", quality=quality, method=4)
    else:
        picture.save(out, "PNG", optimize=True)
    return Made(out.getvalue(), mime, *picture.size)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _moving(image: Image.Image, mime: str) -> Made:
    """All frames again, so that nothing but pictures is left in the file."""
    frames, times = list[Image.Image](), list[int]()
    for number in range(_frames(image)):
        image.seek(number)
        frames.append(image.convert("RGBA"))
        frames[-1].info = {}
        times.append(max(20, int(image.info.get("duration", 100))))
    out = io.BytesIO()
    kind = next(name for name, each in FORMATS.items() if each == mime)
    frames[0].save(
        out, kind, save_all=True, append_images=frames[1:], duration=times,
        loop=int(image.info.get("loop", 0)), disposal=2,
    )  # fmt: skip
    return Made(out.getvalue(), mime, *image.size)
