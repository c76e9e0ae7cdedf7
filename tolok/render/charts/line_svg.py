"""Draws a line chart: solid measured, dashed ideal or before, dotted forecast, dark target."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape

from tolok.core.text import Text
from tolok.render import amounts
from tolok.render.charts.lines import Lines, Points
from tolok.render.charts.model import Frame
from tolok.render.charts.plot import (
    NO_DATA,
    day_axis,
    drawing,
    hatched,
    hatching,
    value_axis,
    width_of,
)
from tolok.render.charts.scale import Scale, round_steps, spread
from tolok.render.svg import line, path, tag, words

_SIZES = {"small": (328, 240), "medium": (560, 250), "large": (1000, 300)}
_GAP_KEY = Text("Not read, or still settling", "Tidak dibaca, atau belum tetap")
_BAND_KEY = Text("with its likely band", "dengan rentang yang mungkin")


@dataclass(frozen=True, slots=True)
class _Plot:
    data: Lines
    language: str
    frame: Frame
    x: Scale
    y: Scale
    steps: list[float]

    def at(self, day: date, value: float) -> tuple[float, float]:
        return self.x(day.toordinal()), self.y(value)

    def say(self, value: float) -> str:
        return amounts.amount(value, self.data.unit, self.language, currency=self.data.currency)


def draw_line(data: Lines, language: str, size: str) -> str:
    """`size` is small (328 wide), medium (560) or large (1000)."""
    plot = _plot(data, language, size)
    layers: tuple[Callable[[_Plot], str], ...] = (
        _axes,
        _hatches,
        _band,
        _rules,
        _marks,
        _paths,
        _dots,
        _labels if plot.frame.wide else _narrow_labels,
    )
    content = "".join(layer(plot) for layer in layers)
    title, summary = data.title.to(language), data.summary.to(language)
    return drawing(plot.frame, content, id=data.id, title=title, summary=summary)


def _plot(data: Lines, language: str, size: str) -> _Plot:
    width, height, wide = *_SIZES[size], size != "small"
    known = data.values() or [0.0, 1.0]
    low = min([0.0, *known]) if data.zero else min(known)
    steps = round_steps(low, max(known))
    ticks = [amounts.tick(step, data.unit, language) for step in steps]
    left = int(max(width_of(text) for text in ticks)) + 14
    top = 26 if data.breaks or not wide else 14
    right = _right_margin(data, language) if wide else 10
    frame = Frame(width, height, left=left, right=right, top=top, bottom=32, size=size)
    first, last = data.first.toordinal(), data.last.toordinal()
    x = Scale(first, last, frame.x0, frame.x1)
    return _Plot(data, language, frame, x, Scale(steps[0], steps[-1], frame.y0, frame.y1), steps)


def _right_margin(data: Lines, language: str) -> int:
    texts = [text for _, _, text in _end_labels(data, language)]
    return int(max([width_of(text) for text in texts] or [20.0])) + 18


def _axes(plot: _Plot) -> str:
    data = plot.data
    values = value_axis(plot.frame, plot.y, plot.steps, data.unit, plot.language)
    days = day_axis(plot.frame, plot.x, data.first, data.last, plot.language, data.today)
    return values + days


def _hatches(plot: _Plot) -> str:
    data, drawn = plot.data, []
    for start, end in data.gaps():
        left = max(plot.x(start.toordinal() - 0.5), plot.frame.x0)
        right = min(plot.x(end.toordinal() + 0.5), plot.frame.x1)
        drawn.append(hatched(plot.frame, data.id, left, right))
        if plot.frame.wide and right - left > 18:
            drawn.append(_no_data(plot, (left + right) / 2, start))
    if data.settling_from and data.settling_from <= data.last:
        left = plot.x(max(data.settling_from, data.first).toordinal())
        drawn.append(hatched(plot.frame, data.id, left, plot.frame.x1))
    return "".join(drawn)


def _no_data(plot: _Plot, middle: float, day: date) -> str:
    """Away from the lines: low where they run high, high where they run low."""
    before = [float(v) for d, v in plot.data.measured if v is not None and d < day]
    high = bool(before) and plot.y(before[-1]) > (plot.frame.y0 + plot.frame.y1) / 2
    place = plot.frame.y1 + 62 if high else plot.frame.y0 - 20
    return words(NO_DATA.to(plot.language), middle, place, at="middle")


def _band(plot: _Plot) -> str:
    forecast = plot.data.forecast
    if not forecast:
        return ""
    over = [plot.at(f.day, f.high) for f in forecast]
    under = [plot.at(f.day, f.low) for f in reversed(forecast)]
    return tag("path", class_="band", d=path([*over, *under]) + "Z")


def _rules(plot: _Plot) -> str:
    data, frame, drawn = plot.data, plot.frame, []
    if data.today and data.first < data.today < data.last:
        now = plot.x(data.today.toordinal())
        drawn.append(line("l-now", now, frame.y1, now, frame.y0))
    if data.target is not None:
        level = plot.y(data.target)
        drawn.append(line("l-target", frame.x0, level, frame.x1, level))
    return "".join(drawn)


def _marks(plot: _Plot) -> str:
    """One rule per break; a label only where it does not run into the one before."""
    frame, drawn, free = plot.frame, [], 0.0
    for mark in sorted(plot.data.breaks, key=lambda mark: mark.day):
        place = plot.x(mark.day.toordinal())
        drawn.append(line("l-mark", place, frame.y1 - 6, place, frame.y0))
        short = mark.short.to(plot.language)
        day = amounts.short_day(mark.day, plot.language)
        text = f"{day}: {mark.words.to(plot.language)}" if frame.wide else short
        half = width_of(text) / 2
        centre = min(max(place, half), frame.width - half)
        if centre - half >= free:
            drawn.append(words(text, centre, 14, at="middle", class_="lab-warn"))
            free = centre + half + 12
    return "".join(drawn)


def _paths(plot: _Plot) -> str:
    data = plot.data
    drawn = [_stroke(plot, "l-prev", data.before), _stroke(plot, "l-ideal", data.ideal)]
    middle = tuple((f.day, f.middle) for f in data.forecast)
    drawn.append(_stroke(plot, "l-fore", middle))
    drawn += [_stroke(plot, "l-s1", piece) for piece in data.pieces()]
    return "".join(drawn)


def _stroke(plot: _Plot, class_: str, points: Points) -> str:
    places = [None if v is None else plot.at(day, float(v)) for day, v in points]
    return tag("path", class_=class_, d=path(places)) if any(places) else ""


def _dots(plot: _Plot) -> str:
    """The peak where one was named, otherwise the last reading of a chart that looks ahead."""
    data, drawn = plot.data, []
    last = data.last_reading()
    peak = next(((d, float(v)) for d, v in data.measured if d == data.peak and v is not None), None)
    for point, wanted in ((peak, True), (last, bool(data.forecast or data.ideal))):
        if point is None or not wanted:
            continue
        place = plot.at(*point)
        drawn.append(tag("circle", class_="dot", cx=place[0], cy=place[1], r=5))
        below = point is last
        class_ = "lab-s1" if below else "lab"
        end = place[0] + width_of(plot.say(point[1])) + 14 > plot.frame.x1
        left, top = place[0] + (-10 if end else 10), place[1] + (18 if below else 4)
        at = "end" if end else "start"
        drawn.append(words(plot.say(point[1]), left, top, at=at, class_=class_))
    return "".join(drawn)


def _end_labels(data: Lines, language: str) -> list[tuple[str, float, str]]:
    """Class, value and words of what is written at the right end of the lines."""

    def written(value: float) -> str:
        return amounts.amount(value, data.unit, language, currency=data.currency)

    labels = []
    if data.target is not None:
        labels.append(
            ("lab", data.target, f"{data.target_name.to(language)} {written(data.target)}")
        )
    if data.forecast:
        end = data.forecast[-1]
        name = data.forecast_name.to(language)
        labels.append(("lab-s1", end.middle, f"{name} {written(end.middle)}"))
        labels.append(("", end.middle, f"{written(end.low)} – {written(end.high)}"))
    elif (last := data.last_reading()) and not data.ideal:
        labels.append(("lab-s1", last[1], written(last[1])))
    if data.before and (known := [v for _, v in data.before if v is not None]):
        labels.append(("", float(known[-1]), data.before_name.to(language)))
    return labels


def _labels(plot: _Plot) -> str:
    labels = _end_labels(plot.data, plot.language)
    wished = [plot.y(value) + 4 for _, value, _ in labels]
    frame = plot.frame
    places = spread(wished, apart=16, low=frame.y1 + 4, high=frame.y0)
    return "".join(
        words(text, frame.x1 + 8, place, class_=class_ or None)
        for (class_, _, text), place in zip(labels, places, strict=True)
    )


def _narrow_labels(plot: _Plot) -> str:
    """On a phone the labels stand above their lines, inside the plot."""
    data, frame, drawn = plot.data, plot.frame, []
    if data.target is not None:
        text = f"{data.target_name.to(plot.language)} {plot.say(data.target)}"
        drawn.append(words(text, frame.x0, plot.y(data.target) - 8, class_="lab"))
    if data.forecast:
        end = data.forecast[-1]
        text = f"{data.forecast_name.to(plot.language)} {plot.say(end.middle)}"
        below = min(_under_band(plot, frame.x1 - width_of(text)) + 18, frame.y0 - 6)
        drawn.append(words(text, frame.x1, below, at="end", class_="lab-s1"))
    return "".join(drawn)


def _under_band(plot: _Plot, place: float) -> float:
    """The lower edge of the band at `place`, on the straight line between its ends."""
    first, last = plot.data.forecast[0], plot.data.forecast[-1]
    edge = Scale(
        plot.x(first.day.toordinal()),
        plot.x(last.day.toordinal()),
        plot.y(first.low),
        plot.y(last.low),
    )
    return edge(max(place, edge.low))


def line_key(data: Lines, language: str) -> str:
    """The key under the drawing: only what is on it."""
    entries = [("l-s1", data.name.to(language))]
    if data.before:
        entries.append(("l-prev", data.before_name.to(language)))
    if data.ideal:
        entries.append(("l-ideal", data.ideal_name.to(language)))
    if data.forecast:
        entries.append(("l-fore", f"{data.forecast_name.to(language)}, {_BAND_KEY.to(language)}"))
    items = []
    for class_, name in entries:
        sample = tag("svg", tag("path", class_=class_, d="M0 4h24"), aria_hidden="true")
        items.append(f"<li>{sample}{escape(name)}</li>")
    if data.gaps() or data.settling_from:
        own = f"{data.id}-k"
        square = tag("rect", width=12, height=12, fill=f"url(#{own}-h)")
        content = f"<defs>{hatching(own, size=4)}</defs>{square}"
        sample = tag("svg", content, class_="sq", viewbox="0 0 12 12", aria_hidden="true")
        items.append(f"<li>{sample}{escape(_GAP_KEY.to(language))}</li>")
    return f'<ul class="key">{"".join(items)}</ul>'
