"""How goals stand: reading, pace, outlook and verdict of every target, and what each goal comes to.

Worked out once for each state of the facts; asking again costs nothing until something changes.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from tolok.core.goals.goal import Goal, Mode, Nature, Target, aim
from tolok.core.goals.goal import Scope as Rows
from tolok.core.goals.pace import (
    STALE_INTERVALS,
    Pace,
    Reading,
    Status,
    season_weights,
    target_pace,
)
from tolok.core.goals.phrases import phrase
from tolok.core.goals.recurring import Months, judge_months, months_of
from tolok.core.goals.roll_up import Rolled, roll_up
from tolok.core.goals.sentence import Names, sentence
from tolok.core.goals.spending import cost_of_one
from tolok.core.goals.verdict import verdict
from tolok.core.kpi.spec import KpiSpec
from tolok.core.quantity import Money
from tolok.core.query import Period
from tolok.core.text import Text, say
from tolok.lib.catalogue import networks
from tolok.services.access import Scope
from tolok.services.channels import channels
from tolok.services.fact_store import facts
from tolok.services.goal_form import Kept
from tolok.services.goal_log import spent_by_goal
from tolok.services.goal_outlook import Outlook, history_of, outlook
from tolok.services.goal_rows import today as today_in
from tolok.services.goal_series import HISTORY_DAYS, Track, Wanted, tracks, usual_gap
from tolok.services.kpis import catalogue
from tolok.store import models
from tolok.store.scope import within

KEPT_STANDINGS = 2_000
YOUNG_WEEKS = 5
"""Below so many weeks the other channels of the workspace help to judge."""
MOST_SIBLINGS = 8


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """One target as it stands. `months` only for targets that are set for every month."""

    target: Target
    spec: KpiSpec
    unit: str
    track: Track
    pace: Pace
    reading: Reading | None
    window: Period  # the goal's days, or those of the month that counts
    months: Months | None
    outlook: Outlook | None
    weights: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A goal as it stands on `day`. `main` decides; `rolled` is all targets together."""

    kept: Kept
    day: date
    sentence: Text
    targets: tuple[TargetStanding, ...]
    rolled: Rolled
    status: Status
    verdict: Text

    @property
    def goal(self) -> Goal:
        return self.kept.goal

    @property
    def main(self) -> TargetStanding | None:
        return self.targets[0] if self.targets else None

    @property
    def over(self) -> bool:
        """Nothing more can be done: the deadline has passed."""
        return self.goal.end is not None and self.goal.end < self.day

    @property
    def days_left(self) -> int | None:
        return None if self.goal.end is None else (self.goal.end - self.day).days


@dataclass(frozen=True, slots=True)
class Around:
    """What all goals of a page share, read once."""

    specs: Mapping[str, KpiSpec]
    names: Mapping[str, str]
    places: Mapping[str, str]  # the network of each channel
    gap: int
    day: date
    paid: Mapping[str, Money] = field(default_factory=dict)  # spent so far, by goal
    kinds: Mapping[str, Mapping[str, Money]] = field(default_factory=dict)  # and by kind


def standings(
    scope: Scope,
    found: Sequence[Kept],
    *,
    day: date | None = None,
    around: Around | None = None,
) -> list[Standing]:
    """How each goal stands today, in the order given."""
    around = around or look_around(scope, day)
    held = {one.id: _cache.get(_key(scope, one, around)) for one in found}
    fresh = [one for one in found if held[one.id] is None]
    for one, made in zip(fresh, _read(scope, fresh, around), strict=True):
        held[one.id] = made
        _cache.put(_key(scope, one, around), made)
    return [_with_rows(held[one.id], one) for one in found]


def standing(scope: Scope, found: Kept, *, day: date | None = None) -> Standing:
    return standings(scope, [found], day=day)[0]


def look_around(scope: Scope, day: date | None = None) -> Around:
    """The KPIs, the names of networks and channels, and how often files arrive."""
    names = {id: network.name.en for id, network in networks().items()}
    mine = channels(scope)
    names |= {str(c.id): c.name for c in mine}
    places = {str(c.id): c.network for c in mine}
    arrivals = within(models.Batch, scope.id).filter(state="done").order_by("-observed_at")
    days = [moment.date() for moment in arrivals.values_list("observed_at", flat=True)[:200]]
    now = day or today_in(scope)
    kinds = spent_by_goal(scope)
    totals = {goal: Money.total(paid.values()) for goal, paid in kinds.items()}
    paid = {goal: money for goal, money in totals.items() if money is not None}
    return Around(catalogue(scope), names, places, usual_gap(days), now, paid, kinds)


def goal_sentence(goal: Goal, around: Around, currency: str) -> Text:
    """The goal in one sentence; its title while nothing is measured yet."""
    if not goal.targets:
        return Text.same(goal.title)
    target = goal.targets[0]
    spec = around.specs[target.kpi]
    unit = spec.variant(target.variant).unit or spec.unit
    return sentence(target, goal.window, Names(phrase(spec), unit, currency, around.names))


def _read(scope: Scope, found: Sequence[Kept], around: Around) -> list[Standing]:
    wanted, places = [], []
    for one in found:
        window = one.goal.window or Period(around.day, around.day)
        for target in one.goal.targets:
            until = min(max(around.day, window.start), window.end)
            wanted.append(Wanted(target, Period(window.start, until)))
            places.append((one, window))
    if not wanted:
        return [_stand(scope, one, (), around) for one in found]
    first = min(w.window.start for w in wanted) - timedelta(days=HISTORY_DAYS)
    last = max(max(w.window.end for w in wanted), around.day)
    read = tracks(scope, wanted, around.specs, Period(first, last), around.places)
    by_goal: dict[str, list[TargetStanding]] = {one.id: [] for one in found}
    for (one, window), ask, whole in zip(places, wanted, read, strict=True):
        track = _since(whole, ask.window.start - timedelta(days=HISTORY_DAYS))
        others = siblings_of(scope, ask.target, track, around)
        paid = None if by_goal[one.id] else around.paid.get(one.id)  # the first target decides
        made = stand(ask.target, window, track, around, siblings=others, paid=paid)
        by_goal[one.id].append(made)
    return [_stand(scope, one, tuple(by_goal[one.id]), around) for one in found]


def _since(track: Track, first: date) -> Track:
    """Only the days of a goal's own history: what else is read along must not change its answer."""
    return replace(track, days={day: part for day, part in track.days.items() if day >= first})


def siblings_of(
    scope: Scope, target: Target, track: Track, around: Around
) -> list[tuple[float, ...]]:
    """The same KPI on the other channels, when its own history is too young to judge by."""
    if target.nature not in (Nature.TOTAL, Nature.LEVEL) or track.whole is not None:
        return []
    if len(history_of(track).known) >= YOUNG_WEEKS:
        return []
    mine = set(target.scope.channels)
    mine |= {c for c, network in around.places.items() if network in target.scope.networks}
    others = sorted(set(around.places) - mine)[:MOST_SIBLINGS] if mine else []
    days = Period(around.day - timedelta(days=HISTORY_DAYS), around.day)
    asked = [Wanted(replace(target, scope=Rows(channels=(c,))), days) for c in others]
    found = tracks(scope, asked, around.specs, days, around.places) if asked else []
    series = [history_of(one) for one in found]
    return [weeks.values for weeks in series if len(weeks.known) >= YOUNG_WEEKS]


def stand(
    target: Target,
    window: Period,
    track: Track,
    around: Around,
    *,
    siblings: Sequence[Sequence[float]] = (),
    paid: Money | None = None,
) -> TargetStanding:
    """The pace and outlook of one target. `paid`: the money it has taken so far."""
    spec = around.specs[target.kpi]
    unit = spec.variant(target.variant).unit or spec.unit
    weights = season_weights(window, track.flows()) if track.nature is Nature.TOTAL else None
    months = None
    if target.mode is Mode.MONTHLY:
        months = _months(target, window, track, around)
        pace, reading, part = _this_month(months, track, around)
        period = part or window
    else:
        reading = reading_of(track, window, around)
        judged = _held(target, window)
        pace = target_pace(judged, window, reading, today=around.day, weights=weights)
        period = window
    pace = _told(pace, track, period, reading, around)
    each = cost_of_one(paid, pace.actual, pace.start, target)
    ahead = outlook(target, track, period, pace, spec, siblings=siblings, cost_per_unit=each)
    return TargetStanding(target, spec, unit, track, pace, reading, period, months, ahead, weights)


def _told(
    pace: Pace, track: Track, period: Period, reading: Reading | None, around: Around
) -> Pace:
    """The pace with the best reason there is; what ended unread to its end is not judged."""
    if reading is None:
        return replace(pace, why=track.why) if pace.why and track.why else pace
    unread = (min(period.end, around.day) - reading.day).days
    if around.day <= period.end or pace.status is Status.DONE or unread <= STALE_INTERVALS:
        return pace
    why = say(
        "The numbers end on {a}, the goal on {b}.",
        "Angkanya berakhir pada {a}, sasarannya pada {b}.",
        a=reading.day,
        b=period.end,
    )
    return replace(pace, status=Status.NO_DATA, why=why)


def _held(target: Target, window: Period) -> Target:
    """An average that starts beyond its mark has no way to go: it is judged by how it is held."""
    wanted, base = aim(target, window), target.baseline
    if target.nature is not Nature.AVERAGE or base is None or wanted is None:
        return target
    there = base.value >= wanted if target.better == "up" else base.value <= wanted
    return replace(target, baseline=None) if there else target


def reading_of(track: Track, window: Period, around: Around) -> Reading | None:
    """The KPI as known by now; None when nothing was read since the goal began."""
    if track.read_to is None or track.read_to < window.start:
        return None
    day = min(track.read_to, window.end)
    value = track.value(Period(window.start, day))
    return None if value is None else Reading(value, day, around.gap)


def _months(target: Target, window: Period, track: Track, around: Around) -> Months:
    readings = {}
    for month in months_of(window):
        found = reading_of(track, month, around)
        if found is not None:
            readings[month.start.replace(day=1)] = found
    return judge_months(target, window, readings, today=around.day)


def _this_month(
    months: Months, track: Track, around: Around
) -> tuple[Pace, Reading | None, Period | None]:
    """The month that runs stands for the goal; after the deadline the last one."""
    month = months.current or (months.months[-1] if months.months else None)
    if month is None:
        return Pace(Status.NO_DATA, why=track.why), None, None
    return month.pace, reading_of(track, month.period, around), month.period


def _stand(
    scope: Scope, one: Kept, targets: tuple[TargetStanding, ...], around: Around
) -> Standing:
    rolled = roll_up([(t.pace, t.target.weight) for t in targets])
    main = targets[0] if targets else None
    status = main.pace.status if main else Status.NO_DATA
    said = Text("No target is set yet.", "Belum ada target.")
    if main:
        over = one.goal.end is not None and one.goal.end < around.day
        chance = main.outlook.chance if main.outlook else None
        currency = main.track.currency or scope.workspace.currency
        said = verdict(main.pace, unit=main.unit, currency=currency, chance=chance, ended=over)
    text = goal_sentence(one.goal, around, scope.workspace.currency)
    return Standing(one, around.day, text, targets, rolled, status, said)


def _with_rows(made: Any, one: Kept) -> Standing:
    """The kept standing with the newest actions and notes, which do not change the numbers."""
    return Standing(
        one, made.day, made.sentence, made.targets, made.rolled, made.status, made.verdict
    )


def _key(scope: Scope, one: Kept, around: Around) -> tuple[Any, ...]:
    """Whatever a standing is made of: when any part of it changes, it is worked out anew."""
    specs = tuple(around.specs[t.kpi] for t in one.goal.targets)
    workspace = scope.workspace
    settings = (workspace.zone, workspace.currency, workspace.first_weekday)
    store = (id(facts()), facts().changes)
    names = tuple(around.names.items())
    paid = around.paid.get(one.id)
    goal = (one.id, one.goal.title, one.goal.targets, one.goal.start, one.goal.end, paid)
    return (scope.key, goal, around.day, around.gap, store, specs, settings, names)


class _Cache:
    """The last standings, oldest thrown out first; safe to share between threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[int, tuple[tuple[Any, ...], Standing]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[Any, ...]) -> Standing | None:
        with self._lock:
            found = self._held.get(hash(key))
            return found[1] if found and found[0] == key else None

    def put(self, key: tuple[Any, ...], made: Standing) -> None:
        with self._lock:
            self._held[hash(key)] = (key, made)
            while len(self._held) > self._size:
                self._held.popitem(last=False)


_cache = _Cache(KEPT_STANDINGS)
