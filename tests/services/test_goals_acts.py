"""Making, changing and starting goals; who may; what is kept of each version."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.services.goal_cast import TODAY, give_days
from tolok.core.errors import ProblemError
from tolok.core.goals.goal import Goal, Mode, Nature, Scope, Target
from tolok.services import goal_log, goal_wizard, goals
from tolok.services.access import Actor, enter
from tolok.services.goal_baseline import with_baselines
from tolok.services.goal_form import export, read_goal
from tolok.services.goal_reading import standing
from tolok.services.goal_rows import today

pytestmark = pytest.mark.django_db


def clear_goal(**more) -> Goal:
    target = Target(
        "followers_gained", Mode.ABSOLUTE, 1500, Nature.TOTAL, scope=Scope(("instagram",))
    )
    given = {"start": date(2026, 9, 21), "end": date(2027, 3, 31), "targets": (target,)}
    return Goal("", "More followers", **(given | more))


def changed(goal: Goal, **more) -> Goal:
    return replace(goal, **more)


def with_number(goal: Goal, value: float) -> Goal:
    return replace(goal, targets=(replace(goal.targets[0], value=value),))


def test_a_draft_without_measure_cannot_start(cast, facts):
    scope = cast.scope()
    draft = goal_wizard.begin(scope, goal_wizard.Begin("Increase engagement"))
    with pytest.raises(ProblemError) as error:
        goals.start(scope, draft.id)
    assert error.value.problem.type == "vague-goal"
    assert goals.goal(scope, draft.id).state == "draft"


@pytest.mark.parametrize(
    ("wish", "network"),
    [
        ("Gain 2,000 new followers on X by 31 March 2027", "x"),
        ("Dapatkan 100 pengikut baru per minggu di X dalam 3 bulan", "x"),
        ("Reach 10,000 Twitter followers within six months", "x"),
        ("Gain 50 new followers on Instagram in 3 months", "instagram"),
    ],
)
def test_a_wish_names_its_network_as_people_do(cast, facts, wish, network):
    draft = goal_wizard.begin(cast.scope(), goal_wizard.Begin(wish))
    assert draft.goal.targets[0].scope.networks == (network,)


def test_three_times_as_much_names_no_network(cast, facts):
    draft = goal_wizard.begin(cast.scope(), goal_wizard.Begin("Get 3 x 100 likes in 3 months"))
    assert goal_wizard.named_network(cast.scope(), draft.goal.title) == ()


def test_a_moved_target_needs_a_reason_and_stays_visible(cast, facts):
    scope = cast.scope()
    made = goals.start(scope, goals.make_draft(scope, clear_goal()).id)
    with pytest.raises(ProblemError) as error:
        goals.save(scope, made.id, with_number(made.goal, 1200))
    assert error.value.problem.type == "reason-needed"
    goals.save(scope, made.id, with_number(made.goal, 1200), reason="The second shop opens later.")
    first, second = goals.versions(scope, made.id)
    assert second.why == "The second shop opens later."
    assert second.changes[0].words.en == "Target on New followers: 1,500 → 1,200"
    assert goals.goal(scope, made.id).version == 2


def test_saving_without_a_change_makes_no_version(cast, facts):
    scope = cast.scope()
    made = goals.start(scope, goals.make_draft(scope, clear_goal()).id)
    goals.save(scope, made.id, made.goal)
    assert len(goals.versions(scope, made.id)) == 1


def test_a_draft_may_change_freely(cast, facts):
    scope = cast.scope()
    made = goals.make_draft(scope, clear_goal())
    goals.save(scope, made.id, with_number(made.goal, 10))
    assert goals.goal(scope, made.id).version == 1
    assert goals.versions(scope, made.id) == ()


def test_a_goal_that_ran_is_archived_and_never_deleted(cast, facts):
    scope = cast.scope()
    made = goals.start(scope, goals.make_draft(scope, clear_goal()).id)
    with pytest.raises(ProblemError):
        goals.discard(scope, made.id)
    assert goals.archive(scope, made.id).state == "archived"
    draft = goals.make_draft(scope, clear_goal())
    goals.discard(scope, draft.id)
    assert [g.id for g in goals.goals(scope)] == [made.id]


def test_goals_keep_the_order_they_are_given(cast, facts):
    scope = cast.scope()
    a, b, c = (goals.make_draft(scope, clear_goal()).id for _ in range(3))
    goals.move(scope, c, up=True)
    assert [g.id for g in goals.goals(scope)] == [a, c, b]
    goals.order(scope, [b])
    assert [g.id for g in goals.goals(scope)] == [b, a, c]


def test_a_goal_cannot_stand_above_itself(cast, facts):
    scope = cast.scope()
    a = goals.make_draft(scope, clear_goal())
    b = goals.make_draft(scope, clear_goal(parent=a.id))
    with pytest.raises(ProblemError, match="above itself"):
        goals.save(scope, a.id, changed(a.goal, parent=b.id))


def test_a_percent_target_gets_its_baseline_from_the_last_thirteen_weeks(cast, facts):
    scope = cast.scope()
    last = today(scope) - timedelta(days=1)
    give_days(scope, "link_clicks", lambda n, draw: 10, last=last)
    target = Target("link_clicks", Mode.PERCENT, 0.15, Nature.TOTAL, scope=Scope(("instagram",)))
    start = today(scope)
    end = start + timedelta(days=90)
    goal = with_baselines(scope, clear_goal(targets=(target,), start=start, end=end))
    base = goal.targets[0].baseline
    assert (base.value, base.window.days, base.window.end) == (910, 91, last)
    made = goals.start(scope, goals.make_draft(scope, goal).id)
    assert standing(scope, made).main.pace.aim == pytest.approx(910 * 1.15)


def test_without_a_baseline_a_percent_target_cannot_start(cast, facts):
    scope = cast.scope()
    target = Target("link_clicks", Mode.PERCENT, 0.15, Nature.TOTAL)
    draft = goals.make_draft(scope, clear_goal(targets=(target,)))
    with pytest.raises(ProblemError, match="no baseline"):
        goals.start(scope, draft.id)


def test_actions_form_a_log_and_are_linked_to_a_kpi(cast, facts):
    scope = cast.scope()
    made = goals.make_draft(scope, clear_goal())
    action = goal_log.add_action(scope, made.id, "Two reels a week", due=TODAY)
    goal_log.finish_action(scope, made.id, action, result="+12 a week")
    done = goals.goal(scope, made.id).goal.actions[0]
    assert (done.kpi, done.result) == ("followers_gained", "+12 a week")
    assert done.done_on == today(scope)
    goal_log.finish_action(scope, made.id, action, done=False)
    assert goals.goal(scope, made.id).goal.actions[0].done_on is None


def test_check_ins_and_spending_are_kept(cast, facts):
    scope = cast.scope()
    made = goals.make_draft(scope, clear_goal())
    goal_log.check_in(scope, made.id, "Better than photos.", 6)
    assert goals.goal(scope, made.id).goal.check_ins[0].confidence == 6
    for amount in ("100000", "50000.50"):
        goal_log.spend(scope, made.id, "boosts", Decimal(amount), day=TODAY)
    assert goal_log.spent(scope, made.id, "IDR")["boosts"].amount == Decimal("150000.50")
    for bad in (lambda: goal_log.check_in(scope, made.id, " "),
                lambda: goal_log.check_in(scope, made.id, "x", 11),
                lambda: goal_log.spend(scope, made.id, "fun", Decimal(1), day=TODAY),
                lambda: goal_log.spend(scope, made.id, "ads", Decimal(0), day=TODAY)):  # fmt: skip
        with pytest.raises(ProblemError):
            bad()


def test_a_goal_travels_as_json(cast, facts):
    scope = cast.scope()
    made = goals.make_draft(scope, clear_goal(objective="Fill the second shop"))
    goal_log.add_action(scope, made.id, "Two reels a week")
    again = goals.make_draft(scope, read_goal(json.loads(json.dumps(export(made)))))
    assert again.goal.targets == made.goal.targets
    assert again.goal.objective == "Fill the second shop"


def test_the_cafe_template_becomes_a_whole_draft(cast, facts):
    scope = cast.scope()
    made = goal_wizard.begin(scope, goal_wizard.Begin(template="cafe_awareness"))
    kpis = [t.kpi for t in made.goal.targets]
    assert kpis[1:] == ["link_clicks", "post_reach_avg"]
    assert made.goal.budget.per_post.amount == 15
    assert len(made.goal.actions) == 3
    assert "five miles" in made.goal.targets[0].scope.geo


def test_a_kpi_that_does_not_exist_is_refused(cast, facts):
    scope = cast.scope()
    with pytest.raises(ProblemError):
        magic = Target("magic", Mode.ABSOLUTE, 1, Nature.TOTAL)
        goals.make_draft(scope, clear_goal(targets=(magic,)))


def test_another_workspace_does_not_see_the_goal(cast, facts):
    made = goals.make_draft(cast.scope(), clear_goal())
    stranger = enter(Actor(user=cast.people["outsider"]), cast.other.slug)
    with pytest.raises(ProblemError) as error:
        goals.goal(stranger, made.id)
    assert error.value.problem.status == 404
