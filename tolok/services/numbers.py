"""The Numbers page as data: tiles, trend, breakdown, times, components, bases, posts."""

from collections.abc import Mapping
from dataclasses import dataclass

from tolok.core.kpi.spec import KpiKind, KpiSpec
from tolok.core.query import KpiRef
from tolok.core.text import Text
from tolok.services.access import Scope
from tolok.services.benchmarks import Benchmarks, beside_own
from tolok.services.figures import check_kpi
from tolok.services.kpis import catalogue
from tolok.services.numbers_breakdown import Breakdown, bases, breakdown, dash
from tolok.services.numbers_heat import Heat, heat
from tolok.services.numbers_posts import Posts, posts
from tolok.services.numbers_tiles import Figures, Group, Tile, asked, groups
from tolok.services.numbers_trend import Trend, trend
from tolok.services.numbers_view import View
from tolok.services.numbers_words import Delta, coverage_note, delta, of_cell

COMPONENTS = ("interactions_posts", "interactions_page", "interactions_dm")
PER_FAN = ("interactions_per_1000_followers", "engagements_per_post")
HEAT_LEAST = 2


@dataclass(frozen=True, slots=True)
class Component:
    """One of the three parts of engagement, known or not."""

    spec: KpiSpec
    words: Text
    delta: Delta
    note: Text | None
    known: bool


@dataclass(frozen=True, slots=True)
class Overview:
    groups: tuple[Group, ...]
    trend: Trend | None
    breakdown: Breakdown | None
    heat: Heat | None
    components: tuple[Component, ...]
    bases: tuple[tuple[KpiSpec, Text, Text], ...]
    posts: Posts | None
    benchmarks: Benchmarks | None = None

    @property
    def tiles(self) -> tuple[Tile, ...]:
        return tuple(tile for group in self.groups for tile in group.tiles)

    @property
    def empty(self) -> bool:
        return not self.groups


def overview(scope: Scope, view: View, *, lowest: bool = False, offset: int = 0) -> Overview:
    """All of the first tab. Without anything known in these days it is empty."""
    specs = catalogue(scope)
    if view.ref:
        check_kpi(specs, view.ref)
    more = [KpiRef(k) for k in (*COMPONENTS, *PER_FAN)]
    figures = asked(scope, view, specs, [*more, *((view.ref,) if view.ref else ())])
    shown = groups(scope, view, specs, figures)
    tiles = [tile for group in shown for tile in group.tiles]
    ref = view.ref or charted(tiles)
    if ref is None or (view.filtered and not any(_on_rows(tile) for tile in tiles)):
        return Overview((), None, None, None, (), (), None)
    refs = [ref, *(t.ref for t in tiles)]
    return Overview(
        groups=shown,
        trend=trend(scope, view, specs, ref, figures.of(specs[ref.kpi], ref.variant)),
        breakdown=breakdown(scope, view, specs, ref, tiles),
        heat=heat(scope, view, specs, HEAT_LEAST),
        components=components(view, specs, figures),
        bases=bases(scope, view, specs, refs),
        posts=posts(scope, view, specs, limit=5, lowest=lowest, offset=offset, most_columns=3),
        benchmarks=beside_own(scope, view, specs),
    )


def _on_rows(tile: Tile) -> bool:
    """Is it known, and from at least one row? That a filter leaves no posts is no row."""
    return tile.cell.value is not None and tile.cell.n != 0


def charted(tiles: list[Tile]) -> KpiRef | None:
    """What the chart shows unless one chose: the first that adds up, else the first known."""
    adds = [t for t in tiles if t.variant.kind in (KpiKind.SUM, KpiKind.COUNT)]
    known = [t for t in tiles if t.cell.value is not None]
    first = next(iter((*adds, *known, *tiles)), None)
    return first.ref if first else None


def components(view: View, specs: Mapping[str, KpiSpec], figures: Figures) -> tuple[Component, ...]:
    """Interactions with posts, with the page and by message; then how many per follower or post."""
    names = {str(c.id): Text.same(c.name) for c in view.channels}
    made = []
    for id in (*COMPONENTS, *PER_FAN):
        figure = figures.of(specs[id]) if id in specs else None
        if figure is None:
            continue
        known = figure.value is not None
        words = of_cell(figure.cell, figure.frame) if known else dash(figure.cell)
        note = coverage_note(figure, names)
        made.append(Component(specs[id], words, delta(figure), note, known))
    return tuple(made) if any(c.known for c in made[: len(COMPONENTS)]) else ()
