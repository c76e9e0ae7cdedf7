"""Statuses as the server shows them, read into posts: plain text, counts, media, reply target."""

import html
import re
from collections.abc import Mapping
from typing import Any

from tolok.core.publishing.parcel import SeenPost
from tolok.lib import http_failures
from tolok.lib.answers import count, moment, web_address, word

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
    """None for a boost of somebody else's post.

    What is no whole status is no answer: passed over, a post that stands there would be sent again.
    """
    if status.get("reblog"):
        return None
    id, at = word(status.get("id")), moment(status.get("created_at"))
    if not id or at is None:
        raise http_failures.unreadable("GET")
    media = status.get("media_attachments")
    attached = media if isinstance(media, list) else []
    card = status.get("card")
    return SeenPost(
        remote_id=id,
        at=at,
        text=plain(word(status.get("content"))),
        url=web_address(status.get("url")),
        media=len(attached),
        reply_to=word(status.get("in_reply_to_id")),
        type=_type(attached, status),
        link=web_address(card.get("url")) if isinstance(card, dict) else "",
        language=word(status.get("language")),
        counts={
            measure: number
            for native, measure in _COUNTS.items()
            if (number := count(status.get(native))) is not None
        },
    )


def plain(content: str) -> str:
    """The text that was written: links whole, mentions as @name@server where the link tells it."""
    text = _LINK.sub(_link, content)
    text = _BREAK.sub(lambda found: "\n" if found[0].lower().startswith("<br") else "\n\n", text)
    return html.unescape(_TAG.sub("", _HIDDEN.sub("", text))).strip()


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
