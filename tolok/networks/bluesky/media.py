"""Pictures and videos: what the network and the account's server take, and sending them there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tolok.core.outcomes import Cause, Permanent
from tolok.core.publishing.http import Response
from tolok.core.publishing.media_rules import KindLimits, MediaLimits
from tolok.core.publishing.parcel import Attachment, Prepared
from tolok.core.text import Text
from tolok.networks.bluesky.errors import unreadable
from tolok.networks.bluesky.xrpc import Server

LIFE = timedelta(minutes=30)  # of an upload nobody refers to; servers promise "minutes"


def limits(known: MediaLimits | None, most_bytes: int | None) -> MediaLimits | None:
    """The network's limits, tightened to what the account's own server takes."""
    if known is None or most_bytes is None:
        return known
    return replace(known, kinds=tuple(_within(one, most_bytes) for one in known.kinds))


class Uploads:
    """The files of one post at the server, as its journal knows them.

    A file that no post refers to vanishes there after a while, so old ones are sent again: the
    same bytes get the same reference, and the post stays the very same.
    """

    def __init__(self, server: Server, reached: Prepared) -> None:
        self._server = server
        self._reached = dict(reached)

    def has(self, attachment: Attachment) -> bool:
        return attachment.id in self._blobs()

    async def forget_old(self) -> None:
        """Asks for the time first, and only when something was uploaded by an earlier try."""
        since = self._reached.get("uploaded_at")
        if not isinstance(since, str):
            return
        now = (await self._server.get("com.atproto.server.getSession")).received_at
        if now - datetime.fromisoformat(since) > LIFE:
            del self._reached["uploaded_at"], self._reached["blobs"]

    async def added(self, attachment: Attachment) -> Prepared:
        """What is reached once this file is there too."""
        said = await self._server.upload(
            "com.atproto.repo.uploadBlob", attachment.read(), attachment.mime
        )
        self._reached.setdefault("uploaded_at", said.received_at.isoformat())
        self._reached["blobs"] = {**self._blobs(), attachment.id: _blob(said, attachment.mime)}
        return dict(self._reached)

    def _blobs(self) -> Mapping[str, object]:
        found = self._reached.get("blobs")
        return found if isinstance(found, Mapping) else {}


def _blob(said: Response, mime: str) -> dict[str, Any]:
    body = said.json()
    blob = body.get("blob") if isinstance(body, dict) else None
    if not isinstance(blob, dict) or blob.get("$type") != "blob":
        raise unreadable(said, "POST")
    if blob.get("mimeType") != mime:
        raise Permanent(
            Text(
                "A file is not of the kind that its name says.",
                "Jenis sebuah berkas tidak sesuai dengan namanya.",
            ),
            Text("Export it anew and add it again.", "Ekspor ulang lalu tambahkan lagi."),
            cause=Cause.MEDIA_REJECTED,
        )
    return blob


def _within(rule: KindLimits, most: int) -> KindLimits:
    return replace(rule, bytes=most if rule.bytes is None else min(rule.bytes, most))
