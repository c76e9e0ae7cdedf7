"""Sitemaps of news (sitemap-news/0.9): each address with a title is an entry.

Addresses without news are counted and left out: a sitemap of a whole site is no feed.
"""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element  # noqa: S405 - a type; lib/feeds/tree.py parses

from tolok.core.feeds.item import Enclosure, Feed, Item, Reading, Trouble
from tolok.core.text import Text, say
from tolok.lib.feeds.addresses import web_address
from tolok.lib.feeds.markup import one_line
from tolok.lib.feeds.reader import Reader
from tolok.lib.feeds.source import Source, refused
from tolok.lib.feeds.tree import child_text, children, name, space, tree


def sniff(source: Source) -> float:
    head = source.text[:4000].lower()
    return 0.95 if "<urlset" in head or "<sitemapindex" in head else 0.0


def read(source: Source) -> Reading:
    root = tree(source)
    if name(root) != "urlset":
        raise refused(
            Text(
                "This is a list of sitemaps, not a sitemap of news.",
                "Ini daftar peta situs, bukan peta situs berita.",
            ),
            Text(
                "Enter the address of the sitemap of news that it names.",
                "Masukkan alamat peta situs berita yang tercantum di dalamnya.",
            ),
        )
    pages = list(children(root, "url"))
    found = [item for page in pages if (item := _item(page, source.url)) is not None]
    names = {child_text(each, "name") for page in pages for each in _publication(page)}
    troubles = () if len(found) == len(pages) else (_left_out(len(pages) - len(found)),)
    title = names.pop() if len(names) == 1 else ""
    return Reading(Feed(format="sitemap", title=title, troubles=troubles), tuple(found))


def _item(page: Element, base: str) -> Item | None:
    link = web_address(child_text(page, "loc"), base)
    news = next(iter(children(page, "news")), None)
    if news is None or not link:
        return None
    title = one_line(child_text(news, "title"))
    if not title:
        return None
    language = next((child_text(each, "language") for each in _publication(page)), "")
    keywords = child_text(news, "keywords").split(",")
    return Item(
        id=link,
        title=title,
        link=link,
        published=moment(child_text(news, "publication_date")),
        updated=moment(child_text(page, "lastmod")),
        categories=tuple(dict.fromkeys(w for each in keywords if (w := one_line(each)))),
        media=tuple(_pictures(page, base)),
        language=language[:35],
    )


def _publication(page: Element) -> list[Element]:
    return [each for news in children(page, "news") for each in children(news, "publication")]


def _pictures(page: Element, base: str) -> list[Enclosure]:
    nodes = [each for each in children(page, "image") if "image" in space(each)]
    found = [(web_address(child_text(each, "loc"), base), each) for each in nodes]
    return [
        Enclosure(url, "image/", alt=one_line(child_text(each, "caption")))
        for url, each in found
        if url
    ]


def moment(words: str) -> datetime | None:
    """W3C date-time; a bare day is its first moment in UTC."""
    try:
        found = datetime.fromisoformat(words.strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _left_out(count: int) -> Trouble:
    return Trouble(
        "left-out",
        say(
            "{n} addresses carry no news title and were left out.",
            "{n} alamat tidak memuat judul berita dan dilewati.",
            n=count,
        ),
    )


READER = Reader(
    id="sitemap", name=Text("Sitemap of news", "Peta situs berita"), sniff=sniff, read=read
)
