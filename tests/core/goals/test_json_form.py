"""Goals as JSON, out and in."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tolok.core.goals.goal import (
    BUDGET_TYPES,
    Action,
    Answer,
    Answers,
    Baseline,
    Budget,
    CheckIn,
    Goal,
    Mode,
    Nature,
    Scope,
    Target,
)
from tolok.core.goals.json_form import from_json, to_json
from tolok.core.quantity import Money
from tolok.core.query import Period

WORDS = st.text(max_size=20)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)
MONEY = st.builds(Money, st.decimals(0, 10**9, places=2), st.just("IDR"))
PERIODS = st.builds(lambda d, n: Period(d, d + timedelta(days=n)), DAYS, st.integers(0, 400))
NAMES = st.lists(st.text(min_size=1, max_size=9), max_size=3).map(tuple)
SCOPES = st.builds(Scope, NAMES, NAMES, NAMES, NAMES, NAMES, WORDS, WORDS)
TARGETS = st.builds(
    Target,
    kpi=st.just("fans"),
    mode=st.sampled_from(Mode),
    value=NUMBERS,
    nature=st.sampled_from(Nature),
    variant=WORDS,
    better=st.sampled_from(["up", "down"]),
    scope=SCOPES,
    weight=st.floats(0.1, 10),
    baseline=st.none() | st.builds(Baseline, NUMBERS, PERIODS, st.none() | st.integers(0, 999)),
)
ANSWER = st.builds(Answer, st.none() | st.booleans(), WORDS)
GOALS = st.builds(
    Goal,
    id=WORDS,
    title=st.just("More fans"),
    start=st.none(),
    end=st.none() | DAYS,
    wish=WORDS,
    objective=WORDS,
    parent=WORDS,
    owner=WORDS,
    targets=st.lists(TARGETS, max_size=3).map(tuple),
    budget=st.builds(
        Budget,
        st.dictionaries(st.sampled_from(BUDGET_TYPES), MONEY),
        st.none() | MONEY,
        st.none() | st.floats(0.5, 99),
    ),
    actions=st.lists(
        st.builds(Action, id=WORDS, words=st.just("Two reels"), due=st.none() | DAYS), max_size=2
    ).map(tuple),
    check_ins=st.lists(
        st.builds(CheckIn, DAYS, st.just("Fine"), WORDS, st.none() | st.integers(0, 10)), max_size=2
    ).map(tuple),
    answers=st.builds(Answers, ANSWER, ANSWER, ANSWER),
)


@settings(max_examples=80, deadline=None)
@given(GOALS)
def test_a_goal_comes_back_from_json_as_it_went(goal: Goal) -> None:
    read = from_json(json.loads(json.dumps(to_json(goal))))
    assert read.problems == ()
    assert read.goal == goal


def details(data: object) -> list[str]:
    read = from_json(data)
    assert read.goal is None
    assert all(p.type == "goal-file" and p.fix.id and p.detail.id for p in read.problems)
    return [problem.detail.en for problem in read.problems]


def test_a_short_goal_written_by_hand_is_enough() -> None:
    target = {"kpi": "fans", "mode": "percent", "value": 0.15, "nature": "level"}
    read = from_json({"title": "Fans", "end": "2027-03-31", "targets": [target]})
    assert read.problems == ()
    assert read.goal is not None
    assert read.goal.targets[0].better == "up"


def test_every_slip_is_named_with_its_path_at_once() -> None:
    data = {
        "title": " ",
        "start": "2027-03-31",
        "end": "2027-03-01",
        "ownr": "Raka",
        "targets": [
            {"kpi": "fans", "mode": "faster", "value": "15", "nature": "level", "weight": 0,
             "baseline": {"value": 1, "from": "2027-02-30", "to": "2027-03-01"}},
            7,
        ],
        "budget": {"planned": {"boosts": {"amount": 15, "currency": "USD"}, "luck": 1}},
        "check_ins": [{"day": "yesterday", "words": "Fine", "confidence": 11}],
        "answers": {"relevant": {"yes": "sure"}},
    }  # fmt: skip
    found = details(data)
    for start in (
        "title is missing",
        "end is before the start",
        "ownr is not a known field",
        "targets[0].mode must be one of: absolute",
        "targets[0].value must be a number (15)",
        "targets[0].weight must be above 0",
        "targets[0].baseline.from must be a date like 2027-03-31 (2027-02-30)",
        "targets[1] must be an object (7)",
        "budget.planned.boosts must be money",
        "budget.planned.luck must be one of: content, ads",
        "check_ins[0].day must be a date",
        "check_ins[0].confidence must be a whole number from 0 to 10",
        "answers.relevant.yes must be true, false or null",
    ):
        assert any(line.startswith(start) for line in found), (start, found)


def test_two_currencies_in_one_budget_are_refused() -> None:
    def of(code: str) -> dict[str, str]:
        return {"amount": "1", "currency": code}

    data = {"title": "x", "budget": {"planned": {"ads": of("IDR"), "boosts": of("USD")}}}
    assert details(data) == ["budget.planned mixes currencies (IDR, USD)."]


@pytest.mark.parametrize("data", [None, [], 3, "x", {"form": "other/9", "title": "x"}])
def test_what_is_no_goal_is_refused(data: object) -> None:
    assert details(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["title", "targets", "scope", "budget", "value", "mode", "planned", "n"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_any_json_is_a_goal_or_a_list_of_problems(data: object) -> None:
    read = from_json(data)
    assert (read.goal is None) == bool(read.problems)


def test_numbers_too_large_to_mean_anything_are_refused() -> None:
    target = {"kpi": "fans", "mode": "absolute", "value": 10**400, "nature": "level"}
    assert any("must be a number" in line for line in details({"title": "x", "targets": [target]}))


def test_money_keeps_its_digits() -> None:
    goal = Goal("g", "x", budget=Budget(per_post=Money(Decimal("15.00"), "USD")))
    assert to_json(goal)["budget"] == {
        "planned": {},
        "per_post": {"amount": "15.00", "currency": "USD"},
        "hours_per_week": None,
    }
