"""Planned against spent."""

from datetime import date
from decimal import Decimal

import pytest

from tolok.core.goals.goal import Budget
from tolok.core.goals.spending import boost_plan, spending
from tolok.core.quantity import Money, NotAdditive
from tolok.core.query import Period

WINDOW = Period(date(2026, 9, 21), date(2027, 3, 31))


def idr(amount: int) -> Money:
    return Money(Decimal(amount), "IDR")


def test_spent_and_time_gone_stand_side_by_side() -> None:
    budget = Budget({"boosts": idr(1_200_000), "content": idr(600_000)})
    found = spending(
        budget, {"boosts": idr(384_000), "content": idr(120_000)}, WINDOW,
        today=date(2026, 11, 17), units=398,
    )  # fmt: skip
    assert found.words.en == "28 % spent, 30 % of the time gone."
    assert found.words.id == "28 % terpakai, 30 % waktu sudah lewat."
    assert found.cost_per_unit is not None
    assert round(found.cost_per_unit.amount) == 1266
    assert [(line.type, line.share) for line in found.lines] == [
        ("content", 0.2), ("boosts", 0.32),
    ]  # fmt: skip


def test_spending_without_a_plan_is_shown_and_nothing_spent_is_unknown() -> None:
    found = spending(Budget(), {"ads": idr(5)}, WINDOW, today=date(2026, 9, 1))
    assert [(line.type, line.planned, line.share) for line in found.lines] == [("ads", None, None)]
    assert (found.share, found.time_gone, found.cost_per_unit) == (None, 0, None)
    empty = spending(Budget({"ads": idr(5)}), {}, WINDOW, today=date(2028, 1, 1))
    assert (empty.spent, empty.share, empty.time_gone) == (None, None, 1)


def test_two_currencies_are_not_added_up() -> None:
    with pytest.raises(NotAdditive):
        spending(
            Budget(), {"ads": idr(5), "tools": Money(Decimal(5), "USD")}, WINDOW,
            today=WINDOW.start,
        )  # fmt: skip


def test_boosting_each_post_costs_the_amount_times_the_posts() -> None:
    assert boost_plan(Budget(per_post=Money(Decimal(15), "USD")), 12) == Money(Decimal(180), "USD")
    assert boost_plan(Budget(), 12) is None
