"""A goal as JSON, out and in. What is read is checked field by field; every slip is a Problem.

Dates are ISO (2027-03-31), money is {"amount": "15.00", "currency": "USD"}, missing is null.
Unknown keys are refused, so a misspelt field is not lost in silence.
"""

from dataclasses import dataclass
from datetime import date

from tolok.core.errors import Problem
from tolok.core.goals.domain import bare_domain
from tolok.core.goals.goal import (
    Action,
    Answer,
    Answers,
    Baseline,
    Budget,
    CheckIn,
    Goal,
    Scope,
    Target,
)
from tolok.core.goals.json_reader import Reader
from tolok.core.quantity import Money
from tolok.core.query import Period

FORM = "tolok-goal/1"
"""Written into each file; a file of another form is refused."""

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Read:
    """The goal that was read, or all problems found in it."""

    goal: Goal | None
    problems: tuple[Problem, ...]


def to_json(goal: Goal) -> Json:
    """Only strings, numbers, booleans, null, lists and objects; the same goal comes back."""
    return {
        "form": FORM,
        "id": goal.id,
        "title": goal.title,
        "start": _iso(goal.start),
        "end": _iso(goal.end),
        "wish": goal.wish,
        "objective": goal.objective,
        "parent": goal.parent,
        "owner": goal.owner,
        "template": goal.template,
        "targets": [_target(target) for target in goal.targets],
        "budget": {
            "planned": {type: _money(part) for type, part in goal.budget.planned.items()},
            "per_post": _money(goal.budget.per_post),
            "hours_per_week": goal.budget.hours_per_week,
        },
        "actions": [_action(action) for action in goal.actions],
        "check_ins": [
            {"day": note.day.isoformat(), "words": note.words, "by": note.by,
             "confidence": note.confidence}
            for note in goal.check_ins
        ],
        "answers": {
            "achievable": _answer(goal.answers.achievable),
            "realistic": _answer(goal.answers.realistic),
            "relevant": _answer(goal.answers.relevant),
        },
    }  # fmt: skip


def from_json(data: object) -> Read:
    """Read what `to_json` writes, or what a person wrote by hand with fewer fields."""
    top = Reader.of(data)
    goal = read_goal(top)
    return Read(None if top.problems else goal, tuple(top.problems))


def read_goal(top: Reader) -> Goal:
    """Reads on after a slip, so that all slips are found at once."""
    top.fixed("form", FORM)
    goal = Goal(
        id=top.text("id"),
        title=top.text("title", needed=True),
        start=top.day("start"),
        end=top.day("end"),
        wish=top.text("wish"),
        objective=top.text("objective"),
        parent=top.text("parent"),
        owner=top.text("owner"),
        template=top.text("template"),
        targets=tuple(top.each("targets", _read_target)),
        budget=_read_budget(top.inner("budget")),
        actions=tuple(top.each("actions", _read_action)),
        check_ins=tuple(top.each("check_ins", _read_check_in)),
        answers=_read_answers(top.inner("answers")),
    )
    if goal.start and goal.end and goal.end < goal.start:
        top.refuse("end", "is before the start", "mendahului tanggal mulai", goal.end.isoformat())
    top.done()
    return goal


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _money(value: Money | None) -> Json | None:
    return None if value is None else {"amount": str(value.amount), "currency": value.currency}


def _answer(answer: Answer) -> Json:
    return {"yes": answer.yes, "why": answer.why}


def _target(target: Target) -> Json:
    scope, base = target.scope, target.baseline
    return {
        "kpi": target.kpi,
        "variant": target.variant,
        "mode": target.mode.value,
        "value": target.value,
        "nature": target.nature.value,
        "better": target.better,
        "weight": target.weight,
        "scope": {
            "networks": list(scope.networks),
            "channels": list(scope.channels),
            "types": list(scope.types),
            "tags": list(scope.tags),
            "campaigns": list(scope.campaigns),
            "topic": scope.topic,
            "geo": scope.geo,
            "domains": list(scope.domains),
        },
        "baseline": base
        and {
            "value": base.value,
            "from": base.window.start.isoformat(),
            "to": base.window.end.isoformat(),
            "n": base.n,
        },
    }


def _action(action: Action) -> Json:
    return {
        "id": action.id,
        "words": action.words,
        "due": _iso(action.due),
        "kpi": action.kpi,
        "owner": action.owner,
        "done_on": _iso(action.done_on),
        "expected_per_week": action.expected_per_week,
        "hours_per_week": action.hours_per_week,
        "result": action.result,
    }


def _read_target(at: Reader) -> Target:
    target = Target(
        kpi=at.text("kpi", needed=True),
        mode=at.mode("mode"),
        value=at.number("value", needed=True) or 0.0,
        nature=at.nature("nature"),
        variant=at.text("variant"),
        better=at.one_of("better", ("up", "down"), "up"),
        weight=at.positive("weight", 1.0),
        scope=_read_scope(at.inner("scope")),
        baseline=_read_baseline(at.inner_or_none("baseline")),
    )
    at.done()
    return target


def _read_scope(at: Reader) -> Scope:
    scope = Scope(
        networks=at.texts("networks"),
        channels=at.texts("channels"),
        types=at.texts("types"),
        tags=at.texts("tags"),
        campaigns=at.texts("campaigns"),
        topic=at.text("topic"),
        geo=at.text("geo"),
        domains=tuple(bare_domain(one) for one in at.texts("domains")),
    )
    at.done()
    return scope


def _read_baseline(at: Reader | None) -> Baseline | None:
    if at is None:
        return None
    value, n = at.number("value", needed=True), at.whole("n")
    start, end = at.day("from", needed=True), at.day("to", needed=True)
    at.done()
    if start is None or end is None or value is None:
        return None
    if end < start:
        at.refuse("to", "is before “from”", "mendahului “from”", end.isoformat())
        return None
    return Baseline(value, Period(start, end), n)


def _read_budget(at: Reader) -> Budget:
    planned = at.moneys("planned")
    budget = Budget(planned, at.money("per_post"), at.positive_or_none("hours_per_week"))
    at.done()
    codes = {part.currency for part in planned.values()}
    if len(codes) > 1:
        at.refuse("planned", "mixes currencies", "mencampur mata uang", ", ".join(sorted(codes)))
    return budget


def _read_action(at: Reader) -> Action:
    action = Action(
        id=at.text("id"),
        words=at.text("words", needed=True),
        due=at.day("due"),
        kpi=at.text("kpi"),
        owner=at.text("owner"),
        done_on=at.day("done_on"),
        expected_per_week=at.number("expected_per_week"),
        hours_per_week=at.positive_or_none("hours_per_week"),
        result=at.text("result"),
    )
    at.done()
    return action


def _read_check_in(at: Reader) -> CheckIn:
    day, words, by = at.day("day", needed=True), at.text("words", needed=True), at.text("by")
    confidence = at.whole("confidence", most=10)
    at.done()
    return CheckIn(day or date.min, words, by, confidence)


def _read_answers(at: Reader) -> Answers:
    answers = Answers(
        _read_answer(at.inner("achievable")),
        _read_answer(at.inner("realistic")),
        _read_answer(at.inner("relevant")),
    )
    at.done()
    return answers


def _read_answer(at: Reader) -> Answer:
    answer = Answer(at.yes_no("yes"), at.text("why"))
    at.done()
    return answer
