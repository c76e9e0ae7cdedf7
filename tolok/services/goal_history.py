"""Weekly history from dated values: what a person sends in a file, or what the facts hold.

Weeks are counted back from the last day, so no part of a week is judged. A week with a missing day
has no sum: it stays unknown and is counted, never filled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite, nan
from statistics import median

from tolok.core.errors import ProblemError, invalid
from tolok.core.text import Text, say
from tolok.lib.cells import CellError, is_blank, number_style, read_number
from tolok.lib.dates import date_orders, read_date

WEEKLY_FROM = 6
"""Days between rows from which a row stands for a week."""
PILED_STEPS = 0.8
PILED_CHANGE = 0.05
"""A running total hardly ever falls, and a week changes it by little."""


@dataclass(frozen=True, slots=True)
class Weeks:
    """One value a week, oldest first; NaN = not known. `notes` say how it was read."""

    values: tuple[float, ...]
    last: date | None = None
    notes: tuple[Text, ...] = ()

    @property
    def known(self) -> tuple[float, ...]:
        return tuple(value for value in self.values if isfinite(value))


def read_rows(rows: Sequence[tuple[str, str]]) -> dict[date, float]:
    """Dates and values as text; ProblemError with the line where one cannot be read.

    A blank value is a missing day. The same day twice is refused: which one counts is not known.
    """
    orders = date_orders(day for day, _ in rows)
    order = next(iter(orders)) if len(orders) == 1 else ""
    style = number_style([value for _, value in rows])
    found: dict[date, float] = {}
    for place, (cell, value) in enumerate(rows, start=1):
        if is_blank(value):
            continue
        try:
            day = read_date(cell, order)
            number = read_number(value, style) if style else read_number(value)
        except CellError as error:
            raise _unreadable(place, cell, value) from error
        if number is None:
            continue
        if day in found:
            raise invalid(
                say("Row {n}: {d} is there twice.", "Baris {n}: {d} ada dua kali.", n=place, d=day),
                Text("Keep one value for each day.", "Sisakan satu nilai untuk setiap hari."),
            )
        found[day] = float(number)
    return found


def weeks_of_flow(days: Mapping[date, float]) -> Weeks:
    """Sums of complete weeks; rows that lie a week or more apart are weeks already."""
    if not days:
        return Weeks(())
    ordered = sorted(days)
    if _gap(ordered) >= WEEKLY_FROM:
        return _weekly(days, ordered)
    last, count = ordered[-1], ((ordered[-1] - ordered[0]).days + 1) // 7
    sums = []
    for back in range(count, 0, -1):
        week = [last - timedelta(days=7 * back - 1 - n) for n in range(7)]
        known = [days[day] for day in week if day in days]
        sums.append(sum(known) if len(known) == 7 else nan)
    holes = sum(not isfinite(value) for value in sums)
    return Weeks(tuple(sums), last, _flow_notes(count, holes, last))


def weeks_of_level(days: Mapping[date, float]) -> Weeks:
    """The last value of each week, counted back from the last day."""
    if not days:
        return Weeks(())
    ordered = sorted(days)
    last = ordered[-1]
    count = (last - ordered[0]).days // 7 + 1
    latest: dict[int, float] = {}
    for day in ordered:
        latest[(last - day).days // 7] = days[day]
    values = tuple(latest.get(back, nan) for back in range(count - 1, -1, -1))
    note = say(
        "Of each week the last value counts; the newest is of {d}.",
        "Dari setiap minggu dipakai nilai terakhir; yang terbaru tanggal {d}.",
        d=last,
    )
    return Weeks(values, last, (note,))


def changes_of(levels: Weeks) -> Weeks:
    """What each week added to a running total; across a gap the mean, known once, at its end."""
    values, found, before = levels.values, [], None
    for place, value in enumerate(values):
        if not isfinite(value):
            found.append(nan)
        elif before is None:
            before = place
        else:
            found.append((value - values[before]) / (place - before))
            before = place
    note = Text(
        "The values are running totals: what each week added was taken.",
        "Nilainya berupa jumlah berjalan: yang dipakai adalah tambahan setiap minggu.",
    )
    return Weeks(tuple(found), levels.last, (note,))


def is_running_total(values: Sequence[float]) -> bool:
    """Do values pile up, like followers, rather than come anew each week?"""
    steps = [b - a for a, b in zip(values, values[1:], strict=False)]
    if not any(steps):
        return False
    rising = sum(step >= 0 for step in steps) / len(steps)
    usual = median(abs(value) for value in values)
    return rising >= PILED_STEPS and median(abs(s) for s in steps) <= PILED_CHANGE * usual


def _weekly(days: Mapping[date, float], ordered: Sequence[date]) -> Weeks:
    last = ordered[-1]
    places = {round((last - day).days / 7): days[day] for day in ordered}
    values = tuple(places.get(back, nan) for back in range(max(places), -1, -1))
    note = say(
        "Each row is one week; the newest is of {d}.",
        "Setiap baris adalah satu minggu; yang terbaru tanggal {d}.",
        d=last,
    )
    return Weeks(values, last, (note,))


def _gap(ordered: Sequence[date]) -> float:
    gaps = [(b - a).days for a, b in zip(ordered, ordered[1:], strict=False)]
    return median(gaps) if gaps else 1


def _flow_notes(count: int, holes: int, last: date) -> tuple[Text, ...]:
    first = say(
        "Days were added up to {n} complete weeks ending on {d}.",
        "Hari dijumlahkan menjadi {n} minggu lengkap yang berakhir pada {d}.",
        n=count,
        d=last,
    )
    if not holes:
        return (first,)
    second = say(
        "In {n} of them a day is missing, so they are left out.",
        "Pada {n} di antaranya ada hari yang hilang, jadi tidak dipakai.",
        n=holes,
    )
    return (first, second)


def _unreadable(place: int, day: str, value: str) -> ProblemError:
    return invalid(
        say(
            "Row {n} cannot be read: {d}, {v}.",
            "Baris {n} tidak dapat dibaca: {d}, {v}.",
            n=place,
            d=repr(day),
            v=repr(value),
        ),
        Text(
            "Write a date such as 2026-10-31 and a number.",
            "Tulis tanggal seperti 2026-10-31 dan sebuah angka.",
        ),
    )
