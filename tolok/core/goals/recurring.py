"""Targets for every month: each month is judged on its own, and the share of months met counts.

A good month does not pay for a bad one. A month without data is neither met nor missed.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from tolok.core.goals.goal import FROM_ZERO, Mode, Nature, Target
from tolok.core.goals.pace import Pace, Reading, Status, target_pace
from tolok.core.query import Period
from tolok.core.text import Text, say


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the goal. `met` is None while it runs or when nothing was read."""

    period: Period
    whole: bool  # False: the goal starts or ends inside this month
    aim: float
    pace: Pace
    met: bool | None


@dataclass(frozen=True, slots=True)
class Months:
    """All months begun so far, and how many of the finished ones were met."""

    months: tuple[Month, ...]
    met: int
    judged: int
    current: Month | None

    @property
    def share(self) -> float | None:
        return self.met / self.judged if self.judged else None

    def words(self) -> Text:
        if not self.judged:
            return Text("No month is finished yet.", "Belum ada bulan yang selesai.")
        return say(
            "{met} of {n} finished months met.",
            "{met} dari {n} bulan selesai tercapai.",
            met=self.met,
            n=self.judged,
        )


def months_of(window: Period) -> tuple[Period, ...]:
    """The calendar months of a window, cut at its ends."""
    found, first = [], window.start
    while first <= window.end:
        last = date(first.year, first.month, monthrange(first.year, first.month)[1])
        found.append(Period(first, min(last, window.end)))
        if last >= window.end:
            break
        first = date.fromordinal(last.toordinal() + 1)
    return tuple(found)


def judge_months(
    target: Target, window: Period, readings: Mapping[date, Reading], *, today: date
) -> Months:
    """Judge each month begun by `today`. `readings` is keyed by the month's first day.

    A month cut by the goal's ends asks for its share of the days only.
    """
    if target.mode is not Mode.MONTHLY:
        raise ValueError("only monthly targets are judged by month")
    months = tuple(
        _judge(target, period, readings.get(period.start.replace(day=1)), today)
        for period in months_of(window)
        if period.start <= today
    )
    finished = [month for month in months if month.met is not None]
    running = next((m for m in months if m.period.start <= today <= m.period.end), None)
    return Months(months, sum(bool(m.met) for m in finished), len(finished), running)


def _judge(target: Target, period: Period, reading: Reading | None, today: date) -> Month:
    days = monthrange(period.start.year, period.start.month)[1]
    aim = target.value
    if target.nature is Nature.TOTAL:
        aim *= period.days / days
    one = replace(target, mode=Mode.ABSOLUTE, value=aim, baseline=None)
    if target.nature not in FROM_ZERO:
        one = replace(one, mode=Mode.LIMIT)
    pace = target_pace(one, period, reading, today=today)
    return Month(period, period.days == days, aim, pace, _met(pace, period, reading, today))


def _met(pace: Pace, period: Period, reading: Reading | None, today: date) -> bool | None:
    """Met as soon as it is done; missed only when the month is over and was read to its end."""
    if pace.status is Status.DONE:
        return True
    if reading is None or today <= period.end or reading.day < period.end:
        return None
    return False
