"""A post as a record of the lexicon `app.bsky.feed.post`, made from a parcel alone.

The same parcel, uploads and key always make the same record: that is what makes a replay safe.
"""

from collections.abc import Mapping
from typing import Any

from tolok.core.outcomes import Cause, Permanent
from tolok.core.publishing.facets import features
from tolok.core.publishing.parcel import Attachment, Parcel, Prepared, Reply
from tolok.core.text import Text
from tolok.networks.bluesky import tid

COLLECTION = "app.bsky.feed.post"
MOST_LANGUAGES = 3
LABELS = frozenset(("sexual", "nudity", "porn", "graphic-media"))
Record = dict[str, Any]


def record(parcel: Parcel, prepared: Prepared, key: str) -> Record:
    """`prepared`: `blobs` by attachment id, `owners` (handle → DID) of the mentions."""
    made: Record = {
        "$type": COLLECTION,
        "text": parcel.text,
        "createdAt": _time(key),
    }
    owners = _texts(prepared.get("owners"))
    if found := features(parcel.text, owners):
        made["facets"] = [_facet(start, end, dict(feature)) for start, end, feature in found]
    if parcel.languages:
        made["langs"] = list(parcel.languages[:MOST_LANGUAGES])
    if parcel.reply is not None:
        made["reply"] = _reply(parcel.reply)
    if embed := _embed(parcel, prepared):
        made["embed"] = embed
    if labels := _labels(parcel):
        values = [{"val": one} for one in labels]
        made["labels"] = {"$type": "com.atproto.label.defs#selfLabels", "values": values}
    return made


def _time(key: str) -> str:
    at = tid.moment(key)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def _facet(start: int, end: int, feature: dict[str, str]) -> Record:
    return {
        "$type": "app.bsky.richtext.facet",
        "index": {"byteStart": start, "byteEnd": end},
        "features": [feature],
    }


def _reply(reply: Reply) -> Record:
    root_extra = reply.extra if reply.root == reply.to else reply.root_extra
    parent = {"uri": reply.to, "cid": reply.extra.get("cid", "")}
    root = {"uri": reply.root, "cid": root_extra.get("cid", "")}
    if not (parent["cid"] and root["cid"]):
        raise Permanent(
            Text(
                "The post that this one answers is not known well enough to answer it.",
                "Posting yang dibalas belum cukup dikenal untuk dibalas.",
            ),
            Text(
                "Wait until that post is published, then send this one again.",
                "Tunggu sampai posting itu terbit, lalu kirim lagi yang ini.",
            ),
            cause=Cause.INVALID,
        )
    return {"root": root, "parent": parent}


def _embed(parcel: Parcel, prepared: Prepared) -> Record | None:
    blobs = prepared.get("blobs")
    known = blobs if isinstance(blobs, Mapping) else {}
    if parcel.attachments:
        first = parcel.attachments[0]
        if first.kind == "video":
            return _video(first, _blob(first, known))
        images = [_image(one, _blob(one, known)) for one in parcel.attachments]
        return {"$type": "app.bsky.embed.images", "images": images}
    return _card(parcel) if parcel.link else None


def _blob(attachment: Attachment, known: Mapping[Any, Any]) -> Record:
    found = known.get(attachment.id)
    if isinstance(found, Mapping):
        return dict(found)
    raise Permanent(
        Text("A file was not uploaded.", "Ada berkas yang belum terunggah."),
        Text("Send the post again.", "Kirim lagi postingnya."),
        cause=Cause.MEDIA_REJECTED,
    )


def _image(attachment: Attachment, blob: Record) -> Record:
    return {"image": blob, "alt": attachment.alt, **_shape(attachment)}


def _video(attachment: Attachment, blob: Record) -> Record:
    alt = {"alt": attachment.alt} if attachment.alt else {}
    return {"$type": "app.bsky.embed.video", "video": blob, **alt, **_shape(attachment)}


def _shape(attachment: Attachment) -> Record:
    if not (attachment.width and attachment.height):
        return {}
    return {"aspectRatio": {"width": attachment.width, "height": attachment.height}}


def _card(parcel: Parcel) -> Record:
    external = {
        "uri": parcel.link,
        "title": parcel.link_title or parcel.link,
        "description": parcel.link_text,
    }
    return {"$type": "app.bsky.embed.external", "external": external}


def _labels(parcel: Parcel) -> list[str]:
    """A label of the author's choice; a sensitive picture without one is hidden as graphic."""
    chosen = parcel.options.get("label", "")
    if chosen in LABELS:
        return [chosen]
    return ["graphic-media"] if parcel.sensitive else []


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {str(k): v for k, v in value.items() if isinstance(v, str) and v}
