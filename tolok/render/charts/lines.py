"""What a line chart is told. Plain data: no figure is computed here, only cut to what is shown."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from tolok.core.text import Text

Points = tuple[tuple[date, float | None], ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the measure may be on a day; the first one is the last reading."""

    day: date
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A day from which the measure means something else: the line is not joined across it."""

    day: date
    words: Text
    short: Text = Text("new definition", "definisi baru")


@dataclass(frozen=True, slots=True)
class Lines:
    """`id` is unique on the page (letters, digits, hyphens). A None value is a gap, not a zero.

    `before` is already moved onto the days of this period. `zero` False lets the axis start
    above zero; the page then says so in a note.
    """

    id: str
    title: Text
    summary: Text
    unit: str
    measured: Points
    name: Text = Text("This period", "Periode ini")
    before: Points = ()
    before_name: Text = Text("Before", "Sebelumnya")
    ideal: Points = ()
    ideal_name: Text = Text("Ideal path", "Jalur ideal")
    forecast: tuple[Forecast, ...] = ()
    forecast_name: Text = Text("Forecast", "Perkiraan")
    target: float | None = None
    target_name: Text = Text("Target", "Target")
    breaks: tuple[Mark, ...] = ()
    settling_from: date | None = None
    today: date | None = None
    peak: date | None = None
    currency: str | None = None
    zero: bool = True

    @property
    def first(self) -> date:
        return min(self._days())

    @property
    def last(self) -> date:
        return max(self._days())

    def _days(self) -> list[date]:
        groups = (self.measured, self.before, self.ideal)
        days = [day for points in groups for day, _ in points]
        return days + [f.day for f in self.forecast]

    def values(self) -> list[float]:
        """All that must fit on the axis."""
        groups = (self.measured, self.before, self.ideal)
        known = [float(v) for points in groups for _, v in points if v is not None]
        known += [v for f in self.forecast for v in (f.low, f.high)]
        return known + ([float(self.target)] if self.target is not None else [])

    def last_reading(self) -> tuple[date, float] | None:
        known = [(day, float(v)) for day, v in self.measured if v is not None]
        return known[-1] if known else None

    def gaps(self) -> list[tuple[date, date]]:
        """Runs of days that were to be read and were not: the first and the last of each."""
        found: list[tuple[date, date]] = []
        run: list[date] = []
        for day, value in (*self.measured, (date.max, 0.0)):
            if value is None:
                run.append(day)
            elif run:
                found.append((run[0], run[-1]))
                run = []
        return found

    def pieces(self) -> list[Points]:
        """The measured points, cut where the definition changed."""
        cuts = [date.min, *sorted(mark.day for mark in self.breaks), date.max]
        pieces = [
            tuple(p for p in self.measured if start <= p[0] < end) for start, end in pairwise(cuts)
        ]
        return [piece for piece in pieces if any(v is not None for _, v in piece)]

    def until(self, day: date) -> "Lines":
        """The same chart cut after `day`: a long goal is cramped in its first weeks."""
        end = day + timedelta(days=7)

        def cut(points: Points) -> Points:
            return tuple(p for p in points if p[0] <= end)

        return replace(
            self,
            measured=cut(self.measured),
            before=cut(self.before),
            ideal=cut(self.ideal),
            forecast=(),
            target=None,
        )
