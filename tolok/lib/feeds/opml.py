"""Lists of feeds as OPML, in and out. Folders become one path; what is no feed is left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # noqa: S405 - a type; lib/feeds/tree.py parses
from xml.sax.saxutils import quoteattr  # noqa: S406 - writes, parses nothing

from tolok.core.text import Text
from tolok.lib.feeds.addresses import web_address
from tolok.lib.feeds.markup import tidy
from tolok.lib.feeds.source import Source, refused
from tolok.lib.feeds.tree import name, tree

MAX_FEEDS = 5_000


@dataclass(frozen=True, slots=True)
class Listed:
    """One feed of a list. `folder` holds the names of the outlines around it, joined by `/`."""

    url: str
    title: str = ""
    folder: str = ""
    site: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Opml:
    """`skipped`: titles of outlines whose address is no web address."""

    title: str
    feeds: tuple[Listed, ...]
    skipped: tuple[str, ...] = ()


def read_opml(body: bytes) -> Opml:
    """Each address once, in the order of the file. Raises ProblemError (`feed-refused`)."""
    root = tree(Source(body))
    if name(root) != "opml":
        raise refused(
            Text("This is no OPML file.", "Ini bukan berkas OPML."),
            Text(
                "Export the list of feeds as OPML from your reader, then bring it here.",
                "Ekspor daftar feed sebagai OPML dari pembaca Anda, lalu bawa ke sini.",
            ),
        )
    feeds: dict[str, Listed] = {}
    skipped: list[str] = []
    title = ""
    for part in root:
        if name(part) == "head":
            title = next((_line(each.text) for each in part if name(each) == "title"), "")
        elif name(part) == "body":
            _walk(part, feeds, skipped)
    if len(feeds) > MAX_FEEDS:
        raise refused(
            Text(
                f"The list has more than {MAX_FEEDS:,} feeds.",
                f"Daftar ini memuat lebih dari {MAX_FEEDS:,} feed.".replace(",", "."),
            ),
            Text("Bring it in smaller parts.", "Bawa dalam bagian yang lebih kecil."),
        )
    return Opml(title, tuple(feeds.values()), tuple(skipped))


def write_opml(title: str, feeds: Iterable[Listed]) -> bytes:
    """OPML 2.0; a path of folders becomes nested outlines."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += [f"<head><title>{_escaped(title)}</title></head>", "<body>"]
    by_folder: dict[str, list[Listed]] = {}
    for feed in feeds:
        by_folder.setdefault(feed.folder, []).append(feed)
    for folder, listed in by_folder.items():
        names = [part for part in folder.split("/") if part]
        lines += [f"<outline text={_quoted(part)}>" for part in names]
        lines += [_outline(feed) for feed in listed]
        lines += ["</outline>"] * len(names)
    return "\n".join([*lines, "</body>", "</opml>", ""]).encode()


def _walk(body: Element, feeds: dict[str, Listed], skipped: list[str]) -> None:
    waiting = [(node, "") for node in reversed(body)]
    while waiting:
        node, folder = waiting.pop()
        if name(node) != "outline":
            continue
        has = {key.lower(): value for key, value in node.attrib.items()}
        title = _line(has.get("title") or has.get("text"))
        if "xmlurl" in has:
            url = web_address(has["xmlurl"])
            if url:
                site = web_address(has.get("htmlurl"))
                about = _line(has.get("description"))
                feeds.setdefault(url, Listed(url, title, folder, site, about))
            else:
                skipped.append(title or has["xmlurl"][:80])
        below = f"{folder}/{title.replace('/', '-')}".strip("/") if "xmlurl" not in has else folder
        waiting += [(child, below) for child in reversed(node)]


def _line(words: str | None) -> str:
    return tidy(words or "").replace("\n", " ")


def _outline(feed: Listed) -> str:
    title = feed.title or feed.url
    pairs = [("type", "rss"), ("text", title), ("title", title), ("xmlUrl", feed.url)]
    pairs += [("htmlUrl", feed.site), ("description", feed.description)]
    return "<outline " + " ".join(f"{key}={_quoted(v)}" for key, v in pairs if v) + "/>"


def _quoted(words: str) -> str:
    return quoteattr(_printable(words), {"\n": "&#10;"})


def _escaped(words: str) -> str:
    return _printable(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _printable(words: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return "".join(
        sign
        for sign in words
        if sign in "\t\n"
        or (sign >= " " and not "\ud800" <= sign <= "\udfff" and sign < "\ufffe")
        or sign > "\uffff"
    )
