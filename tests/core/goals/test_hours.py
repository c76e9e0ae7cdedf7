"""Hours that one has and hours that the actions take are judged together, where both are known."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.goals.goal import Action, Budget, Goal
from tolok.core.goals.hours import hours_of


def goal(*hours: float | None, available: float | None = 4.0) -> Goal:
    actions = tuple(Action(f"a{n}", "Reels", hours_per_week=h) for n, h in enumerate(hours))
    return Goal("", "", actions=actions, budget=Budget(hours_per_week=available))


@pytest.mark.parametrize(
    ("hours", "available", "fits", "words"),
    [
        ((1.5, 2.5), 4.0, True, "Fits: 4 of 4 hours a week are planned."),
        ((3.0, 2.5), 4.0, False, "More than you have: 5.5 of 4 hours a week are planned."),
        ((1.0, None), 4.0, None, "One action states no hours."),
        ((5.0, None), 4.0, False, "More than you have"),
        ((None,), 4.0, None, "Say how many hours each action takes"),
        ((2.0,), None, None, "say how many you have"),
        ((), None, None, "No hours are stated."),
    ],
)
def test_hours_fit_exceed_or_are_not_known(hours, available, fits, words) -> None:
    found = hours_of(goal(*hours, available=available))
    assert found.fits is fits
    assert words in found.words.en
    assert found.words.en != found.words.id


def test_what_is_done_takes_no_more_hours() -> None:
    made = goal(3.0, 3.0)
    done = replace(made.actions[0], done_on=date(2026, 11, 1))
    assert hours_of(made).fits is False
    assert hours_of(replace(made, actions=(done, made.actions[1]))).fits is True


@given(st.lists(st.floats(0.5, 40), min_size=1, max_size=8), st.floats(0.5, 168))
def test_a_plan_fits_exactly_when_its_sum_does(hours: list[float], available: float) -> None:
    found = hours_of(goal(*hours, available=available))
    assert found.planned == sum(hours)
    assert found.fits is (sum(hours) <= available)
