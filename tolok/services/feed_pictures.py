"""Pictures of entries, brought into the media library before posts are made of the entries.

A picture that cannot be had stops no post: the entry keeps the reason, and the ledger tells it.
"""

import asyncio
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tolok.core.feeds.item import Enclosure
from tolok.core.outcomes import Outcome
from tolok.core.publishing.content import MediaUse
from tolok.core.text import Text
from tolok.lib.http import Limits, SafeClient
from tolok.services import media
from tolok.services.access import Scope
from tolok.services.feed_fetch import Client
from tolok.store.models import FeedItem

MOST = 20  # downloads in one go; the entries of others are next
MAX_BYTES = 20 * 1024 * 1024
FOLDER = "Feeds"
_LIMITS = Limits(max_bytes=MAX_BYTES, total_s=20)
_ACCEPT = "image/avif,image/webp,image/png,image/jpeg,image/gif,image/*;q=0.5"


def bring(scope: Scope, wanted: Iterable[tuple[FeedItem, Enclosure]], client: Client) -> None:
    """Download what is not here yet. Never inside a transaction: servers may be slow."""
    missing = [(item, image) for item, image in wanted if not settled(item, image)][:MOST]
    if missing:
        got = asyncio.run(_load_all([image.url for _, image in missing], client))
        for (item, image), body in zip(missing, got, strict=True):
            _keep(scope, item, image, body)


def settled(item: FeedItem, image: Enclosure) -> bool:
    """Whether this very picture was tried."""
    return bool(item.picture) and item.picture.get("url") == image.url


def use(item: FeedItem, image: Enclosure) -> MediaUse | None:
    """The picture in the library; None when it could not be had."""
    id = item.picture.get("media") if item.picture else None
    return MediaUse(str(id), image.alt or None) if id else None


def why_not(item: FeedItem) -> Text | None:
    why = item.picture.get("why") if item.picture else None
    return Text.from_dict(why) if why else None


async def _load_all(urls: list[str], client: Client) -> list[bytes | Text]:
    async with client() as http:
        return [await _load(http, url) for url in urls]


async def _load(http: SafeClient, url: str) -> bytes | Text:
    try:
        answer = await http.get(url, headers={"accept": _ACCEPT}, limits=_LIMITS)
        return answer.expect().body
    except Outcome as error:
        return error.reason


def _keep(scope: Scope, item: FeedItem, image: Enclosure, got: bytes | Text) -> None:
    picture: dict[str, Any] = {"url": image.url}
    if isinstance(got, Text):
        picture["why"] = got.as_dict()
    else:
        picture |= _received(scope, image.url, got)
    FeedItem.objects.filter(id=item.id).update(picture=picture)
    item.picture = picture


def _received(scope: Scope, url: str, body: bytes) -> dict[str, Any]:
    """Through the library, which checks the content and strips its metadata."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        name = Path(urlsplit(url).path).name or "picture"
        received = media.receive(scope, [(name, Path(file.name))], FOLDER)
    if received.made:
        return {"media": str(received.made[0].id)}
    return {"why": received.refused[0].problem.detail.as_dict()}
