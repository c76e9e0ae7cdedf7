"""XML that may be handed to a parser: without declarations of its own, neither deep nor endless.

A bare DOCTYPE (RSS 0.91 had one) is cut out; one with declarations inside is refused, so that
nothing is ever expanded or fetched. Every look at the text takes time in proportion to its length.
"""

import re
from collections.abc import Iterator

from tolok.core.errors import ProblemError
from tolok.core.text import Text, say
from tolok.lib.feeds.source import refused

MAX_DEPTH = 200
MAX_TAGS = 200_000
MAX_ATTRIBUTES = 200
_DECLARATION = re.compile(r"<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)\b", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[\]]*>", re.IGNORECASE)
_ANY_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
_PROLOGUE = re.compile(r"\s*<\?xml[^<>]*\?>", re.IGNORECASE)
_HIDING = re.compile(r"<!--|<!\[CDATA\[|<\?")
_ENDS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
# Markup may be written escaped; it is unescaped and parsed later on.
_LESS = re.compile(r"&lt;|&#0{0,9}60;|&#x0{0,9}3c;", re.IGNORECASE)
_MORE = re.compile(r"&gt;|&#0{0,9}62;|&#x0{0,9}3e;", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][^\s<>/]*)[^<>]*")
# Tags that writers of HTML leave open.
_OPEN = frozenset(("br", "p", "img", "hr", "li", "input", "link", "meta", "td", "tr", "th", "dt"))
_OPEN |= frozenset(("dd", "option", "source", "wbr", "col"))


def safe_xml(text: str) -> str:
    """The text without its XML declaration and DOCTYPE, ready to be parsed as Unicode."""
    text = _PROLOGUE.sub("", text.replace("\x00", ""), count=1)
    bare = _blanked(text)
    match = _DOCTYPE.search(bare)
    if match:
        text = text[: match.start()] + text[match.end() :]
        bare = bare[: match.start()] + bare[match.end() :]
    if _ANY_DOCTYPE.search(bare) or _DECLARATION.search(bare):
        raise _refused(
            Text(
                "It declares entities or a document type of its own, which can make a small file "
                "endless or open other files.",
                "Feed ini mendeklarasikan entitas atau tipe dokumen sendiri, yang bisa membuat "
                "berkas kecil menjadi tak berujung atau membuka berkas lain.",
            )
        )
    _check_tags(_MORE.sub(">", _LESS.sub("<", text)))
    _check_depth(bare)
    return text


def _blanked(text: str) -> str:
    """Comments, character data and instructions as blanks of the same length."""
    kept, at = list[str](), 0
    for start, end in _hidden(text):
        kept += (text[at:start], " " * (end - start))
        at = end
    return "".join(kept) + text[at:]


def _hidden(text: str) -> Iterator[tuple[int, int]]:
    at, endless = 0, set[str]()
    while match := _HIDING.search(text, at):
        end = -1
        if match[0] not in endless:
            end = text.find(_ENDS[match[0]], match.end())
        if end < 0:
            endless.add(match[0])
            at = match.end()
        else:
            at = end + len(_ENDS[match[0]])
            yield match.start(), at


def _check_tags(text: str) -> None:
    tags = 0
    for match in _TAG.finditer(text):
        tags += 1
        if match[0].count("=") > MAX_ATTRIBUTES:
            raise _refused(
                say(
                    "A single tag in it has more than {most} attributes.",
                    "Ada satu tag di dalamnya dengan lebih dari {most} atribut.",
                    most=MAX_ATTRIBUTES,
                )
            )
    if tags > MAX_TAGS:
        raise _refused(
            say(
                "It has {n} tags; {most} is the most.",
                "Isinya {n} tag; paling banyak {most}.",
                n=tags,
                most=MAX_TAGS,
            )
        )


def _check_depth(bare: str) -> None:
    """A closing tag closes all that was left open inside its own element."""
    stack: list[str] = []
    for match in _TAG.finditer(bare):
        name = match[2].lower()
        if match[1]:
            if name in stack:
                while stack.pop() != name:
                    pass
        elif not match[0].endswith("/") and name not in _OPEN:
            stack.append(name)
            if len(stack) > MAX_DEPTH:
                raise _refused(
                    say(
                        "Its parts lie more than {most} deep inside each other.",
                        "Bagian-bagiannya bersarang lebih dari {most} tingkat.",
                        most=MAX_DEPTH,
                    )
                )


def _refused(detail: Text) -> ProblemError:
    return refused(
        detail,
        Text(
            "Use another address of the same site, or tell its owner.",
            "Pakai alamat lain dari situs yang sama, atau beri tahu pemiliknya.",
        ),
    )
