"""What a delivery sends: made from the post once, frozen in the row, and the same ever after."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from tolok.core.outcomes import Cause, Permanent
from tolok.core.publishing.content import Part, PostContent, from_json, parts
from tolok.core.publishing.media_rules import MediaLimits
from tolok.core.publishing.parcel import Attachment, Parcel, Poll, Reply
from tolok.core.text import Text
from tolok.services import accounts
from tolok.services.media_fit import fit, library
from tolok.services.media_place import media_path
from tolok.services.post_marks import marked, marks, template
from tolok.store.models import Delivery, Media, Post


def parts_of(post: Post, channel_id: UUID, network: str) -> tuple[Part, ...]:
    """What goes out for a channel, in order."""
    return parts(from_json(post.content), str(channel_id), network)


def freeze(row: Delivery) -> dict[str, Any]:
    """The parcel of a row as JSON. One that may have left already is never made anew."""
    if row.sent is not None and row.sends:
        return row.sent
    content = from_json(row.post.content)
    links = marks(template(row.workspace_id), row.post, row.channel)
    part = marked(parts_of(row.post, row.channel_id, row.channel.network), links)[row.part]
    return {
        "text": part.text,
        "media": _frozen_media(row, part),
        "link": part.link,
        "reply": _frozen_reply(row, content),
        "poll": None
        if part.poll is None
        else {
            "options": list(part.poll.options),
            "minutes": part.poll.minutes,
            "several": part.poll.several,
        },
        "languages": list(content.languages),
        "warning": content.warning,
        "sensitive": content.sensitive,
        "visibility": content.visibility,
    }


def parcel(sent: Mapping[str, Any]) -> Parcel:
    """A frozen parcel as a connector takes it."""
    poll, reply = sent.get("poll"), sent.get("reply")
    return Parcel(
        text=sent["text"],
        attachments=tuple(_attachment(each) for each in sent.get("media", ())),
        link=sent.get("link", ""),
        reply=_reply(reply) if reply else None,
        poll=Poll(tuple(poll["options"]), timedelta(minutes=poll["minutes"]), poll["several"])
        if poll
        else None,
        languages=tuple(sent.get("languages", ())),
        warning=sent.get("warning", ""),
        sensitive=bool(sent.get("sensitive")),
        visibility=sent.get("visibility", ""),
    )


def _frozen_media(row: Delivery, part: Part) -> list[dict[str, Any]]:
    if not part.media:
        return []
    found = library(row.workspace_id, part.media)
    if any(use.id not in found for use in part.media):
        raise Permanent(
            Text("A picture or video of it is gone.", "Gambar atau videonya sudah tidak ada."),
            Text("Choose another one and plan it again.", "Pilih yang lain lalu jadwalkan lagi."),
            cause=Cause.MEDIA_REJECTED,
        )
    limits = _limits(row)
    return [_media_json(fit(found[use.id], limits), use.alt) for use in part.media]


def _limits(row: Delivery) -> MediaLimits | None:
    connection = accounts.connection_of(row.channel_id)
    network = accounts.networks().get(row.channel.network)
    if connection is None or network is None:
        return None
    return network.capabilities(accounts.account_without_secrets(connection)).media


def _media_json(media: Media, alt: str | None) -> dict[str, Any]:
    return {
        "id": str(media.id),
        "sha256": media.sha256,
        "kind": media.kind,
        "mime": media.mime,
        "size": media.size,
        "width": media.width,
        "height": media.height,
        "duration_s": media.duration_s,
        "focus": media.focus,
        "alt": media.alt if alt is None else alt,
    }


def _reply(form: Mapping[str, Any]) -> Reply:
    return Reply(form["to"], form["root"], form["extra"], form["root_extra"])


def _attachment(form: Mapping[str, Any]) -> Attachment:
    focus: Sequence[float] | None = form.get("focus")
    return Attachment(
        id=form["id"],
        kind=form["kind"],
        mime=form["mime"],
        size=form["size"],
        read=media_path(form["sha256"]).read_bytes,
        alt=form["alt"],
        width=form["width"],
        height=form["height"],
        duration_s=form["duration_s"],
        focus=(focus[0], focus[1]) if focus else None,
    )


def _frozen_reply(row: Delivery, content: PostContent) -> dict[str, Any] | None:
    """A part answers the one before it; the first answers what the post names, if anything."""
    if row.after is not None:
        before = row.after
        above = (before.sent or {}).get("reply")
        root = above or {"root": before.remote_id, "root_extra": before.remote}
        return {
            "to": before.remote_id,
            "extra": before.remote,
            "root": root["root"],
            "root_extra": root["root_extra"],
        }
    if content.reply_to:
        return {"to": content.reply_to, "extra": {}, "root": content.reply_to, "root_extra": {}}
    return None
