"""The days of a wish: "by 31 March", "dalam 3 bulan", "next quarter", as a first and a last day.

Days that can be meant in two ways ("by 2027", 03/04/2027, a day that is over) are left open.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tolok.core.goals.calendar_words import COUNT, COUNTS, MONTH, MONTHS, SPAN, SPANS
from tolok.core.goals.wizard import end_of, months_later, start_of
from tolok.core.text import Text, say

LONGEST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Days:
    """`end` None: no deadline was read, and `open` says why where there were words for one."""

    words: str = ""
    start: date | None = None
    end: date | None = None
    open: Text | None = None


def days_in(text: str, today: date, language: str) -> tuple[Days, str]:
    """The days, and the text (same length) with their words blanked out."""
    found: list[Days] = []
    for pattern, read in _PATTERNS:
        for match in list(pattern.finditer(text)):
            found.append(_checked(_read(match, read, today, language), today))
            text = _blank(text, match)
    if len({(one.start, one.end) for one in found}) > 1:
        words = "; ".join(one.words for one in found)
        return Days(words, open=_several(words)), text
    return (found[0] if found else Days()), text


Read = Callable[[re.Match[str], date, str], tuple[date | None, date | None] | None]


def _read(match: re.Match[str], read: Read, today: date, language: str) -> Days:
    words = match.group().strip()
    try:
        days = read(match, today, language)
    except (ValueError, OverflowError):  # 31 February, the year 12000
        days = None
    if days is None:
        return Days(words, open=_unclear(words))
    return Days(words, *days)


def _checked(found: Days, today: date) -> Days:
    if found.end is None:
        return found
    if found.end <= today or found.start and found.end <= found.start:
        return Days(found.words, open=_over(found.words))
    if found.end.year > today.year + LONGEST_YEARS:
        return Days(found.words, open=_unclear(found.words))
    return found


def _blank(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " * len(match.group()) + text[match.end() :]


def _month(name: str) -> int:
    return MONTHS[name[:3]]


def _coming(today: date, month: int, day: int, year: str | None) -> date:
    """That day of the year named, else its next coming."""
    if year:
        return date(int(year), month, day)
    found = date(today.year, month, day)
    return found if found > today else date(today.year + 1, month, day)


def _named_day(match: re.Match[str], today: date, language: str) -> tuple[None, date]:
    part = match.groupdict()
    end = _coming(today, _month(part["month"]), int(part["day"]), part["year"])
    before = match.group().lstrip().startswith(("before", "sebelum"))
    return None, end - timedelta(days=before)


def _from_to(match: re.Match[str], today: date, language: str) -> tuple[date, date]:
    part = match.groupdict()
    end = _coming(today, _month(part["month2"]), int(part["day2"]), part["year2"])
    year = part["year"] or str(end.year)
    start = date(int(year), _month(part["month"]), int(part["day"]))
    if start > end and not part["year"]:
        start = start.replace(year=start.year - 1)
    return start, end


def _iso(match: re.Match[str], today: date, language: str) -> tuple[None, date]:
    return None, date.fromisoformat(match["iso"])


def _slashed(match: re.Match[str], today: date, language: str) -> tuple[None, date] | None:
    """Day first in Indonesian; in English only where one of both cannot be a month."""
    one, two, year = (int(match[name]) for name in ("one", "two", "year"))
    year += 2000 if year < 100 else 0
    if language == "id" or one > 12 or one == two:
        return None, date(year, two, one)
    return (None, date(year, one, two)) if two > 12 else None


def _whole_month(match: re.Match[str], today: date, language: str) -> tuple[date | None, date]:
    """ "by March": its last day; "before March": the day before; "in March": all of it."""
    part = match.groupdict()
    month = _month(part["month"])
    year = int(part["year"]) if part["year"] else today.year
    if not part["year"] and (month < today.month or _before(part) and month == today.month):
        year += 1
    first = date(year, month, 1)
    if _before(part):
        return None, first - timedelta(days=1)
    last = months_later(first, 1) - timedelta(days=1)
    inside = (part["how"] or "").strip() in ("in", "pada", "during", "selama")
    return (max(first, today) if inside else None), last


def _before(part: dict[str, str | None]) -> bool:
    return (part["how"] or "").strip() in ("before", "sebelum")


def _span(match: re.Match[str], today: date, language: str) -> tuple[date, date] | None:
    """So many days, weeks, months … from today on."""
    part = match.groupdict()
    count = part["count"]
    n = int(count) if count.isdigit() else COUNTS[count]
    return (today, _after(today, n, SPANS[part["span"]])) if n else None


def _after(start: date, n: int, span: str) -> date:
    if span == "day":
        return start + timedelta(days=n - 1)
    if span == "week":
        return end_of(start, weeks=n)
    return end_of(start, months=n * {"month": 1, "quarter": 3, "year": 12}[span])


def _one_span(match: re.Match[str], today: date, language: str) -> tuple[date, date]:
    """ "dalam sebulan": within one month."""
    return today, _after(today, 1, SPANS[match["one"]])


def _half_year(match: re.Match[str], today: date, language: str) -> tuple[date, date]:
    return today, end_of(today, months=6)


def _next(match: re.Match[str], today: date, language: str) -> tuple[date, date] | None:
    span = SPANS[match["span"]]
    if span in ("month", "quarter"):
        start = start_of(f"next_{span}", today)
        return start, _after(start, 1, span)
    if span == "year":
        return date(today.year + 1, 1, 1), date(today.year + 1, 12, 31)
    return None


def _this(match: re.Match[str], today: date, language: str) -> tuple[date | None, date] | None:
    """ "this quarter", "by the end of the year": the last day of the one that runs."""
    span = SPANS[match["span"]]
    if span == "month":
        return None, start_of("next_month", today) - timedelta(days=1)
    if span == "quarter":
        return None, start_of("next_quarter", today) - timedelta(days=1)
    return (None, date(today.year, 12, 31)) if span == "year" else None


def _quarter(match: re.Match[str], today: date, language: str) -> tuple[date, date]:
    part = match.groupdict()
    month = int(part["quarter"]) * 3 - 2
    year = int(part["year"]) if part["year"] else today.year
    last = end_of(date(year, month, 1), months=3)
    if not part["year"] and last <= today:
        year += 1
    start = date(year, month, 1)
    end = end_of(start, months=3)
    return (max(start, today) if end > today else start), end


def _year(match: re.Match[str], today: date, language: str) -> tuple[date, date] | None:
    """ "in 2027" is the whole year; "by 2027" may end with 2026 or with 2027."""
    year = int(match["year"])
    if match["how"].strip() not in ("in", "pada", "during", "selama"):
        return None
    return max(date(year, 1, 1), today), date(year, 12, 31)


def _never(match: re.Match[str], today: date, language: str) -> None:
    """Words for days that name no day: "mid-March", "early next year"."""
    return


_HOW = r"(?P<how>\b(?:by|until|till|before|in|during|sebelum|hingga|sampai|pada|selama)\s+)"
_END = (
    r"(?:\b(?:by|until|before|hingga|sampai|sebelum|pada)\s+)?(?:the\s+)?"
    r"(?:\bend of|\bakhir)\s+(?:the\s+)?"
)
_DAY = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}(?:,?\s+(?P<year>20\d\d))?"
_DAY2 = _DAY.replace("<day>", "<day2>").replace("<month>", "<month2>").replace("<year>", "<year2>")


def _p(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_PATTERNS: tuple[tuple[re.Pattern[str], Read], ...] = (
    (_p(r"\b(?:mid|middle of|early|late|beginning of|awal|pertengahan)[ -]+"
        rf"(?:the\s+)?(?:next\s+)?(?:{MONTH}|{SPAN})\b(?:\s+(?:20\d\d|depan|ini))?"), _never),
    (_p(rf"\b(?:from|between|dari|antara|mulai)\s+{_DAY}\s+"
        rf"(?:to|until|till|and|sampai|hingga|dan)\s+{_DAY2}\b"), _from_to),
    (_p(rf"(?:\b(?:by|until|before|on|hingga|sampai|sebelum|pada|tanggal)\s+)*\b{_DAY}\b"),
     _named_day),
    (_p(rf"(?:\b(?:by|until|before|on)\s+)?\b{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"
        r"(?:,?\s+(?P<year>20\d\d))?"), _named_day),
    (_p(r"(?<!\d)(?P<iso>\d{4}-\d{2}-\d{2})(?!\d)"), _iso),
    (_p(r"(?<!\d)(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>\d{4}|\d\d)(?!\d)"), _slashed),
    (_p(rf"(?P<how>{_END}){MONTH}\b(?:\s+(?P<year>20\d\d))?"), _whole_month),
    (_p(rf"{_HOW}{MONTH}\b(?:\s+(?P<year>20\d\d))?"), _whole_month),
    (_p(rf"(?P<how>\b){MONTH}\s+(?P<year>20\d\d)\b"), _whole_month),
    (_p(rf"{_END}(?P<span>year|month|quarter|tahun|bulan|kuartal)\b(?:\s+ini)?|"
        r"\b(?:by\s+)?(?P<y>year)[- ]end\b"),
     lambda m, today, language: (None, date(today.year, 12, 31)) if m["y"]
     else _this(m, today, language)),
    (_p(r"(?:\b(?:in|by|during|pada|di)\s+)?\bq(?P<quarter>[1-4])\b(?:\s+(?P<year>20\d\d))?"),
     _quarter),
    (_p(r"(?:\b(?:in|within|over|dalam|selama)\s+)?(?:\bhalf a year\b|\bsetengah tahun\b)"),
     _half_year),
    (_p(r"\b(?:dalam|selama)\s+(?:waktu\s+)?se(?P<one>minggu|pekan|bulan|tahun)\b"), _one_span),
    (_p(r"\b(?:within|in|over|for|during|dalam|selama)\s+(?:the\s+)?(?:next\s+|coming\s+|waktu\s+)?"
        rf"(?P<count>{COUNT})\s+{SPAN}\b(?:\s+(?:ke depan|mendatang|depan))?"), _span),
    (_p(rf"\b(?:the\s+)?(?:next|coming)\s+(?P<count>{COUNT})\s+{SPAN}\b"), _span),
    (_p(rf"\b(?P<count>{COUNT})\s+{SPAN}\s+(?:ke depan|mendatang|depan)\b"), _span),
    (_p(rf"(?:\b(?:in|within|during|over|by)\s+)?(?:\bthe\s+)?\b(?:next|coming)\s+{SPAN}\b"),
     _next),
    (_p(rf"(?:\b(?:in|within|during|over|by)\s+)?\bthis\s+{SPAN}\b"), _this),
    (_p(rf"(?:\b(?:pada|dalam|di)\s+)?\b{SPAN}\s+(?:depan|mendatang)\b"), _next),
    (_p(rf"(?:\b(?:pada|dalam|di)\s+)?\b{SPAN}\s+ini\b"), _this),
    (_p(rf"{_HOW}(?:tahun\s+)?(?P<year>20\d\d)\b(?!\s*[\w%])"), _year),
)  # fmt: skip


def _unclear(words: str) -> Text:
    return say(
        "“{w}” does not name one day: set the deadline yourself.",
        "“{w}” tidak menunjuk satu hari: tetapkan tenggatnya sendiri.",
        w=words,
    )


def _over(words: str) -> Text:
    return say(
        "“{w}” is over already: set the deadline yourself.",
        "“{w}” sudah lewat: tetapkan tenggatnya sendiri.",
        w=words,
    )


def _several(words: str) -> Text:
    return say(
        "Several days are named ({w}): set the deadline yourself.",
        "Ada beberapa waktu ({w}): tetapkan tenggatnya sendiri.",
        w=words,
    )
