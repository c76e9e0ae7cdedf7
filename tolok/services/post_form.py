"""Orders as they come in from forms, files and the API: read strictly, with a problem per field."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tolok.core.errors import ProblemError, invalid, unknown_name
from tolok.core.publishing.content import from_json
from tolok.core.publishing.slots import YEARS, moment
from tolok.core.text import Text, say
from tolok.services.access import Scope
from tolok.services.channels import channels
from tolok.services.post_order import AT, WHENS, Order, When
from tolok.store.models import Campaign
from tolok.store.scope import within

MOST_TAGS = 100
LATES = ("", "send", "ask", "skip")


class Names:
    """The names of a workspace's channels and campaigns, looked up once for many orders."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._channels: dict[str, UUID] = {}
        self._shown = []
        for channel in channels(scope):
            self._shown.append(channel.name)
            for key in (str(channel.id), channel.name, channel.remote_id):
                self._channels.setdefault(key, channel.id)
        rows = within(Campaign, scope.id).values_list("name", "id")
        self._campaigns = {**dict(rows), **{str(id): id for _, id in rows}}

    def channels(self, keys: Iterable[str]) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(self._channel(key) for key in keys))

    def campaign(self, key: str) -> UUID | None:
        """A campaign by name or id; None for ""."""
        if not key:
            return None
        if key not in self._campaigns:
            raise unknown_name(Text("campaign", "kampanye"), key, self._campaigns)
        return self._campaigns[key]

    def _channel(self, key: str) -> UUID:
        if not key or key not in self._channels:
            raise unknown_name(Text("channel", "kanal"), key, self._shown)
        return self._channels[key]


def read_order(form: Mapping[str, Any], names: Names, zone: ZoneInfo) -> Order:
    """A whole order. `form` is what `NewPost` of the API says. Raises ProblemError."""
    return Order(
        content=from_json(form.get("content") or {}),
        channels=names.channels(form.get("channels") or ()),
        when=read_when(form.get("when") or {}, zone),
        title=(form.get("title") or "").strip(),
        type=(form.get("type") or "").strip()[:20],
        pillar=(form.get("pillar") or "").strip()[:60],
        tags=read_tags(form.get("tags") or ()),
        campaign=names.campaign((form.get("campaign") or "").strip()),
        late=read_late(form.get("late") or ""),
        origin=(form.get("origin") or "")[:80],
        expires_at=read_until(form.get("approve_by") or "", zone),
    )


def read_late(late: str) -> str:
    """A late policy; "" follows the channel's."""
    if late not in LATES:
        raise invalid(
            say("{late} is no late policy.", "{late} bukan kebijakan telat.", late=late),
            Text("Use send, ask or skip.", "Pakai send, ask, atau skip."),
        )
    return late


def read_when(form: Mapping[str, Any], zone: ZoneInfo) -> When:
    """`{"kind": "at", "at": "2026-12-01T09:00"}`; a time without an offset is the workspace's."""
    kind = form.get("kind") or ("at" if form.get("at") else "draft")
    if kind not in WHENS:
        raise invalid(
            say("{kind} is no way to plan.", "{kind} bukan cara menjadwalkan.", kind=kind),
            say("Use one of: {known}.", "Pakai salah satu: {known}.", known=", ".join(WHENS)),
        )
    if kind != AT:
        return When(kind)
    return When(AT, read_moment(str(form.get("at") or ""), zone))


def read_moment(words: str, zone: ZoneInfo) -> datetime:
    """An ISO date and time; a wall-clock time that the zone skips moves on with the clocks."""
    try:
        found = datetime.fromisoformat(words.strip())
    except ValueError:
        raise _no_moment(words) from None
    if found.year not in YEARS:
        raise _no_moment(words)
    if found.tzinfo is not None:
        return found
    return moment(found.date(), found.time(), zone)


def read_until(words: str, zone: ZoneInfo) -> datetime | None:
    """The moment by which a post must be approved; a day alone means its end. None for ""."""
    if not words.strip():
        return None
    try:
        day = date.fromisoformat(words.strip())
    except ValueError:
        return read_moment(words, zone)
    if day.year not in YEARS:
        raise _no_moment(words)
    return moment(day + timedelta(days=1), time(0), zone)


def read_day_time(day: str, at: str, zone: ZoneInfo) -> datetime:
    """The two fields of a form."""
    try:
        found, clock = date.fromisoformat(day.strip()), time.fromisoformat(at.strip())
    except ValueError:
        raise _no_moment(f"{day} {at}".strip()) from None
    if found.year not in YEARS:
        raise _no_moment(f"{day} {at}")
    return moment(found, clock, zone)


def read_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Trimmed, each once, without the hash sign. Raises ProblemError when there are too many."""
    read = (str(tag).strip().lstrip("#").strip()[:60] for tag in tags)
    found = tuple(dict.fromkeys(tag for tag in read if tag))
    if len(found) > MOST_TAGS:
        raise invalid(
            say("{n} tags are too many.", "{n} tag terlalu banyak.", n=len(found)),
            say("Use at most {n}.", "Pakai paling banyak {n}.", n=MOST_TAGS),
        )
    return found


def _no_moment(words: str) -> ProblemError:
    return invalid(
        say("{words} is no date and time.", "{words} bukan tanggal dan jam.", words=words or "–"),
        Text("Write it as 2026-12-01T09:00.", "Tulis seperti 2026-12-01T09:00."),
    )
