"""Figures and days as charts and sheets write them: with the unit, short where room is short."""

from datetime import date
from decimal import Decimal

from tolok.core.text import Text, day, number, percent, written

Value = int | float | Decimal

MISSING = "–"
_SIGNS = {"IDR": "Rp", "USD": "US$", "EUR": "€", "GBP": "£", "SGD": "S$", "MYR": "RM", "JPY": "¥"}
_WHOLE = {"IDR", "JPY"}  # currencies written without a fraction
_SHORT = (
    (1_000_000_000, Text("bn", " M")),
    (1_000_000, Text("m", " jt")),
    (1_000, Text("k", " rb")),
)


def amount(value: Value | None, unit: str, language: str, *, currency: str | None = None) -> str:
    """`4.6 %`, `Rp 1,240`, `1 h 44 min`; a dash for what is unknown. Percent values are shares."""
    if value is None:
        return MISSING
    if unit == "percent":
        return percent(value, language)
    if unit == "currency":
        return _money(value, language, currency)
    if unit == "seconds":
        return _duration(float(value), language)
    if unit == "days":
        return f"{number(value, language)} {Text('days', 'hari').to(language)}"
    if unit in {"ratio", "score"}:
        return number(value, language, digits=0 if value == int(value) else 2)
    return number(value, language)


def tick(value: Value, unit: str, language: str) -> str:
    """A value on an axis: `15k` and `15 rb`, `2.5 %`, `90 min`."""
    size = abs(float(value))
    if unit == "percent":
        return f"{plain(float(value) * 100, language)} %"
    if unit == "seconds":
        return _duration(float(value), language)
    for least, mark in _SHORT:
        if size >= least and (least > 1000 or size >= 2000):
            return plain(float(value) / least, language) + mark.to(language)
    return plain(float(value), language)


def plain(value: float, language: str) -> str:
    """As many digits as the value has, four at most: axis values are round."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    digits = len(text.partition(".")[2])
    return number(value, language, digits=digits)


def short_day(value: date, language: str, *, year: bool = False) -> str:
    """`21 Sep`, `17 Okt`, with the year where asked."""
    parts = day(value, language).split(" ")
    parts[1] = parts[1][:3]
    return " ".join(parts if year else parts[:2])


def _money(value: Value, language: str, currency: str | None) -> str:
    code = currency or ""
    digits = 0 if code in _WHOLE or abs(float(value)) >= 1000 else 2
    return f"{_SIGNS.get(code, code)} {number(value, language, digits=digits)}".strip()


def _duration(seconds: float, language: str) -> str:
    if abs(seconds) < 60:
        return f"{number(seconds, language, digits=0)} {Text('s', 'dtk').to(language)}"
    minutes = round(seconds / 60)
    if minutes < 120:
        return f"{minutes} {Text('min', 'mnt').to(language)}"
    hours, rest = divmod(minutes, 60)
    if hours >= 72:
        return f"{written(round(hours / 24), language)} {Text('days', 'hari').to(language)}"
    tail = f" {rest} {Text('min', 'mnt').to(language)}" if rest else ""
    return f"{hours} {Text('h', 'jam').to(language)}{tail}"
