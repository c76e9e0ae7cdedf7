"""Targets whose mode does not fit the KPI, or whose number cannot be meant, are refused."""

from dataclasses import replace
from datetime import date

import pytest

from tolok.core.goals.goal import Baseline, Mode, Nature, Target
from tolok.core.goals.target_rules import MODE_WORDS, MODES_OF, target_problem
from tolok.core.query import Period

BASE = Baseline(2000, Period(date(2026, 6, 1), date(2026, 8, 31)))
FANS = Target("fans", Mode.ABSOLUTE, 2300, Nature.LEVEL, baseline=BASE)


def test_every_mode_has_words_and_every_nature_modes() -> None:
    assert set(MODE_WORDS) == set(Mode)
    assert set(MODES_OF) == set(Nature)
    assert target_problem(FANS) is None


def test_a_rate_cannot_be_gained_so_many_a_week() -> None:
    problem = target_problem(Target("ctr", Mode.RATE_WEEK, 0.01, Nature.AVERAGE))
    assert problem is not None
    assert problem.detail.en == "ctr cannot be pursued as “so many a week”."
    assert "a number to reach" in problem.fix.en
    assert "batas yang dijaga" in problem.fix.id


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": 1900}, "no improvement on 2,000"),
        ({"value": float("nan")}, "not usable"),
        ({"weight": 0.0}, "not usable"),
        ({"mode": Mode.PERCENT, "value": 0.0}, "A change of 0 %"),
        ({"mode": Mode.PERCENT, "value": 150.0}, "A change of 15,000 %"),
        ({"mode": Mode.PERCENT, "value": 1.5, "better": "down"}, "A change of 150 %"),
        ({"mode": Mode.RATE_WEEK, "value": 0.0}, "must be above 0"),
        ({"better": "down"}, "no improvement"),
    ],
)
def test_numbers_that_cannot_be_meant_are_refused(change: dict[str, object], words: str) -> None:
    problem = target_problem(replace(FANS, **change))  # type: ignore[arg-type]
    assert problem is not None
    assert words in problem.detail.en
    assert problem.fix.id


def test_people_need_a_baseline_as_long_as_the_goal() -> None:
    people = Target("reach", Mode.PERCENT, 0.15, Nature.PEOPLE, baseline=BASE)
    quarter, year = (Period(date(2026, 9, 1), date(2026, 11, 30)),
                     Period(date(2026, 9, 1), date(2027, 8, 31)))  # fmt: skip
    assert target_problem(people, quarter) is None
    assert target_problem(people) is None
    problem = target_problem(people, year)
    assert problem is not None
    assert "people cannot be scaled" in problem.detail.en
