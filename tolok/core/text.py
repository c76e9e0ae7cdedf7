"""Words in both languages, side by side, with numbers and dates as each language writes them.

Sentences that the core composes (verdicts, reasons, problems) are a `Text`: both languages at once,
because the API returns both and a reader of the code sees at a glance that neither is missing.
Page furniture is translated with gettext in `tolok/web/locale` instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LANGUAGES = ("en", "id")
Number = int | float | Decimal

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
}


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in English and Indonesian."""

    en: str
    id: str

    def to(self, language: str) -> str:
        """The words in `language` ("en", "id", "id-ID" …); English when it is another one."""
        return self.id if language.startswith("id") else self.en

    def as_dict(self) -> dict[str, str]:
        return {"en": self.en, "id": self.id}

    @classmethod
    def from_dict(cls, words: Mapping[str, str]) -> "Text":
        return cls(en=words["en"], id=words["id"])

    @classmethod
    def same(cls, words: str) -> "Text":
        """For names that are not translated (a file name, a handle)."""
        return cls(en=words, id=words)


def say(en: str, id: str, **values: object) -> Text:
    """Fill both templates; numbers, dates and nested `Text`s appear as each language writes them.

    >>> say("{n} posts", "{n} post", n=1234.5)
    Text(en='1,234.5 posts', id='1.234,5 post')
    """
    return Text(
        en=en.format(**{k: written(v, "en") for k, v in values.items()}),
        id=id.format(**{k: written(v, "id") for k, v in values.items()}),
    )


def written(value: object, language: str) -> str:
    """One value as a reader of `language` would write it."""
    if isinstance(value, Text):
        return value.to(language)
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float | Decimal):
        return number(value, language)
    if isinstance(value, date):
        return day(value, language)
    return str(value)


def number(value: Number, language: str, *, digits: int | None = None) -> str:
    """`1,234.5` in English, `1.234,5` in Indonesian.

    Without `digits`, whole numbers have none, others as many as it takes to show three figures.
    """
    if digits is None:
        digits = _digits(value)
    text = f"{value:,.{digits}f}"
    if text.startswith("-") and not text.strip("-0.,"):
        text = text[1:]
    return text if language != "id" else text.translate(str.maketrans(",.", ".,"))


def percent(share: Number, language: str, *, digits: int | None = None) -> str:
    """A fraction as a percentage: 0.0523 → `5.2 %`, `5,2 %`.

    Without `digits` there is one, and as many as two figures take below 0.1 %: 0.00064 → `0.064 %`.
    """
    hundred = float(share) * 100
    if digits is None:
        digits = _small_digits(hundred)
    return f"{number(hundred, language, digits=digits)} %"


def day(value: date, language: str, *, year: bool = True) -> str:
    """`31 March 2027`, `31 Maret 2027`."""
    month = _MONTHS["id" if language == "id" else "en"].split()[value.month - 1]
    return f"{value.day} {month} {value.year}" if year else f"{value.day} {month}"


def _small_digits(value: float) -> int:
    if not 1e-6 <= abs(value) < 0.1:
        return 1
    figures, _, power = f"{abs(value):.1e}".partition("e")
    return -int(power) + (0 if figures.endswith("0") else 1)


def _digits(value: Number) -> int:
    if value == int(value) or abs(float(value)) >= 1000:
        return 0
    size = abs(float(value))
    return 1 if size >= 10 else 2 if size >= 0.1 else 4
