"""The numbers of a wish, as English and Indonesian write them: 1,500 and 1.500, 4.5 and 4,5 %.

A number that reads in two ways in the wish's own language has no value; it is never guessed.
"""

import re
from dataclasses import dataclass
from decimal import Decimal


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EN = _words(
    "get gain reach raise increase grow by within in the next of to a an per week month months "
    "weeks year new followers visits likes more every each from on post posts rate and"
)
_ID = _words(
    "dapatkan capai raih tingkatkan naikkan turunkan dalam hingga sampai sebelum depan dari "
    "menjadi sebesar setiap tiap minggu bulan tahun baru pengikut kunjungan suka lebih banyak di "
    "yang dan orang keterlibatan tingkat sebanyak selama akhir persen"
)
_SCALES = {
    "k": 10**3, "thousand": 10**3, "rb": 10**3, "ribu": 10**3,
    "million": 10**6, "jt": 10**6, "juta": 10**6,
}  # fmt: skip
_WORDS = {"seratus": 100, "seribu": 1000, "sejuta": 10**6}
_FACTORS = {
    "double": 1.0, "twice": 1.0, "gandakan": 1.0, "menggandakan": 1.0, "dua kali lipat": 1.0,
    "triple": 2.0, "tiga kali lipat": 2.0, "halve": -0.5,
}  # fmt: skip
_SECONDS = {
    "second": 1, "seconds": 1, "detik": 1, "minute": 60, "minutes": 60, "menit": 60,
    "hour": 3600, "hours": 3600, "jam": 3600,
}  # fmt: skip
_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)*"
_CODES = r"(?:rp\.?|idr|usd|eur|sgd|myr|\$|€|£)\s*"
_TOKEN = re.compile(
    rf"(?<![\w@#.,-])(?P<code>{_CODES})?(?P<digits>{_DIGITS})"
    r"(?:\s*(?P<scale>k|rb|jt)\b|\s+(?P<long>thousand|ribu|million|juta)\b)?"
    r"(?:\s*(?P<points>percentage points?|poin persen\w*)"
    r"|\s*(?P<percent>%|percent\b|per cent\b|persen\b)"
    r"|\s+(?P<time>seconds?|detik|minutes?|menit|hours?|jam)\b)?(?![\w%])"
)
_FACTOR = re.compile(
    rf"\b(?:{'|'.join(sorted(_FACTORS, key=len, reverse=True))}"
    r"|(?P<words>seratus|seribu|sejuta))\b"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A number as it stands in the wish. `value` None: it reads in more than one way.

    `share`: a fraction, from "20 %" or "double" (`change`); `seconds`: a length of time.
    """

    words: str
    start: int
    end: int
    value: float | None = None
    share: bool = False
    change: bool = False  # "double", "halve": a change and nothing else
    seconds: bool = False
    money: str = ""  # the currency's sign or code that stands before it
    year: bool = False  # 2000–2099 without a unit: may be a year


def language_of(wish: str, otherwise: str = "") -> str:
    """ "en" or "id", by which small words stand in the wish; `otherwise` when that is even."""
    found = re.findall(r"[a-z]+", wish.casefold())
    english, indonesian = (sum(word in known for word in found) for known in (_EN, _ID))
    if english == indonesian:
        return otherwise
    return "en" if english > indonesian else "id"


def numbers_in(text: str, language: str) -> list[Said]:
    """Every number of a text in small letters, in the order in which they stand."""
    found = [_said(match, language) for match in _TOKEN.finditer(text)]
    found += [_in_words(match) for match in _FACTOR.finditer(text)]
    return sorted(found, key=lambda one: one.start)


def read_digits(digits: str, language: str) -> Decimal | None:
    """`1.500` is fifteen hundred in Indonesian; in English it could be 1.5 too: None."""
    plain = re.sub(r"[ \u00a0\u202f]", "", digits)
    marks = re.findall(r"[.,]", plain)
    if not marks:
        return Decimal(plain)
    if len(set(marks)) == 2:
        return _both_marks(plain, marks)
    mark = marks[0]
    parts = plain.split(mark)
    grouped = len(parts[0]) <= 3 and parts[0] != "0" and all(len(p) == 3 for p in parts[1:])
    if len(marks) > 1:
        return Decimal("".join(parts)) if grouped else None
    if not grouped:
        return Decimal(".".join(parts))
    thousands = {"en": ",", "id": "."}.get(language, "")
    return Decimal("".join(parts)) if mark == thousands else None


def _both_marks(plain: str, marks: list[str]) -> Decimal | None:
    """1,234.5 and 1.234,5: the last mark, standing once, is the decimal one."""
    last = marks[-1]
    if marks.count(last) != 1:
        return None
    whole, _, part = plain.rpartition(last)
    groups = re.split(r"[.,]", whole)
    if len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:]):
        return None
    return Decimal("".join(groups) + "." + part)


def _said(match: re.Match[str], language: str) -> Said:
    part = match.groupdict()
    read = read_digits(part["digits"], language)
    scale = _SCALES.get(part["scale"] or part["long"] or "", 1)
    percent, time = part["percent"], part["time"]
    value = None if read is None or part["points"] else float(read * scale)
    if value is not None and percent:
        value = float(read * scale / 100) if read is not None else None
    if value is not None and time:
        value *= _SECONDS[time]
    bare = match.group().strip() == part["digits"]
    return Said(
        words=match.group().strip(),
        start=match.start(),
        end=match.end(),
        value=value,
        share=bool(percent),
        seconds=bool(time),
        money=(part["code"] or "").strip(" ."),
        year=bare and bool(re.fullmatch(r"20\d\d", part["digits"])),
    )


def _in_words(match: re.Match[str]) -> Said:
    words = match.group()
    if words in _WORDS:
        return Said(words, match.start(), match.end(), float(_WORDS[words]))
    return Said(words, match.start(), match.end(), _FACTORS[words], share=True, change=True)
