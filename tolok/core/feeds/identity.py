"""Which entries are the same one: survives another order, edits, and a move to https.

The source's id, else its link, else title and date (`spec/networks.md` §1.5). An edit changes the
`digest` and never the `key`.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from tolok.core.feeds.item import Item
from tolok.core.publishing.fingerprint import clean_link

_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Sorted:
    """The entries of one fetch against those that are known. `twice` carry a key used before."""

    new: tuple[tuple[str, Item], ...]
    edited: tuple[tuple[str, Item], ...]
    known: int
    twice: tuple[Item, ...]


def key(item: Item) -> str:
    """At most 200 characters, the same for the same entry of the same feed."""
    if item.id.strip():
        return _short("id:" + _canonical(item.id.strip()))
    if item.link.strip():
        return _short("link:" + _canonical(item.link.strip()))
    moment = item.published or item.starts
    words = _BLANK.sub(" ", item.title or item.text).strip()
    return "hash:" + _hash(words, moment.isoformat() if moment else "")


def digest(item: Item) -> str:
    """Changes when an editor changed what people read."""
    parts = (item.title, item.text, item.summary, item.link, item.author, *item.categories)
    more = (str(item.starts), item.place, str(item.withdrawn))
    return _hash(*parts, *(each.url for each in item.media), *more)


def sort_out(items: Iterable[Item], known: Mapping[str, str]) -> Sorted:
    """`known`: key → digest of the entries seen before."""
    new: dict[str, Item] = {}
    edited: dict[str, Item] = {}
    twice: list[Item] = []
    seen: set[str] = set()
    for item in items:
        name = key(item)
        if name in seen:
            twice.append(item)
        elif name not in known:
            new[name] = item
        elif known[name] != digest(item):
            edited[name] = item
        seen.add(name)
    same = len(seen) - len(new)
    return Sorted(tuple(new.items()), tuple(edited.items()), same, tuple(twice))


def _canonical(words: str) -> str:
    """A web address without what changes when nothing changed; other ids as they are.

    The fragment stays: lists of changes tell their entries apart by it alone.
    """
    if not words.lower().startswith(("http://", "https://")):
        return words
    try:
        fragment = urlsplit(words).fragment
    except ValueError:
        return words
    clean = clean_link(words)
    return f"{clean}#{fragment}" if fragment else clean


def _short(words: str) -> str:
    return words if len(words) <= 200 else f"{words[:120]}…{_hash(words)}"


def _hash(*parts: str) -> str:
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]
