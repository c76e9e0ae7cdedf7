"""A measure over days: readings, ideal path, target, forecast, gaps and definition breaks."""

from dataclasses import dataclass
from datetime import date

from tolok.core.text import Text
from tolok.render import amounts
from tolok.render.charts.line_spec import DAY, line_spec
from tolok.render.charts.line_svg import draw_line, line_key
from tolok.render.charts.lines import Lines
from tolok.render.charts.model import Chart, Table

NOT_READ = Text("not read", "tidak dibaca")


def line_with_target(data: Lines, language: str) -> Chart:
    """The drawing of a goal or a trend. `data` says what is known; nothing is filled in."""
    return Chart(
        svg_wide=draw_line(data, language, "medium") + draw_line(data, language, "large"),
        svg_narrow=draw_line(data, language, "small"),
        spec=line_spec(data, language),
        summary=data.summary,
        table=_table(data, language),
        key=line_key(data, language),
    )


def small_line_with_target(data: Lines, language: str) -> Chart:
    """The same in half a column: without the drawing of a whole page and without a spec."""
    return Chart(
        svg_wide=draw_line(data, language, "medium"),
        svg_narrow=draw_line(data, language, "small"),
        spec={},
        summary=data.summary,
        table=_table(data, language),
        key=line_key(data, language),
    )


@dataclass(frozen=True, slots=True)
class _Column:
    name: Text
    values: dict[date, float | None]


def _table(data: Lines, language: str) -> Table:
    columns = [_Column(data.name, dict(data.measured))]
    for name, points in ((data.before_name, data.before), (data.ideal_name, data.ideal)):
        if points:
            columns.append(_Column(name, dict(points)))
    if data.forecast:
        columns.append(_Column(data.forecast_name, {f.day: f.middle for f in data.forecast}))
    days = sorted({day for column in columns for day in column.values})
    years = len({day.year for day in days}) > 1
    rows = []
    for day in days:
        cells = [_cell(column, day, data, language) for column in columns]
        rows.append((amounts.short_day(day, language, year=years), *cells))
    headers = (DAY.to(language), *(column.name.to(language) for column in columns))
    return Table(headers, tuple(rows))


def _cell(column: _Column, day: date, data: Lines, language: str) -> str:
    if day not in column.values:
        return ""
    value = column.values[day]
    if value is None:
        return NOT_READ.to(language)
    return amounts.amount(value, data.unit, language, currency=data.currency)
