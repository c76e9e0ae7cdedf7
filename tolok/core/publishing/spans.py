"""Where links, mentions and hashtags stand in a text, as each kind of network sees them.

Plain linear patterns: a hostile text takes no longer than a friendly one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    LINK = "link"
    MENTION = "mention"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` in code points; `value` is the link, handle or tag without its sign."""

    start: int
    end: int
    kind: Kind
    value: str


_COUNTRY = (
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs "
    "bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee "
    "eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gt gu gw gy hk hm hn "
    "hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc "
    "li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na "
    "nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru "
    "rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm "
    "tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
)
_GENERIC = (
    "com net org info biz edu gov mil int name mobi museum travel jobs coop aero app dev blog shop "
    "store online site news tech cloud link page social xyz club agency live media world digital "
    "email today top studio design photography asia"
)
_ENDINGS = frozenset((_COUNTRY + " " + _GENERIC).split())

_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w@.$#/-])(?:[a-z0-9-]{1,63}\.)+([a-z]{2,24})(?![\w@-])(?:/[^\s<>\"]*)?", re.I
)
_MENTION = re.compile(r"(?<![\w@/])[@＠]([a-z0-9_]{1,30})(?:@([a-z0-9.-]{1,253}))?", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@/])@((?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62})", re.IGNORECASE)
_TAG = re.compile(r"(?<![\w&/#＃])[#＃](?!\ufe0f|\u20e3)(\w+)")
_TRAILING = ".,;:!?'\"”’…"


def links(text: str, *, bare: bool = False) -> Iterator[Span]:
    """Links with a scheme; with `bare`, also names such as example.com/page, as X links them."""
    end = 0
    found = [(m.start(), m.group()) for m in _URL.finditer(text)]
    if bare:
        found += [(m.start(), m.group()) for m in _BARE.finditer(text) if _real(m.group(1))]
    for start, words in sorted(found):
        value = _trimmed(words)
        if start >= end and "." in value.partition("://")[2] + value.partition("://")[0]:
            end = start + len(value)
            yield Span(start, end, Kind.LINK, value)


def mentions(text: str, *, domains: bool = False) -> Iterator[Span]:
    """`@name` and `@name@server`; with `domains`, handles that are domain names (Bluesky)."""
    for match in (_HANDLE if domains else _MENTION).finditer(text):
        words = match.group().rstrip(".-")
        yield Span(match.start(), match.start() + len(words), Kind.MENTION, words[1:])


def tags(text: str) -> Iterator[Span]:
    """Hashtags in any script. Digits alone are no hashtag (`#1`)."""
    for match in _TAG.finditer(text):
        if not match.group(1).replace("_", "").isdigit() and match.group(1).strip("_"):
            yield Span(match.start(), match.end(), Kind.TAG, match.group(1))


def spans(text: str, *, bare: bool = False, domains: bool = False) -> tuple[Span, ...]:
    """All of them in order, none inside another: a link wins over what stands inside it."""
    order = [
        *links(text, bare=bare),
        *mentions(text, domains=domains),
        *tags(text),
    ]
    kept: list[Span] = []
    taken = bytearray(len(text))
    for span in order:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return tuple(sorted(kept, key=lambda span: span.start))


def _real(ending: str) -> bool:
    return ending.casefold() in _ENDINGS


def _trimmed(words: str) -> str:
    """A link without the full stop or the bracket that belongs to the sentence around it."""
    extra = {close: words.count(close) - words.count(open) for open, close in ("()", "[]")}
    end = len(words)
    while end and (words[end - 1] in _TRAILING or extra.get(words[end - 1], 0) > 0):
        if words[end - 1] in extra:
            extra[words[end - 1]] -= 1
        end -= 1
    return words[:end]
