"""Template tags for words, numbers, icons and static files; available in every template."""

import hashlib
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tolok.core import text
from tolok.core.kpi.measure_words import measure_words
from tolok.render.icons import icon as icon_markup

register = template.Library()


def _language() -> str:
    return "id" if (get_language() or "en").startswith("id") else "en"


@register.filter
def words(value: text.Text | None) -> str:
    """A `Text` in the reader's language."""
    return "" if value is None else value.to(_language())


@register.filter
def num(value: text.Number | None, digits: int | None = None) -> str:
    """A number as the reader writes it; `–` when it is unknown (or missing in the template)."""
    return "–" if value in (None, "") else text.number(value, _language(), digits=digits)


@register.filter
def pct(share: text.Number | None, digits: int | None = None) -> str:
    """A fraction as a percentage; `–` when it is unknown."""
    return "–" if share is None else text.percent(share, _language(), digits=digits)


@register.filter
def day(value: date | None) -> str:
    return "–" if value is None else text.day(value, _language())


@register.filter
def day_short(value: date | None) -> str:
    """Without the year, for places where it is plain."""
    return "–" if value is None else text.day(value, _language(), year=False)


@register.filter
def iso_day(written: str) -> str:
    """A day as a report keeps it, as the reader writes it."""
    return day(date.fromisoformat(written))


@register.filter
def measure(id: str) -> str:
    """The name of a count."""
    return measure_words(id).to(_language())


@register.filter
def day_brief(value: date | None) -> str:
    """For narrow columns: `14 Nov 2025`."""
    if value is None:
        return "–"
    number, month, year = text.day(value, _language()).split()
    return f"{number} {month[:3]} {year}"


@register.filter
def clock(value: datetime) -> str:
    """The time on the clock that the value itself carries: `14:30`, `14.30`."""
    return f"{value:%H.%M}" if _language() == "id" else f"{value:%H:%M}"


@register.filter
def moment(value: datetime | None, zone: str = "UTC") -> str:
    """A point in time on the clock of `zone`: `24 November 2026, 14:30`."""
    if value is None:
        return "–"
    local = value.astimezone(ZoneInfo(zone or "UTC"))
    clock = f"{local:%H.%M}" if _language() == "id" else f"{local:%H:%M}"
    return f"{text.day(local.date(), _language())}, {clock}"


@register.simple_tag
def icon(name: str, small: bool = False) -> SafeString:
    """One of our own icons, hidden from screen readers: the word beside it says it all."""
    return mark_safe(icon_markup(name, small=small))  # noqa: S308 - fixed markup of ours


@register.simple_tag
def asset(path: str) -> str:
    """The address of a built file, with a hash of its content so that it may be kept for ever."""
    return f"{static(path)}?v={_hash(path)}"


@cache
def _hash(path: str) -> str:
    found = finders.find(path)
    if not found:
        return "missing"
    with open(found, "rb") as file:  # noqa: PTH123 - finders return str
        return hashlib.sha256(file.read()).hexdigest()[:10]


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """The present address with some query parameters changed (None removes one)."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return format_html("?{}", mark_safe(query.urlencode()))  # noqa: S308 - urlencoded
