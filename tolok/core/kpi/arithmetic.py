"""KPIs that are arithmetic on a few numbers: scores from answers, intervals, money ratios, growth.

Every function answers with a `Cell` or `Money`, or with unknown where the denominator is zero or
a part is missing. Refuses answers on another scale and numbers that no survey can have given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from tolok.core.errors import ProblemError, invalid
from tolok.core.quantity import Money
from tolok.core.query import Cell, Interval, Unknown, Value
from tolok.core.text import Text, say

Z95 = 1.959963984540054
NPS_SCALE = (0, 10)
CSAT_SCALES = (5, 7, 10)


@dataclass(frozen=True, slots=True)
class Score:
    """A Net Promoter Score (−100 … 100) with its standard error and its three parts."""

    cell: Cell
    promoters: int
    passives: int
    detractors: int
    standard_error: float | None


def ratio_of_sums(pairs: Iterable[tuple[Value | None, Value | None]], *, scale: float = 1) -> Cell:
    """Σ numerator ÷ Σ denominator over the pairs that have both; never a mean of ratios."""
    known = [(float(a), float(b)) for a, b in pairs if a is not None and b is not None]
    if not known:
        return Cell(unknown=Unknown.NO_DATA)
    top, bottom = sum(a for a, _ in known), sum(b for _, b in known)
    if bottom == 0:
        return Cell(
            unknown=Unknown.ZERO_DENOMINATOR, numerator=top, denominator=bottom, n=len(known)
        )
    return Cell(value=top / bottom * scale, numerator=top, denominator=bottom, n=len(known))


def mean_of_ratios(pairs: Iterable[tuple[Value | None, Value | None]]) -> Cell:
    """Mean of each item's own ratio, with n and median; items without a denominator fall out."""
    known = [float(a) / float(b) for a, b in pairs if a is not None and b]
    if not known:
        return Cell(unknown=Unknown.NO_DATA)
    return Cell(value=sum(known) / len(known), n=len(known), median=median(known))


def ratio(top: Value | None, bottom: Value | None, *, scale: float = 1) -> Cell:
    """One number by another."""
    return ratio_of_sums([(top, bottom)], scale=scale)


def wilson(successes: int, n: int, *, z: float = Z95, level: float = 0.95) -> Interval | None:
    """Wilson's interval of a share; None without trials. Never leaves 0–1."""
    if n == 0:
        return None
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share")
    share, square = successes / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    return Interval(low, 1.0 if successes == n else min(1.0, middle + half), level)


def nps(answers: Iterable[float], *, scale: tuple[int, int] = NPS_SCALE) -> Score:
    """Net Promoter Score from the answers themselves: whole numbers from 0 to 10 only.

    Never averaged over groups: pool their answers and compute again.
    """
    if scale != NPS_SCALE:
        raise invalid(
            say(
                "The question was asked on a scale of {a}–{b}; NPS needs 0–10.",
                "Pertanyaannya memakai skala {a}–{b}; NPS memerlukan 0–10.",
                a=scale[0],
                b=scale[1],
            ),
            Text(
                "Show these answers as customer satisfaction, or ask again on 0–10.",
                "Tampilkan jawaban ini sebagai kepuasan pelanggan, atau tanyakan lagi dengan 0–10.",
            ),
            type="survey-scale",
        )
    given = [_whole(answer, 0, 10) for answer in answers]
    high = sum(answer >= 9 for answer in given)
    low = sum(answer <= 6 for answer in given)
    n = len(given)
    if n == 0:
        return Score(Cell(unknown=Unknown.NO_DATA), 0, 0, 0, None)
    score = (high - low) / n
    error = sqrt(((high + low) / n - score * score) / n) * 100
    interval = Interval(
        max(-100.0, score * 100 - Z95 * error), min(100.0, score * 100 + Z95 * error), 0.95
    )
    cell = Cell(
        value=100 * (high - low) / n, numerator=high - low, denominator=n, n=n, interval=interval
    )
    return Score(cell, high, n - high - low, low, error)


def csat(answers: Iterable[float | None], *, points: int = 5) -> Cell:
    """Share of the two best answers among those given; blanks are not in the denominator."""
    if points not in CSAT_SCALES:
        raise invalid(
            say("A {n}-point scale is not known.", "Skala {n} poin tidak dikenal.", n=points),
            Text("Use 5, 7 or 10 points.", "Pakai 5, 7, atau 10 poin."),
            type="survey-scale",
        )
    given = [_whole(answer, 1, points) for answer in answers if answer is not None]
    if not given:
        return Cell(unknown=Unknown.NO_DATA)
    pleased, n = sum(answer >= points - 1 for answer in given), len(given)
    return Cell(
        value=pleased / n, numerator=pleased, denominator=n, n=n, interval=wilson(pleased, n)
    )


def share_of_voice(own: int | None, others: Sequence[int | None]) -> Cell:
    """Own mentions ÷ (own + competitors'); unknown while one competitor is not counted."""
    if own is None or not others or any(other is None for other in others):
        return Cell(unknown=Unknown.NO_DATA)
    return ratio(own, own + sum(other for other in others if other is not None))


def cost_per(spend: Money | None, units: float | None, *, scale: int = 1) -> Money | None:
    """Cost of one unit (CPC, CPL), of a thousand with scale 1000 (CPM); None when unknown."""
    if spend is None or units is None:
        return None
    each = spend.per(units)
    return each.times(scale) if each else None


def roas(revenue: Money | None, ad_spend: Money | None) -> Cell:
    """Attributed revenue ÷ ad spend."""
    return _money_ratio(revenue, ad_spend)


def roi(gross_profit: Money | None, cost: Money | None) -> Cell:
    """(Gross profit − cost) ÷ cost, as a fraction. Feed revenue only with its own label."""
    if gross_profit is None or cost is None:
        return Cell(unknown=Unknown.NO_DATA)
    if gross_profit.currency != cost.currency:
        return Cell(unknown=Unknown.MIXED_CURRENCY)
    return _money_ratio(gross_profit - cost, cost)


def clv_simple(order: Money, orders_per_year: float, years: float, margin: float = 1) -> Money:
    """Mean order × orders a year × years; revenue with margin 1, else profit."""
    return order.times(orders_per_year).times(years).times(margin)


def clv_retention(
    margin_per_period: Money, retention: float, discount: float, *, first_now: bool = False
) -> Money | None:
    """m·r ÷ (1+d−r) when the first margin comes at the end of a period, m·(1+d) ÷ (1+d−r) when now.

    None where customers never leave faster than money loses worth (1+d−r ≤ 0): it has no limit.
    """
    if not 0 <= retention <= 1 or discount < 0:
        raise ValueError("retention lies between 0 and 1, discount is not negative")
    bottom = round(1 + discount - retention, 12)
    if bottom <= 0:
        return None
    top = 1 + discount if first_now else retention
    return margin_per_period.times(round(top, 12)).per(bottom)


def compound_rate(ratio: float, periods: float) -> float | None:
    """Growth per period that multiplies a number by `ratio` in `periods` (1.25 in 13 → 0.0173)."""
    return ratio ** (1 / periods) - 1 if ratio > 0 and periods > 0 else None


def ramp_total(first: float, last: float, periods: int) -> float:
    """The sum of a rate that moves in a straight line from `first` to `last`."""
    return (first + last) / 2 * periods


def growth_rate(start: float | None, end: float | None, *, smallest_start: float = 100) -> Cell:
    """(End − start) ÷ start; too few where the start is so small that any change looks large."""
    if start is None or end is None:
        return Cell(unknown=Unknown.NO_DATA)
    if start == 0:
        return Cell(unknown=Unknown.ZERO_DENOMINATOR)
    if start < smallest_start:
        return Cell(unknown=Unknown.TOO_FEW, numerator=end - start, denominator=start)
    return ratio(end - start, start)


def _money_ratio(top: Money | None, bottom: Money | None) -> Cell:
    if top is None or bottom is None:
        return Cell(unknown=Unknown.NO_DATA)
    if top.currency != bottom.currency:
        return Cell(unknown=Unknown.MIXED_CURRENCY)
    if not bottom.amount:
        return Cell(
            unknown=Unknown.ZERO_DENOMINATOR, numerator=top.amount, denominator=bottom.amount
        )
    return Cell(value=top.amount / bottom.amount, numerator=top.amount, denominator=bottom.amount)


def _whole(answer: float, low: int, high: int) -> int:
    if answer != answer or answer in (float("inf"), float("-inf")) or answer != int(answer):
        raise _not_an_answer(answer, low, high)
    if not low <= answer <= high:
        raise _not_an_answer(answer, low, high)
    return int(answer)


def _not_an_answer(answer: float, low: int, high: int) -> ProblemError:
    return invalid(
        say(
            "“{x}” is not a whole number from {a} to {b}.",
            "“{x}” bukan bilangan bulat dari {a} sampai {b}.",
            x=str(answer),
            a=low,
            b=high,
        ),
        Text(
            "Import the answers themselves, not their averages, on the scale that was asked.",
            "Impor jawaban aslinya, bukan rata-ratanya, dengan skala yang ditanyakan.",
        ),
        type="survey-scale",
    )
