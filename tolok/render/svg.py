"""Writing SVG as text: every word and every attribute passes through `escape` here."""

from html import escape

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
    """Path data; `None` lifts the pen, so a gap stays a gap."""
    drawn, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        drawn.append(f"{pen}{short(point[0])} {short(point[1])}")
        pen = "L"
    return "".join(drawn)
