"""The goal sheet on paper, blank and filled, from the same standing as the page."""

from collections.abc import Mapping

from tolok.core.goals.amounts import amount, money
from tolok.core.goals.goal import BUDGET_TYPES, Goal
from tolok.core.goals.pace import STATUS_WORDS
from tolok.core.goals.smart import Check
from tolok.core.goals.spending import NAMES
from tolok.core.quantity import Money
from tolok.core.text import Text, say
from tolok.render.charts.line import line_with_target
from tolok.render.pdf import ActionLine, GoalSheet, Smart, TargetLine, goal_sheet
from tolok.services.access import Scope
from tolok.services.goal_log import spent
from tolok.services.goal_page import Input, inputs
from tolok.services.goal_picture import lines, near, tone
from tolok.services.goal_reading import Standing, TargetStanding
from tolok.services.goal_rows import today
from tolok.services.goal_wizard import checks
from tolok.services.goal_words import pace_number


def sheet(scope: Scope, found: Standing, language: str, *, blank: bool = False) -> bytes:
    """One goal as PDF; `blank` leaves the answers to be written by hand."""
    if blank:
        return blank_sheet(scope, language)
    currency = scope.workspace.currency
    goal, main = found.goal, found.main
    data = lines(found, main, main.track.currency or currency) if main else None
    chart = line_with_target(data, language) if data else None
    shown = tone(found.status, ended=found.over)
    made = GoalSheet(
        workspace=scope.workspace.name,
        made=found.day,
        sentence=found.sentence,
        status=shown.words if main else None,
        tone=shown.colour or "idle",
        verdict=found.verdict,
        owner=goal.owner,
        start=goal.start,
        deadline=goal.end,
        smart=_smart(checks(scope, goal, main.outlook if main else None), goal),
        targets=tuple(_line(one, currency) for one in found.targets),
        attain=_attain(scope, found),
        budget=tuple(_budget(goal, spent(scope, found.kept.id, currency))),
        actions=tuple(
            ActionLine(a.words, a.owner, a.due, a.done_on is not None) for a in goal.actions
        ),
        notes=tuple(_notes(found)),
        chart=chart.spec if chart else None,
        chart_summary=data.summary if data else Text("", ""),
    )
    return goal_sheet(made, language)


def blank_sheet(scope: Scope, language: str) -> bytes:
    """A sheet to fill in by hand, with the workspace's name on it."""
    return goal_sheet(GoalSheet(scope.workspace.name, today(scope)), language, blank=True)


def _smart(found: tuple[Check, ...], goal: Goal) -> Smart:
    said = {check.id: check.verdict for check in found}
    answers = goal.answers
    both = say("{a} {b}", "{a} {b}", a=said["realistic"], b=said["relevant"])
    return Smart(
        specific=said["specific"],
        measurable=said["measurable"],
        achievable=_with(said["achievable"], answers.achievable.why),
        relevant=_with(both, answers.relevant.why),
        timed=said["timed"],
    )


def _with(words: Text, own: str) -> Text:
    return Text(f"{words.en} {own}".strip(), f"{words.id} {own}".strip())


def _line(one: TargetStanding, currency: str) -> TargetLine:
    code = one.track.currency or currency
    pace = one.pace
    return TargetLine(
        name=one.spec.name,
        start=_written(pace.start, one.unit, code),
        now=_written(pace.actual, one.unit, code),
        target=_written(pace.aim, one.unit, code),
        pace=Text.same("–") if pace.pace is None else pace_number(pace.pace),
        status=STATUS_WORDS[pace.status],
    )


def _written(value: float | None, unit: str, currency: str) -> Text:
    return Text.same("–") if value is None else amount(near(value, unit), unit, currency)


def _attain(scope: Scope, found: Standing) -> tuple[Text, ...]:
    main = found.main
    if main is None or main.outlook is None:
        return ()
    rows = inputs(scope, found.goal, main)
    return (main.outlook.found.why, *(_input(row) for row in rows))


def _input(row: Input) -> Text:
    """One of the three inputs in a line, with what it stands on and its value."""
    named = say("{n} ({b})", "{n} ({b})", n=row.name, b=row.basis)
    if row.value == Text.same("–"):
        return say("{n}: {s}.", "{n}: {s}.", n=named, s=_bare(row.says))
    return say("{n}: {v}. {s}.", "{n}: {v}. {s}.", n=named, v=row.value, s=_bare(row.says))


def _bare(words: Text) -> Text:
    return Text(words.en.rstrip("."), words.id.rstrip("."))


def _budget(goal: Goal, paid: Mapping[str, Money]) -> list[tuple[Text, Text]]:
    """Planned by type, with what was spent of it; what was spent without a plan is shown too."""
    planned = goal.budget.planned
    rows = [
        (NAMES[kind], _of(paid.get(kind), planned.get(kind)))
        for kind in BUDGET_TYPES
        if kind in planned or kind in paid
    ]
    if goal.budget.per_post:
        rows.append((Text("For each post", "Untuk setiap post"), money(goal.budget.per_post)))
    if goal.budget.hours_per_week:
        hours = say("{n} h a week", "{n} jam per minggu", n=goal.budget.hours_per_week)
        rows.append((Text("Time", "Waktu"), hours))
    return rows


def _of(paid: Money | None, planned: Money | None) -> Text:
    if planned is None:
        return say("{a} spent", "{a} terpakai", a=money(paid)) if paid else Text.same("–")
    if paid is None:
        return money(planned)
    return say("{a} spent of {b}", "{a} terpakai dari {b}", a=money(paid), b=money(planned))


def _notes(found: Standing) -> list[Text]:
    notes = []
    for one in found.targets:
        base = one.target.baseline
        if base is not None:
            notes.append(
                say(
                    "{k}: baseline {v} from {a} to {b}.",
                    "{k}: nilai awal {v} dari {a} sampai {b}.",
                    k=one.spec.name,
                    v=amount(near(base.value, one.unit), one.unit, one.track.currency),
                    a=base.window.start,
                    b=base.window.end,
                )
            )
        unread = one.track.unread(one.window)
        if unread:
            notes.append(
                say(
                    "{k}: {n} days were not read.",
                    "{k}: {n} hari tidak terbaca.",
                    k=one.spec.name,
                    n=unread,
                )
            )
    return notes
