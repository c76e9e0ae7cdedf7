"""Where one starts from, and what one's own history says about a number: before a goal runs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tolok.analysis.attain import assess_ratio
from tolok.core.goals.goal import MONTH_DAYS, Baseline, Goal, Mode, Nature, Target, nature_of
from tolok.core.goals.seed_rule import WEEKS
from tolok.core.kpi.spec import KpiKind
from tolok.core.query import Period
from tolok.services.access import Scope
from tolok.services.goal_assess import (
    SEED,
    Aim,
    Judged,
    better_of,
    find_kpi,
    find_variant,
    judge_weeks,
)
from tolok.services.goal_history import changes_of
from tolok.services.goal_outlook import history_of
from tolok.services.goal_reading import Around, TargetStanding, look_around, siblings_of, stand
from tolok.services.goal_series import HISTORY_DAYS, Track, Wanted, tracks
from tolok.services.kpis import catalogue

USUAL_RISE = 0.15
"""The rise that the worked examples ask for."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a target before it runs. `baseline` None: nothing was read."""

    target: Target
    track: Track
    baseline: Baseline | None


def assess_facts(scope: Scope, aim: Aim, *, day: date | None = None) -> Judged:
    """Judge by the workspace's own numbers over all channels."""
    specs = catalogue(scope)
    spec = find_kpi(specs, aim.kpi)
    variant = find_variant(spec, aim.variant)
    target = Target(spec.id, Mode.ABSOLUTE, aim.target, nature_of(variant.kind), variant.id)
    track = _track(scope, target, look_around(scope, day))
    if variant.kind is KpiKind.LAST and aim.per != "level":
        return judge_weeks(aim, spec, changes_of(history_of(track)))
    if aim.per == "level" and track.levels:
        levels = replace(track, nature=Nature.LEVEL)
        return judge_weeks(aim, spec, history_of(levels))
    if track.nature is Nature.AVERAGE and track.days:
        tops, bottoms = track.weekly()
        found = assess_ratio(
            tops, bottoms, target=aim.target, weeks=aim.weeks, better=better_of(spec), seed=SEED
        )
        return Judged(found)
    weeks = history_of(track)
    notes = (track.why,) if track.why else weeks.notes
    return judge_weeks(aim, spec, replace(weeks, notes=notes))


def known(
    scope: Scope, target: Target, start: date | None = None, *, around: Around | None = None
) -> Known:
    """The newest thirteen weeks before `start` (or before today) as the baseline."""
    seen = around or look_around(scope)
    track = _track(scope, target, seen)
    return Known(target, track, baseline_of(track, start or seen.day))


def baseline_of(track: Track, start: date) -> Baseline | None:
    """The KPI over the last thirteen weeks that were read before `start`; a level on its eve."""
    if track.read_to is None:
        return None
    end = min(track.read_to, start - timedelta(days=1))
    window = Period(end - timedelta(days=7 * WEEKS - 1), end)
    first = min(track.days, default=end)
    if first > window.start and first <= end:
        window = Period(first, end)
    value = track.value(window)
    return None if value is None else Baseline(value, window, track.count(window))


def with_baselines(scope: Scope, goal: Goal, *, around: Around | None = None) -> Goal:
    """Every target of the goal with a baseline from own history, where it has none and one is
    known."""
    if all(target.baseline for target in goal.targets):
        return goal
    seen = around or look_around(scope)
    found = _tracks(scope, goal.targets, seen)
    return replace(
        goal,
        targets=tuple(
            t if t.baseline else replace(t, baseline=baseline_of(track, goal.start or seen.day))
            for t, track in zip(goal.targets, found, strict=True)
        ),
    )


def judged(scope: Scope, goal: Goal, *, around: Around | None = None) -> TargetStanding | None:
    """The deciding target as if the goal began today: chance, range, rates."""
    if not goal.targets:
        return None
    seen = around or look_around(scope)
    window = goal.window or Period(seen.day, seen.day + timedelta(days=7 * WEEKS - 1))
    track = _track(scope, goal.targets[0], seen)
    others = siblings_of(scope, goal.targets[0], track, seen)
    return stand(goal.targets[0], window, track, seen, siblings=others)


def _track(scope: Scope, target: Target, around: Around) -> Track:
    return _tracks(scope, (target,), around)[0]


def _tracks(scope: Scope, targets: Sequence[Target], around: Around) -> list[Track]:
    """All that was read of the targets in the last years, whatever the goal's days are."""
    last = Period(around.day - timedelta(days=7 * WEEKS - 1), around.day)
    wanted = [Wanted(target, last) for target in targets]
    whole = Period(around.day - timedelta(days=5 * HISTORY_DAYS), around.day)
    return tracks(scope, wanted, around.specs, whole, around.places)


def suggested_value(scope: Scope, target: Target, *, around: Around | None = None) -> float | None:
    """A number to start from: the middle of what own history calls realistic."""
    seen = around or look_around(scope)
    if target.mode is Mode.PERCENT:
        return USUAL_RISE
    found = known(scope, target, around=seen)
    if found.baseline is None:
        return None
    if target.mode is Mode.LIMIT:
        return found.baseline.value
    begun = replace(target, value=found.baseline.value, baseline=found.baseline)
    one = judged(scope, Goal("", "", targets=(replace(begun, mode=Mode.ABSOLUTE),)), around=seen)
    outlook = one.outlook.found if one and one.outlook else None
    if outlook is None or outlook.run_rate is None or outlook.realistic is None:
        return None
    weeks = {Mode.RATE_WEEK: 1.0, Mode.RATE_MONTH: MONTH_DAYS / 7, Mode.MONTHLY: MONTH_DAYS / 7}
    if target.mode in weeks and target.nature is not Nature.AVERAGE:
        return _round(outlook.run_rate * (1 + USUAL_RISE) * weeks[target.mode])
    return _round(sum(outlook.realistic) / 2)


def _round(value: float) -> float:
    """Two figures that matter: a target is not meant more precisely."""
    return float(f"{value:.2g}")
