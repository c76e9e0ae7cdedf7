"""Columns: one value per week, month or name; what was not counted is hatched, never low."""

from dataclasses import dataclass

from tolok.core.text import Text
from tolok.render import amounts
from tolok.render.charts.model import Chart, Frame, Spec, Table
from tolok.render.charts.plot import drawing, hatched, value_axis, width_of
from tolok.render.charts.scale import Scale, round_steps
from tolok.render.charts.spec import base, number_format
from tolok.render.svg import line, tag, words

_SIZES = {"small": (328, 220), "medium": (560, 230), "large": (1000, 260)}
NOT_COUNTED = Text("not counted", "tidak dihitung")


@dataclass(frozen=True, slots=True)
class Column:
    """`strong` marks the ones the sentence speaks of; the others stand back."""

    name: str
    value: float | None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """`level` is a value that was needed or expected, drawn across all columns."""

    id: str
    title: Text
    summary: Text
    unit: str
    over: Text  # what the columns are: week, month, type
    name: Text  # what is counted
    columns: tuple[Column, ...]
    level: float | None = None
    level_name: Text = Text("needed", "perlu")
    currency: str | None = None


def columns(data: Columns, language: str) -> Chart:
    rows = tuple(
        (
            column.name,
            NOT_COUNTED.to(language)
            if column.value is None
            else amounts.amount(column.value, data.unit, language, currency=data.currency),
        )
        for column in data.columns
    )
    return Chart(
        svg_wide=_draw(data, language, "medium") + _draw(data, language, "large"),
        svg_narrow=_draw(data, language, "small"),
        spec=_spec(data, language),
        summary=data.summary,
        table=Table((data.over.to(language), data.name.to(language)), rows),
    )


def _draw(data: Columns, language: str, size: str) -> str:
    width, height, wide = *_SIZES[size], size != "small"
    known = [float(c.value) for c in data.columns if c.value is not None] or [1.0]
    low = min([0.0, *known])
    steps = round_steps(low, max([*known, data.level or 0.0, 0.0]))
    left = int(max(width_of(amounts.tick(s, data.unit, language)) for s in steps)) + 14
    level = _level(data, language)
    right = int(width_of(level)) + 14 if wide and level else 8
    top = 14 if wide or not level else 24
    frame = Frame(width, height, left=left, right=right, top=top, bottom=30, size=size)
    y = Scale(steps[0], steps[-1], frame.y0, frame.y1)
    content = value_axis(frame, y, steps, data.unit, language)
    content += line("axis", frame.x0, y(max(0.0, steps[0])), frame.x1, y(max(0.0, steps[0])))
    content += _bodies(data, language, frame, y)
    if data.level is not None:
        place = y(data.level)
        content += line("l-target", frame.x0, place, frame.x1, place)
        at = (frame.x1 + 6, place + 4) if wide else (frame.x0, place - 6)
        content += words(level, *at, class_="lab")
    title, summary = data.title.to(language), data.summary.to(language)
    return drawing(frame, content, id=data.id, title=title, summary=summary)


def _bodies(data: Columns, language: str, frame: Frame, y: Scale) -> str:
    count = max(len(data.columns), 1)
    room = (frame.x1 - frame.x0) / count
    body = min(room * 0.62 if frame.wide else room * 0.86, 64)
    every = _labelled(data, room)
    drawn = []
    for index, column in enumerate(data.columns):
        centre = frame.x0 + (index + 0.5) * room
        if column.value is None:
            drawn.append(hatched(frame, data.id, centre - body / 2, centre + body / 2))
            drawn.append(words(amounts.MISSING, centre, frame.y0 - 12, at="middle"))
        else:
            drawn.append(_body(data, column, centre, body, y, language))
        if (count - 1 - index) % every == 0:
            drawn.append(words(column.name, centre, frame.height - 12, at="middle"))
    return "".join(drawn)


def _body(
    data: Columns, column: Column, centre: float, body: float, y: Scale, language: str
) -> str:
    value = float(column.value or 0.0)
    zero, end = y(max(0.0, y.low)), y(value)
    top, height = min(zero, end), abs(zero - end)
    class_ = "b-s1" if column.strong else "b-mute"
    drawn = tag("rect", class_=class_, x=centre - body / 2, y=top, width=body, height=height, rx=2)
    text = amounts.amount(value, data.unit, language, currency=data.currency)
    if width_of(text) > body + 8 or (body < 26 and not column.strong):
        return drawn
    inside = height >= 24 and width_of(text) <= body
    class_ = ("lab-in" if column.strong else "lab-bar") if inside else "lab"
    return drawn + words(text, centre, top + 16 if inside else top - 5, at="middle", class_=class_)


def _labelled(data: Columns, room: float) -> int:
    widest = max((width_of(c.name) for c in data.columns), default=0) + 10
    return max(1, -(-int(widest) // max(int(room), 1)))


def _level(data: Columns, language: str) -> str:
    if data.level is None:
        return ""
    value = amounts.amount(data.level, data.unit, language, currency=data.currency)
    return f"{data.level_name.to(language)} {value}"


def _spec(data: Columns, language: str) -> Spec:
    rows = [{"name": c.name, "value": c.value} for c in data.columns]
    axis = {"tickCount": 4, "format": number_format(data.unit)}
    x = {"field": "name", "type": "nominal", "sort": None, "title": None}
    y = {"field": "value", "type": "quantitative", "title": None, "axis": axis}
    layers: list[Spec] = [
        {"mark": {"type": "bar", "style": "column"}, "encoding": {"x": x, "y": y}}
    ]
    if data.level is not None:
        mark = {"type": "rule", "style": "target"}
        layers.append({"mark": mark, "encoding": {"y": {"datum": float(data.level)}}})
    return {
        **base(data.title, data.summary, language),
        "data": {"values": rows},
        "layer": layers,
    }
