"""The tiles: at most six, in named groups, chosen by goals, by settings and by what data hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tolok.core.kpi.spec import CONNECTED, KpiSpec, Source, Variant
from tolok.core.query import Cell, Figure, KpiRef, Query, Series, Value
from tolok.core.text import Text
from tolok.facts.reach import Reach
from tolok.facts.readers import KINDS
from tolok.lib.catalogue import networks
from tolok.services.access import Scope
from tolok.services.fact_store import facts
from tolok.services.kpis import Used, used_kpis
from tolok.services.numbers_cache import answers, remembered
from tolok.services.numbers_pace import Ticks, ticks
from tolok.services.numbers_view import View
from tolok.services.numbers_words import Delta, ago, coverage_note, delta

GROUPS: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    ("seen", Text("Seen", "Dilihat"), ("seen",)),
    ("answered", Text("Answered", "Ditanggapi"), ("answered", "care")),
    ("acted", Text("Acted", "Bertindak"), ("acted", "traffic", "money")),
    ("audience", Text("Audience", "Audiens"), ("audience",)),
    ("video", Text("Video", "Video"), ("video",)),
    ("publishing", Text("Publishing", "Penerbitan"), ("publishing",)),
)
IN_A_ROW, IN_A_GROUP = 3, 2
THIN_BELOW = 0.5  # of the days read: such a figure gives way to fuller ones

# Of KPIs that are all known, these come first; a goal's KPIs come before them.
FIRST = (
    *("reach", "views", "impressions", "engagement_rate_avg", "engagements", "saves"),
    *("interactions_posts", "likes", "comments", "shares"),
    *("link_clicks", "clicks", "social_sessions", "conversions", "cpc", "revenue", "ctr"),
    *("followers", "followers_net", "video_views", "watch_time", "posts_published"),
)


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure with all that is shown around it."""

    spec: KpiSpec
    variant: Variant
    figure: Figure
    spark: tuple[float | None, ...]
    delta: Delta
    note: Text | None
    ticks: Ticks | None

    @property
    def ref(self) -> KpiRef:
        return KpiRef(self.spec.id, self.variant.id)

    @property
    def key(self) -> str:
        """The KPI as the address names it."""
        first = self.spec.variants[0].id == self.variant.id
        return self.spec.id if first else f"{self.spec.id}:{self.variant.id}"

    @property
    def cell(self) -> Cell:
        return self.figure.cell

    @property
    def range(self) -> bool:
        return self.cell.value is None and self.cell.low is not None


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    name: Text
    tiles: tuple[Tile, ...]
    read: Text | None  # how long ago the oldest of its figures was read


@dataclass(frozen=True, slots=True)
class Figures:
    """By KPI and variant; `able` are those that may stand on a tile."""

    by_ref: Mapping[KpiRef, Figure]
    able: frozenset[KpiRef]

    def of(self, spec: KpiSpec, variant: str = "") -> Figure | None:
        return self.by_ref.get(KpiRef(spec.id, spec.variant(variant).id))


def groups(
    scope: Scope, view: View, specs: Mapping[str, KpiSpec], figures: Figures
) -> tuple[Group, ...]:
    """At most three groups of two tiles."""
    aims = ticks(scope, specs, view)
    known = [(r, f) for r, f in figures.by_ref.items() if r in figures.able and _known(f)]
    known.sort(key=lambda pair: _rank(pair[0], pair[1], aims))
    chosen = _chosen(known, specs)
    sparks = _sparks(scope, view, specs, [ref for _, pairs in chosen for ref, _ in pairs])
    now = datetime.now(UTC)
    return tuple(
        _group(group, [_tile(view, specs, pair, sparks, aims) for pair in pairs], now)
        for group, pairs in chosen
    )


def asked(
    scope: Scope, view: View, specs: Mapping[str, KpiSpec], more: Sequence[KpiRef]
) -> Figures:
    """The figures of the page from one question: what tiles may show, and `more`."""
    used = [u for u in used_kpis(scope) if u.enabled and not u.parked]
    able = candidates(scope, view, used)
    also = [KpiRef(r.kpi, specs[r.kpi].variant(r.variant).id) for r in more if r.kpi in specs]
    refs = tuple(dict.fromkeys((*able, *also)))
    found = answers(view.query(scope, refs), specs)
    made = {r: f for r, f in zip(refs, found, strict=True) if isinstance(f, Figure)}
    return Figures(made, frozenset(able))


def candidates(scope: Scope, view: View, used: Sequence[Used]) -> list[KpiRef]:
    """The first variant of each KPI for which these days hold anything."""
    query = view.query(scope, ())
    key = ("candidates", query, tuple(u.spec for u in used))
    return remembered(scope.key, key, lambda: _candidates(scope, query, used))


def _candidates(scope: Scope, query: Query, used: Sequence[Used]) -> list[KpiRef]:
    store = facts()
    with store.reading() as cursor:
        reach = store.reach(scope.key, cursor)
    made = []
    for one in used:
        for variant in one.spec.variants:
            if one.spec.group != "goals" and _readable(reach, query, variant):
                made.append(KpiRef(one.spec.id, variant.id))
                break
    return made


def _readable(reach: Reach, query: Query, variant: Variant) -> bool:
    channels = reach.asked(query)
    return variant.kind in KINDS and any(
        reach.has(source, channels, variant, query)
        for source in variant.sources
        if source in CONNECTED and source is not Source.AUDIENCE
    )


def _known(found: Figure) -> bool:
    return found.cell.value is not None or found.cell.low is not None


def _rank(ref: KpiRef, figure: Figure, aims: Mapping[str, Ticks]) -> tuple[bool, bool, int, str]:
    """A goal's KPIs first; then what was read on most days; then the usual order."""
    place = FIRST.index(ref.kpi) if ref.kpi in FIRST else len(FIRST)
    cover = figure.frame.coverage
    thin = (cover.days_read or 0) < (cover.days_asked or 0) * THIN_BELOW
    return (ref.kpi not in aims, thin, place, ref.kpi)


Pair = tuple[KpiRef, Figure]
Chosen = list[tuple[tuple[str, Text, tuple[str, ...]], list[Pair]]]


def _chosen(known: Sequence[Pair], specs: Mapping[str, KpiSpec]) -> Chosen:
    made: Chosen = []
    for group in GROUPS:
        here = [pair for pair in known if specs[pair[0].kpi].group in group[2]]
        if here and len(made) < IN_A_ROW:
            made.append((group, here[:IN_A_GROUP]))
    return made


def _sparks(
    scope: Scope, view: View, specs: Mapping[str, KpiSpec], refs: Sequence[KpiRef]
) -> dict[KpiRef, tuple[float | None, ...]]:
    grain = "day" if view.period.days <= 62 else "week"
    found = answers(view.query(scope, refs, by=(grain,), compare=False), specs)
    return {
        ref: _values(series)
        for ref, series in zip(refs, found, strict=True)
        if isinstance(series, Series)
    }


def _values(series: Series) -> tuple[float | None, ...]:
    return tuple(_float(point.cell.value) for point in series.points)


def _float(value: Value | None) -> float | None:
    return None if value is None else float(value)


def _tile(
    view: View,
    specs: Mapping[str, KpiSpec],
    pair: Pair,
    sparks: Mapping[KpiRef, tuple[float | None, ...]],
    aims: Mapping[str, Ticks],
) -> Tile:
    ref, figure = pair
    spec = specs[ref.kpi]
    variant = spec.variant(ref.variant)
    return Tile(
        spec=spec,
        variant=variant,
        figure=figure,
        spark=sparks.get(ref, ()),
        delta=delta(figure),
        note=_note(figure, spec, variant, view),
        ticks=aims.get(ref.kpi),
    )


def _note(figure: Figure, spec: KpiSpec, variant: Variant, view: View) -> Text | None:
    """One note: what is missing, else that it is a range, else the variant and its sample."""
    if figure.value is None and figure.cell.low is not None:
        return Text("People, at least – at most", "Orang, sedikitnya – sebanyaknya")
    missing = coverage_note(figure, network_names(view))
    if missing:
        return missing
    if figure.frame.notes:
        return figure.frame.notes[0]
    return variant.name if len(spec.variants) > 1 else None


def network_names(view: View) -> dict[str, Text]:
    """Channel → the name of its network, or its own where the network is not in the catalogue."""
    known = networks()
    return {
        str(c.id): known[c.network].name if c.network in known else Text.same(c.name)
        for c in view.channels
    }


def _group(group: tuple[str, Text, tuple[str, ...]], tiles: Sequence[Tile], now: datetime) -> Group:
    ages = [t.figure.frame.as_of for t in tiles if t.figure.frame.as_of]
    return Group(group[0], group[1], tuple(tiles), ago(min(ages), now) if ages else None)
