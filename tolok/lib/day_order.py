"""Settle the days of a whole column at once: their order of digits, and the years left out.

One cell may fit two days; a column seldom does. Refuses to choose where it still does.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from tolok.core.ports import Answers, Question
from tolok.core.sheet import Cell
from tolok.core.text import Text
from tolok.lib.cells import CellError, is_blank
from tolok.lib.dates import date_orders, read_date

_LEAP = date(2024, 12, 30)  # any day and month exists not after the day behind it
_YEARS_BACK = 9
_WITHIN = 300  # days; a file that spans more is read in its shorter direction
Days = list[date | CellError]

WHICH_ORDER = Question(
    id="date_order",
    words=Text(
        "Which stands first in the dates of this file?",
        "Mana yang ditulis lebih dulu pada tanggal di berkas ini?",
    ),
    choices={
        "dmy": Text("The day (31/12/2025)", "Hari (31/12/2025)"),
        "mdy": Text("The month (12/31/2025)", "Bulan (12/31/2025)"),
        "ymd": Text("The year (25/12/31)", "Tahun (25/12/31)"),
    },
)


def settle_order(cells: Sequence[Cell]) -> str | None:
    """ "" when no order is needed, one order when it is sure, None when a person must say.

    Sure also means: only under this order do the days follow each other closely.
    """
    kept = [c for c in cells if not is_blank(c)]
    orders = date_orders(kept)
    if not orders:
        orders = date_orders([c for c in kept if _is_date(c)])
    if len(orders) < 2:
        return next(iter(orders), "")
    close = [order for order in orders if _is_close(kept, order)]
    return close[0] if len(close) == 1 else None


def settle_days(cells: Sequence[Cell], order: str, answers: Answers) -> Days:
    """One day (or the reason why not) per cell. Years left out are counted back from the newest.

    The last year is that of `answers` "year", or the latest in which no day lies after the day
    the file was received; it steps back where the days cross New Year.
    """
    found: Days = []
    open_years: list[tuple[int, int, int]] = []  # place, month, day
    for place, cell in enumerate(cells):
        try:
            found.append(read_date(cell, order))
        except CellError as error:
            found.append(error)
            part = _month_and_day(cell, order)
            if part:
                open_years.append((place, *part))
    for place, day in _with_years(open_years, answers):
        found[place] = day
    return found


def lacks_year(cell: Cell) -> bool:
    """A day and a month, and no year."""
    try:
        read_date(cell)
    except CellError:
        return _month_and_day(cell, "") is not None
    return False


def _is_date(cell: Cell) -> bool:
    return bool(date_orders([cell]))


def _is_close(cells: Sequence[Cell], order: str) -> bool:
    days = [d for d in (_read(c, order) for c in cells) if d]
    return len(set(days)) > 3 and (max(days) - min(days)).days < 2 * len(set(days))


def _read(cell: Cell, order: str) -> date | None:
    try:
        return read_date(cell, order)
    except CellError:
        return None


def _month_and_day(cell: Cell, order: str) -> tuple[int, int] | None:
    try:
        day = read_date(cell, order, _LEAP)
    except CellError:
        return None
    return (day.month, day.day)


def _with_years(parts: Sequence[tuple[int, int, int]], answers: Answers) -> list[tuple[int, date]]:
    """(place, day) for every part; nothing when neither a year nor a day of receipt is known."""
    said = answers.get("year")
    if not parts or not (said.isdigit() or answers.today):
        return []
    newest_first = list(reversed(parts)) if _ascends(parts) else list(parts)
    limit = None if said.isdigit() or not answers.today else answers.today + timedelta(days=1)
    top = int(said) if said.isdigit() else (limit.year if limit else 0)
    for year in range(top, top - _YEARS_BACK, -1):
        days = _count_back(newest_first, year)
        if days and (limit is None or days[0][1] <= limit):
            return days
    return []


def _ascends(parts: Sequence[tuple[int, int, int]]) -> bool:
    """Oldest first, as TikTok writes, unless that would take the file far around the year."""
    days = [date(2024, month, day).timetuple().tm_yday for _, month, day in parts]
    steps = list(zip(days, days[1:], strict=False))
    forward = sum((b - a) % 366 for a, b in steps)
    return forward <= _WITHIN or forward <= sum((a - b) % 366 for a, b in steps)


def _count_back(newest_first: Sequence[tuple[int, int, int]], year: int) -> list[tuple[int, date]]:
    """Empty when a 29 February would fall into a year without one."""
    found: list[tuple[int, date]] = []
    for place, month, day in newest_first:
        if found and (month, day) > (found[-1][1].month, found[-1][1].day):
            year -= 1
        try:
            found.append((place, date(year, month, day)))
        except ValueError:
            return []
    return found
