"""Posts as people see them: one, many, by time or by what needs attention; and as JSON."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet

from tolok.core.errors import not_found
from tolok.core.publishing.next_words import Outlook, next_words
from tolok.core.publishing.states import held_states, state
from tolok.core.text import Text
from tolok.lib.catalogue import networks
from tolok.lib.ids import row_id
from tolok.services.access import Scope
from tolok.services.job_workers import alive
from tolok.services.post_form import Names, read_moment
from tolok.store.models import Delivery, DeliveryStep, Post, PostVersion
from tolok.store.scope import within

ATTENTION = ("person_decides", "failed", "late", "missed", "needs_auth", "expired")
UNSURE = ("unknown", "reconciling", "person_decides")


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty fields do not filter. `since` and `until` are by planned or published time."""

    since: datetime | None = None
    until: datetime | None = None
    channels: tuple[UUID, ...] = ()
    states: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    network: str = ""
    campaign: UUID | None = None
    tag: str = ""
    type: str = ""
    pillar: str = ""
    text: str = ""
    origin: str = ""
    authors: tuple[UUID, ...] = field(default_factory=tuple)


def listed(scope: Scope, wanted: Filter) -> QuerySet[Post]:
    """Posts with their deliveries read along: one query for each, whatever their number."""
    rows = within(Post, scope.id).filter(deleted_at=None).filter(_of_post(wanted))
    if _asks_deliveries(wanted):
        rows = rows.filter(id__in=_deliveries(scope, wanted).values("post_id"))
    parts = within(Delivery, scope.id).select_related("channel").order_by("channel__name", "part")
    return rows.select_related("campaign", "author", "workspace").prefetch_related(
        Prefetch("deliveries", queryset=parts)
    )


def read_filter(scope: Scope, form: Mapping[str, Any]) -> Filter:
    """A filter from an address: times, names and lists by comma. Raises ProblemError."""
    zone, names = ZoneInfo(scope.workspace.zone), Names(scope)
    since, until = form.get("since"), form.get("until")
    return Filter(
        since=read_moment(since, zone) if since else None,
        until=read_moment(until, zone) if until else None,
        channels=names.channels(_list(form.get("channel"))),
        states=tuple(_list(form.get("state"))),
        stages=tuple(_list(form.get("stage"))),
        network=form.get("network") or "",
        campaign=names.campaign(form.get("campaign") or ""),
        tag=form.get("tag") or "",
        type=form.get("type") or "",
        pillar=form.get("pillar") or "",
        text=form.get("text") or "",
    )


def whole(scope: Scope, post_id: str) -> Post:
    """One post with its deliveries; ProblemError 404 when the workspace has none of that id."""
    found = listed(scope, Filter()).filter(id=row_id(post_id)).first()
    if found is None:
        raise not_found(Text("post", "posting"))
    return found


def attention(scope: Scope) -> QuerySet[Delivery]:
    """Deliveries that wait for a person, oldest first."""
    rows = within(Delivery, scope.id).filter(state__in=ATTENTION, post__deleted_at=None)
    return rows.select_related("channel", "post").order_by("since")


def stuck(scope: Scope, now: datetime) -> QuerySet[Delivery]:
    """Deliveries whose worker has stopped without a word, or that are due and not taken up."""
    lapsed = Q(state__in=held_states(), lease_until__lt=now)
    rows = within(Delivery, scope.id).filter(lapsed, post__deleted_at=None)
    return rows.select_related("channel", "post").order_by("since")


def journal(scope: Scope, row: Delivery) -> list[DeliveryStep]:
    return list(DeliveryStep.objects.filter(delivery=row, delivery__workspace_id=scope.id))


def post_dict(one: Post, now: datetime, *, workers: bool | None = None) -> dict[str, Any]:
    """A post as the API shows it, with each of its deliveries."""
    zone = ZoneInfo(one.workspace.zone)
    workers = bool(alive(now)) if workers is None else workers
    rows = sorted(one.deliveries.all(), key=lambda row: (row.channel.name, row.part))
    before = {row.id: row.state for row in rows}
    return {
        "id": str(one.id),
        "title": one.title,
        "stage": one.stage,
        "version": one.version,
        "content": one.content,
        "due_at": _iso(one.due_at),
        "type": one.type,
        "pillar": one.pillar,
        "tags": one.tags,
        "campaign": one.campaign.name if one.campaign else None,
        "author": str(one.author_id) if one.author_id else None,
        "origin": one.origin,
        "late": one.late,
        "approve_by": _iso(one.expires_at),
        "trial": one.trial,
        "evergreen": one.evergreen,
        "created_at": _iso(one.created_at),
        "deliveries": [
            delivery_dict(
                row,
                now,
                zone,
                workers=workers,
                before=before.get(row.after_id) if row.after_id else None,
            )
            for row in rows
        ],
    }


def delivery_dict(
    row: Delivery,
    now: datetime,
    zone: ZoneInfo,
    *,
    workers: bool = True,
    before: str | None = None,
) -> dict[str, Any]:
    """One delivery as the API shows it: where it stands, why, and what happens next."""
    waits = row.state == "scheduled" and row.after_id is not None and before not in (*_OUT, None)
    following = _AFTER if waits else _next(row, now, zone, workers=workers)
    return {
        "id": str(row.id),
        "channel": str(row.channel_id),
        "name": row.channel.name,
        "network": row.channel.network,
        "part": row.part,
        "state": row.state,
        "state_name": state(row.state).name.as_dict(),
        "since": _iso(row.since),
        "planned_at": _iso(row.planned_at),
        "due_at": _iso(row.due_at),
        "published_at": _iso(row.published_at),
        "url": row.url,
        "remote_id": row.remote_id,
        "sends": row.sends,
        "why": row.why,
        "fix": row.fix,
        "next": following.as_dict(),
        "seen": row.seen,
    }


def post_dicts(found: Iterable[Post], now: datetime) -> list[dict[str, Any]]:
    workers = bool(alive(now))
    return [post_dict(one, now, workers=workers) for one in found]


def attention_dicts(scope: Scope, now: datetime) -> list[dict[str, Any]]:
    """What waits for a person, and what no worker has taken up again yet."""
    zone, workers = ZoneInfo(scope.workspace.zone), bool(alive(now))
    rows = [*attention(scope), *stuck(scope, now)]
    return [
        {**delivery_dict(row, now, zone, workers=workers), "post": str(row.post_id)} for row in rows
    ]


def version_dict(one: PostVersion) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": _iso(one.created_at),
        "author": str(one.author_id) if one.author_id else None,
        "content": one.content,
    }


def step_dict(one: DeliveryStep) -> dict[str, Any]:
    """A journal row as the API shows it."""
    return {
        "number": one.number,
        "at": _iso(one.at),
        "before": one.before,
        "after": one.after,
        "by": one.by,
        "why": one.why,
    }


def _next(row: Delivery, now: datetime, zone: ZoneInfo, *, workers: bool) -> Text:
    known = networks().get(row.channel.network)
    return next_words(
        row.state,
        Outlook(
            now=now,
            zone=zone,
            network=known.name if known else Text.same(row.channel.network),
            due=row.due_at,
            attempt=row.sends,
            workers=workers,
            queued_cancel=row.wish == "cancel",
        ),
    )


def tagged(tag: str, field: str = "tags") -> Q:
    """Posts that carry the whole tag."""
    return _in_json(field, tag, '"')


def _in_json(field: str, words: str, mark: str = "") -> Q:
    """`words` in a JSON column: SQLite keeps letters beyond ASCII escaped, PostgreSQL does not."""
    asked = Q()
    for ascii in (True, False):
        written = json.dumps(words, ensure_ascii=ascii)[1:-1]
        asked |= Q(**{f"{field}__icontains": f"{mark}{written}{mark}"})
    return asked


def _of_post(wanted: Filter) -> Q:
    asked = Q()
    if wanted.stages:
        asked &= Q(stage__in=wanted.stages)
    if wanted.campaign:
        asked &= Q(campaign_id=wanted.campaign)
    if wanted.tag:
        asked &= tagged(wanted.tag)
    if wanted.authors:
        asked &= Q(author_id__in=wanted.authors)
    for name in ("type", "pillar", "origin"):
        if value := getattr(wanted, name):
            asked &= Q(**{name: value})
    if wanted.text:
        asked &= _in_json("content", wanted.text) | Q(title__icontains=wanted.text)
    return asked


def _asks_deliveries(wanted: Filter) -> bool:
    return bool(wanted.since or wanted.until or wanted.channels or wanted.states or wanted.network)


def _deliveries(scope: Scope, wanted: Filter) -> QuerySet[Delivery]:
    rows = within(Delivery, scope.id).filter(part=0)
    if wanted.since:
        rows = rows.filter(planned_at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(planned_at__lt=wanted.until)
    if wanted.channels:
        rows = rows.filter(channel_id__in=wanted.channels)
    if wanted.network:
        rows = rows.filter(channel__network=wanted.network)
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    return rows


def _list(words: object) -> list[str]:
    return [part.strip() for part in str(words or "").split(",") if part.strip()]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


_OUT = ("published", "edited")
_AFTER = Text(
    "It follows once the part before it is out.", "Menyusul setelah bagian sebelumnya terbit."
)
