"""What became of a post on each channel and what happens next, with every step and who took it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tolok.core.networks import Network
from tolok.core.publishing.changes import Reply, Wish, reply
from tolok.core.publishing.states import allowed, held_states, state
from tolok.core.text import Text
from tolok.lib.catalogue import networks
from tolok.lib.ids import as_uuid
from tolok.services import post_read
from tolok.services.access import Scope
from tolok.services.job_workers import alive
from tolok.store.models import Connection, Delivery, DeliveryStep, Member, Post
from tolok.store.scope import within

_OPERATOR = Text("the operator", "pengelola")
_MACHINE = Text("Tolok", "Tolok")
_BY_LINK = Text("a client, by link", "klien, lewat tautan")
_GONE = Text("somebody who left", "seseorang yang sudah keluar")
# How each state is to be shown: as good, bad, in need of a look, or neither.
TONES = {
    "published": "ok",
    "edited": "ok",
    "failed": "bad",
    "expired": "bad",
    "missed": "bad",
    "person_decides": "warn",
    "unknown": "warn",
    "reconciling": "warn",
    "late": "warn",
    "needs_auth": "warn",
    "in_review": "warn",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One step of the journal."""

    at: datetime
    name: Text
    by: Text
    why: Text | None


@dataclass(frozen=True, slots=True)
class Story:
    """One delivery: where it stands, why, what is next, and what a person may do (`acts`)."""

    row: Delivery
    network: Network
    tone: str
    name: Text
    next: Text
    why: Text | None
    fix: Text | None
    profile: str
    acts: tuple[str, ...]
    events: tuple[Event, ...] = ()

    @property
    def stuck(self) -> bool:
        return self.row.state in held_states()


def stories(scope: Scope, post: Post, now: datetime) -> list[Story]:
    """All deliveries of a post that `post_read.whole` read, with their journals."""
    rows = sorted(post.deliveries.all(), key=lambda row: (row.channel.name, row.part))
    steps = DeliveryStep.objects.filter(delivery__in=rows).order_by("number")
    by_row: dict[object, list[DeliveryStep]] = {}
    for step in steps:
        by_row.setdefault(step.delivery_id, []).append(step)
    return told(scope, rows, now, by_row)


def waiting(scope: Scope, now: datetime) -> list[Story]:
    """What waits for a person in the whole workspace, oldest first."""
    return told(scope, [*post_read.attention(scope), *post_read.stuck(scope, now)], now, {})


def count_waiting(scope: Scope) -> int:
    return post_read.attention(scope).filter(part=0).count()


def told(
    scope: Scope,
    rows: Iterable[Delivery],
    now: datetime,
    steps: Mapping[object, list[DeliveryStep]],
) -> list[Story]:
    rows = list(rows)
    zone, workers = ZoneInfo(scope.workspace.zone), bool(alive(now))
    profiles = dict(
        within(Connection, scope.id)
        .filter(channel_id__in={row.channel_id for row in rows})
        .values_list("channel_id", "url")
    )
    names = people(scope) if steps else {}
    held = {row.id: row.state for row in rows}
    before = {row.id: held[row.after_id] for row in rows if row.after_id in held}
    return [
        Story(
            row=row,
            network=networks()[row.channel.network],
            tone=TONES.get(row.state, "plain"),
            name=state(row.state).name,
            next=_next(
                row,
                now,
                zone,
                workers=workers,
                before=before.get(row.after_id) if row.after_id else None,
            ),
            why=_words(row.why),
            fix=_words(row.fix),
            profile=profiles.get(row.channel_id, ""),
            acts=acts(row),
            events=tuple(_event(step, names) for step in steps.get(row.id, ())),
        )
        for row in rows
    ]


def acts(row: Delivery) -> tuple[str, ...]:
    """What a person may do with a delivery now: send, skip, decide, cancel."""
    found = []
    can_send = row.state in ("waiting_retry", "waiting_rate", "scheduled", "unknown")
    again = row.unsure == 0 and row.state in ("late", "failed", "needs_auth")
    if can_send or (again and allowed(row.state, "scheduled")):
        found.append("send")
    if row.state == "late":
        found.append("skip")
    if row.state == "person_decides":
        found.append("decide")
    elif _can_cancel(row):
        found.append("cancel")
    return tuple(found)


def _can_cancel(row: Delivery) -> bool:
    if row.wish == "cancel" or row.state in ("draft", "cancelled"):
        return False
    return reply(row.state, Wish.CANCEL, unsure=row.unsure > 0) is not Reply.REFUSED


def people(scope: Scope) -> dict[str, str]:
    """User id → how that person is called here."""
    members = within(Member, scope.id).select_related("user")
    return {str(each.user.id): each.user.name or each.user.email or "–" for each in members}


def who(label: str, names: Mapping[str, str]) -> Text:
    """The author of a step as a reader knows them."""
    if label == "operator":
        return _OPERATOR
    if label.startswith("link:"):
        return _BY_LINK
    if label in names:
        return Text.same(names[label])
    return _GONE if as_uuid(label) else _MACHINE


def _event(step: DeliveryStep, names: Mapping[str, str]) -> Event:
    return Event(step.at, state(step.after).name, who(step.by, names), _words(step.why))


def _next(
    row: Delivery, now: datetime, zone: ZoneInfo, *, workers: bool, before: str | None
) -> Text:
    shown = post_read.delivery_dict(row, now, zone, workers=workers, before=before)
    return Text.from_dict(shown["next"])


def _words(form: object) -> Text | None:
    return Text(str(form["en"]), str(form["id"])) if isinstance(form, dict) else None
