"""Pictures and videos: what the network and the account's server take, and sending them there."""

from dataclasses import replace
from typing import Any

from tolok.core.outcomes import Cause, Permanent
from tolok.core.publishing.media_rules import KindLimits, MediaLimits
from tolok.core.publishing.parcel import Attachment
from tolok.core.text import Text
from tolok.networks.bluesky.errors import unreadable
from tolok.networks.bluesky.xrpc import Server


def limits(known: MediaLimits | None, most_bytes: int | None) -> MediaLimits | None:
    """The network's limits, tightened to what the account's own server takes."""
    if known is None or most_bytes is None:
        return known
    return replace(known, kinds=tuple(_within(one, most_bytes) for one in known.kinds))


async def uploaded(server: Server, attachment: Attachment) -> dict[str, Any]:
    """The reference to an uploaded file. A file that no post refers to vanishes by itself."""
    said = await server.upload("com.atproto.repo.uploadBlob", attachment.read(), attachment.mime)
    body = said.json()
    blob = body.get("blob") if isinstance(body, dict) else None
    if not isinstance(blob, dict) or blob.get("$type") != "blob":
        raise unreadable(said, "POST")
    if blob.get("mimeType") != attachment.mime:
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
