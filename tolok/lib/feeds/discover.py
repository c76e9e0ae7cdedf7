"""The feeds that a web page links to (`link rel=alternate`), so that its address is enough."""

import html
import re
from dataclasses import dataclass

from tolok.lib.feeds.addresses import web_address

_LINK = re.compile(r"<link\b([^<>]{0,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?<![\w-])([\w-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
_KINDS: tuple[str, ...] = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_KINDS += ("application/rdf+xml", "text/calendar")
_HEAD = 500_000  # links stand at the top of a page


@dataclass(frozen=True, slots=True)
class FeedLink:
    url: str
    title: str
    mime: str


def feed_links(page: str, url: str) -> tuple[FeedLink, ...]:
    """In the order of the page, each address once."""
    found: dict[str, FeedLink] = {}
    for match in _LINK.finditer(page[:_HEAD]):
        has = {
            each[1].lower(): html.unescape(next(v for v in each.groups()[1:] if v is not None))
            for each in _ATTRIBUTE.finditer(match[1])
        }
        mime = has.get("type", "").lower().strip()
        target = web_address(has.get("href"), url)
        if "alternate" in has.get("rel", "").lower().split() and mime in _KINDS and target:
            found.setdefault(target, FeedLink(target, has.get("title", "").strip(), mime))
    return tuple(found.values())
