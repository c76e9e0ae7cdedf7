"""Plain text and pictures out of HTML, in one pass; nothing of the markup is kept."""

import html
import re
from collections.abc import Iterator

from tolok.core.feeds.item import Enclosure
from tolok.lib.feeds.addresses import web_address

_TOKEN = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)((?:\"[^\"<]*+\"|'[^'<]*+'|[^<>\"'])*+)>|<!--|<[!?]"
)
_ATTRIBUTE = re.compile(
    r"(?<![a-zA-Z_:-])([a-zA-Z_:-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))"
)
_BLOCKS = frozenset(("address", "article", "aside", "blockquote", "br", "center", "dd", "details"))
_BLOCKS |= {"div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"}
_BLOCKS |= {"h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"}
_BLOCKS |= {"section", "table", "tr", "ul"}
_SILENT = frozenset(("script", "style", "template", "noscript", "iframe", "object", "svg", "math"))
_SILENT |= {"head", "title"}
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[\n ]*")
# Control characters but tab and line ends, and signs without width.
_CONTROLS = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), 127, 0x200B, 0xFEFF, 0xFFFE, 0xFFFF), None
)


def plain(markup: str) -> str:
    """The words a reader sees; paragraphs end with one line break."""
    if "<" not in markup and "&" not in markup:
        return tidy(markup)
    return tidy(html.unescape("".join(_words(markup))))


def tidy(words: str) -> str:
    """Blanks made one, empty lines and invisible signs taken out, half characters replaced."""
    words = words.translate(_CONTROLS).replace("\r\n", "\n").replace("\r", "\n")
    words = words.encode("utf-8", "replace").decode("utf-8") if _broken(words) else words
    return _LINES.sub("\n", _SPACES.sub(" ", words)).strip()


def one_line(markup: str) -> str:
    """As `plain`, for titles and names."""
    return plain(markup).replace("\n", " ")


def pictures(markup: str, base: str = "") -> tuple[Enclosure, ...]:
    """The `<img>` of a text in order, without those that only count readers."""
    if "<img" not in markup and "<IMG" not in markup:
        return ()
    found: dict[str, Enclosure] = {}
    for match in _TOKEN.finditer(markup):
        if (match[2] or "").lower() != "img" or match[1]:
            continue
        has = _attributes(match[3])
        url = web_address(has.get("src"), base)
        width, height = _pixels(has.get("width")), _pixels(has.get("height"))
        if not url or 1 in (width, height):
            continue
        alt = tidy(has.get("alt", "")).replace("\n", " ")
        found.setdefault(url, Enclosure(url, "", alt=alt, width=width, height=height))
    return tuple(found.values())


def _words(markup: str) -> Iterator[str]:
    at, silent = 0, ""
    for match in _TOKEN.finditer(markup):
        if match.start() < at:
            continue
        if not silent:
            yield markup[at : match.start()]
        at = match.end()
        name = (match[2] or "").lower()
        if not name:
            end = markup.find("-->" if match[0] == "<!--" else ">", at)
            at = len(markup) if end < 0 else end + (3 if match[0] == "<!--" else 1)
        elif silent:
            silent = "" if match[1] and name == silent else silent
        elif name in _SILENT and not match[1] and not match[3].endswith("/"):
            silent = name
        elif name in _BLOCKS:
            yield "\n"
        elif name in ("td", "th"):
            yield " "
    if not silent:
        yield markup[at:]


def _attributes(words: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(words):
        value = next(each for each in match.groups()[1:] if each is not None)
        found.setdefault(match[1].lower(), html.unescape(value))
    return found


def _pixels(value: str | None) -> int | None:
    digits = (value or "").strip().lower().removesuffix("px")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else None


def _broken(words: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in words)
