"""Six checks, R in both readings."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tolok.core.goals.goal import (
    Action,
    Answer,
    Answers,
    Baseline,
    Budget,
    Goal,
    Mode,
    Nature,
    Scope,
    Target,
)
from tolok.core.goals.seed_rule import Grounded
from tolok.core.goals.smart import Check, Evidence, smart
from tolok.core.quantity import Money
from tolok.core.query import Period

YES = Answer(yes=True)
FANS = Target(
    "fans",
    Mode.PERCENT,
    0.15,
    Nature.LEVEL,
    scope=Scope(networks=("facebook",), geo="within 5 miles of the café"),
    baseline=Baseline(2000, Period(date(2026, 6, 1), date(2026, 8, 31))),
)
CAFE = Goal(
    id="g1",
    title="Raise awareness of the new café",
    start=date(2026, 9, 1),
    end=date(2026, 11, 30),
    objective="A full second shop",
    owner="Raka",
    targets=(FANS,),
    budget=Budget(per_post=Money(Decimal(15), "USD")),
    answers=Answers(YES, YES, YES),
)
SEEN = Evidence({"fans": True}, Grounded.REALISTIC)


def check(goal: Goal, id: str, evidence: Evidence = SEEN) -> Check:
    return next(c for c in smart(goal, evidence) if c.id == id)


def missing(goal: Goal, id: str, evidence: Evidence = SEEN) -> str:
    words = check(goal, id, evidence).missing
    assert words is not None
    assert words.id
    return words.en


def test_the_cafe_passes_all_six() -> None:
    checks = smart(CAFE, SEEN)
    assert [c.letter for c in checks] == ["S", "M", "A", "R", "R", "T"]
    assert all(c.ok for c in checks), [c.missing for c in checks]


def test_an_empty_goal_passes_none_and_says_what_is_missing() -> None:
    checks = smart(Goal("g", "Increase engagement"), Evidence({}))
    assert not any(c.ok for c in checks)
    assert all(c.missing and c.missing.en and c.missing.id for c in checks)


def test_specific_asks_for_a_network() -> None:
    bare = replace(CAFE, targets=(replace(FANS, scope=Scope()),))
    assert "which network" in missing(bare, "specific")


def test_measurable_asks_for_a_baseline_and_a_live_source() -> None:
    bare = replace(CAFE, targets=(replace(FANS, baseline=None),))
    assert "no baseline" in missing(bare, "measurable")
    assert "No source gives fans" in missing(CAFE, "measurable", Evidence({}))


def test_achievable_needs_the_owner_to_agree() -> None:
    open_ = replace(CAFE, answers=Answers(Answer(), YES, YES))
    assert "Answer yes or no" in missing(open_, "achievable")
    no = replace(CAFE, answers=Answers(Answer(yes=False), YES, YES))
    assert "You answered no" in missing(no, "achievable")


def test_a_stretch_needs_a_new_action_or_budget() -> None:
    stretch = Evidence({"fans": True}, Grounded.STRETCH)
    assert "name the new action" in missing(CAFE, "achievable", stretch)
    armed = replace(CAFE, actions=(Action("a", "Two reels a week"),))
    assert check(armed, "achievable", stretch).ok
    wild = Evidence({"fans": True}, Grounded.NOT_GROUNDED)
    assert "does not support it" in missing(armed, "achievable", wild)


def test_realistic_checks_money_and_hours_against_the_plan() -> None:
    assert "Name the means" in missing(replace(CAFE, budget=Budget()), "realistic")
    budget = Budget({"boosts": Money(Decimal(100), "USD")}, hours_per_week=5)
    funded = replace(CAFE, budget=budget)
    dear = replace(SEEN, plan_cost=Money(Decimal(150), "USD"))
    assert missing(funded, "realistic", dear) == "The plan costs USD 150; USD 100 is set aside."
    other = replace(SEEN, plan_cost=Money(Decimal(150), "IDR"))
    assert "two currencies" in missing(funded, "realistic", other)
    busy = replace(SEEN, hours_needed_per_week=8)
    assert missing(funded, "realistic", busy) == "The plan takes 8 hours a week; 5 are set aside."
    assert check(funded, "realistic", replace(SEEN, plan_cost=Money(Decimal(90), "USD"))).ok


def test_each_action_names_the_kpi_it_should_move() -> None:
    loose = replace(CAFE, actions=(Action("a", "Two reels a week"),))
    assert missing(loose, "realistic") == "Say which KPI “Two reels a week” should move."
    linked = replace(CAFE, actions=(Action("a", "Two reels a week", kpi="fans"),))
    assert check(linked, "realistic").ok


def test_relevant_asks_for_the_objective_or_the_parent() -> None:
    assert "business objective" in missing(replace(CAFE, objective=""), "relevant")
    assert check(replace(CAFE, objective="", parent="g0"), "relevant").ok


def test_a_kpi_of_other_goals_needs_a_reason() -> None:
    serves = {"fans": ("audience_growth",), "reach": ("brand_awareness",)}
    wished = replace(CAFE, wish="brand_awareness")
    evidence = replace(SEEN, serves=serves)
    assert "is no KPI of this goal" in missing(wished, "relevant", evidence)
    said = Answers(YES, YES, Answer(yes=True, why="Fans come back"))
    assert check(replace(wished, answers=said), "relevant", evidence).ok
    assert check(replace(wished, wish="audience_growth"), "relevant", evidence).ok
    assert check(replace(wished, wish="our own words"), "relevant", evidence).ok


def test_timed_refuses_a_deadline_before_the_start() -> None:
    crossed = replace(CAFE, end=date(2026, 8, 1))
    assert "lies before the start" in missing(crossed, "timed")
    assert "Set a start" in missing(replace(CAFE, end=None), "timed")
