"""Holidays and days of note for the calendar: fixed days, weekdays of a month, days around Easter.

Days that a decree or the moon sets each year are left out, and each file says which they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from tolok.core.reading import Table, read_toml
from tolok.core.text import Text

KINDS = ("fixed", "weekday", "easter")
SHIFTS = ("", "next", "nearest")
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Holiday:
    """`free`: people are off work. `instead`: it stands in for one on a weekend."""

    day: date
    name: Text
    country: str
    free: bool
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """`nth` −1: the last such weekday of the month. `offset`: days from Easter Sunday.

    `shift`: when it is on a weekend, people are off on the next free weekday, or the nearest one.
    """

    kind: str
    name: Text
    free: bool
    month: int = 0
    day: int = 0
    nth: int = 0
    weekday: int = 0
    offset: int = 0
    shift: str = ""
    since: int = 1
    until: int = MAXYEAR

    def on(self, year: int) -> date | None:
        """The day in this year, None when there is none (29 February, before it was made)."""
        if not self.since <= year <= self.until:
            return None
        if self.kind == "easter":
            return easter(year) + timedelta(days=self.offset)
        if self.kind == "weekday":
            return _nth_weekday(year, self.month, self.weekday, self.nth)
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class HolidayList:
    """One country's (or the world's) days. `left_out`: what a reader will miss, and why."""

    id: str
    name: Text
    rules: tuple[Rule, ...]
    source: str
    checked: date
    left_out: Text

    def between(self, first: date, last: date) -> tuple[Holiday, ...]:
        """In order; the last days of a year may come from a rule of the next."""
        found = [
            holiday
            for year in range(max(2, first.year) - 1, min(last.year + 1, MAXYEAR - 1) + 1)
            for holiday in self._in(year)
            if first <= holiday.day <= last
        ]
        return tuple(sorted(found, key=lambda each: (each.day, each.name.en)))

    def _in(self, year: int) -> Iterator[Holiday]:
        dated = [(day, rule) for rule in self.rules if (day := rule.on(year))]
        taken = {day for day, rule in dated if rule.free}
        for day, rule in sorted(dated, key=lambda each: each[0]):
            yield Holiday(day, rule.name, self.id, rule.free)
            other = _instead(day, rule.shift, taken)
            if other != day:
                taken.add(other)
                yield Holiday(other, rule.name, self.id, rule.free, instead=True)


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the Gregorian rule of 1582)."""
    golden, century = year % 19, year // 100
    leaps = century - century // 4 - (8 * century + 13) // 25
    moon = (leaps + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    sunday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    away = moon - sunday
    month = 3 + (away + 40) // 44
    return date(year, month, away + 28 - 31 * (month // 4))


def load_holidays(text: str, file: str) -> HolidayList:
    """Read one file; refuses it by file, key and reason."""
    top = read_toml(text, file)
    id = top.text("id")
    if file.rpartition("/")[2] != f"{id}.toml":
        raise top.refuse("id", f"the file must be called {id}.toml", f"nama berkas harus {id}.toml")
    checked = top.day("checked")
    if checked is None:
        raise top.refuse("checked", "missing", "tidak ada")
    made = HolidayList(
        id=id,
        name=top.words("name"),
        rules=tuple(_rule(table) for table in top.tables("day")),
        source=top.text("source"),
        checked=checked,
        left_out=top.words("left_out"),
    )
    top.done()
    return made


def _rule(table: Table) -> Rule:
    kind = table.one_of("kind", KINDS)
    dated = kind != "easter"
    made = Rule(
        kind=kind,
        name=table.own_words(),
        free=table.flag("free"),
        month=_within(table, "month", 1, 12) if dated else 0,
        day=_within(table, "day", 1, 31) if kind == "fixed" else 0,
        nth=_within(table, "nth", -1, 5) if kind == "weekday" else 0,
        weekday=_within(table, "weekday", 0, 6) if kind == "weekday" else 0,
        offset=_within(table, "offset", -100, 100) if kind == "easter" else 0,
        shift=table.one_of("shift", SHIFTS) if table.has("shift") else "",
        since=_within(table, "since", 1, MAXYEAR) if table.has("since") else 1,
        until=_within(table, "until", 1, MAXYEAR) if table.has("until") else MAXYEAR,
    )
    if kind == "weekday" and made.nth == 0:
        raise table.refuse("nth", "must be 1 to 5, or -1", "harus 1 sampai 5, atau -1")
    if made.month and made.day and not _exists(made.month, made.day):
        raise table.refuse("day", "this month has no such day", "bulan ini tidak punya tanggal itu")
    table.done()
    return made


def _within(table: Table, key: str, low: int, high: int) -> int:
    value = table.whole(key)
    if not low <= value <= high:
        raise table.refuse(
            key, f"must lie between {low} and {high}", f"harus antara {low} dan {high}"
        )
    return value


def _exists(month: int, day: int) -> bool:
    try:
        date(2024, month, day)
    except ValueError:
        return False
    return True


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    if nth < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None


def _instead(day: date, shift: str, taken: set[date]) -> date:
    if not shift or day.weekday() < SATURDAY:
        return day
    if shift == "nearest":
        return day + timedelta(days=-1 if day.weekday() == SATURDAY else 1)
    other = day + timedelta(days=1)
    while other.weekday() >= SATURDAY or other in taken:
        other += timedelta(days=1)
    return other
