"""What is seen on the Numbers pages as CSV, JSON, XLSX or Parquet, unrounded and unlocalised."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tolok.core.errors import invalid, not_found
from tolok.core.query import Cell, Figure, Frame
from tolok.core.text import Text, say
from tolok.render.tables import Sheet, csv_bytes, excel_csv_bytes, records_bytes, xlsx_bytes
from tolok.services.access import Scope
from tolok.services.kpis import catalogue
from tolok.services.numbers import overview
from tolok.services.numbers_audience import audience
from tolok.services.numbers_parquet import parquet_bytes
from tolok.services.numbers_posts import posts
from tolok.services.numbers_view import View

FORMS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "excel": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
MOST_POSTS = 100_000

Table = tuple[Sequence[str], Sequence[Sequence[Any]]]
Params = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Export:
    body: bytes
    type: str
    name: str


def export(
    scope: Scope, view: View, what: str, form: str, params: Params, language: str = "en"
) -> Export:
    """`what`: tiles, trend, breakdown, times, posts, audience. ProblemError for others."""
    make = TABLES.get(what)
    if make is None:
        raise not_found(Text(f"table {what!r}", f"tabel {what!r}"))
    if form not in FORMS:
        raise invalid(
            say("There is no form “{f}”.", "Tidak ada bentuk “{f}”.", f=form),
            say("Use one of: {all}.", "Pakai salah satu: {all}.", all=", ".join(FORMS)),
        )
    headers, rows = make(scope, view, params)
    start, end = view.period.start.isoformat(), view.period.end.isoformat()
    ending = "csv" if form == "excel" else form
    name = f"{scope.workspace.slug}-{what}-{start}-{end}.{ending}"
    return Export(_body(form, what, headers, rows, language), FORMS[form], name)


def _body(
    form: str, what: str, headers: Sequence[str], rows: Sequence[Sequence[Any]], language: str
) -> bytes:
    if form == "csv":
        return csv_bytes(headers, rows)
    if form == "excel":
        return excel_csv_bytes(headers, rows, language)
    if form == "json":
        return records_bytes(headers, rows)
    if form == "xlsx":
        return xlsx_bytes([Sheet(what, headers, rows)])
    return parquet_bytes(headers, rows)


_AROUND = ("unit", "currency", "basis", "from", "to", "zone", "as_of")


def _around(frame: Frame) -> tuple[Any, ...]:
    return (
        frame.unit,
        frame.currency,
        frame.basis.value,
        frame.period.start,
        frame.period.end,
        frame.zone,
        frame.as_of.replace(microsecond=0) if frame.as_of else None,
    )


_CELL = ("value", "unknown", "numerator", "denominator", "n", "low", "high")


def _cell(cell: Cell) -> tuple[Any, ...]:
    why = cell.unknown.value if cell.unknown else None
    return (
        cell.value,
        why,
        cell.numerator,
        cell.denominator,
        cell.n,
        cell.low,
        cell.high,
    )


def _tiles(scope: Scope, view: View, params: Params) -> Table:
    rows = []
    for tile in overview(scope, view).tiles:
        figure: Figure = tile.figure
        then = figure.before.value if figure.before else None
        around = _around(figure.frame)
        rows.append((tile.spec.id, tile.variant.id, *_cell(figure.cell), then, *around))
    return ("kpi", "variant", *_CELL, "before", *_AROUND), rows


def _trend(scope: Scope, view: View, params: Params) -> Table:
    found = overview(scope, view).trend
    if found is None:
        return (view.grain, "kpi", "variant", "value", "before", *_AROUND), []
    then = dict(found.before)
    around = _around(found.series.frame)
    rows = [
        (day, found.spec.id, found.variant.id, value, then.get(day), *around)
        for day, value in found.now
    ]
    return (view.grain, "kpi", "variant", "value", "before", *_AROUND), rows


def _breakdown(scope: Scope, view: View, params: Params) -> Table:
    found = overview(scope, view).breakdown
    rows: list[Sequence[Any]] = []
    for row in found.rows if found else ():
        for column, cell in zip(found.columns if found else (), row.cells, strict=True):
            named = (row.key, row.name.en, column.spec.id, column.variant.id)
            rows.append((*named, *_cell(cell), *_around(column.frame)))
    return (view.by, f"{view.by}_name", "kpi", "variant", *_CELL, *_AROUND), rows


def _times(scope: Scope, view: View, params: Params) -> Table:
    found = overview(scope, view).heat
    rows = [
        (one.type.en, slot.weekday + 1, slot.hour, slot.posts, slot.ratio)
        for one in (found.maps if found else ())
        for slot in sorted(one.slots, key=lambda s: (s.weekday, s.hour))
    ]
    return ("type", "iso_weekday", "hour", "posts", "against_usual"), rows


def _posts(scope: Scope, view: View, params: Params) -> Table:
    lowest = params.get("order") == "low"
    found = posts(
        scope,
        view,
        catalogue(scope),
        sort=params.get("sort", ""),
        lowest=lowest,
        limit=MOST_POSTS,
    )
    measures = sorted({name for p in found.posts for name in p.line.measures})
    rows = [
        (
            p.channel.en,
            p.line.post_id,
            p.line.published_at,
            p.line.type,
            p.line.text,
            p.line.link,
            p.line.campaign,
            ", ".join(p.line.tags),
            *p.values,
            p.usual,
            *(p.line.measures.get(name) for name in measures),
        )
        for p in found.posts
    ]
    head = ("channel", "post_id", "published", "type", "text", "link", "campaign", "tags")
    kpis = tuple(f"kpi_{c.id}" for c in found.columns)
    return (*head, *kpis, "against_usual", *measures), rows


def _audience(scope: Scope, view: View, params: Params) -> Table:
    found = audience(scope, view)
    rows: list[Sequence[Any]] = [
        (table.channel.en, table.dimension, row.key, row.share, row.count)
        for table in found.tables
        for row in table.rows
    ]
    rows += [("", "hour", row.key, row.share, row.count) for row in found.hours]
    return ("channel", "dimension", "bucket", "share", "count"), rows


TABLES: Mapping[str, Callable[[Scope, View, Params], Table]] = {
    "tiles": _tiles,
    "trend": _trend,
    "breakdown": _breakdown,
    "times": _times,
    "posts": _posts,
    "audience": _audience,
}
