"""Numbers that know how they may be added. Wrong additions fail in mypy and when they run.

Flow + Flow adds. Money adds to Money of the same currency. A Stock is replaced by its later
reading, never added. A Unique (distinct people) never adds: parts only bound the whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Never, NoReturn


class NotAdditive(TypeError):
    """An addition that would give a number that means nothing."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Something that happened so many times; adds over time, posts and channels."""

    value: int | float

    def __add__(self, other: "Flow") -> "Flow":
        if type(other) is not Flow:
            raise NotAdditive(f"a flow adds to a flow only, not to {_kind(other)}")
        return Flow(self.value + other.value)

    @classmethod
    def total(cls, parts: Iterable["Flow"]) -> "Flow | None":
        """The sum of the parts; None, not 0, when there are none."""
        found = list(parts)
        return cls(sum(part.value for part in found)) if found else None


@dataclass(frozen=True, slots=True)
class Stock:
    """A level read on a day (followers). Over time the last reading counts."""

    value: int | float
    day: date

    def __add__(self, other: Never) -> NoReturn:
        raise NotAdditive("levels are not added over time: the last reading is the level")

    def __radd__(self, other: Never) -> NoReturn:
        raise NotAdditive("levels are not added over time: the last reading is the level")

    def then(self, later: "Stock") -> "Stock":
        """The level after both readings."""
        return later if later.day >= self.day else self

    def change_from(self, before: "Stock") -> Flow:
        """What was gained since `before`; may be negative and is not clamped."""
        return Flow(self.value - before.value)

    @staticmethod
    def side_by_side(levels: Iterable["Stock"]) -> "Overlapping | None":
        """The levels of several channels together: a sum in which people overlap."""
        found = list(levels)
        if not found:
            return None
        return Overlapping(sum(s.value for s in found), max(s.value for s in found), len(found))


@dataclass(frozen=True, slots=True)
class Overlapping:
    """A sum of follower counts: `accounts` follows, from at least `people_at_least` people."""

    follows: int | float
    people_at_least: int | float
    channels: int


@dataclass(frozen=True, slots=True)
class Unique:
    """Distinct people in one window and scope. Only the native figure for a window is known."""

    value: int | float

    def __add__(self, other: Never) -> NoReturn:
        raise NotAdditive("distinct people are not added: some would be counted twice")

    def __radd__(self, other: Never) -> NoReturn:
        raise NotAdditive("distinct people are not added: some would be counted twice")

    @staticmethod
    def bounds(parts: Iterable["Unique"]) -> "Between | None":
        """What is known of the whole: at least the largest part, at most the sum of the parts."""
        found = [part.value for part in parts]
        return Between(max(found), sum(found)) if found else None

    @staticmethod
    def mean(parts: Iterable["Unique"]) -> float | None:
        """The mean per item is a fair figure: nothing is claimed of the people together."""
        found = [part.value for part in parts]
        return sum(found) / len(found) if found else None


@dataclass(frozen=True, slots=True)
class Between:
    """A whole that lies between two bounds, both included."""

    low: int | float
    high: int | float


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217). Never added across currencies, never a float."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("money is a Decimal")
        if len(self.currency) != 3 or not self.currency.isupper() or not self.currency.isascii():
            raise ValueError(f"{self.currency!r} is not an ISO 4217 code")

    def __add__(self, other: "Money") -> "Money":
        if type(other) is not Money:
            raise NotAdditive(f"money adds to money only, not to {_kind(other)}")
        if other.currency != self.currency:
            raise NotAdditive(f"{self.currency} and {other.currency} need a rate and its day first")
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return self + Money(-other.amount, other.currency)

    def times(self, factor: int | float | Decimal) -> "Money":
        return Money(self.amount * Decimal(str(factor)), self.currency)

    def per(self, units: int | float) -> "Money | None":
        """Cost of one unit; None when there were none."""
        return Money(self.amount / Decimal(str(units)), self.currency) if units else None

    @classmethod
    def total(cls, parts: Iterable["Money"]) -> "Money | None":
        """The sum of the parts, all of one currency; None when there are none."""
        total: Money | None = None
        for part in parts:
            total = part if total is None else total + part
        return total


def _kind(value: object) -> str:
    return type(value).__name__
