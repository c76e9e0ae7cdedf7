"""What all plots share: grid, axes, hatching, and the drawing around them."""

from datetime import date
from html import escape

from tolok.core.text import Text
from tolok.render import amounts
from tolok.render.charts.model import Frame
from tolok.render.charts.scale import Scale, marked_days
from tolok.render.svg import line, tag, words

LETTER = 6.6  # mean width of a letter at 12 px, on the wide side
TODAY = Text("today", "hari ini")
NO_DATA = Text("no data", "tanpa data")


def width_of(text: str) -> float:
    return len(text) * LETTER


def drawing(frame: Frame, content: str, *, id: str, title: str, summary: str) -> str:
    """The `svg` element with its title, description and hatching; `id` is unique on the page."""
    own = f"{id}-{frame.size[0]}"
    head = (
        tag("title", escape(title), id=f"{own}-t")
        + tag("desc", escape(summary), id=f"{own}-d")
        + f"<defs>{hatching(own)}</defs>"
    )
    return tag(
        "svg",
        head + content,
        class_=f"draw-{frame.size}",
        viewbox=f"0 0 {frame.width} {frame.height}",
        role="img",
        aria_labelledby=f"{own}-t {own}-d",
    )


def hatching(own: str, *, size: int = 6) -> str:
    stroke = tag("line", class_="hatch-line", x1=0, y1=0, x2=0, y2=size)
    return tag(
        "pattern",
        stroke,
        id=f"{own}-h",
        width=size,
        height=size,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def hatched(frame: Frame, id: str, left: float, right: float) -> str:
    own = f"{id}-{frame.size[0]}"
    return tag(
        "rect",
        class_="gap",
        fill=f"url(#{own}-h)",
        x=left,
        y=frame.y1,
        width=max(right - left, 2),
        height=frame.y0 - frame.y1,
    )


def value_axis(frame: Frame, y: Scale, steps: list[float], unit: str, language: str) -> str:
    drawn = []
    for step in steps:
        drawn.append(line("grid", frame.x0, y(step), frame.x1, y(step)))
        label = amounts.tick(step, unit, language)
        drawn.append(words(label, frame.x0 - 8, y(step) + 4, at="end"))
    return "".join(drawn)


def day_axis(
    frame: Frame, x: Scale, first: date, last: date, language: str, now: date | None
) -> str:
    """Ends first, then today, then the round days for which there is room."""
    base = frame.y0
    wanted = [first, last]
    if now and first < now < last:
        wanted.append(now)
    labels: list[tuple[date, float, str, str]] = []
    for day in wanted + marked_days(first, last):
        text = TODAY.to(language) if day == now else _day(day, first, last, language)
        at = _anchor(frame, day, first, last)
        if all(_apart(x(day.toordinal()), text, at, other) for other in labels):
            labels.append((day, x(day.toordinal()), text, at))
    drawn = [line("axis", frame.x0, base, frame.x1, base)]
    for _, place, text, at in sorted(labels, key=lambda label: label[1]):
        drawn.append(line("axis", place, base, place, base + 4))
        drawn.append(words(text, place, base + 18, at=at))
    return "".join(drawn)


def _day(day: date, first: date, last: date, language: str) -> str:
    return amounts.short_day(day, language, year=(last - first).days > 400)


def _anchor(frame: Frame, day: date, first: date, last: date) -> str:
    if frame.wide:
        return "middle"
    return "start" if day == first else "end" if day == last else "middle"


def _apart(place: float, text: str, at: str, other: tuple[date, float, str, str]) -> bool:
    left, right = _extent(place, text, at)
    other_left, other_right = _extent(other[1], other[2], other[3])
    return right + 10 < other_left or other_right + 10 < left


def _extent(place: float, text: str, at: str) -> tuple[float, float]:
    wide = width_of(text)
    left = place - {"start": 0.0, "middle": wide / 2, "end": wide}[at]
    return left, left + wide
