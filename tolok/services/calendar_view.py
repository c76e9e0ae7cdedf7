"""What of the calendar is asked for: a view, its days and filters, as they stand in the address."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from tolok.core.errors import invalid
from tolok.core.publishing.slots import YEARS, moment
from tolok.core.text import Text, say
from tolok.services.access import Scope
from tolok.services.post_form import Names

VIEWS = ("month", "week", "day", "agenda")
AGENDA_DAYS = 28
FILTERS = ("channel", "network", "campaign", "tag", "type", "state")
KINDS: Mapping[str, frozenset[str]] = {
    "planned": frozenset(
        {"scheduled", "approved", "claimed", "preparing", "prepared", "committing"}
        | {"waiting_retry", "waiting_rate"}
    ),
    "review": frozenset({"in_review"}),
    "sent": frozenset({"published", "edited"}),
    "failed": frozenset({"failed", "late", "missed", "needs_auth", "expired"}),
    "unsure": frozenset({"unknown", "reconciling", "person_decides"}),
}


@dataclass(frozen=True, slots=True)
class CalendarView:
    """`first` to `last` are the days shown; `own` those of the period itself (a month's)."""

    view: str
    day: date
    first: date
    last: date
    own: tuple[date, date]
    zone: ZoneInfo
    channel: UUID | None = None
    campaign: UUID | None = None
    network: str = ""
    tag: str = ""
    type: str = ""
    state: str = ""
    page: int = 0

    @property
    def since(self) -> datetime:
        return moment(self.first, time(), self.zone)

    @property
    def until(self) -> datetime:
        return moment(self.last + timedelta(days=1), time(), self.zone)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def earlier(self) -> date:
        if self.view == "month":
            return (self.day.replace(day=1) - timedelta(days=1)).replace(day=1)
        return self.day - timedelta(days=_STEP[self.view])

    @property
    def later(self) -> date:
        if self.view == "month":
            return self.own[1] + timedelta(days=1)
        return self.day + timedelta(days=_STEP[self.view])

    @property
    def filtered(self) -> bool:
        return bool(
            self.channel or self.campaign or self.network or self.tag or self.type or self.state
        )


def read_view(scope: Scope, params: Mapping[str, str], now: datetime) -> CalendarView:
    """The week of today unless asked otherwise. Raises ProblemError for what does not exist."""
    zone = ZoneInfo(scope.workspace.zone)
    view = params.get("view") or "week"
    if view not in VIEWS:
        raise _unknown(view, VIEWS)
    state = params.get("state") or ""
    if state and state not in KINDS:
        raise _unknown(state, tuple(KINDS))
    day = _day(params.get("day") or "", now.astimezone(zone).date())
    first, last, own = _span(view, day)
    channel, campaign = params.get("channel") or "", params.get("campaign") or ""
    names = Names(scope) if channel or campaign else None
    page = params.get("page") or "0"
    return CalendarView(
        view=view,
        day=day,
        first=first,
        last=last,
        own=own,
        zone=zone,
        channel=names.channels([channel])[0] if names and channel else None,
        campaign=names.campaign(campaign) if names else None,
        network=params.get("network") or "",
        tag=(params.get("tag") or "").lstrip("#"),
        type=params.get("type") or "",
        state=state,
        page=int(page) if page.isdecimal() and len(page) < 6 else 0,
    )


def _span(view: str, day: date) -> tuple[date, date, tuple[date, date]]:
    """A month is shown in whole weeks."""
    if view == "month":
        one = day.replace(day=1)
        end = day.replace(day=monthrange(day.year, day.month)[1])
        first = one - timedelta(days=one.weekday())
        return first, end + timedelta(days=6 - end.weekday()), (one, end)
    first = day - timedelta(days=day.weekday()) if view == "week" else day
    last = first + timedelta(days=_STEP[view] - 1)
    return first, last, (first, last)


def _day(words: str, today: date) -> date:
    """Years far off are refused: they have no neighbours to go to."""
    try:
        found = date.fromisoformat(words) if words else today
    except ValueError:
        found = date.max
    if found.year not in YEARS:
        raise invalid(
            say("{v} is no day.", "{v} bukan tanggal.", v=words),
            Text("Write it as 2026-12-01.", "Tulis seperti 2026-12-01."),
        )
    return found


def _unknown(word: str, known: tuple[str, ...]) -> Exception:
    return invalid(
        say("The calendar knows no {v}.", "Kalender tidak mengenal {v}.", v=word),
        say("Use one of: {known}.", "Pakai salah satu: {known}.", known=", ".join(known)),
    )


_STEP = {"week": 7, "day": 1, "agenda": AGENDA_DAYS}
