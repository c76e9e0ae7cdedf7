"""A chart as it stands on a page: sentence, drawings, key, and the table that says the same."""

import json
from html import escape

from tolok.core.text import Text
from tolok.render.charts.model import Chart, Table

_SHOW = Text("Show as table", "Tampilkan sebagai tabel")
_LIVE = Text("Explore", "Jelajahi")


def figure(chart: Chart, language: str, *, caption: bool = True, live: bool = False) -> str:
    """Markup that is safe to print unescaped. `live` adds the spec and the button that draws it."""
    summary = escape(chart.summary.to(language))
    head = f"<figcaption>{summary}</figcaption>" if caption else ""
    body = chart.svg_wide
    if chart.svg_narrow != chart.svg_wide:
        body += chart.svg_narrow
    parts = [head, body]
    live = live and bool(chart.spec)
    if live:
        parts.append(f'<script type="application/json">{_embedded(chart)}</script>')
    parts.append(chart.key)
    if live:
        parts.append(
            f'<button class="btn btn-quiet" type="button" data-chart-draw hidden>'
            f"{_LIVE.to(language)}</button>"
        )
    parts.append(twin(chart.table, language))
    mark = ' data-chart="ask"' if live else ""
    label = "" if caption else f' aria-label="{summary}"'
    return f'<figure class="chart"{mark}{label}>{"".join(parts)}</figure>'


def twin(table: Table, language: str) -> str:
    """The same figures as a table, folded away."""
    return (
        f'<details class="twin"><summary>{_SHOW.to(language)}</summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{_SHOW.to(language)}">'
        f"{markup(table)}</div></details>"
    )


def markup(table: Table) -> str:
    heads = [
        f'<th scope="col"{"" if n == 0 else " class=num"}>{escape(head)}</th>'
        for n, head in enumerate(table.headers)
    ]
    rows = [_row(table.headers, row) for row in table.rows]
    return (
        f'<table class="table table-tight"><thead><tr>{"".join(heads)}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _row(headers: tuple[str, ...], row: tuple[str, ...]) -> str:
    cells = [f'<th scope="row">{escape(row[0])}</th>']
    cells += [
        f'<td class=num data-l="{escape(head)}">{escape(cell)}</td>'
        for head, cell in zip(headers[1:], row[1:], strict=True)
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _embedded(chart: Chart) -> str:
    """JSON inside a script element: no `<` may end it early."""
    text = json.dumps(chart.spec, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
