"""A number with its unit, as each language writes it: `4.5 %`, `IDR 1,800,000`, `60 minutes`."""

from decimal import Decimal

from tolok.core.quantity import Money
from tolok.core.text import Text, number, say

_ZERO_DECIMALS = frozenset({"IDR", "JPY", "KRW", "VND"})


def amount(value: float, unit: str = "count", currency: str = "") -> Text:
    """`unit` is the KPI's: percent (value is a fraction), currency, seconds, days, or a count."""
    if unit == "percent":
        return say("{n} %", "{n} %", n=_plain(value * 100))
    if unit == "currency":
        return money(Money(Decimal(str(value)), currency)) if currency else _plain(value)
    if unit == "seconds":
        return _time(value)
    if unit == "days":
        return _counted(value, "day", "hari")
    return _plain(value)


def money(value: Money) -> Text:
    """`USD 0.50`, `IDR 1.800.000`: the ISO code first, so no sign can be mistaken."""
    whole = value.currency in _ZERO_DECIMALS or value.amount == value.amount.to_integral_value()
    digits = 0 if whole else 2
    return Text(
        f"{value.currency} {number(value.amount, 'en', digits=digits)}",
        f"{value.currency} {number(value.amount, 'id', digits=digits)}",
    )


def _plain(value: float) -> Text:
    """About three figures, without zeros that only fill up."""
    size = abs(value)
    digits = 0 if size >= 1000 else 1 if size >= 10 else 2 if size >= 0.1 else 4
    while digits and round(value, digits) == round(value, digits - 1):
        digits -= 1
    return Text(number(value, "en", digits=digits), number(value, "id", digits=digits))


def _time(seconds: float) -> Text:
    if seconds >= 7200 and seconds % 3600 == 0:
        return _counted(seconds / 3600, "hour", "jam")
    if seconds >= 60 and seconds % 60 == 0:
        return _counted(seconds / 60, "minute", "menit")
    return _counted(seconds, "second", "detik")


def _counted(value: float, en: str, id: str) -> Text:
    return say("{n} " + (en if value == 1 else f"{en}s"), "{n} " + id, n=_plain(value))
