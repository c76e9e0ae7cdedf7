"""Sizes, shapes, lengths and formats of media as people say them, in both languages."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from tolok.core.text import Text, number, say

NAMES: Mapping[str, Text] = {
    "image": Text("pictures", "gambar"),
    "gif": Text("moving GIFs", "GIF bergerak"),
    "video": Text("videos", "video"),
}

UNSEEN: Mapping[str, Text] = {
    "size-unknown": Text(
        "Its width and height could not be read, so nobody knows yet whether they fit. "
        "Check them in the program that made it.",
        "Lebar dan tingginya tidak terbaca, jadi belum diketahui apakah sesuai. "
        "Periksa di program pembuatnya.",
    ),
    "length-unknown": Text(
        "Its length could not be read, so nobody knows yet whether it fits. "
        "Check it in the program that made it.",
        "Durasinya tidak terbaca, jadi belum diketahui apakah sesuai. "
        "Periksa di program pembuatnya.",
    ),
}

_SHAPES = (Fraction(9, 16), Fraction(2, 3), Fraction(3, 4), Fraction(4, 5), Fraction(1))
_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/gif": "GIF",
    "video/mp4": "MP4",
    "video/quicktime": "MOV",
    "video/webm": "WebM",
}


def size_words(size: int) -> Text:
    """A file size in the unit that people use: 2,000,000 → "2 MB"."""
    for unit, each in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= each:
            return Text(
                f"{_short(size / each, 'en')} {unit}", f"{_short(size / each, 'id')} {unit}"
            )
    return say("{n} bytes", "{n} bita", n=size)


def clip(seconds: float) -> Text:
    """A length: "140 seconds", "12 minutes", "6.5 hours"."""
    for size, en, id in ((3600, "hour", "jam"), (60, "minute", "menit")):
        if seconds >= 5 * size:
            return _counted(round(seconds / size, 1), en, id)
    return _counted(seconds, "second", "detik")


def ratio_words(ratio: float) -> Text:
    """A shape, width to height: "4:5", "16:9", else "1.91:1"."""
    for shape in _SHAPES:
        for known in (shape, 1 / shape):
            if abs(ratio / float(known) - 1) < 0.005:
                return Text.same(f"{known.numerator}:{known.denominator}")
    return Text(f"{_short(ratio, 'en')}:1", f"{_short(ratio, 'id')}:1")


def kinds_words(kinds: Iterable[str]) -> Text:
    named = [NAMES[kind] for kind in kinds]
    return Text(", ".join(n.en for n in named), ", ".join(n.id for n in named))


def mimes_words(mimes: Iterable[str]) -> Text:
    return Text.same(", ".join(_FORMATS.get(mime, mime or "?") for mime in mimes))


def _counted(n: float, en: str, id: str) -> Text:
    whole = _short(n, "en")
    return Text(f"{whole} {en}{'' if whole == '1' else 's'}", f"{_short(n, 'id')} {id}")


def _short(value: float, language: str) -> str:
    for digits in (0, 1):
        if abs(round(value, digits) - value) < 0.005:
            return number(value, language, digits=digits)
    return number(value, language, digits=2 if value < 10 else 1)
