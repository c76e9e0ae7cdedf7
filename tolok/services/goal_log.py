"""What is done for a goal: actions, check-in notes and money spent."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from tolok.core.errors import ProblemError, invalid, not_found
from tolok.core.goals.goal import BUDGET_TYPES, Action, Goal
from tolok.core.quantity import Money
from tolok.core.text import Text, say
from tolok.services.access import Scope, record
from tolok.services.goal_assess import find_kpi
from tolok.services.goal_form import kept
from tolok.services.goal_rows import as_uuid, member_called, row, today
from tolok.services.kpis import catalogue
from tolok.store import models
from tolok.store.scope import hold, within

HOURS_OF_A_WEEK = 168.0


def keep_log(scope: Scope, one: models.Goal, goal: Goal) -> None:
    """The actions and notes that came with a goal (from a template or a file)."""
    for action in goal.actions:
        person = member_called(scope, action.owner)
        made = _make_action(scope, one, action, person)
        if action.done_on:
            made.done_on, made.result = action.done_on, action.result
            made.save()
    for note in goal.check_ins:
        models.CheckIn.objects.create(
            workspace=scope.workspace,
            goal=one,
            day=note.day,
            words=note.words,
            confidence=note.confidence,
            author=member_called(scope, note.by),
        )


def add_action(
    scope: Scope,
    goal_id: str,
    words: str,
    *,
    due: date | None = None,
    kpi: str = "",
    owner: str = "",
    expected_per_week: float | None = None,
    hours_per_week: float | None = None,
) -> str:
    """A step towards a goal, linked to the KPI it should move (the goal's first when left out)."""
    if not words.strip():
        raise _empty()
    if hours_per_week is not None and not 0 < hours_per_week <= HOURS_OF_A_WEEK:
        raise _no_hours()
    with transaction.atomic():
        one = row(scope, goal_id)
        targets = kept(one).goal.targets
        known = {target.kpi for target in targets}
        if kpi and kpi not in known:
            kpi = find_kpi(catalogue(scope), kpi).id
        kpi = kpi or (targets[0].kpi if targets else "")
        person = member_called(scope, owner)
        step = Action(
            "", words, due, kpi, expected_per_week=expected_per_week, hours_per_week=hours_per_week
        )
        made = _make_action(scope, one, step, person)
        record(scope, scope.actor, "goal.action", str(one.id), action=str(made.id))
    return str(made.id)


def finish_action(
    scope: Scope, goal_id: str, action_id: str, *, done: bool = True, result: str = ""
) -> None:
    """Mark an action as done (or open again); done ones are the goal's action log."""
    with transaction.atomic():
        hold(scope.id)
        actions = within(models.Action, scope.id).filter(goal_id=as_uuid(goal_id))
        action = actions.filter(id=as_uuid(action_id)).first()
        if action is None:
            raise not_found(Text("action", "tindakan"))
        if not done or action.done_on is None:  # a result written later moves no day
            action.done_on = today(scope) if done else None
            action.done_at = datetime.now(UTC) if done else None
            action.done_by = scope.actor.user if done else None
        action.result = result.strip() or action.result
        action.save()
        act = "goal.action.done" if done else "goal.action.open"
        record(scope, scope.actor, act, goal_id, action=action_id)


def check_in(scope: Scope, goal_id: str, words: str, confidence: int | None = None) -> None:
    """A note on how it goes."""
    if not words.strip():
        raise _empty()
    if confidence is not None and not 0 <= confidence <= 10:
        raise invalid(
            say("{n} is no confidence.", "{n} bukan tingkat keyakinan.", n=confidence),
            Text("Use 0 to 10.", "Pakai 0 sampai 10."),
        )
    with transaction.atomic():
        one = row(scope, goal_id)
        models.CheckIn.objects.create(
            workspace=scope.workspace, goal=one, day=today(scope), words=words.strip(),
            confidence=confidence, author=scope.actor.user,
        )  # fmt: skip
        record(scope, scope.actor, "goal.check_in", str(one.id))


def spend(
    scope: Scope, goal_id: str, kind: str, amount: Decimal, *, day: date, note: str = ""
) -> None:
    """Note money that was spent, in the workspace's currency."""
    if kind not in BUDGET_TYPES:
        listed = ", ".join(BUDGET_TYPES)
        raise invalid(
            say("{k} is no kind of cost.", "{k} bukan jenis biaya.", k=kind),
            say("Use one of: {n}.", "Pakai salah satu: {n}.", n=listed),
        )
    if not amount.is_finite() or amount <= 0:
        raise invalid(
            Text("The amount is not above zero.", "Jumlahnya tidak di atas nol."),
            Text("Write what was paid, such as 150000.", "Tulis yang dibayar, misalnya 150000."),
        )
    with transaction.atomic():
        one = row(scope, goal_id)
        models.Spending.objects.create(
            workspace=scope.workspace,
            goal=one,
            kind=kind,
            amount=amount,
            currency=scope.workspace.currency,
            day=day,
            note=note.strip()[:300],
            author=scope.actor.user,
        )
        record(scope, scope.actor, "goal.spent", str(one.id), kind=kind, amount=str(amount))


def spent(scope: Scope, goal_id: str, currency: str) -> Mapping[str, Money]:
    """Money spent so far by kind, in one currency: other currencies are never added to it."""
    found: dict[str, Money] = {}
    lines = within(models.Spending, scope.id).filter(goal_id=as_uuid(goal_id), currency=currency)
    for line in lines:
        money = Money(line.amount, line.currency)
        found[line.kind] = found[line.kind] + money if line.kind in found else money
    return found


def spent_by_goal(scope: Scope) -> dict[str, dict[str, Money]]:
    """What was spent for each goal by kind, in the workspace's currency."""
    found: dict[str, dict[str, Money]] = {}
    lines = within(models.Spending, scope.id).filter(currency=scope.workspace.currency)
    for line in lines:
        kinds = found.setdefault(str(line.goal_id), {})
        money = Money(line.amount, line.currency)
        kinds[line.kind] = kinds[line.kind] + money if line.kind in kinds else money
    return found


def _make_action(scope: Scope, one: models.Goal, step: Action, owner: Any = None) -> models.Action:
    return models.Action.objects.create(
        workspace=scope.workspace,
        goal=one,
        words=step.words.strip()[:300],
        due=step.due,
        kpi=step.kpi,
        expected_per_week=step.expected_per_week,
        hours_per_week=step.hours_per_week,
        owner=owner,
    )


def _no_hours() -> ProblemError:
    return invalid(
        Text("These are no hours of a week.", "Ini bukan jam dalam seminggu."),
        Text("Write hours from above 0 to 168.", "Tulis jam di atas 0 sampai 168."),
    )


def _empty() -> ProblemError:
    return invalid(Text("There are no words.", "Belum ada kata-kata."),
                   Text("Write a short sentence.", "Tulis satu kalimat pendek."))  # fmt: skip
