"""The pace bar: how far along, with a tick where one was expected to be by today."""

from tolok.render.svg import tag

_TONE = {
    "reached": "ok",
    "done": "ok",
    "ahead": "ok",
    "on_pace": "ok",
    "behind": "warn",
    "off_pace": "bad",
    "main": "main",
}


def pace_bar(
    progress: float | None, expected: float | None = None, status: str = "main", *, label: str
) -> str:
    """`progress` and `expected` are shares of the whole bar; unknown progress draws no fill.

    Where lower is better, the caller gives value ÷ scale and limit ÷ scale. `label` says the same
    in words. `status` is a goal status; any other word draws the neutral colour.
    """
    parts = [tag("rect", class_="pace-track", y=4, width="100%", height=6, rx=3)]
    if progress is not None and progress > 0:
        width = _percent(progress)
        parts.append(tag("rect", class_="pace-fill", y=4, width=width, height=6, rx=3))
    if expected is not None:
        parts.append(
            tag(
                "rect",
                class_="pace-tick",
                x=_percent(expected),
                y=0,
                width=2,
                height=14,
                transform="translate(-1 0)",
            )
        )
    tone = _TONE.get(status, "idle")
    return tag("svg", "".join(parts), class_=f"pace pace-{tone}", role="img", aria_label=label)


def _percent(share: float) -> str:
    return f"{min(max(share, 0.0), 1.0) * 100:.1f}".removesuffix(".0") + "%"
