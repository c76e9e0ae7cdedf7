"""Statuses as the server shows them, read into posts: plain text, counts, media, reply target."""

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tolok.core.publishing.parcel import SeenPost

_BREAK = re.compile(r"<br\s*/?>|</p>\s*<p[^>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r'<span class="(?:invisible|ellipsis)">', re.IGNORECASE)
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_COUNTS = {
    "favourites_count": "likes",
    "reblogs_count": "reposts",
    "replies_count": "replies",
    "quotes_count": "quotes",
}
_TYPES = {"image": "photo", "video": "video", "gifv": "video", "audio": "audio"}


def seen(status: Mapping[str, Any]) -> SeenPost | None:
    """None for a boost of somebody else's post, and for what is no whole status."""
    if status.get("reblog") or not isinstance(status.get("id"), str):
        return None
    media = status.get("media_attachments")
    attached = media if isinstance(media, list) else []
    card = status.get("card")
    return SeenPost(
        remote_id=status["id"],
        at=moment(status.get("created_at")),
        text=plain(str(status.get("content") or "")),
        url=str(status.get("url") or ""),
        media=len(attached),
        reply_to=str(status.get("in_reply_to_id") or ""),
        type=_type(attached, status),
        link=str(card.get("url") or "") if isinstance(card, dict) else "",
        language=str(status.get("language") or ""),
        counts={
            measure: status[native]
            for native, measure in _COUNTS.items()
            if isinstance(status.get(native), int)
        },
    )


def plain(content: str) -> str:
    """The text that was written: links whole, mentions as @name@server where the link tells it."""
    text = _LINK.sub(_link, content)
    text = _BREAK.sub(lambda found: "\n" if found[0].lower().startswith("<br") else "\n\n", text)
    return html.unescape(_TAG.sub("", _HIDDEN.sub("", text))).strip()


def moment(value: object) -> datetime:
    """An ISO time; the beginning of time when there is none, which no window holds."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _link(found: "re.Match[str]") -> str:
    """Mentions and hashtags keep their words; of a shortened link the whole address is kept."""
    words = _TAG.sub("", found[2])
    return words if words.startswith(("@", "#")) else found[1]


def _type(attached: list[Any], status: Mapping[str, Any]) -> str:
    if status.get("poll"):
        return "poll"
    if len(attached) > 1:
        return "carousel"
    if attached and isinstance(attached[0], dict):
        return _TYPES.get(str(attached[0].get("type")), "photo")
    return "text"
