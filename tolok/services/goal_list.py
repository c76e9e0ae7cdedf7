"""The list that opens the day: goals by tab, what to do today, and what changed since yesterday."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tolok.core.goals.amounts import amount
from tolok.core.goals.goal import Goal
from tolok.core.goals.pace import STATUS_WORDS, Pace, Status
from tolok.core.goals.today import Todo, today_list
from tolok.core.text import Text, say
from tolok.lib.catalogue import networks
from tolok.services.access import Scope
from tolok.services.channels import channels
from tolok.services.goal_objectives import ObjectiveRow, by_objective
from tolok.services.goal_picture import Tone, bar, left_words, near, tone
from tolok.services.goal_reading import Around, Standing, TargetStanding, standings
from tolok.services.goals import ARCHIVED, DRAFT, RUNNING, goals
from tolok.services.posting_guard import guards
from tolok.store import models
from tolok.store.scope import within

TABS = ("running", "reached", "ended", "drafts")
TODO_SHOWN = 6
GOOD = (Status.AHEAD, Status.ON_PACE, Status.DONE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a goal looks: the mark of the network and its name."""

    mark: str
    name: str


@dataclass(frozen=True, slots=True)
class Card:
    """One goal of the list, in words; `bar` is markup."""

    id: str
    title: Text
    tone: Tone
    places: tuple[Place, ...]
    owner: str
    left: Text | None
    says: Text
    have: Text
    want: Text
    expected: Text
    forecast: Text
    bar: str
    needs_data: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened lately; `day` is in the workspace's zone."""

    at: datetime
    words: Text


@dataclass(frozen=True, slots=True)
class Listing:
    tab: str
    counts: Mapping[str, int]
    lead: Text
    cards: tuple[Card, ...]
    todo: tuple[Todo, ...]
    later: tuple[Todo, ...]  # what can wait behind the first ones
    done: tuple[str, ...]  # actions that were done today
    since: tuple[Event, ...]
    day: Any
    sentences: Mapping[str, Text]
    objectives: tuple[ObjectiveRow, ...] = ()


def listing(scope: Scope, tab: str, language: str) -> Listing:
    """Everything the Goals page shows."""
    found = standings(scope, goals(scope))
    tab = tab if tab in TABS else TABS[0]
    by_tab: dict[str, list[Standing]] = {name: [] for name in TABS}
    for one in found:
        by_tab[tab_of(one)].append(one)
    running = by_tab["running"]
    since = _changes(scope, found) if found else ()
    places = places_of(scope) if found else {}
    day_now = found[0].day if found else None
    names = {id: place.name for id, place in places.items()}
    warned = guards(scope, day_now, names) if day_now else ()
    todo = sorted([*_todo(running), *warned], key=lambda one: one.rank)
    return Listing(
        tab=tab,
        counts={name: len(held) for name, held in by_tab.items()},
        lead=_lead(running),
        cards=tuple(card(scope, one, language, places) for one in _sorted(by_tab[tab], tab)),
        todo=tuple(todo[:TODO_SHOWN]),
        later=tuple(todo[TODO_SHOWN:]),
        done=tuple(
            a.words for s in running for a in s.goal.actions if a.done_on and a.done_on == s.day
        ),
        since=since,
        day=day_now,
        sentences={s.goal.id: s.sentence for s in found},
        objectives=by_objective([*running, *by_tab["reached"]]) if tab == TABS[0] else (),
    )


def _todo(running: Sequence[Standing]) -> tuple[Todo, ...]:
    if not running:
        return ()
    paces = {one.goal.id: _briefly(one.main) for one in running if one.main}
    return today_list([_called(one) for one in running], running[0].day, paces)


def _briefly(main: TargetStanding) -> Pace:
    """The pace with its reason in a few words, as a list of acts has room for."""
    brief = main.track.brief
    return replace(main.pace, why=brief) if brief and main.pace.why else main.pace


def tab_of(one: Standing) -> str:
    if one.kept.state == DRAFT:
        return "drafts"
    if one.status is Status.DONE:
        return "reached"
    return "ended" if one.over or one.kept.state == ARCHIVED else "running"


def card(
    scope: Scope, one: Standing, language: str, places: Mapping[str, Place] | None = None
) -> Card:
    """One goal as the list shows it."""
    main = one.main
    currency = (main.track.currency if main else "") or scope.workspace.currency
    known = places if places is not None else places_of(scope)
    return Card(
        id=one.kept.id,
        title=one.sentence,
        tone=tone(one.status, ended=one.over),
        places=_of(one, known),
        owner=one.goal.owner,
        left=_left(one),
        says=_says(one, currency),
        have=_value(main.pace.actual if main else None, main, currency),
        want=_want(main, currency),
        expected=_expected(main, currency),
        forecast=_forecast(main, currency),
        bar=bar(main, currency, language) if main else "",
        needs_data=bool(main and main.pace.status is Status.NO_DATA),
    )


def _sorted(found: Sequence[Standing], tab: str) -> list[Standing]:
    """In the workspace's own order; ended goals newest first."""
    if tab == "ended":
        return sorted(found, key=lambda one: str(one.goal.end), reverse=True)
    return list(found)


def _called(one: Standing) -> Goal:
    """The goal under the name that its owner gave it."""
    return replace(one.goal, title=one.goal.title or one.sentence.en)


def _lead(running: Sequence[Standing]) -> Text:
    """How many run, and how many need somebody."""
    if not running:
        return Text("No goal is running.", "Tidak ada sasaran yang berjalan.")
    good = sum(one.status in GOOD for one in running)
    silent = sum(one.status is Status.NO_DATA for one in running)
    needy = len(running) - good - silent
    return say(
        "{n} running: {good} on pace or ahead, {needy} behind, {silent} without data.",
        "{n} berjalan: {good} sesuai laju atau lebih cepat, {needy} tertinggal, {silent} tanpa "
        "data.",
        n=len(running),
        good=good,
        needy=needy,
        silent=silent,
    )


def _left(one: Standing) -> Text | None:
    days = one.days_left
    if days is None:
        return None
    if days < 0:
        return say("ended {d}", "berakhir {d}", d=one.goal.end)
    if days == 1:
        return Text("1 day left", "sisa 1 hari")
    return say("{n} days left", "sisa {n} hari", n=days)


def _says(one: Standing, currency: str) -> Text:
    """What it takes, where that is a matter of amounts; else the verdict."""
    main = one.main
    if main is None:
        return Text("Not measured yet.", "Belum diukur.")
    if one.over or one.status in (Status.DONE, Status.NO_DATA):
        return one.verdict
    if main.months is not None:
        return _and(one.verdict, main.months.words())
    return left_words(main, currency) or one.verdict


def _and(first: Text, second: Text) -> Text:
    return Text(f"{first.en} {second.en}", f"{first.id} {second.id}")


def _value(value: float | None, main: TargetStanding | None, currency: str) -> Text:
    if value is None or main is None:
        return Text.same("–")
    return amount(near(value, main.unit), main.unit, currency)


def _want(main: TargetStanding | None, currency: str) -> Text:
    if main is None or main.pace.aim is None:
        return Text("", "")
    words = _value(main.pace.aim, main, currency)
    if main.pace.start is None:
        return say("limit {n}", "batas {n}", n=words)
    return say("of {n}", "dari {n}", n=words)


def _expected(main: TargetStanding | None, currency: str) -> Text:
    if main is None:
        return Text("", "")
    if main.pace.start is None and main.pace.actual is not None:
        low = Text("Lower is better", "Makin rendah makin baik")
        high = Text("Higher is better", "Makin tinggi makin baik")
        return low if main.target.better == "down" else high
    if main.pace.expected_value is None:
        return Text("", "")
    value = _value(main.pace.expected_value, main, currency)
    return say("Expected today {n}", "Seharusnya hari ini {n}", n=value)


def _forecast(main: TargetStanding | None, currency: str) -> Text:
    chance = main.outlook.chance if main and main.outlook else None
    if main is not None and main.pace.status is Status.DONE:
        return Text("", "")
    silent = main is None or main.pace.status is Status.NO_DATA
    if silent or main is None or chance is None or chance.forecast is None:
        return Text("No forecast", "Belum ada perkiraan")
    values = (chance.forecast, chance.low, chance.high)
    f, low, high = (_value(v, main, currency) for v in values)
    return say("Forecast {f} ({a}–{b})", "Perkiraan {f} ({a}–{b})", f=f, a=low, b=high)


def places_of(scope: Scope, around: Around | None = None) -> dict[str, Place]:
    """Networks and channels as they are marked; `around` spares reading the channels again."""
    found = {id: Place(n.mark, n.name.en) for id, n in networks().items()}
    if around is None:
        mine = [(str(c.id), c.network, c.name) for c in channels(scope)]
    else:
        mine = [(id, network, around.names[id]) for id, network in around.places.items()]
    for id, network, name in mine:
        found[id] = Place(found[network].mark if network in found else "", name)
    return found


def _of(one: Standing, known: Mapping[str, Place]) -> tuple[Place, ...]:
    if one.main is None:
        return ()
    rows = one.main.target.scope
    return tuple(known[id] for id in (rows.channels or rows.networks) if id in known)


def _changes(scope: Scope, found: Sequence[Standing]) -> tuple[Event, ...]:
    """What changed since yesterday: statuses as a job noted them, and files that came in."""
    now, zone = datetime.now(UTC), ZoneInfo(scope.workspace.zone)
    events = []
    for one in found:
        seen = one.kept.seen
        if one.kept.state == RUNNING and seen.get("was"):
            at = datetime.fromisoformat(seen["at"]).astimezone(zone)
            events.append(Event(at, _moved(one, seen)))
    events += _readings(scope, now, zone)
    since = (now.astimezone(zone) - timedelta(days=1)).date()
    kept = [event for event in events if event.at.date() >= since]
    return tuple(sorted(kept, key=lambda event: event.at, reverse=True)[:6])


def _moved(one: Standing, seen: Mapping[str, str]) -> Text:
    return say(
        "{g}: from {a} to {b}",
        "{g}: dari {a} menjadi {b}",
        g=one.sentence,
        a=_small(STATUS_WORDS[Status(seen["was"])]),
        b=_small(STATUS_WORDS[Status(seen["now"])]),
    )


def _small(words: Text) -> Text:
    return Text(words.en.lower(), words.id.lower())


def _readings(scope: Scope, now: datetime, zone: ZoneInfo) -> list[Event]:
    """Files that came in; those of one hour together."""
    recent = within(models.Batch, scope.id).filter(
        state="done", finished_at__gt=now - timedelta(days=2)
    )
    hours: dict[tuple[object, int], list[Any]] = {}
    for row in recent.order_by("-finished_at")[:50]:
        at = row.finished_at.astimezone(zone) if row.finished_at else now
        hours.setdefault((at.date(), at.hour), []).append(row)
    return [_reading(rows, zone) for rows in hours.values()]


def _reading(rows: Sequence[Any], zone: ZoneInfo) -> Event:
    new = sum(int(row.report.get("rows", {}).get("new", 0)) for row in rows)
    at = rows[0].finished_at.astimezone(zone)
    if len(rows) == 1:
        name = rows[0].file_name
        words = say("{f} read: {n} new rows", "{f} dibaca: {n} baris baru", f=name, n=new)
        return Event(at, words)
    words = say(
        "{f} files read: {n} new rows", "{f} berkas dibaca: {n} baris baru", f=len(rows), n=new
    )
    return Event(at, words)
