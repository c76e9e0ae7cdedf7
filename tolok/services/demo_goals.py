"""The goals of the demo, in the states goals can be in: with actions, notes and a moved mark."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from tolok.core.demo.goals import REASON, SKETCHES, VAGUE, YES, Sketch
from tolok.core.demo.truths import Truths
from tolok.core.goals.goal import Action, CheckIn, Goal, Nature, Target
from tolok.core.goals.goal import Scope as Rows
from tolok.services import goals
from tolok.services.access import Scope
from tolok.services.goal_baseline import with_baselines


def make_goals(scope: Scope, truths: Truths, sketches: Sequence[Sketch] = SKETCHES) -> None:
    """Make and start every goal; the first one's mark is moved once, with a reason."""
    today = truths.last + timedelta(days=1)
    for number, sketch in enumerate(sketches):
        whole = goals.complete(scope, _goal(sketch, today))
        made = goals.make_draft(scope, with_baselines(scope, whole))
        goals.start(scope, made.goal.id)
        if number == 0:
            _move_mark(scope, made.goal.id)
    goals.make_draft(scope, Goal(id="", title=VAGUE, wish=VAGUE))


def _goal(sketch: Sketch, today: date) -> Goal:
    begin = today - timedelta(weeks=sketch.began_weeks)
    end = today + timedelta(weeks=sketch.ends_weeks)
    networks = (sketch.network,) if sketch.network else ()
    target = Target(
        kpi=sketch.kpi,
        mode=sketch.mode,
        value=sketch.value,
        nature=Nature.TOTAL,  # set from the KPI when the goal is kept
        variant=sketch.variant,
        better=sketch.better,
        scope=Rows(networks=networks),
    )
    notes = (CheckIn(today - timedelta(days=3), sketch.note, confidence=6),) if sketch.note else ()
    return Goal(
        id="",
        title=sketch.title,
        start=begin,
        end=end,
        objective=sketch.objective,
        targets=(target,),
        answers=YES,
        actions=tuple(
            Action(id="", words=words, due=today + timedelta(days=n * 4), kpi=sketch.kpi)
            for n, words in enumerate(sketch.actions)
        ),
        check_ins=notes,
    )


def _move_mark(scope: Scope, goal_id: str) -> None:
    found = goals.goal(scope, goal_id).goal
    higher = replace(found.targets[0], value=1_000)
    goals.save(
        scope,
        goal_id,
        replace(found, targets=(higher, *found.targets[1:])),
        reason=REASON,
    )
