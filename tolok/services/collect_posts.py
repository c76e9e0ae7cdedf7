"""Posts as a network lists them, with what only Tolok knows of those that it sent itself."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from tolok.core.measures import MEASURES
from tolok.core.publishing.counting import sure_time
from tolok.core.publishing.parcel import SeenPost
from tolok.store.models import Delivery

REPLY = "reply"


def post_rows(channel_id: UUID, posts: Collection[SeenPost]) -> list[dict[str, Any]]:
    """One flat row a post: its counts, its words, and campaign, tags, type and author if known."""
    sent = _sent(channel_id, (post.remote_id for post in posts))
    return [_row(post, sent.get(post.remote_id)) for post in posts]


def _sent(channel_id: UUID, ids: Iterable[str]) -> dict[str, Delivery]:
    rows = Delivery.objects.filter(channel_id=channel_id, remote_id__in=list(ids))
    return {
        row.remote_id: row
        for row in rows.select_related("post", "post__campaign", "post__author").order_by("id")
    }


def _row(post: SeenPost, sent: Delivery | None) -> dict[str, Any]:
    published = sure_time(post.at)
    row: dict[str, Any] = {
        "post_id": post.remote_id,
        "published_at": published.isoformat() if published else None,
        "type": _type(post, sent),
        "text": post.text,
        "link": post.link,
        "url": post.url,
        "language": post.language,
    }
    if sent is not None:
        row |= {
            "campaign": sent.post.campaign.name if sent.post.campaign else "",
            "tags": [str(tag) for tag in sent.post.tags],
            "author": str(sent.post.author) if sent.post.author else "",
        }
    row |= {name: count for name, count in post.counts.items() if name in MEASURES}
    return {key: value for key, value in row.items() if value not in ("", None, [])}


def _type(post: SeenPost, sent: Delivery | None) -> str:
    """As it was planned; a reply or a later part of a thread is no post of its own kind."""
    if sent is not None and sent.part == 0 and sent.post.type:
        return sent.post.type
    return REPLY if post.reply_to else post.type
