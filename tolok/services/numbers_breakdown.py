"""Figures side by side by channel, type, campaign and whatever else the data hold.

All columns of one table count the same rows, so all are on one basis. A column of people has no
total, and what a channel does not report is named, never shown as zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tolok.core.kpi.reasons import reason
from tolok.core.kpi.spec import KpiKind, KpiSpec, Variant
from tolok.core.query import Basis, Cell, Frame, KpiRef, Missing, Series, Unknown
from tolok.core.text import Text
from tolok.services.access import Scope
from tolok.services.numbers_cache import answers
from tolok.services.numbers_keys import DIMENSIONS, mark_of, named
from tolok.services.numbers_tiles import Tile, network_names
from tolok.services.numbers_view import View
from tolok.services.numbers_words import BASIS_WORDS, of_cell, shown

COLUMNS = 4
MOST_ROWS = 30
_COUNTED = frozenset({KpiKind.SUM, KpiKind.COUNT})


@dataclass(frozen=True, slots=True)
class Column:
    """`total` None where adding would mean nothing."""

    spec: KpiSpec
    variant: Variant
    frame: Frame
    total: Text | None

    @property
    def key(self) -> str:
        return f"{self.spec.id}:{self.variant.id}"


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` in the order of the columns; `share` of the first column where it can be shared."""

    key: str
    name: Text
    mark: str
    share: float | None
    cells: tuple[Cell, ...]
    words: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    by: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    basis: Text
    left_out: int  # rows beyond the longest table
    shared: bool

    @property
    def people(self) -> bool:
        return any(c.variant.kind is KpiKind.UNIQUE for c in self.columns)


def dimensions(view: View) -> tuple[tuple[str, Text], ...]:
    """What one may break down by here."""
    found = ("channel", "network", *view.held.dimensions)
    return tuple((d, DIMENSIONS[d]) for d in dict.fromkeys(found) if d in DIMENSIONS)


def breakdown(
    scope: Scope,
    view: View,
    specs: Mapping[str, KpiSpec],
    first: KpiRef,
    tiles: Sequence[Tile],
    *,
    rows: int = MOST_ROWS,
) -> Breakdown | None:
    """By `view.by`; None when nothing known can be broken down so."""
    refs = tuple(dict.fromkeys((first, *(t.ref for t in tiles))))
    found = answers(view.query(scope, refs, by=(view.by,), compare=False), specs)
    series = [s for s in found if isinstance(s, Series) and _tells(s)]
    if not series:
        return None
    series = _on_one_basis(series)[:COLUMNS]
    columns = tuple(_column(specs, s) for s in series)
    keys = _keys(series, view)
    shared = columns[0].variant.kind in _COUNTED
    whole = sum(_number(p.cell) for p in series[0].points) if shared else 0.0
    made = [_row(key, series, view, whole) for key in keys]
    if view.by not in ("weekday", "hour"):
        made.sort(key=lambda row: -_number(row.cells[0]))
    return Breakdown(
        view.by,
        columns,
        tuple(made[:rows]),
        BASIS_WORDS[series[0].frame.basis],
        max(len(made) - rows, 0),
        shared,
    )


def _tells(series: Series) -> bool:
    return any(p.cell.value is not None or p.cell.low is not None for p in series.points)


def _on_one_basis(series: Sequence[Series]) -> list[Series]:
    """The columns on the basis of the first; levels stand in no table of activity."""
    basis = series[0].frame.basis
    return [s for s in series if s.frame.basis is basis]


def _column(specs: Mapping[str, KpiSpec], series: Series) -> Column:
    spec = specs[series.frame.kpi]
    variant = spec.variant(series.frame.variant)
    overlap = series.by[0] in ("tag", "hashtag", "topic")  # one post may stand in several rows
    values = [p.cell.value for p in series.points if p.cell.value is not None]
    total = None
    if variant.kind in _COUNTED and values and not overlap:
        total = shown(sum(values[1:], start=values[0]), series.frame.unit, series.frame.currency)
    return Column(spec, variant, series.frame, total)


def _keys(series: Sequence[Series], view: View) -> list[str]:
    keys = dict.fromkeys(p.key[0] for s in series for p in s.points)
    if view.by == "channel":
        for one in series:
            keys.update(dict.fromkeys(m.channel for m in one.frame.coverage.missing))
        mine = {str(c.id) for c in view.channels}
        return [k for k in keys if k in mine]
    if view.by in ("weekday", "hour"):
        return sorted(keys, key=lambda key: int(key) if key.isdigit() else -1)
    return list(keys)


def _row(key: str, series: Sequence[Series], view: View, whole: float) -> Row:
    cells = tuple(_cell(one, key) for one in series)
    network = network_names(view).get(key) if view.by == "channel" else None
    words = tuple(
        of_cell(cell, one.frame, network)
        if cell.value is not None or cell.low is not None
        else dash(cell)
        for cell, one in zip(cells, series, strict=True)
    )
    share = _number(cells[0]) / whole if whole and cells[0].value is not None else None
    return Row(key, named(view.by, key, view), mark_of(view.by, key, view), share, cells, words)


def dash(cell: Cell) -> Text:
    if cell.unknown is Unknown.NOT_OFFERED:
        return Text("– not offered", "– tidak disediakan")
    why = reason(cell.unknown or Unknown.NO_DATA)
    return (
        Text(f"– {why.en}", f"– {why.id}")
        if cell.unknown is Unknown.ZERO_DENOMINATOR
        else Text.same("–")
    )


def _cell(series: Series, key: str) -> Cell:
    found = next((p.cell for p in series.points if p.key[0] == key), None)
    if found is not None:
        return found
    gone: Missing | None = next(
        (m for m in series.frame.coverage.missing if m.channel == key), None
    )
    return Cell(unknown=gone.reason if gone else Unknown.NO_DATA)


def _number(cell: Cell) -> float:
    value = cell.value if cell.value is not None else cell.high
    return float(value) if value is not None else 0.0


def bases(
    scope: Scope, view: View, specs: Mapping[str, KpiSpec], refs: Sequence[KpiRef]
) -> tuple[tuple[KpiSpec, Text, Text], ...]:
    """KPIs known on both bases, each with its two figures; they differ and both are right."""
    asked = tuple(dict.fromkeys(refs))
    period = answers(view.query(scope, asked, basis=Basis.PERIOD, compare=False), specs)
    lifetime = answers(view.query(scope, asked, basis=Basis.LIFETIME, compare=False), specs)
    made = []
    for ref, now, ever in zip(asked, period, lifetime, strict=True):
        cells = [f.cell for f in (now, ever) if not isinstance(f, Series)]
        if len(cells) == 2 and all(c.value is not None or c.low is not None for c in cells):
            first, second = (of_cell(c, f.frame) for c, f in zip(cells, (now, ever), strict=True))
            made.append((specs[ref.kpi], first, second))
    return tuple(made)
