"""What every Vega-Lite spec of ours begins with: schema, words, and the language of its axes."""

from datetime import date

from tolok.core.text import Text, day
from tolok.render.charts.model import Spec

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_WEEKDAYS = Text(
    "Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
    "Minggu Senin Selasa Rabu Kamis Jumat Sabtu",
)


def base(title: Text, summary: Text, language: str) -> Spec:
    return {
        "$schema": _SCHEMA,
        "description": summary.to(language),
        "title": {"text": title.to(language), "anchor": "start"},
        "width": 640,
        "height": 240,
        "usermeta": {"embedOptions": _locales(language)},
    }


def number_format(unit: str) -> str:
    """The d3 format of an axis: at most four figures, shares as percent."""
    return ".1~%" if unit == "percent" else ",.4~f"


def _locales(language: str) -> Spec:
    decimal, thousands = (",", ".") if language == "id" else (".", ",")
    months = [_month(number, language) for number in range(1, 13)]
    weekdays = _WEEKDAYS.to(language).split()
    return {
        "formatLocale": {
            "decimal": decimal,
            "thousands": thousands,
            "grouping": [3],
            "currency": ["", ""],
        },
        "timeFormatLocale": {
            "dateTime": "%e %b %Y, %H:%M",
            "date": "%e %b %Y",
            "time": "%H:%M",
            "periods": ["AM", "PM"],
            "days": weekdays,
            "shortDays": [name[:3] for name in weekdays],
            "months": months,
            "shortMonths": [name[:3] for name in months],
        },
    }


def _month(number: int, language: str) -> str:
    return day(date(2026, number, 1), language).split(" ")[1]
