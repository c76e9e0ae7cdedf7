"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1). A member of a wrong type counts as absent."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tolok.core.feeds.item import Enclosure, Feed, Item, Reading, Trouble
from tolok.core.text import Text, say
from tolok.lib.feeds.addresses import addresses, web_address
from tolok.lib.feeds.markup import one_line, pictures, plain, tidy
from tolok.lib.feeds.reader import Reader
from tolok.lib.feeds.source import Source, refused

_VERSION = "jsonfeed.org/version/1"


def sniff(source: Source) -> float:
    text = source.text.lstrip()
    if not text.startswith("{"):
        return 0.0
    return 1.0 if _VERSION in text[:4000] else 0.6 if '"items"' in text else 0.3


def read(source: Source) -> Reading:
    top = _parsed(source.text)
    entries = top.get("items")
    if not isinstance(entries, list):
        raise _wrong(Text('It has no list called "items".', 'Tidak ada daftar bernama "items".'))
    items: list[Item] = []
    unread = 0
    for entry in entries:
        if isinstance(entry, dict):
            items.append(_item(entry, top, source.url))
        else:
            unread += 1
    version = str(top.get("version", ""))
    troubles = [] if _VERSION in version else [_no_version()]
    if unread:
        troubles.append(_unread(unread))
    feed = Feed(
        format="json11" if version.endswith("1.1") else "json1",
        title=one_line(_text(top, "title")),
        link=web_address(top.get("home_page_url"), source.url),
        description=plain(_text(top, "description")),
        language=_text(top, "language")[:35],
        self_link=web_address(top.get("feed_url"), source.url),
        hubs=_hubs(top, source.url),
        troubles=tuple(troubles),
    )
    return Reading(feed, tuple(items))


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise _wrong(Text("It is not valid JSON.", "Isinya bukan JSON yang sahih.")) from error
    if not isinstance(found, dict):
        raise _wrong(Text("It is not an object.", "Isinya bukan objek."))
    return found


def _item(entry: Mapping[str, Any], top: Mapping[str, Any], base: str) -> Item:
    markup = _text(entry, "content_html")
    text = plain(markup) if markup else tidy(_text(entry, "content_text"))
    link = web_address(entry.get("external_url"), base) or web_address(entry.get("url"), base)
    own = web_address(entry.get("url"), base)
    summary = tidy(_text(entry, "summary"))
    return Item(
        id=_id(entry),
        title=one_line(_text(entry, "title")),
        text=text or summary,
        summary=summary if text else "",
        link=own or link,
        published=_moment(entry, "date_published"),
        updated=_moment(entry, "date_modified"),
        author=_author(entry) or _author(top),
        categories=_tags(entry),
        media=_media(entry, markup, own or base),
        language=(_text(entry, "language") or _text(top, "language"))[:35],
    )


def _id(entry: Mapping[str, Any]) -> str:
    """The specification asks readers to take numbers as strings."""
    value = entry.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _author(entry: Mapping[str, Any]) -> str:
    many = entry.get("authors")
    people = many if isinstance(many, list) else [entry.get("author")]
    names = (one_line(_text(each, "name")) for each in people if isinstance(each, dict))
    return ", ".join(name for name in names if name)


def _tags(entry: Mapping[str, Any]) -> tuple[str, ...]:
    tags = entry.get("tags")
    if not isinstance(tags, list):
        return ()
    named = (one_line(tag) for tag in tags if isinstance(tag, str))
    return tuple(dict.fromkeys(tag for tag in named if tag))


def _media(entry: Mapping[str, Any], markup: str, base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for name in ("image", "banner_image"):
        url = web_address(entry.get(name), base)
        if url:
            found.setdefault(url, Enclosure(url, "image/"))
    files = entry.get("attachments")
    for each in files if isinstance(files, list) else ():
        url = web_address(each.get("url"), base) if isinstance(each, dict) else ""
        if url:
            size = each.get("size_in_bytes")
            size = size if isinstance(size, int) and not isinstance(size, bool) else None
            found.setdefault(url, Enclosure(url, _text(each, "mime_type"), size))
    for picture in pictures(markup, base):
        found.setdefault(picture.url, picture)
    return tuple(found.values())


def _hubs(top: Mapping[str, Any], base: str) -> tuple[str, ...]:
    hubs = top.get("hubs")
    given = hubs if isinstance(hubs, list) else []
    return addresses((each.get("url") for each in given if isinstance(each, dict)), base)


def _moment(entry: Mapping[str, Any], name: str) -> datetime | None:
    words = _text(entry, name).strip()
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        return None
    # a moment without a zone cannot be placed; taking it for UTC is at most half a day off
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


def _no_version() -> Trouble:
    return Trouble(
        "no-version",
        Text(
            "It does not say which version of JSON Feed it is; it was read as 1.1.",
            "Tidak disebutkan versi JSON Feed-nya; dibaca sebagai 1.1.",
        ),
    )


def _unread(count: int) -> Trouble:
    return Trouble(
        "unread",
        say(
            "{n} entries are not objects and could not be read.",
            "{n} entri bukan objek dan tidak dapat dibaca.",
            n=count,
        ),
    )


def _wrong(detail: Text) -> Exception:
    return refused(
        detail,
        Text(
            "Check that the address leads to a JSON Feed, or use the site's RSS or Atom feed.",
            "Pastikan alamatnya menuju JSON Feed, atau pakai feed RSS atau Atom situs itu.",
        ),
    )


READER = Reader(id="json_feed", name=Text.same("JSON Feed"), sniff=sniff, read=read)
