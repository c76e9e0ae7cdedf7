"""Which other KPIs move with that of a goal, week by week, and which goals share its KPI.

Reads the same rows as the goal, so that two networks are never mixed into one story.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import nan

from tolok.analysis.together import LEAST_WEEKS, Together, together
from tolok.core.goals.goal import Mode, Nature, Target, nature_of
from tolok.core.goals.goal import Scope as Rows
from tolok.core.kpi.spec import KpiSpec
from tolok.core.query import Period
from tolok.core.text import Text, say
from tolok.lib.catalogue import goals as broad_goals
from tolok.services.access import Scope
from tolok.services.goal_form import Kept
from tolok.services.goal_reading import Around, look_around
from tolok.services.goal_series import Track, Wanted, tracks
from tolok.services.goals import goals

WEEKS = 52
ALWAYS = ("posts_published", "impressions", "views", "likes", "comments", "shares", "link_clicks")
MOST = 12
LABELS = {
    "strongly": Text("clearly together", "jelas bersama"),
    "with": Text("somewhat together", "agak bersama"),
    "against": Text("against each other", "berlawanan"),
    "none": Text("not together", "tidak bersama"),
    "too_few": Text("too few weeks", "terlalu sedikit minggu"),
}
RULE = say(
    "Rank correlation of the changes from week to week, over up to {w} weeks and from {n} on. It "
    "counts only where its interval, widened for the number of KPIs compared, keeps clear of "
    "zero. Moving together is not causing.",
    "Korelasi peringkat dari perubahan antarminggu, paling banyak {w} minggu dan mulai {n} "
    "minggu. Dihitung hanya bila rentangnya, yang dilebarkan sesuai jumlah KPI yang dibandingkan, "
    "tidak memuat nol. Bergerak bersama bukan berarti menyebabkan.",
    w=WEEKS,
    n=LEAST_WEEKS,
)


@dataclass(frozen=True, slots=True)
class Mover:
    """One other KPI beside the goal's."""

    spec: KpiSpec
    found: Together
    words: Text


@dataclass(frozen=True, slots=True)
class Shared:
    """`movers`: strongest first. `goals`: the others that count the same KPI."""

    movers: tuple[Mover, ...]
    goals: tuple[Kept, ...]


def moves_with(scope: Scope, one: Kept, *, around: Around | None = None) -> Shared | None:
    """None while the goal has no target."""
    if not one.goal.targets:
        return None
    seen = around or look_around(scope)
    main = one.goal.targets[0]
    others = [g for g in goals(scope) if g.id != one.id]
    kpis = _candidates(one, main, others, seen)
    targets = [main, *(_beside(seen.specs[kpi], main.scope) for kpi in kpis)]
    days = Period(seen.day - timedelta(days=7 * (WEEKS + 1)), seen.day)
    first, *found = tracks(scope, [Wanted(t, days) for t in targets], seen.specs, days, seen.places)
    read = [
        (seen.specs[kpi], track)
        for kpi, track in zip(kpis, found, strict=True)
        if first.read_to and track.read_to
    ]
    movers = [_mover(spec, first, track, len(read)) for spec, track in read]
    movers.sort(key=lambda m: (not m.found.sure, -abs(m.found.r or 0.0)))
    same = tuple(g for g in others if any(t.kpi == main.kpi for t in g.goal.targets))
    return Shared(tuple(movers), same)


def _candidates(one: Kept, main: Target, others: Sequence[Kept], seen: Around) -> list[str]:
    """KPIs of the goal itself, of its broad goal, of the other goals, then the usual ones."""
    broad = broad_goals().get(one.goal.wish)
    named = [
        *(t.kpi for t in one.goal.targets),
        *(broad.kpis if broad else ()),
        *(t.kpi for g in others for t in g.goal.targets),
        *ALWAYS,
    ]
    kpis = dict.fromkeys(k for k in named if k != main.kpi and k in seen.specs)
    usable = [k for k in kpis if nature_of(seen.specs[k].variants[0].kind) is not Nature.PEOPLE]
    return usable[:MOST]


def _beside(spec: KpiSpec, rows: Rows) -> Target:
    variant = spec.variants[0]
    place = Rows(networks=rows.networks, channels=rows.channels)
    return Target(
        spec.id, Mode.ABSOLUTE, 0, nature_of(variant.kind), variant=variant.id, scope=place
    )


def _mover(spec: KpiSpec, main: Track, other: Track, compared: int) -> Mover:
    last = min(day for day in (main.read_to, other.read_to) if day)
    found = together(_weeks(main, last), _weeks(other, last), compared=compared)
    return Mover(spec, found, LABELS[found.label])


def _weeks(track: Track, last: date) -> list[float]:
    """The KPI of each whole week, newest last; NaN where a day of it was not read."""
    found = []
    for back in range(WEEKS - 1, -1, -1):
        end = last - timedelta(days=7 * back)
        week = Period(end - timedelta(days=6), end)
        found.append(_week(track, week))
    return found


def _week(track: Track, week: Period) -> float:
    if track.nature is Nature.LEVEL:
        value = track.gained(week)
    elif track.nature is Nature.TOTAL and track.unread(week):
        return nan
    else:
        value = track.value(week)
    return nan if value is None else value
