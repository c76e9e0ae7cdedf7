"""The Vega-Lite form of a line chart, for PDF, downloads and the live drawing. No colours here."""

from datetime import date, timedelta

from tolok.core.text import Text
from tolok.render import amounts
from tolok.render.charts.lines import Lines, Points
from tolok.render.charts.model import Spec
from tolok.render.charts.spec import base, number_format

DAY = Text("Day", "Hari")
_X = {"field": "day", "type": "temporal", "title": None}


def line_spec(data: Lines, language: str) -> Spec:
    return {
        **base(data.title, data.summary, language),
        "layer": _layers(data, language),
        "resolve": {"scale": {"x": "shared", "y": "shared"}},
    }


def _layers(data: Lines, language: str) -> list[Spec]:
    y = _y(data)
    layers = _shades(data)
    if data.forecast:
        layers.append(_band(data, y))
    if data.target is not None:
        layers += _target(data, y, language)
    layers += [_rule("break", mark.day) for mark in data.breaks]
    if data.today and data.first < data.today < data.last:
        layers.append(_rule("today", data.today))
    layers += [
        _line(style, points, y)
        for style, points in (
            ("before", data.before),
            ("ideal", data.ideal),
            ("forecast", tuple((f.day, f.middle) for f in data.forecast)),
        )
        if points
    ]
    layers += [_measured(data, piece, y, language) for piece in data.pieces()]
    last = data.last_reading()
    if last:
        layers.append(_point(last, y, amounts.amount(last[1], data.unit, language)))
    return layers


def _y(data: Lines) -> Spec:
    axis = {"tickCount": 4, "grid": True, "format": number_format(data.unit)}
    scale = {"zero": data.zero, "nice": True}
    return {"field": "value", "type": "quantitative", "title": None, "axis": axis, "scale": scale}


def _row(day: date, value: float | None) -> Spec:
    return {"day": day.isoformat() + "T00:00", "value": value}


def _line(style: str, points: Points, y: Spec) -> Spec:
    rows = [_row(day, None if v is None else float(v)) for day, v in points]
    mark = {"type": "line", "style": style, "invalid": "break-paths-show-domains"}
    return {"data": {"values": rows}, "mark": mark, "encoding": {"x": _day_axis(), "y": y}}


def _measured(data: Lines, points: Points, y: Spec, language: str) -> Spec:
    """The line, with places that a pointer can rest on."""
    layer = _line("measured", points, y)
    layer["mark"] |= {"point": {"opacity": 0, "size": 120}}
    value = {"field": "value", "type": "quantitative", "format": number_format(data.unit)}
    layer["encoding"]["tooltip"] = [
        {"field": "day", "type": "temporal", "format": "%e %b %Y", "title": DAY.to(language)},
        value | {"title": data.name.to(language)},
    ]
    return layer


def _day_axis() -> Spec:
    return _X | {"axis": {"grid": False, "tickCount": 6, "labelOverlap": True, "format": "%e %b"}}


def _band(data: Lines, y: Spec) -> Spec:
    rows = [
        {"day": f.day.isoformat() + "T00:00", "low": f.low, "high": f.high} for f in data.forecast
    ]
    encoding = {"x": _day_axis(), "y": y | {"field": "low"}, "y2": {"field": "high"}}
    mark = {"type": "area", "style": "band"}
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _target(data: Lines, y: Spec, language: str) -> list[Spec]:
    target = float(data.target or 0)
    name = data.target_name.to(language)
    text = f"{name} {amounts.amount(target, data.unit, language, currency=data.currency)}"
    values = {"values": [_row(data.last, target)]}
    label = {"type": "text", "style": "label", "text": text, "align": "right", "dy": -7}
    return [
        {"data": values, "mark": {"type": "rule", "style": "target"}, "encoding": {"y": y}},
        {"data": values, "mark": label, "encoding": {"x": _day_axis(), "y": y}},
    ]


def _rule(style: str, day: date) -> Spec:
    rows = [{"day": day.isoformat() + "T00:00"}]
    mark = {"type": "rule", "style": style}
    return {"data": {"values": rows}, "mark": mark, "encoding": {"x": _day_axis()}}


def _shades(data: Lines) -> list[Spec]:
    spans = list(data.gaps())
    if data.settling_from and data.settling_from <= data.last:
        spans.append((data.settling_from, data.last))
    after = timedelta(days=1)
    rows = [
        {"day": a.isoformat() + "T00:00", "end": (b + after).isoformat() + "T00:00"}
        for a, b in spans
    ]
    if not rows:
        return []
    encoding = {"x": _day_axis(), "x2": {"field": "end"}}
    return [
        {"data": {"values": rows}, "mark": {"type": "rect", "style": "gap"}, "encoding": encoding}
    ]


def _point(point: tuple[date, float], y: Spec, label: str) -> Spec:
    values = {"values": [_row(*point)]}
    encoding = {"x": _day_axis(), "y": y}
    text = {"type": "text", "style": "label", "text": label, "align": "center", "dy": 16}
    dot = {"type": "point", "style": "point", "filled": True, "size": 60}
    return {"data": values, "encoding": encoding, "layer": [{"mark": dot}, {"mark": text}]}
