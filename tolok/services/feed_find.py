"""From whatever a person types to a feed: an address, a page that links to feeds, an account.

Nothing is kept. Refuses what is no web address, and says what a server answered.
"""

import asyncio
import re
from dataclasses import dataclass
from typing import Any

from tolok.core.errors import ProblemError, invalid
from tolok.core.feeds.item import Reading
from tolok.core.outcomes import Outcome
from tolok.core.text import Text
from tolok.lib.feeds.discover import FeedLink, feed_links
from tolok.lib.feeds.read import read
from tolok.lib.feeds.source import MAX_BYTES, Source
from tolok.lib.http import Answer, Limits
from tolok.services.feed_fetch import ACCEPT, Client
from tolok.services.feeds import address
from tolok.services.wire import wire

_ACCOUNT = re.compile(r"@?([\w.-]+)@([\w-]+(?:\.[\w-]+)+)")
_BLUESKY = re.compile(r"https://bsky\.app/profile/[\w.:-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """`reading` when the address is a feed itself, else the feeds that its page links to."""

    url: str
    reading: Reading | None = None
    links: tuple[FeedLink, ...] = ()


def find(words: str, client: Client = wire) -> Found:
    """Raises ProblemError that says what is wrong."""
    url = address(named(words.strip()))
    return asyncio.run(_find(client, url))


def named(words: str) -> str:
    """The address of the feed of an account; other words stay as they are."""
    account = _ACCOUNT.fullmatch(words)
    if account:
        return f"https://{account[2]}/@{account[1]}.rss"
    return f"{words.rstrip('/')}/rss" if _BLUESKY.fullmatch(words.rstrip("/")) else words


def found_dict(found: Found) -> dict[str, Any]:
    """What was found, as the API shows it."""
    about = found.reading.feed if found.reading else None
    return {
        "url": found.url,
        "feed": {
            "title": about.title,
            "format": about.format,
            "entries": len(found.reading.items),
        }
        if about and found.reading
        else None,
        "links": [
            {"url": link.url, "title": link.title, "kind": link.mime} for link in found.links
        ],
    }


async def _find(client: Client, url: str) -> Found:
    async with client() as http:
        try:
            given = Limits(max_bytes=MAX_BYTES)
            answer = (await http.get(url, headers={"accept": ACCEPT}, limits=given)).expect()
        except Outcome as error:
            raise invalid(error.reason, _CHECK, type="feed-refused") from error
    return _told(answer, url)


def _told(answer: Answer, url: str) -> Found:
    source = Source(answer.body, answer.url, answer.headers.get("content-type", ""))
    try:
        return Found(url, read(source))
    except ProblemError:
        links = feed_links(source.text, source.url)
        if not links:
            raise
        return Found(url, links=links)


_CHECK = Text(
    "Open the address in a browser to see whether it answers, then try again.",
    "Buka alamatnya di peramban untuk melihat apakah dijawab, lalu coba lagi.",
)
