"""Split text into what a reader sees as one character (Unicode Annex 29, from general categories).

Done: combining marks, emoji with joiners, skin tones, flags, keycaps and tags, Hangul, CR LF.
Not done: Indic conjuncts (each part counts), so a text is never counted shorter for them.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_PLAIN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff]{3,}")  # Latin, nothing that joins
_JOINER = 0x200D
_SKIN = range(0x1F3FB, 0x1F400)
_FLAG = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)

# Marks that stand on their own (spacing, category Mc), and letters that hang on the one before.
_FREE_MARKS = {
    0x102B, 0x102C, 0x1038, *range(0x1062, 0x1065), *range(0x1067, 0x106E), 0x1083,
    *range(0x1087, 0x108D), 0x108F, *range(0x109A, 0x109D), 0x1A61, 0x1A63, 0x1A64, 0xAA7B,
    0xAA7D, 0x11720, 0x11721,
}  # fmt: skip
_HANGING = {0x0E33, 0x0EB3, 0x200C, 0xFF9E, 0xFF9F}
# Signs written before the letters they belong to.
_LEADING = {
    *range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x0D4E, 0x110BD, 0x110CD,
    0x111C2, 0x111C3, 0x1193F, 0x11941, 0x11A3A, *range(0x11A84, 0x11A8A), 0x11D46,
}  # fmt: skip
# Characters that can be a picture (Extended_Pictographic), skin tones and flag letters aside.
_PICTURES = (
    (0x00A9, 0x00A9), (0x00AE, 0x00AE), (0x203C, 0x203C), (0x2049, 0x2049), (0x2122, 0x2122),
    (0x2139, 0x2139), (0x2194, 0x2199), (0x21A9, 0x21AA), (0x231A, 0x231B), (0x2328, 0x2328),
    (0x2388, 0x2388), (0x23CF, 0x23CF), (0x23E9, 0x23F3), (0x23F8, 0x23FA), (0x24C2, 0x24C2),
    (0x25AA, 0x25AB), (0x25B6, 0x25B6), (0x25C0, 0x25C0), (0x25FB, 0x25FE), (0x2600, 0x2605),
    (0x2607, 0x2612), (0x2614, 0x2685), (0x2690, 0x2705), (0x2708, 0x2712), (0x2714, 0x2714),
    (0x2716, 0x2716), (0x271D, 0x271D), (0x2721, 0x2721), (0x2728, 0x2728), (0x2733, 0x2734),
    (0x2744, 0x2744), (0x2747, 0x2747), (0x274C, 0x274C), (0x274E, 0x274E), (0x2753, 0x2755),
    (0x2757, 0x2757), (0x2763, 0x2767), (0x2795, 0x2797), (0x27A1, 0x27A1), (0x27B0, 0x27B0),
    (0x27BF, 0x27BF), (0x2934, 0x2935), (0x2B05, 0x2B07), (0x2B1B, 0x2B1C), (0x2B50, 0x2B50),
    (0x2B55, 0x2B55), (0x3030, 0x3030), (0x303D, 0x303D), (0x3297, 0x3297), (0x3299, 0x3299),
    (0x1F000, 0x1F0FF), (0x1F10D, 0x1F10F), (0x1F12F, 0x1F12F), (0x1F16C, 0x1F171),
    (0x1F17E, 0x1F17F), (0x1F18E, 0x1F18E), (0x1F191, 0x1F19A), (0x1F1AD, 0x1F1E5),
    (0x1F201, 0x1F20F), (0x1F21A, 0x1F21A), (0x1F22F, 0x1F22F), (0x1F232, 0x1F23A),
    (0x1F23C, 0x1F23F), (0x1F249, 0x1F3FA), (0x1F400, 0x1F53D), (0x1F546, 0x1F64F),
    (0x1F680, 0x1F6FF), (0x1F774, 0x1F77F), (0x1F7D5, 0x1F7FF), (0x1F80C, 0x1F80F),
    (0x1F848, 0x1F84F), (0x1F85A, 0x1F85F), (0x1F888, 0x1F88F), (0x1F8AE, 0x1F8FF),
    (0x1F90C, 0x1F93A), (0x1F93C, 0x1F945), (0x1F947, 0x1FAFF), (0x1FC00, 0x1FFFD),
)  # fmt: skip


def graphemes(text: str) -> Iterator[str]:
    """The clusters of `text`, in order; joined together they are `text` again."""
    for piece, many in pieces(text):
        if many > 1:
            yield from piece
        else:
            yield piece


def pieces(text: str) -> Iterator[tuple[str, int]]:
    """As `graphemes`, with the number of clusters: plain signs in a row come in one piece.

    Between two of them is always an edge, so most of a text needs no closer look.
    """
    at = 0
    for run in _PLAIN.finditer(text):
        yield from ((each, 1) for each in _clusters(text[at : run.start() + 1]))
        yield text[run.start() + 1 : run.end() - 1], run.end() - run.start() - 2
        at = run.end() - 1
    yield from ((each, 1) for each in _clusters(text[at:]))


def _clusters(text: str) -> Iterator[str]:
    start, flags, picture = 0, 0, False
    for at in range(1, len(text)):
        before, here = text[at - 1], text[at]
        flags = flags + 1 if ord(before) in _FLAG else 0
        joined = ord(before) == _JOINER and text[at - 2 : at - 1] != before
        picture = is_picture(before) or (picture and (joined or _extends(before)))
        if _breaks(before, here, flags=flags, picture=picture):
            yield text[start:at]
            start, picture = at, False
    if text:
        yield text[start:]


def count(text: str) -> int:
    """How many clusters; plain ASCII without control signs is counted directly."""
    if text.isascii() and "\r" not in text:
        return len(text)
    return sum(many for _, many in pieces(text))


@lru_cache(maxsize=4096)
def is_picture(sign: str) -> bool:
    code = ord(sign)
    return code >= 0xA9 and any(low <= code <= high for low, high in _PICTURES)


def is_emoji(cluster: str) -> bool:
    """Shown as a picture: by nature, by selector, as a keycap or as a flag."""
    if len(cluster) > 1 and cluster[1] == "\ufe0e":
        return False
    if cluster[-1] == "\u20e3" and cluster[0] in "0123456789#*":
        return True
    if cluster[0] in "©®™" and "\ufe0f" not in cluster:
        return False
    return is_picture(cluster[0]) or ord(cluster[0]) in _FLAG or ord(cluster[0]) in _SKIN


def _breaks(before: str, here: str, *, flags: int, picture: bool) -> bool:
    """Is there an edge between these two? Rules GB3 to GB13, in their order."""
    if before == "\r" and here == "\n":
        return False
    if _control(before) or _control(here):
        return True
    if _hangul_joins(before, here) or _extends(here) or ord(here) == _JOINER or _hangs(here):
        return False
    if ord(before) in _LEADING:
        return False
    if ord(before) == _JOINER and picture:
        return not is_picture(here)
    return not (flags % 2 == 1 and ord(here) in _FLAG)


def _control(sign: str) -> bool:
    code = ord(sign)
    if code in (0x200C, _JOINER) or code in _TAGS or code in _LEADING:
        return False
    return unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp", "Cs")


def _extends(sign: str) -> bool:
    code = ord(sign)
    if code < 0x300:
        return False
    in_list = code in _SKIN or code in _TAGS or code in (0x200C, 0xFF9E, 0xFF9F)
    return in_list or unicodedata.category(sign) in ("Mn", "Me")


def _hangs(sign: str) -> bool:
    code = ord(sign)
    return code in _HANGING or (unicodedata.category(sign) == "Mc" and code not in _FREE_MARKS)


def _hangul_joins(before: str, here: str) -> bool:
    one, two = _hangul(ord(before)), _hangul(ord(here))
    return two in _HANGUL_NEXT.get(one, ())


_HANGUL_NEXT = {
    "L": ("L", "V", "LV", "LVT"), "LV": ("V", "T"), "V": ("V", "T"), "LVT": ("T",), "T": ("T",)
}  # fmt: skip


def _hangul(code: int) -> str:
    if code < 0x1100 or code > 0xD7FB:
        return ""
    if 0xAC00 <= code <= 0xD7A3:
        return "LV" if (code - 0xAC00) % 28 == 0 else "LVT"
    if code <= 0x115F or 0xA960 <= code <= 0xA97C:
        return "L"
    if code <= 0x11A7 or 0xD7B0 <= code <= 0xD7C6:
        return "V" if code <= 0x11A7 or code >= 0xD7B0 else ""
    return "T" if code <= 0x11FF or code >= 0xD7CB else ""
