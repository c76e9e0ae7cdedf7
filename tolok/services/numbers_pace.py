"""The tick on a tile: where a running goal that targets the KPI stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from tolok.core.goals.goal import Mode, Nature, Target, aim
from tolok.core.goals.pace import Pace, Reading, Status, target_pace
from tolok.core.kpi.spec import KpiSpec
from tolok.core.query import Period
from tolok.services.access import Scope
from tolok.services.goal_form import Kept, kept
from tolok.services.goal_series import Wanted, tracks
from tolok.services.numbers_cache import remembered
from tolok.services.numbers_view import View
from tolok.store.models import Goal
from tolok.store.scope import within


@dataclass(frozen=True, slots=True)
class Ticks:
    """A goal's target for one KPI: `pace` as of the last reading, `aim` at its end."""

    goal_id: str
    title: str
    target: Target
    window: Period
    pace: Pace
    aim: float | None

    def line(self, grain_days: int) -> float | None:
        """The height of the target on a chart whose points stand for so many days."""
        if self.aim is None:
            return None
        if self.target.nature is Nature.TOTAL and self.target.mode is not Mode.LIMIT:
            return self.aim / self.window.days * grain_days
        return None if self.target.nature is Nature.PEOPLE else self.aim


def ticks(scope: Scope, specs: Mapping[str, KpiSpec], view: View) -> dict[str, Ticks]:
    """By KPI: the first running goal that targets it over all channels looked at."""
    rows = list(within(Goal, scope.id).filter(state="running", ends__gte=view.today))
    found: dict[str, tuple[Kept, Target, Period]] = {}
    for one in map(kept, rows):
        window = one.goal.window
        for target in one.goal.targets:
            if window and target.kpi in specs and window.start < view.today and _fits(target, view):
                found.setdefault(target.kpi, (one, target, window))
    if not found:
        return {}
    key = ("ticks", view.today, scope.workspace.zone, tuple(sorted(map(str, found.values()))))
    return remembered(scope.key, key, lambda: _read(scope, specs, found, view))


def _fits(target: Target, view: View) -> bool:
    """Only a target that counts the same rows may stand on the tile."""
    return target.scope.segments() == view.where and not target.scope.channels and not view.channel


def _read(
    scope: Scope,
    specs: Mapping[str, KpiSpec],
    found: Mapping[str, tuple[Kept, Target, Period]],
    view: View,
) -> dict[str, Ticks]:
    wanted = []
    for _, target, window in found.values():
        wanted.append(Wanted(target, Period(window.start, min(window.end, view.today))))
    over = Period(min(w.window.start for w in wanted), max(w.window.end for w in wanted))
    places = {str(c.id): c.network for c in view.channels}
    made = {}
    for (kpi, (one, target, window)), track, want in zip(
        found.items(), tracks(scope, wanted, specs, over, places), wanted, strict=True
    ):
        end = min(track.read_to or want.window.end, want.window.end)
        value = track.value(Period(window.start, end)) if end >= window.start else None
        reading = None if value is None else Reading(value, end)
        pace = target_pace(target, window, reading, today=view.today)
        if pace.status is not Status.NO_DATA:
            made[kpi] = Ticks(one.id, one.goal.title, target, window, pace, aim(target, window))
    return made
