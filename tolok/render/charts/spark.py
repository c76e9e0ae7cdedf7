"""The sparkline of a tile: shape only, no axis; a day without a reading is a gap."""

from collections.abc import Sequence

from tolok.render.svg import path, tag

_WIDTH, _HEIGHT, _SIDE, _TOP = 96, 28, 2, 4


def sparkline(values: Sequence[float | None], *, label: str) -> str:
    """An empty string when fewer than two values are known: one dot shows no shape."""
    known = [float(v) for v in values if v is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), (max(known) - min(known)) or 1.0
    step = (_WIDTH - 2 * _SIDE) / (len(values) - 1)
    flat = max(known) == min(known)

    def place(index: int, value: float) -> tuple[float, float]:
        share = 0.5 if flat else (value - low) / span
        return _SIDE + index * step, _HEIGHT - 3 - share * (_HEIGHT - 3 - _TOP)

    points = [None if v is None else place(i, float(v)) for i, v in enumerate(values)]
    last = next(point for point in reversed(points) if point is not None)
    drawn = tag("path", d=path(points)) + tag("circle", cx=last[0], cy=last[1], r=2.5)
    box = f"0 0 {_WIDTH} {_HEIGHT}"
    return tag("svg", drawn, class_="spark", viewbox=box, role="img", aria_label=label)
