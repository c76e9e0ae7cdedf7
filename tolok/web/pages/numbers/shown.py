"""What the templates of the Numbers pages are given: figures together with their drawings."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from tolok.core.text import Text
from tolok.render.amounts import short_day
from tolok.services.numbers import Overview
from tolok.services.numbers_audience import Audience
from tolok.services.numbers_breakdown import Breakdown, Row, dimensions
from tolok.services.numbers_keys import DIMENSIONS, named
from tolok.services.numbers_tiles import Tile
from tolok.services.numbers_view import FILTERS, PRESETS, View
from tolok.services.numbers_words import BASIS_WORDS, span
from tolok.web.pages.numbers import draw

GRAIN_WORDS = (
    ("day", Text("Days", "Hari")),
    ("week", Text("Weeks", "Minggu")),
    ("month", Text("Months", "Bulan")),
)
CHOSEN_FROM_LIST = ("network", "type", "campaign", "tag", "domain")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A tile as it stands on the page."""

    tile: Tile
    value: str
    spark: SafeString
    pace: SafeString
    foot: Text | None
    charted: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    value: str
    words: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the breakdown: its bar, and each cell with the column it belongs to."""

    row: Row
    bar: SafeString
    cells: tuple[tuple[Any, Text], ...]


def frame(view: View, language: str) -> dict[str, Any]:
    """The head of every Numbers page: period, comparison, filters."""
    before = view.before
    return {
        "view": view,
        "span": span(view.period, language),
        "before_span": span(before, language) if before else "",
        "presets": [Choice(p, words, p == view.preset) for p, words in PRESETS.items()],
        "filters": [(name, _choices(name, view)) for name in CHOSEN_FROM_LIST],
        "channels": [
            Choice(str(c.id), Text.same(c.name), str(c.id) == view.channel) for c in view.channels
        ],
        "topic": view.value_of("topic"),
        "chosen": _chosen(view),
        "held_span": (
            short_day(view.held.first, language, year=True),
            short_day(view.held.last, language, year=True),
        )
        if view.held.first and view.held.last
        else None,
    }


def _choices(name: str, view: View) -> list[Choice]:
    values = (
        tuple(sorted({c.network for c in view.channels}))
        if name == "network"
        else view.held.values.get(name, ())
    )
    now = view.value_of(name)
    listed = values if now in values or not now else (now, *values)
    return [Choice(v, named(name, v, view), v == now) for v in listed]


def _chosen(view: View) -> list[Text]:
    found = [named(s.dimension, v, view) for s in view.where for v in s.values]
    return ([named("channel", view.channel, view)] if view.channel else []) + found


def overview(found: Overview, view: View, language: str) -> dict[str, Any]:
    trend = found.trend
    ticks = {t.spec.id: t.ticks for t in found.tiles if t.ticks}
    charted = (trend.spec.id, trend.variant.id) if trend else ("", "")
    return {
        "tab": "overview",
        "found": found,
        "groups": [
            (group, [_drawn(tile, view, charted, language) for tile in group.tiles])
            for group in found.groups
        ],
        "trend_title": draw.trend_title(trend) if trend else None,
        "trend_chart": draw.trend_chart(trend, ticks.get(trend.spec.id), view.today, language)
        if trend and not trend.empty
        else "",
        "breakdown": found.breakdown,
        "has_total": bool(found.breakdown and any(c.total for c in found.breakdown.columns)),
        "by_name": _by_name(view),
        "by_head": DIMENSIONS.get(view.by, Text.same(view.by)),
        "basis": BASIS_WORDS[trend.series.frame.basis] if trend else None,
        "grains": GRAIN_WORDS,
        "lines": _lines(found.breakdown) if found.breakdown else [],
        "dimensions": dimensions(view),
        "heat": found.heat,
        "heat_chart": draw.heat_chart(found.heat, 0, language) if found.heat else "",
        "posts": found.posts,
        "filters_used": [f for f in FILTERS if view.value_of(f)],
    }


def _by_name(view: View) -> Text:
    words = DIMENSIONS.get(view.by, Text.same(view.by))
    return Text(words.en.lower(), words.id.lower())


def _drawn(tile: Tile, view: View, charted: tuple[str, str], language: str) -> Drawn:
    unit, currency = tile.figure.frame.unit, tile.figure.frame.currency
    ticks = tile.ticks
    return Drawn(
        tile,
        draw.value(tile, language),
        draw.spark(tile, view, language),
        draw.pace(ticks, unit, currency, language) if ticks else SafeString(""),
        draw.target_words(ticks, unit, currency) if ticks else tile.note,
        (tile.spec.id, tile.variant.id) == charted,
    )


def _lines(found: Breakdown) -> list[Line]:
    return [
        Line(row, draw.bar(row.share), tuple(zip(found.columns, row.words, strict=True)))
        for row in found.rows
    ]


def audience(found: Audience, language: str) -> dict[str, Any]:
    hours = {int(r.key): r.share for r in found.hours if r.key.isdigit() and r.share is not None}
    return {
        "tab": "audience",
        "found": found,
        "tables": [
            (table, [(row, draw.bar(row.share)) for row in table.rows]) for table in found.tables
        ],
        "hours": draw.hours_chart(hours, language) if hours else "",
    }
