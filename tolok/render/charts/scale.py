"""From values and days to places on the drawing, and which of them to label."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight map from `low … high` to `start … end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        span = (self.high - self.low) or 1.0
        return self.start + (value - self.low) / span * (self.end - self.start)


def round_steps(low: float, high: float, *, most: int = 4) -> list[float]:
    """Round values that enclose `low … high`, in at most `most` steps.

    >>> round_steps(0, 1310)
    [0.0, 500.0, 1000.0, 1500.0]
    """
    if high <= low:
        high = low + (abs(low) or 1.0)
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 2.5, 5, 10, 20):
        step = factor * power
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= most:
            break
    return [round(index * step, 10) for index in range(first, last + 1)]


def marked_days(first: date, last: date) -> list[date]:
    """Days worth a label between the ends: Mondays-apart, month starts, or quarters."""
    span = (last - first).days
    if span <= 12:
        return [first + timedelta(days=n) for n in range(0, span + 1, 2)]
    if span <= 62:
        step = 7 if span <= 35 else 14
        return [first + timedelta(days=n) for n in range(0, span + 1, step)]
    months = 1 if span <= 310 else 3 if span <= 1100 else 12
    return [d for d in _month_starts(first, last) if (d.month - 1) % months == 0]


def _month_starts(first: date, last: date) -> Iterable[date]:
    year, month = first.year, first.month
    while date(year, month, 1) <= last:
        if date(year, month, 1) >= first:
            yield date(year, month, 1)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def spread(
    places: list[float], *, apart: float, low: float = -1e9, high: float = 1e9
) -> list[float]:
    """Move labels so that neighbours are `apart`, as little as possible and inside `low … high`."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = list(places)
    floor = low
    for index in order:
        moved[index] = max(moved[index], floor)
        floor = moved[index] + apart
    ceiling = high
    for index in reversed(order):
        moved[index] = min(moved[index], ceiling)
        ceiling = moved[index] - apart
    return moved
