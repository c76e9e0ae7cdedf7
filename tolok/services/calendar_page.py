"""The calendar as a page shows it: days with chips, what is wrong, the mix, notes and holidays.

A day or a slot shows a few posts and how many more it has; the day's own view has them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from tolok.core.publishing import mix
from tolok.core.publishing.holidays import Holiday
from tolok.core.publishing.states import STATES
from tolok.core.text import Text
from tolok.lib.catalogue import networks
from tolok.services import campaigns
from tolok.services.access import Scope
from tolok.services.calendar_mix import MixPart, cautions, items, kind_name, mix_parts
from tolok.services.calendar_notes import free_days, note_dict, notes
from tolok.services.calendar_rows import Entry, entries, read_texts
from tolok.services.calendar_view import CalendarView
from tolok.services.numbers_keys import TYPES, WEEKDAYS
from tolok.services.publishing_plan import PublishingPlan, plan_of
from tolok.store.models import CalendarNote, Campaign, Channel
from tolok.store.scope import within

PER_SLOT = 3  # posts shown in two hours of a week
PER_DAY = 4  # in a day of a month
PER_PAGE = 100  # in a list
SLOT_HOURS = 2
HABIT_WEEKS = 8
MOST_MARKS = 3
MOST_PINNED = 4


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of entry looks: never by colour alone."""

    word: Text
    icon: str
    chip: str
    tone: str


LOOKS: Mapping[str, Look] = {
    "planned": Look(Text("Planned", "Terjadwal"), "clock", "", "accent"),
    "review": Look(Text("To approve", "Perlu disetujui"), "eye", "chip-wait", "warn"),
    "sent": Look(Text("Sent", "Terbit"), "check", "chip-sent", ""),
    "failed": Look(Text("Failed", "Gagal"), "alert", "chip-bad", "bad"),
    "unsure": Look(Text("Unsure", "Belum pasti"), "question", "chip-unsure", "warn"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One post. `free`: a person may still move it."""

    id: UUID
    at: datetime
    text: str
    marks: tuple[str, ...]
    more_marks: int
    names: str
    look: Look
    free: bool


@dataclass(frozen=True, slots=True)
class Pin:
    """A delivery that waits for a person, shown above the days."""

    post: UUID
    text: str
    channel: str
    why: Text
    state: str


@dataclass(frozen=True, slots=True)
class SlotCell:
    """Two hours of a day in the week's view."""

    row: int
    hour: int
    chips: tuple[Chip, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    column: int
    weekday: Text
    today: bool
    inside: bool  # of the month that is shown
    count: int
    chips: tuple[Chip, ...]
    more: int
    cells: tuple[SlotCell, ...]
    notes: tuple[CalendarNote, ...]
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    view: CalendarView
    days: tuple[Day, ...]
    hours: tuple[tuple[int, int], ...]
    total: int
    counts: tuple[tuple[str, Look, int], ...]
    mix: tuple[MixPart, ...]
    planned_mix: bool
    cautions: tuple[tuple[str, Text], ...]
    channels: tuple[Channel, ...]
    networks: tuple[tuple[str, Text], ...]
    campaigns: tuple[Campaign, ...]
    types: tuple[tuple[str, Text], ...]
    next_page: int | None
    country: str
    pins: tuple[Pin, ...]
    more_pins: bool


def calendar(
    scope: Scope, view: CalendarView, now: datetime, *, asking: bool = False
) -> CalendarPage:
    """All of it in five questions to the database; `asking`: with what a filter offers."""
    found, waiting = entries(scope, view)
    plan = plan_of(scope)
    everyone, usual = _channels(scope, now)
    mine = tuple(each for each in everyone.values() if each.archived_at is None)
    shown, days = _days(view, found, now, everyone, _beside(scope, view, plan))
    waiting = waiting[::-1][: MOST_PINNED + 1]
    read_texts(scope, {id(each): each for each in [*shown.values(), *waiting]}.values())
    pins, more_pins = _pins(waiting, everyone)
    per = PER_PAGE if view.view in ("day", "agenda") else 0
    own = [each for each in found if view.own[0] <= each.at.date() <= view.own[1]]
    kinds = {each.type for each in found} - {""}
    return CalendarPage(
        view=view,
        days=_with_chips(days, shown, everyone, view),
        hours=_hours(found) if view.view == "week" else (),
        total=len(own),
        counts=tuple((k, look, n) for k, look in LOOKS.items() if (n := _count(own, k))),
        mix=mix_parts(own, plan),
        planned_mix=bool(plan.mix),
        cautions=cautions(view, own, plan, now, everyone, usual),
        channels=mine,
        networks=tuple(
            (id, networks()[id].name) for id in dict.fromkeys(each.network for each in mine)
        ),
        campaigns=tuple(campaigns.campaigns(scope)) if asking else (),
        types=tuple((kind, kind_name(kind)) for kind in [*TYPES, *sorted(kinds - set(TYPES))]),
        next_page=view.page + 1 if per and len(found) > (view.page + 1) * per else None,
        country=plan.country,
        pins=pins,
        more_pins=more_pins,
    )


def calendar_dict(scope: Scope, view: CalendarView, now: datetime) -> dict[str, Any]:
    """The same days as the API shows them, with every entry."""
    found, _ = entries(scope, view)
    read_texts(scope, found)
    plan = plan_of(scope)
    everyone, usual = _channels(scope, now)
    own = [each for each in found if view.own[0] <= each.at.date() <= view.own[1]]
    return {
        "view": view.view,
        "first": view.first.isoformat(),
        "last": view.last.isoformat(),
        "zone": view.zone.key,
        "items": [
            {
                "post": str(each.post),
                "at": each.at.isoformat(),
                "state": each.kind,
                "title": each.title or each.text,
                "type": each.type,
                "pillar": each.pillar,
                "channels": [str(id) for id in each.channels],
            }
            for each in found
        ],
        "mix": [
            {
                "kind": part.kind,
                "count": part.count,
                "share": part.share,
                "planned": part.planned,
                "verdict": str(part.verdict),
                "lacking": part.lacking,
            }
            for part in mix.mix(items(own, plan), plan.mix)
        ],
        "warnings": [
            {"channel": name, "words": words.as_dict()}
            for name, words in cautions(view, own, plan, now, everyone, usual)
        ],
        "notes": [note_dict(each) for each in notes(scope, view.first, view.last)],
        "holidays": [
            {"day": each.day.isoformat(), "name": each.name.as_dict(), "free": each.free}
            for each in free_days(plan.country, view.first, view.last)
        ],
    }


@dataclass(frozen=True, slots=True)
class _Beside:
    notes: Mapping[date, tuple[CalendarNote, ...]]
    holidays: Mapping[date, tuple[Holiday, ...]]


@dataclass(frozen=True, slots=True)
class _Plain:
    """A day with its entries, before their words are read."""

    day: Day
    entries: tuple[Entry, ...]
    cells: tuple[tuple[int, int, tuple[Entry, ...], int], ...]


def _beside(scope: Scope, view: CalendarView, plan: PublishingPlan) -> _Beside:
    by_note: dict[date, list[CalendarNote]] = {}
    for note in notes(scope, view.first, view.last):
        day = max(note.first, view.first)
        while day <= min(note.last, view.last):
            by_note.setdefault(day, []).append(note)
            day += timedelta(days=1)
    by_day: dict[date, list[Holiday]] = {}
    for each in free_days(plan.country, view.first, view.last):
        by_day.setdefault(each.day, []).append(each)
    return _Beside(
        {day: tuple(rows) for day, rows in by_note.items()},
        {day: tuple(rows) for day, rows in by_day.items()},
    )


def _days(
    view: CalendarView,
    found: Sequence[Entry],
    now: datetime,
    everyone: Mapping[UUID, Channel],
    beside: _Beside,
) -> tuple[dict[int, Entry], list[_Plain]]:
    """The days, and the entries that are shown, which alone need words."""
    today = now.astimezone(view.zone).date()
    if view.view in ("day", "agenda"):
        page = found[view.page * PER_PAGE : (view.page + 1) * PER_PAGE]
    else:
        page = list(found)
    held: dict[date, list[Entry]] = {}
    for each in page:
        held.setdefault(each.at.date(), []).append(each)
    hours = [row for row, _ in _hours(found)] if view.view == "week" else []
    shown: dict[int, Entry] = {}
    days = list[_Plain]()
    for number, day in enumerate(view.days):
        mine = held.get(day, [])
        cells = _cells(mine, hours)
        limit = {"month": PER_DAY, "week": 0}.get(view.view, PER_PAGE)
        listed = tuple(mine[:limit])
        for each in (*listed, *(one for _, _, ones, _ in cells for one in ones)):
            shown[id(each)] = each
        plain = Day(
            day, number % 7 + 1, WEEKDAYS[day.weekday()], day == today,
            view.own[0] <= day <= view.own[1], len(mine), (), max(0, len(mine) - limit), (),
            beside.notes.get(day, ()), beside.holidays.get(day, ()),
        )  # fmt: skip
        if view.view != "agenda" or mine or plain.notes or plain.holidays:
            days.append(_Plain(plain, listed, cells))
    return shown, days


def _cells(
    mine: Sequence[Entry], rows: Iterable[int]
) -> tuple[tuple[int, int, tuple[Entry, ...], int], ...]:
    by_row: dict[int, list[Entry]] = {row: [] for row in rows}
    if not by_row:
        return ()
    for each in mine:
        by_row[each.at.hour // SLOT_HOURS].append(each)
    return tuple(
        (row, row * SLOT_HOURS, tuple(ones[:PER_SLOT]), max(0, len(ones) - PER_SLOT))
        for row, ones in by_row.items()
    )


def _hours(found: Iterable[Entry]) -> tuple[tuple[int, int], ...]:
    """The slots of a week's view, as row and hour: 06 to 22, more where posts are."""
    used = {each.at.hour // SLOT_HOURS for each in found} | {4, 9}
    return tuple((row, row * SLOT_HOURS) for row in range(min(used), max(used) + 1))


def _with_chips(
    days: Iterable[_Plain],
    shown: Mapping[int, Entry],
    everyone: Mapping[UUID, Channel],
    view: CalendarView,
) -> tuple[Day, ...]:
    marks = {id: networks()[each.network].mark for id, each in everyone.items()}
    names = {id: each.name for id, each in everyone.items()}
    chips = {key: _chip(each, marks, names) for key, each in shown.items()}
    made = list[Day]()
    for plain in days:
        old = plain.day
        made.append(
            Day(
                old.day,
                old.column,
                old.weekday,
                old.today,
                old.inside,
                old.count,
                tuple(chips[id(each)] for each in plain.entries),
                old.more,
                tuple(
                    SlotCell(row, hour, tuple(chips[id(each)] for each in ones), more)
                    for row, hour, ones, more in plain.cells
                ),
                old.notes,
                old.holidays,
            )  # fmt: skip
        )
    return tuple(made)


def _chip(each: Entry, marks: Mapping[UUID, str], names: Mapping[UUID, str]) -> Chip:
    kind = each.kind
    own = [id for id in each.channels if id in marks]
    return Chip(
        id=each.post,
        at=each.at,
        text=each.title or each.text,
        marks=tuple(marks[id] for id in own[:MOST_MARKS]),
        more_marks=max(0, len(own) - MOST_MARKS),
        names=", ".join(names[id] for id in own),
        look=LOOKS[kind],
        free="sent" not in each.kinds and kind != "unsure",
    )


def _count(own: Iterable[Entry], kind: str) -> int:
    return sum(each.kind == kind for each in own)


def _channels(scope: Scope, now: datetime) -> tuple[dict[UUID, Channel], dict[UUID, float]]:
    """All channels, and how many posts a week each had over the last weeks."""
    recent = Q(
        deliveries__part=0,
        deliveries__published_at__gte=now - timedelta(weeks=HABIT_WEEKS),
        deliveries__published_at__lte=now,
    )
    rows = within(Channel, scope.id).annotate(recent=Count("deliveries", filter=recent))
    found = sorted(rows.order_by("network", "name"), key=lambda each: each.archived_at is not None)
    return (
        {each.id: each for each in found},
        {each.id: each.recent / HABIT_WEEKS for each in found if each.recent},
    )


def _pins(
    waiting: Sequence[Entry], everyone: Mapping[UUID, Channel]
) -> tuple[tuple[Pin, ...], bool]:
    """The latest first: an old failure is known already."""
    pins = [
        Pin(each.post, each.title or each.text, everyone[channel].name, _reason(state, why), state)
        for each in waiting
        for channel, state, why in each.waits
        if channel in everyone
    ]
    return tuple(pins[:MOST_PINNED]), len(pins) > MOST_PINNED


def _reason(state: str, why: Mapping[str, str] | None) -> Text:
    return Text(why["en"], why["id"]) if why else STATES[state].words
