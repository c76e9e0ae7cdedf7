"""How long a text is for a network, and what is wrong with it, in words as it is typed.

The limits come in as data: they change, differ per server, and are dated in the catalogue.
"""

import sys
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from tolok.core.publishing.graphemes import count, graphemes, is_emoji, pieces
from tolok.core.publishing.spans import Span, links, mentions, tags
from tolok.core.text import Text, say


class Unit(StrEnum):
    """What a network counts."""

    WEIGHTED = "weighted"  # X: Latin 1, others 2, an emoji 2, in NFC
    GRAPHEMES = "graphemes"
    CODE_POINTS = "code_points"
    UTF16 = "utf16"
    BYTES = "bytes"  # UTF-8
    EMOJI_BYTES = "emoji_bytes"  # Threads: code points, but an emoji counts its UTF-8 bytes


@dataclass(frozen=True, slots=True)
class TextLimits:
    """One network's or server's rules for a text. None and "" mean: no such rule."""

    unit: Unit
    limit: int
    bytes: int | None = None  # a second limit in UTF-8 bytes
    url_cost: int | None = None  # every link counts this much
    bare_urls: bool = False  # example.com without a scheme is a link too
    local_mentions: bool = False  # @name@server counts as @name
    escaped: str = ""  # signs that are sent with a backslash before them, which counts
    forbidden: str = ""
    hashtags: int | None = None
    mentions: int | None = None
    links: int | None = None
    required: bool = False  # an empty text is refused


@dataclass(frozen=True, slots=True)
class TextProblem:
    """One thing to mend. `start` and `end` mark it in the text, in code points."""

    code: str
    words: Text
    start: int
    end: int


def length(text: str, limits: TextLimits, *, free_mentions: bool = False) -> int:
    """As the network counts. `free_mentions`: leading mentions of a reply cost nothing (X)."""
    text = unicodedata.normalize("NFC", text) if limits.unit is Unit.WEIGHTED else text
    if free_mentions:
        text = text[_leading_mentions(text) :]
    total, at = 0, 0
    for span, cost in _priced(text, limits):
        total += _plain(text[at : span.start], limits) + cost
        at = span.end
    return total + _plain(text[at:], limits)


def check(text: str, limits: TextLimits, *, free_mentions: bool = False) -> tuple[TextProblem, ...]:
    """All problems at once, the gravest first; the same answer in composer, API and scheduler."""
    found: list[TextProblem | None] = [
        _empty(text, limits),
        _too_long(text, limits, free_mentions=free_mentions),
        _too_many_bytes(text, limits),
        *_forbidden(text, limits),
        _too_many(list(tags(text)), limits.hashtags, "hashtags", _HASHTAGS),
        _too_many(list(mentions(text)), limits.mentions, "mentions", _MENTIONS),
        _too_many(list(links(text, bare=limits.bare_urls)), limits.links, "links", _LINKS),
    ]
    return tuple(problem for problem in found if problem is not None)


def fits(text: str, limits: TextLimits) -> int:
    """How many code points of `text`, cut between characters, are within the limit."""
    if not _priced(text, limits) and unicodedata.is_normalized("NFC", text):
        return _fits_plainly(text, limits)
    clusters = list(graphemes(text))
    low, high = 0, min(len(clusters), limits.limit)
    while high < len(clusters) and _within("".join(clusters[:high]), limits):
        low, high = high, min(len(clusters), high * 2 + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if _within("".join(clusters[:middle]), limits):
            low = middle
        else:
            high = middle - 1
    return sum(len(cluster) for cluster in clusters[:low])


def _fits_plainly(text: str, limits: TextLimits) -> int:
    """As `fits` for a text in which each character costs the same wherever it stands."""
    at = size = weight = 0
    most = sys.maxsize if limits.bytes is None else limits.bytes

    def weighed(words: str) -> int:
        return 0 if limits.bytes is None else len(_utf8(words))

    for piece, many in pieces(text):
        cost, heavy = _plain(piece, limits), weighed(piece)
        if size + cost <= limits.limit and weight + heavy <= most:
            at, size, weight = at + len(piece), size + cost, weight + heavy
            continue
        if cost == many and heavy in (0, many):  # each sign costs one, however it is counted
            return at + min(limits.limit - size, most - weight)
        for sign in piece if many > 1 else ():
            size, weight = size + _plain(sign, limits), weight + weighed(sign)
            if size > limits.limit or weight > most:
                break
            at += 1
        break
    return at


_HASHTAGS, _MENTIONS, _LINKS = (
    Text("hashtags", "tagar"),
    Text("mentions", "sebutan"),
    Text("links", "tautan"),
)
_UNIT_WORDS = {Unit.BYTES: Text("bytes", "bita")}
_CHARACTERS = Text("characters", "karakter")
# Weight 1 in X's rules; every other code point weighs 2 (official configuration, version 3).
_LIGHT = (range(0, 4352), range(8192, 8206), range(8208, 8224), range(8242, 8248))


def _within(text: str, limits: TextLimits) -> bool:
    short = length(text, limits) <= limits.limit
    return short and (limits.bytes is None or len(_utf8(text)) <= limits.bytes)


def _priced(text: str, limits: TextLimits) -> list[tuple[Span, int]]:
    """The parts that do not cost what they are long: links and mentions of other servers."""
    found = []
    if limits.url_cost is not None:
        found = [(span, limits.url_cost) for span in links(text, bare=limits.bare_urls)]
    if limits.local_mentions:
        inside = [range(span.start, span.end) for span, _ in found]
        for span in mentions(text):
            if not any(span.start in taken for taken in inside):
                name = "@" + span.value.partition("@")[0]
                found.append((span, _plain(name, limits)))
    return sorted(found, key=lambda each: each[0].start)


def _plain(text: str, limits: TextLimits) -> int:
    extra = sum(1 for sign in text if sign in limits.escaped) if limits.escaped else 0
    match limits.unit:
        case Unit.GRAPHEMES:
            return count(text) + extra
        case Unit.UTF16:
            return len(text.encode("utf-16-le", "surrogatepass")) // 2 + extra
        case Unit.BYTES:
            return len(_utf8(text)) + extra
        case Unit.WEIGHTED:
            if text.isascii():
                return len(text) + extra
            return sum(_weighted(each, many) for each, many in pieces(text)) + extra
        case Unit.EMOJI_BYTES:
            sizes = (len(_utf8(c)) if is_emoji(c) else len(c) for c in graphemes(text))
            return sum(sizes) + extra
    return len(text) + extra


def _weighted(piece: str, many: int) -> int:
    if many == len(piece) and piece[0] < "\u0300":
        return many
    return 2 if is_emoji(piece) else _weight(piece)


def _weight(cluster: str) -> int:
    return sum(1 if any(ord(sign) in light for light in _LIGHT) else 2 for sign in cluster)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _leading_mentions(text: str) -> int:
    """Where the text starts after the mentions that a reply sets by itself."""
    at = 0
    for span in mentions(text):
        if text[at : span.start].strip():
            break
        at = span.end + len(text[span.end :]) - len(text[span.end :].lstrip())
    return at


def _empty(text: str, limits: TextLimits) -> TextProblem | None:
    if text.strip() or not limits.required:
        return None
    words = Text("This network needs a text.", "Jaringan ini memerlukan teks.")
    return TextProblem("empty", words, 0, len(text))


def _too_long(text: str, limits: TextLimits, *, free_mentions: bool) -> TextProblem | None:
    size = length(text, limits, free_mentions=free_mentions)
    if size <= limits.limit:
        return None
    words = say(
        "{over} {unit} too many: {size} of {limit}. Shorten the marked part.",
        "Kelebihan {over} {unit}: {size} dari {limit}. Pendekkan bagian yang ditandai.",
        over=size - limits.limit, size=size, limit=limits.limit,
        unit=_UNIT_WORDS.get(limits.unit, _CHARACTERS),
    )  # fmt: skip
    start = _leading_mentions(text) if free_mentions else 0
    return TextProblem("too-long", words, start + fits(text[start:], limits), len(text))


def _too_many_bytes(text: str, limits: TextLimits) -> TextProblem | None:
    size = len(_utf8(text))
    if limits.bytes is None or size <= limits.bytes:
        return None
    words = say(
        "{over} bytes too many: {size} of {limit}. Emoji take many bytes each; use fewer.",
        "Kelebihan {over} bita: {size} dari {limit}. Emoji memakai banyak bita; kurangi.",
        over=size - limits.bytes, size=size, limit=limits.bytes,
    )  # fmt: skip
    return TextProblem("too-many-bytes", words, fits(text, limits), len(text))


def _forbidden(text: str, limits: TextLimits) -> list[TextProblem]:
    first = {sign: text.find(sign) for sign in limits.forbidden if sign in text}
    return [
        TextProblem(
            "forbidden",
            say(
                "The sign {sign} is not allowed here. Take it out.",
                "Tanda {sign} tidak diizinkan di sini. Hapus tanda itu.", sign=sign,
            ),
            at, at + 1,
        )
        for sign, at in first.items()
    ]  # fmt: skip


def _too_many(found: list[Span], most: int | None, code: str, what: Text) -> TextProblem | None:
    if most is None or len(found) <= most:
        return None
    words = say(
        "{n} {what}, but at most {most} are allowed. Take out {over}.",
        "Ada {n} {what}, paling banyak {most}. Hapus {over}.",
        n=len(found), what=what, most=most, over=len(found) - most,
    )  # fmt: skip
    return TextProblem(f"too-many-{code}", words, found[most].start, found[-1].end)
