"""Everything that the page of one goal shows beside its line: inputs, variances, money, family."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tolok.core.benchmarks import Benchmark, comparable
from tolok.core.goals.amounts import amount, money
from tolok.core.goals.changes import Step
from tolok.core.goals.goal import FROM_ZERO, Goal, Mode, Nature, Target
from tolok.core.goals.hours import hours_of
from tolok.core.goals.pace import Status
from tolok.core.goals.roll_up import Effectiveness, Rolled, effectiveness, roll_up
from tolok.core.goals.spending import Spending, spending
from tolok.core.goals.variance import Reference, Variance, variances
from tolok.core.query import Period
from tolok.core.text import Text, number, say
from tolok.services.access import Scope
from tolok.services.goal_picture import near
from tolok.services.goal_plan import BoostPlan, boosts, posts_a_week
from tolok.services.goal_reading import (
    Around,
    Standing,
    TargetStanding,
    look_around,
    standing,
    standings,
)
from tolok.services.goal_series import Wanted, tracks
from tolok.services.goals import DRAFT, goal, goals, versions
from tolok.services.own_benchmarks import known

FOLLOWERS_DAYS = 90


@dataclass(frozen=True, slots=True)
class Input:
    """One of the three things a target is judged by."""

    name: Text
    basis: Text
    says: Text
    value: Text


@dataclass(frozen=True, slots=True)
class GoalPage:
    standing: Standing
    steps: tuple[Step, ...]
    inputs: tuple[Input, ...]
    variances: tuple[Variance, ...]
    spending: Spending | None
    children: tuple[Standing, ...]
    rolled_children: Rolled | None
    effectiveness: Effectiveness
    parent: Goal | None
    around: Around
    boosts: BoostPlan | None = None


def goal_page(scope: Scope, goal_id: str) -> GoalPage:
    """The goal with its family, its money and what it is compared with."""
    others = goals(scope)
    one = next((g for g in others if g.id == goal_id), None) or goal(scope, goal_id)
    mine = [g for g in others if g.goal.parent == one.id and g.state != DRAFT]
    around = look_around(scope)
    found, *children = standings(scope, [one, *mine], around=around)
    money_spent = around.kinds.get(one.id, {})
    parent = next((g.goal for g in others if g.id == one.goal.parent), None)
    benchmark = _benchmark(scope, found.main, around) if found.main else (None, None)
    return GoalPage(
        standing=found,
        steps=versions(scope, one.id, around.specs) if one.state != DRAFT else (),
        inputs=inputs(scope, found.goal, found.main, around, benchmark) if found.main else (),
        variances=_variances(found.main, benchmark[0]) if found.main else (),
        spending=_spending(found, money_spent),
        children=tuple(children),
        rolled_children=_rolled(children),
        effectiveness=effectiveness([(t.pace, t.target.weight) for t in found.targets]),
        parent=parent,
        around=around,
        boosts=boosts(scope, found.goal, around=around),
    )


def one_standing(scope: Scope, goal_id: str) -> Standing:
    return standing(scope, goal(scope, goal_id))


def inputs(
    scope: Scope,
    goal: Goal,
    one: TargetStanding,
    around: Around | None = None,
    benchmark: tuple[Benchmark | None, Text | None] | None = None,
) -> tuple[Input, ...]:
    """Own history, resources and a benchmark: three inputs, shown apart."""
    seen = around or look_around(scope)
    found = benchmark or _benchmark(scope, one, seen)
    currency = one.track.currency or scope.workspace.currency
    return (_history(one, currency), _resources(scope, goal, seen), _against(one, *found, currency))


def _history(one: TargetStanding, currency: str) -> Input:
    found = one.outlook.found if one.outlook else None
    name = Text("Your own history", "Riwayat Anda sendiri")
    if found is None or found.run_rate is None:
        nothing = Text("nothing read yet", "belum ada yang terbaca")
        return Input(name, nothing, one.track.why or nothing, Text.same("–"))
    basis = say("{n} weeks", "{n} minggu", n=found.n_history)
    says = Text("What you do now, a week", "Yang Anda capai sekarang, per minggu")
    if one.target.nature is Nature.AVERAGE:
        says = Text("Your usual level", "Tingkat Anda biasanya")
    stopped = one.reading is not None and one.pace.status is Status.NO_DATA
    if found.realistic and not stopped:
        low, high = (amount(near(v, one.unit), one.unit, currency) for v in found.realistic)
        says = say(
            "{s}. Realistic by the end: {a} to {b}",
            "{s}. Realistis di akhir: {a} sampai {b}",
            s=says,
            a=low,
            b=high,
        )
    return Input(name, basis, says, amount(near(found.run_rate, one.unit), one.unit, currency))


def _time(scope: Scope, goal: Goal, around: Around) -> Text:
    """The hours set aside beside what they are for: open actions, and posts as often as now."""
    count = sum(action.done_on is None for action in goal.actions)
    steps = say("{n} open actions", "{n} tindakan terbuka", n=count)
    hours = goal.budget.hours_per_week
    if not hours:
        return say("{s}, hours not stated", "{s}, jam belum dinyatakan", s=steps)
    pace = posts_a_week(scope, goal, around=around)
    if not pace:
        return say("{h} h a week for {s}", "{h} jam per minggu untuk {s}", h=hours, s=steps)
    return say(
        "{h} h a week for {s} and about {p} posts a week",
        "{h} jam per minggu untuk {s} dan sekitar {p} post per minggu",
        h=hours,
        s=steps,
        p=Text(number(pace, "en", digits=1), number(pace, "id", digits=1)),
    )


def _resources(scope: Scope, goal: Goal, around: Around) -> Input:
    budget, parts = goal.budget, []
    total = budget.total()
    if total is not None:
        parts.append(money(total))
    if budget.per_post is not None:
        parts.append(say("{m} per post", "{m} per post", m=money(budget.per_post)))
    steps = _time(scope, goal, around)
    if not parts and not goal.actions and not budget.hours_per_week:
        says = Text(
            "No money, hours or actions are named yet.",
            "Belum ada uang, jam, atau tindakan yang disebut.",
        )
    else:
        says = Text(
            ", ".join([*(p.en for p in parts), steps.en]),
            ", ".join([*(p.id for p in parts), steps.id]),
        )
    hours = hours_of(goal)
    if hours.planned is not None:
        says = say("{s}. {h}", "{s}. {h}", s=says, h=hours.words)
    answer = goal.answers.realistic.yes
    value = {
        True: Text("enough", "cukup"),
        False: Text("not enough", "tidak cukup"),
        None: Text("not stated", "belum dinyatakan"),
    }[answer]
    basis = Text("what you set aside", "yang Anda sediakan")
    return Input(Text("Resources", "Sumber daya"), basis, says, value)


def _against(one: TargetStanding, row: Benchmark | None, why: Text | None, currency: str) -> Input:
    name = Text("Benchmark", "Tolok ukur industri")
    if row is None or row.p50 is None:
        none = Text(
            "None of the same variant and size is known; import your own.",
            "Belum ada dengan varian dan ukuran yang sama; impor milik Anda.",
        )
        return Input(name, Text("other accounts", "akun lain"), why or none, Text.same("–"))
    basis = Text.same(f"{row.source}, {row.year}" if row.year else row.source)
    middle = amount(row.p50, one.unit, currency)
    says = say("The middle is {m}", "Nilai tengahnya {m}", m=middle)
    if row.p25 is not None and row.p75 is not None:
        says = say(
            "The middle half lies between {a} and {b}",
            "Separuh yang di tengah antara {a} dan {b}",
            a=amount(row.p25, one.unit, currency),
            b=amount(row.p75, one.unit, currency),
        )
    return Input(name, basis, says, middle)


def _benchmark(
    scope: Scope, one: TargetStanding | None, around: Around
) -> tuple[Benchmark | None, Text | None]:
    """The first row that may stand beside this target, own imports first; else why none may."""
    if one is None:
        return None, None
    places = one.target.scope.networks
    rows = [r for r in known(scope) if r.kpi == one.target.kpi]
    rows = [r for r in rows if not r.network or not places or r.network in places]
    followers = _followers(scope, one, around) if rows else None
    why = None
    for row in rows:
        why = comparable(row, one.target.kpi, one.target.variant, followers, spec=one.spec)
        if why is None:
            return row, None
    return None, why


def _followers(scope: Scope, one: TargetStanding, around: Around) -> int | None:
    """How many follow the channels of this target, for benchmarks by size."""
    target = Target("followers", Mode.ABSOLUTE, 0, Nature.LEVEL, scope=one.target.scope)
    days = Period(around.day - timedelta(days=FOLLOWERS_DAYS), around.day)
    track = tracks(scope, [Wanted(target, days)], around.specs, days, around.places)[0]
    level = track.level(around.day, FOLLOWERS_DAYS)
    return None if level is None else round(level)


def _variances(one: TargetStanding, row: Benchmark | None) -> tuple[Variance, ...]:
    """Three differences that are never mixed; own history is scaled to the days so far."""
    base, history = one.target.baseline, None
    if base is not None and one.reading is not None:
        value = base.value
        if one.target.nature in FROM_ZERO:
            value *= ((one.reading.day - one.window.start).days + 1) / base.window.days
        history = Reference(value)
    return variances(
        one.pace.actual,
        better=one.target.better,
        variant=one.target.variant,
        target=Reference(one.pace.aim) if one.pace.aim is not None else None,
        history=history,
        benchmark=Reference(row.p50, row.variant, row.source) if row and row.p50 else None,
    )


def _spending(found: Standing, paid: Mapping[str, Any]) -> Spending | None:
    window = found.goal.window
    if window is None or not (paid or found.goal.budget.planned):
        return None
    main = found.main
    units = None
    if main and main.pace.actual is not None and main.target.nature is not Nature.AVERAGE:
        units = main.pace.actual - (main.pace.start or 0.0)
    planned = found.goal.budget.total()
    if planned and any(part.currency != planned.currency for part in paid.values()):
        paid = {}
    return spending(found.goal.budget, paid, window, today=found.day, units=units)


def _rolled(children: list[Standing]) -> Rolled | None:
    parts = [(c.main.pace, 1.0) for c in children if c.main]
    return roll_up(parts) if parts else None
