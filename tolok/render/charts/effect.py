"""How large an effect is and how sure: a dot with whiskers on an axis that holds zero."""

from tolok.core.text import number
from tolok.render.charts.scale import Scale, round_steps
from tolok.render.svg import line, tag, words


def effect(
    middle: float, low: float, high: float, language: str, *, label: str, percent: bool = True
) -> str:
    """Shares (0.31 is +31 %) unless `percent` is False. `label` says the same in words."""
    steps = round_steps(min(0.0, low), max(0.0, high), most=4)
    x = Scale(steps[0], steps[-1], 22, 298)
    drawn = [tag("line", class_="zero", x1=22, x2=298, y1=38, y2=38, opacity=".4")]
    drawn.append(line("zero", x(0.0), 20, x(0.0), 42))
    drawn.append(line("ci", x(low), 28, x(high), 28))
    drawn += [line("ci", x(end), 24, x(end), 32) for end in (low, high)]
    drawn.append(tag("circle", class_="pt", cx=x(middle), cy=28, r=5))
    text = _signed(middle, language, percent=percent)
    drawn.append(words(text, x(middle), 14, at="middle", class_="lab"))
    drawn += [
        words(_signed(step, language, percent=percent), x(step), 54, at="middle") for step in steps
    ]
    return tag(
        "svg", "".join(drawn), class_="effect", viewbox="0 0 320 58", role="img", aria_label=label
    )


def _signed(value: float, language: str, *, percent: bool) -> str:
    size = abs(value) * (100 if percent else 1)
    text = number(round(size, 1), language) + (" %" if percent else "")
    return text if size < 0.05 else f"{'+' if value > 0 else '−'}{text}"
