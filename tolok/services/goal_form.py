"""A goal between its row and the core: the form that is versioned, and its actions and notes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tolok.core.errors import ProblemError
from tolok.core.goals.goal import Action, CheckIn, Goal, Version
from tolok.core.goals.json_form import FORM, from_json, to_json

OWN_ROWS = ("actions", "check_ins", "id")


@dataclass(frozen=True, slots=True)
class Kept:
    """A goal as the workspace keeps it: `state` is draft, running or archived."""

    id: str
    state: str
    version: int
    position: int
    goal: Goal
    seen: Mapping[str, Any]  # the last status that was shown, for "since yesterday"

    @property
    def draft(self) -> bool:
        return self.state == "draft"


def kept(
    row: Any,
    actions: Iterable[Any] = (),
    check_ins: Iterable[Any] = (),
) -> Kept:
    """The row with its actions and notes as one goal."""
    goal = replace(
        form_goal(row.form),
        id=str(row.id),
        title=row.title,
        parent=str(row.parent_id or ""),
        actions=tuple(_action(a) for a in actions),
        check_ins=tuple(_check_in(c) for c in check_ins),
    )
    return Kept(str(row.id), row.state, row.version, row.position, goal, row.status)


def form_goal(form: Mapping[str, Any]) -> Goal:
    """The goal of a stored form (written by us, so a slip in it is a fault)."""
    read = from_json(dict(form))
    if read.goal is None:
        raise ProblemError(read.problems[0])
    return read.goal


def form_of(goal: Goal) -> dict[str, Any]:
    """What is versioned: everything but the id, the actions and the notes."""
    return {key: value for key, value in to_json(goal).items() if key not in OWN_ROWS}


def read_goal(data: object) -> Goal:
    """A goal that somebody sent as JSON; ProblemError with the first slip and how many follow.

    Nature and direction may be left out: `complete` fills them in from the KPI.
    """
    read = from_json(data)
    if read.goal is None:
        raise ProblemError(read.problems[0])
    return read.goal


def goal_dict(found: Kept) -> dict[str, Any]:
    """A goal with its state, as the API shows it. `export` gives the form alone."""
    return {
        **to_json(found.goal),
        "state": found.state,
        "version": found.version,
    }


def export(found: Kept) -> dict[str, Any]:
    """A file that makes the same goal elsewhere: ids of this workspace are left out."""
    return {**to_json(replace(found.goal, id="", parent="")), "form": FORM}


def version_of(row: Any) -> Version:
    author = str(row.author) if row.author else ""
    return Version(form_goal(row.form), row.created_at, author, row.reason)


def _action(row: Any) -> Action:
    return Action(
        id=str(row.id),
        words=row.words,
        due=row.due,
        kpi=row.kpi,
        owner=str(row.owner) if row.owner_id and row.owner else "",
        done_on=row.done_on,
        expected_per_week=row.expected_per_week,
        result=row.result,
        hours_per_week=row.hours_per_week,
    )


def _check_in(row: Any) -> CheckIn:
    author = str(row.author) if row.author_id and row.author else ""
    return CheckIn(row.day, row.words, author, row.confidence)
