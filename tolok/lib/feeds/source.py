"""The bytes of a feed and their text. Refuses what is too large; a wrong encoding is answered."""

import codecs
import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from tolok.core.errors import Problem, ProblemError
from tolok.core.feeds.item import Reading, Trouble
from tolok.core.text import Text, say

MAX_BYTES = 8 * 1024 * 1024
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)[\"']", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# "<?" or "<r" without a mark, as the XML recommendation's appendix F tells them apart.
_SHAPES = (
    (re.compile(rb"<\0\0\0[?!A-Za-z]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0<\0\0\0[?!A-Za-z]"), "utf-32-be"),
    (re.compile(rb"<\0[?!A-Za-z]\0"), "utf-16-le"),
    (re.compile(rb"\0<\0[?!A-Za-z]"), "utf-16-be"),
)
# What writers call something and readers take for its larger sister (WHATWG Encoding, 2026).
_LARGER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
# Codecs that do not turn bytes into text, or of which hostile input makes much more.
_TEXT_ONLY: tuple[str, ...] = (
    "utf",
    "iso",
    "cp",
    "windows",
    "koi",
    "gb",
    "big5",
    "euc",
    "shift",
    "mac",
    "ascii",
)
_TEXT_ONLY += ("tis", "johab", "ptcp", "kz")


@dataclass(frozen=True)
class Source:
    """`url` is where the body came from, after redirects; links in it are read against that."""

    body: bytes = field(repr=False)
    url: str = ""
    content_type: str = ""

    def __post_init__(self) -> None:
        if len(self.body) > MAX_BYTES:
            raise refused(
                say(
                    "The feed is larger than {size} MB.",
                    "Feed ini lebih besar daripada {size} MB.",
                    size=MAX_BYTES // 1024**2,
                ),
                Text(
                    "Ask its owner for a feed of the newest entries only.",
                    "Minta pemiliknya menyediakan feed yang hanya memuat entri terbaru.",
                ),
            )

    @cached_property
    def decoded(self) -> "tuple[str, tuple[Trouble, ...]]":
        """The text, and what is to be said of its encoding."""
        for mark, name in _MARKS:
            if self.body.startswith(mark):
                return _decode(self.body[len(mark) :], name)
        head = self.body[:64].lstrip(b" \t\r\n")
        for shape, name in _SHAPES:
            if shape.match(head):
                return _decode(self.body, name)
        return _first_that_fits(self.body, self._named())

    @property
    def text(self) -> str:
        return self.decoded[0]

    def _named(self) -> list[str]:
        """The encodings that the source names, the one in the file first.

        A server's default for all its files is wrong more often than what a writer put in one.
        """
        declared = _DECLARED.match(self.body[:400])
        sent = _CHARSET.search(self.content_type)
        names = [declared[1].decode("ascii")] if declared else []
        return names + ([sent[1]] if sent else [])


def refused(detail: Text, fix: Text) -> ProblemError:
    """A feed that was not read at all."""
    return ProblemError(
        Problem(
            type="feed-refused",
            title=Text("The feed was not read", "Feed tidak dibaca"),
            detail=detail,
            fix=fix,
            status=422,
        )
    )


def troubled(reading: Reading, *more: Trouble) -> Reading:
    """The same reading with further troubles, each once."""
    found = dict.fromkeys((*reading.feed.troubles, *more))
    return Reading(replace(reading.feed, troubles=tuple(found)), reading.items)


def _first_that_fits(body: bytes, named: list[str]) -> tuple[str, tuple[Trouble, ...]]:
    usable = [name for name in map(_codec, named) if name]
    for name in dict.fromkeys([*usable, "utf-8"]):
        try:
            text = body.decode(name)
        except UnicodeError:
            continue
        other = (_other(named, name),) if named and name not in usable[:1] else ()
        return text, other
    return body.decode("cp1252", "replace"), (_other(named, "windows-1252"),)


def _decode(body: bytes, name: str) -> tuple[str, tuple[Trouble, ...]]:
    try:
        return body.decode(name), ()
    except UnicodeError:
        return body.decode(name, "replace"), (_other([name], name),)


def _codec(name: str) -> str:
    """Python's name for it; "" for what is no text encoding that a feed could be in."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    found = _LARGER.get(found, found)
    # without a mark, what looks like ASCII is none of these
    wide = found.startswith(("utf-16", "utf-32", "utf-7"))
    return found if found.startswith(_TEXT_ONLY) and not wide else ""


def _other(named: list[str], used: str) -> Trouble:
    claimed = named[0] if named else "UTF-8"
    return Trouble(
        "encoding",
        say(
            "It says it is written in {claimed}, which does not fit; it was read as {used}.",
            "Katanya ditulis dalam {claimed}, tetapi tidak cocok; dibaca sebagai {used}.",
            claimed=claimed,
            used=used,
        ),
    )
