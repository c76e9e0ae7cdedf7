"""Vega-Lite specs as SVG and PNG without a browser: for PDF, downloads, mail and the command line.

Specs carry no colours: a theme gives each named style its look, here and in assets/js/charts.js.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from tolok.render.charts.model import Spec

FONT = "Noto Sans, DejaVu Sans, Liberation Sans, Arial, sans-serif"
# The series, text and grid colours of assets/css/tokens.css.
_COLOURS = {
    "light": {
        "page": "#ffffff",
        "text": "#1a1d23",
        "muted": "#5b6472",
        "grid": "#eaecf0",
        "line": "#cfd4dc",
        "warn": "#9a5b00",
        "series": ["#0072b2", "#d55e00", "#007d5c", "#a34d82"],
    },
    "dark": {
        "page": "#12151b",
        "text": "#e8eaed",
        "muted": "#a3acb9",
        "grid": "#242a33",
        "line": "#3a424e",
        "warn": "#e5a84b",
        "series": ["#56b4e9", "#f0924a", "#3fc7a0", "#d990bd"],
    },
}


@cache
def theme(name: str = "light") -> Mapping[str, Any]:
    """The Vega config of `light` or `dark`."""
    colours = _COLOURS[name]
    text, muted, grid, line = (colours[key] for key in ("text", "muted", "grid", "line"))
    first = colours["series"][0]
    axis = {
        "labelColor": muted,
        "titleColor": muted,
        "labelFontSize": 12,
        "gridColor": grid,
        "domainColor": line,
        "tickColor": line,
        "ticks": False,
        "labelPadding": 8,
    }
    return {
        "background": colours["page"],
        "font": FONT,
        "padding": 12,
        "view": {"stroke": None},
        "axis": axis,
        "axisY": {"domain": False},
        "legend": {"labelColor": muted, "titleColor": muted},
        "title": {"color": text, "fontSize": 14, "fontWeight": 600, "offset": 12},
        "range": {"category": colours["series"]},
        "style": {
            "measured": {"color": first, "strokeWidth": 2, "strokeJoin": "round"},
            "ideal": {"color": muted, "strokeWidth": 1.5, "strokeDash": [4, 4]},
            "before": {"color": muted, "strokeWidth": 1.5, "strokeDash": [3, 3]},
            "forecast": {
                "color": first,
                "strokeWidth": 2,
                "strokeDash": [1, 5],
                "strokeCap": "round",
            },
            "band": {"color": first, "fillOpacity": 0.15},
            "target": {"color": text, "strokeWidth": 1.5},
            "break": {"color": colours["warn"], "strokeWidth": 1.5, "strokeDash": [2, 3]},
            "today": {"color": line, "strokeWidth": 1},
            "gap": {"color": line, "fillOpacity": 0.35},
            "column": {"color": first},
            "point": {"color": first},
            "label": {"color": text, "fontSize": 12},
        },
    }


def svg(spec: Spec, *, dark: bool = False) -> str:
    """The drawing as SVG text."""
    import vl_convert

    return vl_convert.vegalite_to_svg(
        dict(spec), config=_config(dark=dark), allowed_base_urls=[], **_locale(spec)
    )


def png(spec: Spec, *, dark: bool = False, scale: float = 2.0) -> bytes:
    """The drawing as PNG; `scale` 2 is sharp on paper and on dense screens."""
    import vl_convert

    return vl_convert.vegalite_to_png(
        dict(spec), config=_config(dark=dark), scale=scale, allowed_base_urls=[], **_locale(spec)
    )


def _locale(spec: Spec) -> dict[str, Any]:
    """Numbers and months in the language of the spec, from where vega-embed looks for them too."""
    options = spec.get("usermeta", {}).get("embedOptions", {})
    names = {"format_locale": "formatLocale", "time_format_locale": "timeFormatLocale"}
    return {ours: options[theirs] for ours, theirs in names.items() if theirs in options}


def _config(*, dark: bool) -> dict[str, Any]:
    return dict(theme("dark" if dark else "light"))
