"""Share bars inside table cells; the number stands in its own column, so the bar is decoration."""

from tolok.render.svg import short, tag


def share_bar(share: float | None) -> str:
    """`share` of a whole, 0 to 1; an unknown share is the sign for missing, not an empty bar."""
    if share is None:
        return "–"
    width = short(min(max(share, 0.0), 1.0) * 100) + "%"
    track = tag("rect", class_="track", width="100%", height=6, rx=3)
    return tag(
        "svg", track + tag("rect", width=width, height=6, rx=3), class_="bar", aria_hidden="true"
    )
