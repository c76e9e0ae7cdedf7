"""Posts kept while they are typed: one version for one sitting, not one for each pause."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from tolok.core.publishing.content import PostContent, to_json
from tolok.services import posts
from tolok.services.access import Scope
from tolok.services.post_order import Order
from tolok.store.models import Delivery, Post, PostComment, PostVersion

SITTING = timedelta(minutes=10)
OPEN_STAGES = ("draft", "idea")


def keep(
    scope: Scope,
    post_id: str,
    now: datetime,
    *,
    content: PostContent,
    channels: tuple[UUID, ...],
    version: int,
    fresh: UUID | None = None,
    **fields: Any,
) -> Post:
    """Keep what was typed in a draft; the first time ("" as id) makes it, with the id `fresh`.

    A form that comes again before it knows its post goes on with the one it made.
    Raises ProblemError 409 when somebody else changed it meanwhile; nothing is written then.
    """
    if not post_id:
        try:
            return _first(scope, now, content, channels, fields, fresh)
        except IntegrityError:
            if fresh is None:
                raise
            made = posts.post(scope, str(fresh))
        if made.author_id == getattr(scope.actor.user, "id", None) and is_open(made):
            version = made.version
        post_id = str(made.id)
    with transaction.atomic():
        held = posts.post(scope, post_id)
        row = posts.change(
            scope,
            post_id,
            now,
            content=None if to_json(content) == held.content else content,
            channels=None if set(channels) == _channels(held) else channels,
            version=version,
            **fields,
        )
        if row.version > held.version:
            _tidy(row, held.version)
    return row


def is_open(row: Post) -> bool:
    """Whether it is still only written: neither planned nor up for approval."""
    return row.stage in OPEN_STAGES and row.due_at is None


def _channels(row: Post) -> set[UUID]:
    """The channels it has; what is not changed needs no new approval."""
    rows = Delivery.objects.filter(post=row).exclude(state__in=("cancelled", "deleted"))
    return set(rows.values_list("channel_id", flat=True))


def _first(
    scope: Scope,
    now: datetime,
    content: PostContent,
    channels: tuple[UUID, ...],
    fields: dict[str, Any],
    fresh: UUID | None,
) -> Post:
    known = {key: value for key, value in fields.items() if key in ("title", "type", "pillar")}
    order = Order(
        content=content,
        channels=channels,
        tags=tuple(fields.get("tags", ())),
        campaign=fields.get("campaign_id"),
        late=fields.get("late", ""),
        expires_at=fields.get("expires_at"),
        id=fresh,
        **known,
    )
    return posts.make(scope, order, now)


def _tidy(row: Post, before: int) -> None:
    """Drop the version of a moment ago by the same hand, unless somebody spoke about it."""
    new = PostVersion.objects.filter(post=row, number=row.version).first()
    old = PostVersion.objects.filter(post=row, number=before).first()
    if old is None or new is None or old.author_id != new.author_id or before == 1:
        return
    spoken = PostComment.objects.filter(post=row, version=before).exists()
    if not spoken and new.created_at - old.created_at < SITTING:
        started = old.created_at
        old.delete()
        PostVersion.objects.filter(id=new.id).update(created_at=started)
