"""RSS 0.9x, 1.0 and 2.0, RDF, Atom and CDF, by feedparser, after the text was made safe.

Nothing is fetched: feedparser sees bytes in memory only.
"""

import calendar
import io
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import Any

import feedparser

from tolok.core.feeds.item import Enclosure, Feed, Item, Reading, Trouble
from tolok.core.text import Text, say
from tolok.lib.feeds.addresses import addresses, web_address
from tolok.lib.feeds.hardening import safe_xml
from tolok.lib.feeds.markup import one_line, pictures, plain, tidy
from tolok.lib.feeds.reader import Reader
from tolok.lib.feeds.source import Source, refused

_ROOT = re.compile(r"<(?:[\w-]+:)?(rss|rdf|feed|channel)\b", re.IGNORECASE)
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
_MAIL = re.compile(r"\S+@\S+")
# What feedparser's tolerant parser raises on input that breaks it (numbers that are no character,
# tags closed that were never opened); anything else is a fault of ours and must be seen.
_BREAKS = (ValueError, OverflowError, LookupError, TypeError, AttributeError, AssertionError)

Entry = Mapping[str, Any]


def sniff(source: Source) -> float:
    head = source.text[:4000]
    match = _ROOT.search(head)
    if match is None:
        return 0.0
    return 0.5 if "<html" in head[: match.start()].lower() else 0.9


def read(source: Source) -> Reading:
    text = safe_xml(source.text)
    # Where the feed came from is not told: ids must stay the same when it moves.
    headers = {"content-type": "application/xml; charset=utf-8"}
    stream = io.BytesIO(text.encode("utf-8", "replace"))
    try:
        found = feedparser.parse(
            stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except _BREAKS as error:
        raise _no_feed() from error
    if not (found.version or found.entries or found.feed):
        raise _no_feed()
    about = found.feed
    base = web_address(about.get("link", ""), source.url)
    items = tuple(_item(entry, base or source.url, about) for entry in found.entries)
    return Reading(_feed(found, source, base), items)


def _feed(found: Any, source: Source, base: str) -> Feed:
    about: Entry = found.feed
    links = about.get("links", ())
    return Feed(
        format=found.version or "rss",
        title=_line(about, "title"),
        link=base,
        description=_line(about, "subtitle"),
        language=_language(about.get("language") or _detail(about, "title").get("language")),
        self_link=next(iter(_related(links, "self", source.url)), ""),
        hubs=_related(links, "hub", source.url),
        ttl=_ttl(about),
        updated=_moment(about, "updated_parsed") or _moment(about, "published_parsed"),
        troubles=(_ill_formed(found.bozo_exception),) if found.bozo else (),
    )


def _item(entry: Entry, base: str, about: Entry) -> Item:
    bodies = [(each.get("value", ""), each.get("type", "")) for each in entry.get("content", ())]
    summary = (entry.get("summary", ""), _detail(entry, "summary").get("type", ""))
    body = _best(bodies) or summary
    link = web_address(entry.get("feedburner_origlink") or entry.get("link", ""), base)
    text = _words(*body)
    short = _words(*summary) if bodies else ""
    return Item(
        id=str(entry.get("id") or "").strip(),
        title=_line(entry, "title"),
        text=text,
        summary="" if short == text else short,
        link=link,
        published=_moment(entry, "published_parsed") or _moment(entry, "created_parsed"),
        updated=_moment(entry, "updated_parsed"),
        author=_author(entry),
        categories=_categories(entry),
        media=_media(entry, [body[0], summary[0]], link or base),
        language=_language(_detail(entry, "title").get("language") or about.get("language")),
    )


def _best(bodies: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Markup before plain text: paragraphs and pictures are known there."""
    return max(bodies, key=lambda body: ("html" in body[1], len(body[0])), default=None)


def _words(value: str, kind: str) -> str:
    return tidy(value) if kind == "text/plain" else plain(value)


def _line(entry: Entry, name: str) -> str:
    value = entry.get(name) or ""
    if _detail(entry, name).get("type") == "text/plain" and "&" not in value:
        return tidy(value).replace("\n", " ")
    return one_line(value)


def _detail(entry: Entry, name: str) -> Entry:
    return entry.get(f"{name}_detail") or {}


def _author(entry: Entry) -> str:
    """A name; an e-mail address is never taken into a post."""
    name = str(entry.get("author") or "")[:300]
    return one_line(_MAIL.sub("", name).strip(" ()<>,"))


def _categories(entry: Entry) -> tuple[str, ...]:
    named = (one_line(tag.get("label") or tag.get("term") or "") for tag in entry.get("tags", ()))
    return tuple(dict.fromkeys(name for name in named if name))


def _media(entry: Entry, bodies: list[str], base: str) -> tuple[Enclosure, ...]:
    found = [_enclosure(each, base) for each in _media_given(entry)]
    found += [picture for body in bodies for picture in pictures(body, base)]
    by_url: dict[str, Enclosure] = {}
    for each in found:
        if each.url:
            by_url.setdefault(each.url, each)
    return tuple(by_url.values())


def _media_given(entry: Entry) -> Iterable[Mapping[str, str]]:
    for each in entry.get("media_content", ()):
        yield {"type": f"{each['medium']}/" if each.get("medium") else "", **each}
    for each in entry.get("enclosures", ()):
        yield {**each, "url": each.get("href", "")}
    for each in entry.get("media_thumbnail", ()):
        yield {"type": "image/", **each}
    picture = entry.get("image") or {}
    yield {"type": "image/", "url": picture.get("href", "")}


def _enclosure(given: Mapping[str, str], base: str) -> Enclosure:
    size = given.get("length") or given.get("filesize") or ""
    return Enclosure(
        url=web_address(given.get("url", ""), base),
        mime=given.get("type", "") or "",
        bytes=_whole(size),
        width=_whole(given.get("width")),
        height=_whole(given.get("height")),
    )


def _related(links: Iterable[Entry], rel: str, base: str) -> tuple[str, ...]:
    return addresses((each.get("href", "") for each in links if each.get("rel") == rel), base)


def _ttl(about: Entry) -> timedelta | None:
    minutes = _whole(about.get("ttl"))
    if minutes:
        return timedelta(minutes=min(minutes, 60 * 24 * 31))
    hours = _PERIODS.get(str(about.get("sy_updateperiod", "")).strip().lower())
    if hours is None:
        return None
    return timedelta(hours=hours) / max(1, _whole(about.get("sy_updatefrequency")) or 1)


def _moment(entry: Entry, name: str) -> datetime | None:
    # a plain look-up: feedparser's own answers one date in place of another
    value = dict.get(entry, name) if isinstance(entry, dict) else None
    if not isinstance(value, struct_time):
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _whole(value: object) -> int | None:
    digits = str(value or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None


def _language(value: object) -> str:
    return str(value or "").strip().replace("_", "-")[:35]


def _ill_formed(error: object) -> Trouble:
    line = getattr(error, "getLineNumber", lambda: None)()
    where = say(" (line {n})", " (baris {n})", n=str(line)) if line else Text("", "")
    return Trouble(
        "ill-formed",
        say(
            "It is not well-formed XML{where}; what could be read was read.",
            "XML-nya tidak rapi{where}; yang terbaca tetap diambil.",
            where=where,
        ),
    )


def _no_feed() -> Exception:
    return refused(
        Text("No feed was found at this address.", "Tidak ada feed di alamat ini."),
        Text(
            "Enter the address of the feed itself, or of a page that links to it.",
            "Masukkan alamat feed itu sendiri, atau halaman yang menautkannya.",
        ),
    )


READER = Reader(id="syndication", name=Text.same("RSS, Atom"), sniff=sniff, read=read)
