"""What the composer does: keeps what was typed, takes files along, plans; and what it offers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tolok.core.publishing.content import PostContent, from_json, to_json
from tolok.core.publishing.hashtags import with_tags
from tolok.core.publishing.slots import Refusal, next_free
from tolok.lib.ids import as_uuid, row_id
from tolok.services import drafts, media, post_acts, post_read, posts
from tolok.services.access import Scope
from tolok.services.campaigns import campaigns, find_or_make
from tolok.services.channels import channels
from tolok.services.post_form import Names, read_late, read_tags, read_until
from tolok.services.post_order import IDEA, When
from tolok.services.post_queue import taken, week_of
from tolok.store.models import Campaign, ContentPlan, Media, Post, Queue
from tolok.store.scope import within

TYPES = ("text", "photo", "video", "carousel", "link", "poll")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The composer's fields as they came in, but for the content."""

    channels: tuple[str, ...]
    title: str
    type: str
    pillar: str
    tags: str
    campaign: str
    late: str
    approve_by: str
    version: int
    fresh: str = ""  # the id that a post not yet made shall have


@dataclass(frozen=True, slots=True)
class Offers:
    """What the composer offers to pick from."""

    campaigns: tuple[Campaign, ...]
    types: tuple[str, ...]
    pillars: tuple[str, ...]
    library: tuple[Media, ...]


def base_content(scope: Scope, post_id: str) -> PostContent:
    return from_json(posts.post(scope, post_id).content) if post_id else PostContent()


def typed(
    scope: Scope, post_id: str, content: PostContent, sheet: Sheet, now: datetime
) -> Post | None:
    """Keep a draft while it is typed; None where nothing is kept until a person says so."""
    if post_id:
        row = posts.post(scope, post_id)
        if not drafts.is_open(row):
            return None
    return _keep(scope, post_id, content, sheet, now, make=False)


def save(
    scope: Scope, post_id: str, content: PostContent, sheet: Sheet, now: datetime, *, idea: bool
) -> Post:
    """Keep it: a planned post stays planned, a new one becomes a draft or an idea."""
    row = _keep(scope, post_id, content, sheet, now, make=True)
    if row.stage in drafts.OPEN_STAGES and (row.stage == IDEA) is not idea:
        row = posts.change(scope, str(row.id), now, stage=IDEA if idea else "draft")
    return row


def twin(scope: Scope, fresh: str, content: PostContent) -> Post | None:
    """The post that a form with this `fresh` made, when it held the same."""
    row = within(Post, scope.id).filter(id=row_id(fresh), deleted_at=None).first()
    return row if row is not None and row.content == to_json(content) else None


def plan(scope: Scope, post_id: str, when: When, now: datetime) -> Post:
    return post_acts.plan(scope, post_id, when, now)


def take_files(
    scope: Scope, files: Iterable[tuple[str, Path]], chosen: Iterable[str]
) -> tuple[tuple[str, ...], tuple[media.Refused, ...]]:
    """The media of a post with the files that came along, which go into the library."""
    received = media.receive(scope, files)
    ids = dict.fromkeys((*chosen, *(str(each.id) for each in received.made)))
    return tuple(ids), received.refused


def described(scope: Scope, alts: Mapping[str, str]) -> dict[str, str]:
    """Descriptions that are this post's own. A piece that had none gets it for good."""
    own = {}
    for piece in media.pieces(scope, alts):
        words = alts[str(piece.id)].strip()
        if words and not piece.alt and piece.deleted_at is None:
            media.change(scope, str(piece.id), {"alt": words})
        elif words != piece.alt:
            own[str(piece.id)] = words
    return own


def offers(scope: Scope) -> Offers:
    rows = within(Post, scope.id).filter(deleted_at=None)
    types = dict.fromkeys((*TYPES, *_distinct(rows, "type")))
    return Offers(
        campaigns=tuple(campaigns(scope)),
        types=tuple(types),
        pillars=tuple(_distinct(rows, "pillar")),
        library=tuple(media.listed(scope)[:24]),
    )


def free_slots(scope: Scope, wanted: Iterable[str], now: datetime) -> list[tuple[str, datetime]]:
    """The next free slot of each of these channels (ids) that has a queue with one."""
    ids = set(wanted)
    chosen = [channel for channel in channels(scope) if str(channel.id) in ids]
    queues = {row.channel_id: row for row in Queue.objects.filter(channel__in=chosen)}
    found = []
    for channel in chosen:
        free = next_free(week_of(channel, queues.get(channel.id)), taken(channel, now), now)
        if not isinstance(free, Refusal):
            found.append((channel.name, free))
    return found


def with_sets(scope: Scope, text: str, names: Iterable[str]) -> str:
    """The text with the hashtags of these sets that it lacks."""
    wanted = set(names)
    added = [tag for name, tags in tag_sets(scope) if name in wanted for tag in tags]
    return with_tags(text, added) if added else text


def tag_sets(scope: Scope) -> list[tuple[str, tuple[str, ...]]]:
    """The workspace's named sets of hashtags."""
    rows = within(ContentPlan, scope.id).order_by("created_at").values_list("tag_sets", flat=True)
    return [(str(each["name"]), tuple(each["tags"])) for each in rows.first() or []]


def whole(scope: Scope, post_id: str) -> Post:
    return post_read.whole(scope, post_id)


def _distinct(rows: Any, field: str) -> list[str]:
    return sorted(set(rows.exclude(**{field: ""}).values_list(field, flat=True)))


def _keep(
    scope: Scope, post_id: str, content: PostContent, sheet: Sheet, now: datetime, *, make: bool
) -> Post:
    return drafts.keep(
        scope,
        post_id,
        now,
        content=content,
        version=sheet.version,
        fresh=as_uuid(sheet.fresh),
        **_fields(scope, sheet, make=make),
    )


def _fields(scope: Scope, sheet: Sheet, *, make: bool) -> dict[str, Any]:
    """As `posts.change` takes them. Without `make` a campaign that is half typed is left alone."""
    names = Names(scope)
    chosen: tuple[UUID, ...] = names.channels(sheet.channels)
    fields: dict[str, Any] = {
        "channels": chosen,
        "title": sheet.title.strip()[:200],
        "type": sheet.type.strip()[:20],
        "pillar": sheet.pillar.strip()[:60],
        "tags": list(read_tags(sheet.tags.split(","))),
        "late": read_late(sheet.late),
        "expires_at": read_until(sheet.approve_by, ZoneInfo(scope.workspace.zone)),
    }
    name = sheet.campaign.strip()[:120]
    if make:
        fields["campaign_id"] = find_or_make(scope, name)
    elif not name:
        fields["campaign_id"] = None
    elif found := within(Campaign, scope.id).filter(name=name).first():
        fields["campaign_id"] = found.id
    return fields
