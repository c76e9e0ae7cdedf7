"""Numbers that know how they may be added."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tolok.core.quantity import Between, Flow, Money, NotAdditive, Overlapping, Stock, Unique


def test_flows_add_and_may_be_negative() -> None:
    assert Flow(5) + Flow(-7) == Flow(-2)
    assert Flow.total([Flow(1), Flow(2)]) == Flow(3)
    assert Flow.total([]) is None


@pytest.mark.parametrize(
    "other", [Unique(3), Stock(3, date(2026, 1, 1)), Money(Decimal(3), "IDR"), 3]
)
def test_a_flow_adds_to_nothing_else(other: object) -> None:
    with pytest.raises(TypeError):
        Flow(1) + other  # type: ignore[operator]


@pytest.mark.parametrize("one", [Unique(3), Stock(3, date(2026, 1, 1))])
def test_people_and_levels_do_not_add_nor_sum(one: Unique | Stock) -> None:
    with pytest.raises(NotAdditive):
        one + one  # type: ignore[operator]
    with pytest.raises(NotAdditive):
        sum([one, one])  # type: ignore[list-item]


def test_people_are_bounded_and_averaged() -> None:
    parts = [Unique(1000), Unique(200)]
    assert Unique.bounds(parts) == Between(1000, 1200)
    assert Unique.mean(parts) == 600
    assert Unique.bounds([]) is None
    assert Unique.mean([]) is None


def test_the_last_reading_of_a_level_counts() -> None:
    monday, tuesday = Stock(100, date(2026, 1, 5)), Stock(97, date(2026, 1, 6))
    assert monday.then(tuesday) == tuesday.then(monday) == tuesday
    assert tuesday.change_from(monday) == Flow(-3)
    assert Stock.side_by_side([monday, tuesday]) == Overlapping(197, 100, 2)
    assert Stock.side_by_side([]) is None


def test_money_adds_in_one_currency_only_and_is_never_a_float() -> None:
    ten = Money(Decimal("10.10"), "USD")
    assert ten + Money(Decimal("0.20"), "USD") == Money(Decimal("10.30"), "USD")
    assert ten - ten == Money(Decimal("0.00"), "USD")
    with pytest.raises(NotAdditive, match="need a rate"):
        ten + Money(Decimal(1), "IDR")
    with pytest.raises(TypeError):
        Money(1.5, "USD")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(Decimal(1), "$")
    assert ten.per(0) is None
    assert Money.total([]) is None


WRONG = """
from datetime import date
from decimal import Decimal
from tolok.core.quantity import Flow, Money, Stock, Unique
Unique(1) + Unique(2)
Stock(1, date(2026, 1, 1)) + Stock(2, date(2026, 1, 2))
Flow(1) + Unique(2)
Money(Decimal(1), "IDR") + Flow(1)
Flow(1) + Flow(2)
"""


@pytest.mark.slow
def test_the_type_checker_sees_wrong_additions_too(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    file = tmp_path / "wrong.py"
    file.write_text(WRONG)
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache")]
    found = subprocess.run(
        [*command, str(file)], cwd=root, capture_output=True, text=True, check=False
    )
    wrong = {int(line.split(":")[1]) for line in found.stdout.splitlines() if ": error:" in line}
    assert wrong == {5, 6, 7, 8}, found.stdout
