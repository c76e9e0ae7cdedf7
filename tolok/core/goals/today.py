"""The list that opens the day: what is due, what waits, what has no data. Pure, for a given day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tolok.core.goals.goal import Action, Goal
from tolok.core.goals.pace import Pace, Status
from tolok.core.text import Text, say

SOON_DAYS = 7
"""Actions due within a week are shown before they are late."""
CHECK_IN_DAYS = 14
"""A running goal without a note for so long asks for one."""


@dataclass(frozen=True, slots=True)
class Todo:
    """`kind`: action, read, check_in, decide. Lower `rank` comes first."""

    kind: str
    goal: str
    words: Text
    rank: int
    due: date | None = None
    action: str = ""
    owner: str = ""


def today_list(
    goals: Sequence[Goal], today: date, paces: Mapping[str, Pace] | None = None, *, owner: str = ""
) -> tuple[Todo, ...]:
    """What to do now over all goals, most urgent first; of one person when `owner` is set."""
    found: list[Todo] = []
    for goal in goals:
        found += _actions(goal, today)
        if _running(goal, today):
            found += _states(goal, today, (paces or {}).get(goal.id))
    mine = [todo for todo in found if not owner or todo.owner in ("", owner)]
    return tuple(sorted(mine, key=lambda todo: (todo.rank, todo.due or today, todo.goal)))


def _actions(goal: Goal, today: date) -> list[Todo]:
    due = [(a, (a.due - today).days) for a in goal.actions if a.due and a.done_on is None]
    return [
        Todo(
            "action",
            goal.id,
            _action_words(action, days),
            0 if days < 0 else 1 if days == 0 else 3,
            action.due,
            action.id,
            action.owner or goal.owner,
        )
        for action, days in due
        if days <= SOON_DAYS
    ]


def _action_words(action: Action, days: int) -> Text:
    if days < 0:
        return (
            say("{a}: {n} days late", "{a}: terlambat {n} hari", a=action.words, n=-days)
            if days < -1
            else say("{a}: 1 day late", "{a}: terlambat 1 hari", a=action.words)
        )
    if days == 0:
        return say("{a}: due today", "{a}: jatuh tempo hari ini", a=action.words)
    return say("{a}: due {d}", "{a}: jatuh tempo {d}", a=action.words, d=action.due)


def _states(goal: Goal, today: date, pace: Pace | None) -> list[Todo]:
    found = []
    if pace is not None and pace.status is Status.NO_DATA and pace.why is not None:
        words = say("{g}: {w}", "{g}: {w}", g=goal.title, w=pace.why)
        found.append(Todo("read", goal.id, words, 2, owner=goal.owner))
    if pace is not None and pace.status is Status.OFF_PACE:
        words = say(
            "{g} is off pace: change the plan or the target",
            "{g} jauh tertinggal: ubah rencana atau targetnya",
            g=goal.title,
        )
        found.append(Todo("decide", goal.id, words, 2, owner=goal.owner))
    silent = _days_silent(goal, today)
    if silent > CHECK_IN_DAYS:
        words = say(
            "Check in on “{g}”: last note {n} days ago",
            "Catat perkembangan “{g}”: catatan terakhir {n} hari lalu",
            g=goal.title,
            n=silent,
        )
        found.append(Todo("check_in", goal.id, words, 4, owner=goal.owner))
    return found


def _days_silent(goal: Goal, today: date) -> int:
    days = [note.day for note in goal.check_ins] + ([goal.start] if goal.start else [])
    return (today - max(days)).days if days else 0


def _running(goal: Goal, today: date) -> bool:
    window = goal.window
    return window is not None and window.start <= today <= window.end
