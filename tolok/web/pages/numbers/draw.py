"""The drawings of the Numbers page: from figures to markup that is safe to print."""

from datetime import date

from django.utils.safestring import SafeString, mark_safe

from tolok.core.text import Text, say
from tolok.render.amounts import amount
from tolok.render.charts.bars import share_bar
from tolok.render.charts.columns import Column, Columns, columns
from tolok.render.charts.figure import figure
from tolok.render.charts.heat import Cell, Heat, heat
from tolok.render.charts.line import line_with_target
from tolok.render.charts.lines import Lines, Mark
from tolok.render.charts.pace import pace_bar
from tolok.render.charts.spark import sparkline
from tolok.services.numbers_heat import SLOT_HOURS
from tolok.services.numbers_heat import Heat as Times
from tolok.services.numbers_pace import Ticks
from tolok.services.numbers_tiles import Tile
from tolok.services.numbers_trend import PER, Trend
from tolok.services.numbers_view import View
from tolok.services.numbers_words import short_range, shown

_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}


def safe(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308 - drawn by us, data escaped where it is drawn


def spark(tile: Tile, view: View, language: str) -> SafeString:
    label = say("Trend over {n} days", "Tren selama {n} hari", n=view.period.days)
    return safe(sparkline(tile.spark, label=label.to(language)))


def value(tile: Tile, language: str) -> str:
    """The value of a tile: short where it is a range."""
    if tile.range:
        return short_range(tile.cell, language)
    frame = tile.figure.frame
    return amount(tile.cell.value, frame.unit, language, currency=frame.currency)


def pace(ticks: Ticks, unit: str, currency: str | None, language: str) -> SafeString:
    found = ticks.pace
    words = say(
        "{a} of {b}; expected by today {c}",
        "{a} dari {b}; seharusnya hari ini {c}",
        a=shown(found.actual, unit, currency),
        b=shown(found.aim, unit, currency),
        c=shown(_near(found.expected_value, unit), unit, currency),
    )
    bar = pace_bar(found.progress, found.expected, found.status, label=words.to(language))
    return safe(bar)


def _near(value: float | None, unit: str) -> float | None:
    """What is expected by today is no exact number: counts are shown whole."""
    return float(round(value)) if value is not None and unit == "count" else value


def target_words(ticks: Ticks, unit: str, currency: str | None) -> Text:
    aim = shown(ticks.aim, unit, currency)
    return say("Target {a} by {d}", "Target {a} sampai {d}", a=aim, d=ticks.window.end)


def trend_title(trend: Trend) -> Text:
    per = PER[trend.grain]
    return Text(f"{trend.spec.name.en} {per.en}", f"{trend.spec.name.id} {per.id}")


def trend_chart(trend: Trend, ticks: Ticks | None, today: date, language: str) -> SafeString:
    """A line where days were read one by one; columns where only few of them are known."""
    known = [v for _, v in trend.now if v is not None]
    frame = trend.series.frame
    title = trend_title(trend)
    if len(known) < 3:
        bars = tuple(
            Column(_name(day, trend.grain, language), v, strong=True) for day, v in trend.now
        )
        shown_bars = bars if len(bars) <= 40 else tuple(b for b in bars if b.value is not None)
        drawn = columns(
            Columns(
                id="trend",
                title=title,
                summary=trend.summary,
                unit=frame.unit,
                over=Text("Day", "Hari") if trend.grain == "day" else Text("From", "Mulai"),
                name=trend.spec.name,
                columns=shown_bars,
                currency=frame.currency,
            ),
            language,
        )
        return safe(figure(drawn, language, live=True))
    height = ticks.line(_DAYS[trend.grain]) if ticks else None
    lines = Lines(
        id="trend",
        title=title,
        summary=trend.summary,
        unit=frame.unit,
        measured=trend.now,
        before=trend.before,
        target=height,
        breaks=tuple(Mark(b.day, b.words) for b in frame.breaks),
        settling_from=frame.settling_from,
        peak=trend.peak,
        currency=frame.currency,
        zero=frame.unit != "count" or min(known) < max(known) * 0.7,
    )
    return safe(figure(line_with_target(lines, language), language, live=True))


def _name(day: date, grain: str, language: str) -> str:
    from_day = Text(f"{day.day}/{day.month}", f"{day.day}/{day.month}")
    return from_day.to(language) if grain in ("day", "week") else f"{day.month}/{day.year}"


def bar(share: float | None) -> SafeString:
    return safe(share_bar(share))


def heat_chart(times: Times, first_weekday: int, language: str) -> SafeString:
    maps = tuple(
        Heat(
            one.type,
            one.posts,
            tuple(Cell(s.weekday, s.hour, s.posts, s.ratio) for s in one.slots),
        )
        for one in times.maps
    )
    title = Text("When each type works", "Kapan tiap jenis berhasil")
    drawn = heat(
        "times",
        title,
        times.summary,
        maps,
        language,
        slot=SLOT_HOURS,
        first_weekday=first_weekday,
    )
    return safe(figure(drawn, language))


def hours_chart(values: dict[int, float], language: str) -> SafeString:
    """When followers are there, hour by hour."""
    best = max(values, key=lambda hour: values[hour])
    summary = say(
        "Most followers are active at {h}.",
        "Pengikut paling banyak aktif pukul {h}.",
        h=Text(f"{best:02d}:00", f"{best:02d}.00"),
    )
    drawn = columns(
        Columns(
            id="hours",
            title=Text("Active hours", "Jam aktif"),
            summary=summary,
            unit="percent",
            over=Text("Hour", "Jam"),
            name=Text("Share of followers", "Bagian pengikut"),
            columns=tuple(
                Column(f"{hour:02d}", values.get(hour), strong=hour == best) for hour in range(24)
            ),
        ),
        language,
    )
    return safe(figure(drawn, language))
