"""The yardstick: the rate a goal needs against the usual one, with what is realistic marked."""

import math
from dataclasses import dataclass

from tolok.core.text import Text, say
from tolok.render.amounts import plain
from tolok.render.charts.plot import width_of
from tolok.render.svg import line, tag, words

# Where the zones end, as needed ÷ usual. The page prints them beside the drawing.
REALISTIC, AMBITIOUS, STRETCH = 1.25, 1.5, 5.0
_FROM, _TO = 0.8, 8.0
_Zone = tuple[str, float, float, Text, Text]
_TICKS = (1.0, REALISTIC, AMBITIOUS, 2.0, 3.0, STRETCH)
_ZONES = (
    ("z1", _FROM, REALISTIC, Text("realistic", "realistis"), Text("realistic", "realistis")),
    ("z2", REALISTIC, AMBITIOUS, Text("ambitious", "ambisius"), Text("ambitious", "ambisius")),
    ("z3", AMBITIOUS, STRETCH, Text("stretch", "menantang"), Text("stretch", "menantang")),
    ("z4", STRETCH, _TO, Text("not grounded", "tak berdasar"), Text("too far", "terlalu jauh")),
)


@dataclass(frozen=True, slots=True)
class Yard:
    """`ratio` is needed ÷ usual; None when there is no usual rate to compare with."""

    ratio: float | None
    needed: str  # the needed rate as written: "58 a week"


def yard(data: Yard, language: str) -> str:
    """Both drawings; the style sheet shows the one that fits. Empty without a usual rate."""
    if data.ratio is None:
        return ""
    drawn = _draw(data, language, width=480) + _draw(data, language, width=328)
    return f'<div class="fit">{drawn}</div>'


def _draw(data: Yard, language: str, *, width: int) -> str:
    wide = width > 400
    drawn = [_zone(zone, width) for zone in _ZONES]
    for mark in _TICKS:
        place = _place(mark, width)
        drawn.append(line("tick", place, 54, place, 60))
        if wide or mark != REALISTIC:
            text = f"{plain(mark, language)}×"
            drawn.append(words(text, place, 74, at="middle"))
    drawn += [_name(zone, width, language, wide=wide) for zone in _ZONES]
    pin = _place(min(max(data.ratio or _FROM, _FROM), _TO), width)
    drawn.append(tag("path", class_="pin", d=f"M{pin:.1f} 26l-5-8h10z"))
    half = width_of(data.needed) / 2 + 2
    centre = min(max(pin, half), width - half)
    drawn.append(words(data.needed, centre, 12, at="middle", class_="lab"))
    label = say(
        "Needed: {needed}, {x} times the usual. Realistic up to {a}, ambitious to {b}, "
        "a stretch to {c}, not grounded beyond.",
        "Perlu: {needed}, {x} kali biasanya. Realistis sampai {a}, ambisius sampai {b}, "
        "berat sampai {c}, di atasnya tak berdasar.",
        needed=data.needed,
        x=plain(round(data.ratio or 0.0, 2), language),
        a=plain(REALISTIC, language),
        b=plain(AMBITIOUS, language),
        c=plain(STRETCH, language),
    ).to(language)
    return tag(
        "svg",
        "".join(drawn),
        class_=f"yard draw-{'medium' if wide else 'small'}",
        viewbox=f"0 0 {width} 80",
        role="img",
        aria_label=label,
    )


def _zone(zone: _Zone, width: int) -> str:
    class_, low, high, *_ = zone
    left, right = _place(low, width), _place(high, width)
    return tag("rect", class_=class_, x=left, y=28, width=right - left - 2, height=8, rx=1)


def _name(zone: _Zone, width: int, language: str, *, wide: bool) -> str:
    """Under the bar, where the pin and its label never are."""
    class_, low, high, name, short = zone
    left, right = _place(low, width), _place(high, width)
    place, at = {"z3": ((left + right) / 2, "middle"), "z4": (right, "end")}.get(
        class_, (left, "start")
    )
    return words((name if wide else short).to(language), place, 49, at=at)


def _place(ratio: float, width: int) -> float:
    """A logarithmic axis: twice as much is as far from the usual as half of it."""
    share = math.log(ratio / _FROM) / math.log(_TO / _FROM)
    return 4 + share * (width - 8)
