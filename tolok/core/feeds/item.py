"""What was read from a feed: plain text and plain values, the same for every kind of source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tolok.core.text import Text


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A picture or file of an entry. `mime` and `alt` are "" where the source says nothing."""

    url: str
    mime: str = ""
    bytes: int | None = None
    alt: str = ""
    width: int | None = None
    height: int | None = None

    @property
    def kind(self) -> str:
        """image, video, audio, or file."""
        kind = self.mime.partition("/")[0].casefold()
        if kind in ("image", "video", "audio"):
            return kind
        path = self.url.partition("?")[0].casefold()
        return "image" if path.endswith(_PICTURES) else "file"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. Texts hold no markup. Moments are aware UTC; None: the source does not say.

    `id` is the source's own ("" if it has none); what tells entries apart is `identity.key`.
    `starts` and `ends` are of an event in a calendar. `withdrawn`: the source took it back.
    """

    id: str = ""
    title: str = ""
    text: str = ""  # the whole body, paragraphs apart by a line break
    summary: str = ""  # the source's own short form
    link: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    author: str = ""
    categories: tuple[str, ...] = ()
    media: tuple[Enclosure, ...] = ()
    language: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    place: str = ""
    withdrawn: bool = False

    @property
    def image(self) -> Enclosure | None:
        return next((each for each in self.media if each.kind == "image"), None)

    @property
    def when(self) -> datetime | None:
        """The moment that orders entries and counts their age."""
        return self.published or self.updated


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something about a feed that its owner may want to mend; nothing was dropped in silence."""

    code: str
    words: Text


@dataclass(frozen=True, slots=True)
class Feed:
    """What a source says of itself. `ttl`: how long it asks not to be read again."""

    format: str  # rss20, atom10, json11, sitemap, ical …
    title: str = ""
    link: str = ""
    description: str = ""
    language: str = ""
    self_link: str = ""
    hubs: tuple[str, ...] = ()
    ttl: timedelta | None = None
    updated: datetime | None = None
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A feed with its entries, in the order of the source."""

    feed: Feed
    items: tuple[Item, ...]


def oldest_first(items: Iterable[Item]) -> list[Item]:
    """By moment; those without one keep their place before the entry they stand above.

    Feeds list the newest first, so an entry without a moment is as new as the one below it.
    """
    found: list[tuple[datetime | None, Item]] = []
    last: datetime | None = None
    for item in reversed(list(items)):
        last = item.when or last
        found.append((last, item))
    return [item for _, item in sorted(found, key=_moment)]


def _moment(pair: tuple[datetime | None, Item]) -> float:
    return pair[0].timestamp() if pair[0] else float("-inf")


_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")
