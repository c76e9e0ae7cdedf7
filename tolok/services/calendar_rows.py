"""The posts of some days, read lightly: one row per channel, then only the words that are shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from tolok.services.access import Scope
from tolok.services.calendar_view import KINDS, CalendarView
from tolok.services.post_read import ATTENTION, tagged
from tolok.store.models import Delivery, Post
from tolok.store.scope import within

_KIND_OF = {state: kind for kind, states in KINDS.items() for state in states}
_WORST = ("failed", "unsure", "review", "planned", "sent")


@dataclass(slots=True)
class Entry:
    """A post at a time. `kind`: what asks most for a look among its channels.

    `waits`: channel, state and reason of each delivery that waits for a person.
    """

    post: UUID
    at: datetime
    type: str
    pillar: str
    title: str
    channels: list[UUID] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    waits: list[tuple[UUID, str, Any]] = field(default_factory=list)
    text: str = ""

    @property
    def kind(self) -> str:
        return next(kind for kind in _WORST if kind in self.kinds)


def entries(scope: Scope, view: CalendarView) -> tuple[list[Entry], list[Entry]]:
    """Those of the days, and those of other days that wait for a person; in order of time.

    Times are on the clock of the workspace. What is cancelled is left out.
    """
    here = Q(
        planned_at__gte=view.since, planned_at__lt=view.until,
        state__in=KINDS.get(view.state) or list(_KIND_OF),
    )  # fmt: skip
    rows = within(Delivery, scope.id).filter(
        here | Q(state__in=ATTENTION, planned_at__isnull=False), _asked(view),
        part=0, post__deleted_at=None,
    )  # fmt: skip
    wanted = (
        "post_id", "planned_at", "channel_id", "state", "why",
        "post__type", "post__pillar", "post__title",
    )  # fmt: skip
    found: dict[tuple[UUID, datetime], Entry] = {}
    for post, at, channel, state, why, type, pillar, title in rows.order_by(
        "planned_at", "post_id"
    ).values_list(*wanted):
        key = (post, at)
        if key not in found:
            found[key] = Entry(post, at.astimezone(view.zone), type, pillar, title)
        found[key].channels.append(channel)
        found[key].kinds.append(_KIND_OF[state])
        if state in ATTENTION:
            found[key].waits.append((channel, state, why))
    inside = [each for each in found.values() if view.first <= each.at.date() <= view.last]
    if view.state:
        inside = [each for each in inside if view.state in each.kinds]
    return inside, [each for each in found.values() if each.waits]


def read_texts(scope: Scope, shown: Iterable[Entry]) -> None:
    """The words of posts that have no title, for those that are shown."""
    untold = [each for each in shown if not each.title]
    contents: Mapping[UUID, dict[str, object]] = dict(
        within(Post, scope.id)
        .filter(id__in={each.post for each in untold})
        .values_list("id", "content")
    )
    for each in untold:
        each.text = " ".join(str(contents.get(each.post, {}).get("text", ""))[:400].split())[:90]


def _asked(view: CalendarView) -> Q:
    asked = Q()
    if view.channel:
        asked &= Q(channel_id=view.channel)
    if view.network:
        asked &= Q(channel__network=view.network)
    if view.campaign:
        asked &= Q(post__campaign_id=view.campaign)
    if view.tag:
        asked &= tagged(view.tag, "post__tags")
    if view.type:
        asked &= Q(post__type=view.type)
    return asked
