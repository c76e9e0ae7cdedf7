"""UTM parameters for the links of a post, filled from a template. What a link has already stays."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

from tolok.core.errors import invalid
from tolok.core.publishing.spans import links
from tolok.core.text import say

PLACES = ("network", "channel", "campaign", "post", "type", "date", "route")
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Utm:
    """The five parameters; each may hold places such as {network}. "" leaves one out."""

    source: str = "{network}"
    medium: str = "social"
    campaign: str = "{campaign}"
    content: str = ""
    term: str = ""


def checked(template: Utm) -> Utm:
    """The same template, once every place in it is known; else a problem that names it."""
    for words in _fields(template).values():
        for place in _PLACE.findall(words):
            if place not in PLACES:
                raise invalid(
                    say(
                        "The template has the place {place}, which does not exist.",
                        "Templat berisi isian {place}, yang tidak ada.", place="{" + place + "}",
                    ),
                    say(
                        "Use one of: {known}.", "Pakai salah satu: {known}.",
                        known=", ".join("{" + name + "}" for name in PLACES),
                    ),
                )  # fmt: skip
    return template


def parameters(template: Utm, values: Mapping[str, str]) -> dict[str, str]:
    """`utm_…` → value, as slugs; a parameter whose places are empty is left out."""
    filled = {name: _fill(words, values) for name, words in _fields(template).items()}
    return {f"utm_{name}": value for name, value in filled.items() if value}


def tagged(link: str, wanted: Mapping[str, str]) -> str:
    """The link with the parameters it lacks; path, order, other parameters and fragment stay."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    if parts.scheme.casefold() not in ("http", "https"):
        return link
    has = {pair.partition("=")[0].casefold() for pair in parts.query.split("&")}
    new = [f"{name}={quote(value, safe='')}" for name, value in wanted.items() if name not in has]
    query = "&".join([part for part in (parts.query, *new) if part])
    return urlunsplit(parts._replace(query=query))


def tag_links(text: str, wanted: Mapping[str, str], *, only: frozenset[str] = frozenset()) -> str:
    """All links of a text; with `only`, those to these domains and their subdomains."""
    done, at = "", 0
    for span in links(text):
        ours = not only or _within(span.value, only)
        done += text[at : span.start] + (tagged(span.value, wanted) if ours else span.value)
        at = span.end
    return done + text[at:]


def slug(words: str) -> str:
    """Lower case, words joined by `_`, accents dropped, other scripts kept."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^\w.-]+", "_", unicodedata.normalize("NFC", plain)).strip("_")


def _fields(template: Utm) -> dict[str, str]:
    names = ("source", "medium", "campaign", "content", "term")
    return {name: getattr(template, name) for name in names}


def _fill(words: str, values: Mapping[str, str]) -> str:
    return slug(_PLACE.sub(lambda found: values.get(found.group(1), ""), words))


def _within(link: str, domains: frozenset[str]) -> bool:
    try:
        host = urlsplit(link).hostname or ""
    except ValueError:
        return False
    return any(host == each or host.endswith("." + each) for each in domains)
