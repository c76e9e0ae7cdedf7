"""Writing SVG as text: every word and every attribute passes through `escape` here."""

from html import escape
from itertools import pairwise

Number = float | int


def short(value: Number) -> str:
    """A coordinate with one decimal at most, without a trailing `.0`."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def tag(name: str, content: str = "", **attributes: str | Number | None) -> str:
    """`content` must already be markup. `class_` is `class`; `_` in other names becomes `-`."""
    parts = [name]
    for key, value in attributes.items():
        if value is None:
            continue
        key = key.rstrip("_").replace("_", "-").replace("viewbox", "viewBox")
        shown = escape(value) if isinstance(value, str) else short(value)
        parts.append(f'{key}="{shown}"')
    head = " ".join(parts)
    return f"<{head}>{content}</{name}>" if content else f"<{head}/>"


def words(text: str, x: Number, y: Number, *, at: str = "start", class_: str | None = None) -> str:
    """A piece of text; `at` is start, middle or end."""
    anchor = None if at == "start" else at
    return tag("text", escape(text), class_=class_, x=x, y=y, text_anchor=anchor)


def line(class_: str, x1: Number, y1: Number, x2: Number, y2: Number) -> str:
    return tag("line", class_=class_, x1=x1, x2=x2, y1=y1, y2=y2)


def path(points: list[tuple[float, float] | None]) -> str:
    """Path data; `None` lifts the pen, so a gap stays a gap. A lone point becomes a dot."""
    drawn, stroke = [], []
    for point in (*points, None):
        if point is not None:
            stroke.append(point)
        elif stroke:
            drawn.append(_stroke(_corners(stroke)))
            stroke = []
    return "".join(drawn)


def _stroke(points: list[tuple[float, float]]) -> str:
    places = [f"{short(x)} {short(y)}" for x, y in points]
    return f"M{places[0]}h0" if len(places) == 1 else "M" + "L".join(places)


def _corners(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Without the points that lie on the straight line between their neighbours."""
    kept = points[:1]
    for here, after in pairwise(points[1:]):
        (ax, ay), (bx, by), (cx, cy) = kept[-1], here, after
        if abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) > 0.05 * (cx - ax):
            kept.append(here)
    return kept + points[1:][-1:]
