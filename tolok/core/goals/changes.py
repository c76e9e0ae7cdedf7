"""What changed between two versions of a goal, so that a moved target stays visible for ever."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from tolok.core.goals.goal import Goal, Target, Version
from tolok.core.text import Text, day, number, say


@dataclass(frozen=True, slots=True)
class Change:
    """`moved` marks changes of what counts as reached: number, deadline, start, baseline, scope."""

    field: str
    words: Text
    moved: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the version list."""

    at: datetime
    by: str
    why: str
    changes: tuple[Change, ...]


_NAMES = {
    "title": Text("Title", "Judul"),
    "start": Text("Start", "Mulai"),
    "end": Text("Deadline", "Tenggat"),
    "wish": Text("Wish", "Keinginan"),
    "objective": Text("Objective", "Tujuan"),
    "parent": Text("Broader goal", "Sasaran induk"),
    "owner": Text("Owner", "Penanggung jawab"),
    "budget": Text("Budget", "Anggaran"),
    "answers": Text("Answers", "Jawaban"),
    "template": Text("Template", "Templat"),
}
_MOVES = ("start", "end")
_OWN_LOG = ("id", "targets", "actions", "check_ins")
"""Actions and check-ins have a log of their own; targets are compared one by one."""


def history(versions: tuple[Version, ...]) -> tuple[Step, ...]:
    """The steps from the first version to the last, oldest first."""
    ordered = sorted(versions, key=lambda version: version.at)
    steps = []
    for place, version in enumerate(ordered):
        made = changes(ordered[place - 1].goal, version.goal) if place else ()
        steps.append(Step(version.at, version.by, version.why, made))
    return tuple(steps)


def changes(before: Goal, after: Goal) -> tuple[Change, ...]:
    """Every difference that matters, in the order of the form."""
    found = []
    for one in fields(Goal):
        if one.name in _OWN_LOG:
            continue
        old, new = getattr(before, one.name), getattr(after, one.name)
        if old != new:
            words = _fields(_NAMES[one.name], old, new)
            found.append(Change(one.name, words, one.name in _MOVES))
    return (*found, *_targets(before.targets, after.targets))


def moved_after_start(versions: tuple[Version, ...]) -> tuple[Step, ...]:
    """The steps that moved the mark once the goal was running (said beside the status)."""
    steps = history(versions)
    starts = [version.goal.start for version in versions if version.goal.start]
    if not starts:
        return ()
    first = min(starts)
    return tuple(
        step for step in steps if step.at.date() >= first and any(c.moved for c in step.changes)
    )


def _targets(before: tuple[Target, ...], after: tuple[Target, ...]) -> list[Change]:
    old = {(t.kpi, t.variant, t.scope): t for t in before}
    new = {(t.kpi, t.variant, t.scope): t for t in after}
    found = []
    for key in [k for k in old if k not in new]:
        found.append(
            Change("targets", say("Target on {k} removed", "Target {k} dihapus", k=key[0]), True)
        )
    for key, target in new.items():
        if key not in old:
            found.append(
                Change("targets", say("Target on {k} added", "Target {k} ditambah", k=key[0]), True)
            )
        elif old[key] != target:
            found.append(
                Change("targets", _target_words(old[key], target), _mark_moved(old[key], target))
            )
    return found


def _mark_moved(old: Target, new: Target) -> bool:
    return (old.value, old.mode, old.baseline, old.better) != (
        new.value,
        new.mode,
        new.baseline,
        new.better,
    )


def _target_words(old: Target, new: Target) -> Text:
    if old.value != new.value:
        return say(
            "Target on {k}: {a} → {b}",
            "Target {k}: {a} → {b}",
            k=new.kpi,
            a=_written(old.value),
            b=_written(new.value),
        )
    if old.baseline != new.baseline:
        return say(
            "Baseline of {k}: {a} → {b}",
            "Nilai awal {k}: {a} → {b}",
            k=new.kpi,
            a=_written(old.baseline.value if old.baseline else None),
            b=_written(new.baseline.value if new.baseline else None),
        )
    return say("Target on {k} changed", "Target {k} diubah", k=new.kpi)


def _fields(name: Text, old: object, new: object) -> Text:
    plain = (str, date, type(None))
    if isinstance(old, plain) and isinstance(new, plain):
        return say("{n}: {a} → {b}", "{n}: {a} → {b}", n=name, a=_written(old), b=_written(new))
    return say("{n} changed", "{n} diubah", n=name)


def _written(value: object) -> Text:
    if value is None or value == "":
        return Text.same("–")
    if isinstance(value, date):
        return Text(day(value, "en"), day(value, "id"))
    if isinstance(value, int | float):
        return Text(number(value, "en"), number(value, "id"))
    return Text.same(str(value))
