"""Posts one by one: their words and links, their counts, and how they did against the usual.

The usual is the median of posts of the same channel and type over half a year, so that one post
that went far does not make all others look small.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from tolok.core.kpi.spec import KpiKind, KpiSpec, Rule, Source, Term, Variant
from tolok.core.query import Figure, KpiRef, Period, Series, Value
from tolok.core.text import LANGUAGES, Text
from tolok.facts.posts import PostLine
from tolok.render.amounts import short_day
from tolok.services.access import Scope
from tolok.services.fact_store import facts
from tolok.services.numbers_cache import answers, remembered
from tolok.services.numbers_keys import mark_of, named
from tolok.services.numbers_view import View
from tolok.services.numbers_words import shown

USUAL_DAYS = 182
USUAL_FROM = 5  # posts of one channel and type, below which nothing is called usual

# What a post is listed with, best first: of each line the first that the posts know.
COLUMNS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("post_reach_avg", ""), ("post_impressions", "views"), ("post_impressions", "impressions")),
    (("engagements", "basic"),),
    (
        ("engagement_rate_avg", "er_reach_mean"),
        ("engagement_rate_avg", "er_impressions"),
        ("engagement_rate_avg", "er_views"),
    ),
    (("link_clicks", "native"), ("clicks", "all")),
)
HEADS: Mapping[str, Text] = {
    "post_reach_avg": Text("Reach", "Jangkauan"),
    "post_impressions": Text("Views", "Tayangan"),
    "engagements": Text("Engagements", "Keterlibatan"),
    "engagement_rate_avg": Text("Eng. rate", "Keterlibatan %"),
    "link_clicks": Text("Link clicks", "Klik tautan"),
    "clicks": Text("Clicks", "Klik"),
}


@dataclass(frozen=True, slots=True)
class PostColumn:
    spec: KpiSpec
    variant: Variant

    @property
    def id(self) -> str:
        return self.spec.id

    @property
    def head(self) -> Text:
        return HEADS.get(self.spec.id, self.spec.name)

    def of(self, post: PostLine) -> Value | None:
        return per_post(self.variant, post.measures)


@dataclass(frozen=True, slots=True)
class Post:
    """One line of the table. `usual` is the ratio to the median; None without enough posts."""

    line: PostLine
    channel: Text
    mark: str
    type: Text
    day: Text
    values: tuple[Value | None, ...]
    cells: tuple[tuple[Text, Text], ...]  # each with the head of its column
    usual: float | None


@dataclass(frozen=True, slots=True)
class Posts:
    columns: tuple[PostColumn, ...]
    posts: tuple[Post, ...]
    sort: str
    lowest: bool
    total: int
    offset: int
    limit: int

    @property
    def previous(self) -> int | None:
        """The number of the page before, from 1; None on the first."""
        page = self.offset // self.limit
        return page if self.offset else None

    @property
    def next(self) -> int | None:
        more = self.offset + self.limit < self.total
        return self.offset // self.limit + 2 if more else None

    @property
    def first(self) -> int:
        return self.offset + 1 if self.posts else 0

    @property
    def last(self) -> int:
        return self.offset + len(self.posts)


def columns(scope: Scope, view: View, specs: Mapping[str, KpiSpec]) -> tuple[PostColumn, ...]:
    """The columns that the posts of these days know anything of."""
    refs = [KpiRef(k, v) for line in COLUMNS for k, v in line if k in specs]
    found = answers(view.query(scope, refs, compare=False), specs)
    known = {
        ref
        for ref, figure in zip(refs, found, strict=True)
        if isinstance(figure, Figure) and figure.value is not None
    }
    made = []
    for line in COLUMNS:
        ref = next((KpiRef(k, v) for k, v in line if KpiRef(k, v) in known), None)
        if ref:
            made.append(PostColumn(specs[ref.kpi], specs[ref.kpi].variant(ref.variant)))
    return tuple(made)


def posts(
    scope: Scope,
    view: View,
    specs: Mapping[str, KpiSpec],
    *,
    sort: str = "",
    lowest: bool = False,
    limit: int = 10,
    offset: int = 0,
    most_columns: int = 4,
) -> Posts:
    """A page of the posts published in these days, by the column called `sort`."""
    shown_columns = columns(scope, view, specs)[:most_columns]
    query = view.query(scope, (), compare=False)
    by = next(
        (c for c in shown_columns if c.id == sort), shown_columns[0] if shown_columns else None
    )
    key = ("posts", query, by, sort == "published", lowest, limit, offset)

    def read() -> tuple[list[PostLine], int]:
        store = facts()
        order: Variant | str = by.variant if by else "likes"
        found = store.posts(query, order, limit=limit, offset=offset, lowest=lowest)
        return found, store.count_posts(query)

    lines, total = remembered(scope.key, key, read)
    usual = _usual(scope, view, specs, by)
    return Posts(
        shown_columns,
        tuple(_post(line, view, shown_columns, usual, by) for line in lines),
        by.id if by else "",
        lowest,
        total,
        offset,
        limit,
    )


def per_post(variant: Variant, measures: Mapping[str, Value]) -> Value | None:
    """A KPI of one post; unknown where a part is, or the divisor is nothing."""
    top = _sum(variant.numerator, measures)
    below = tuple(t for t in variant.denominator if t.measure != "posts")
    if not below or variant.kind in (KpiKind.SUM, KpiKind.MEAN_OF_ITEMS):
        return top
    bottom = _sum(below, measures)
    if top is None or not bottom:
        return None
    return float(top) / float(bottom) * variant.scale


def _sum(terms: Sequence[Term], measures: Mapping[str, Value]) -> Value | None:
    total: Any = None
    for term in terms:
        value = next((measures[n] for n in term.names if n in measures), None)
        if value is None:
            if term.optional:
                continue
            return None
        part: Any = value if term.weight == 1 else float(value) * term.weight
        total = part if total is None else total + part
    return total


Usual = Mapping[tuple[str, str], float]


def _usual(
    scope: Scope, view: View, specs: Mapping[str, KpiSpec], column: PostColumn | None
) -> Usual:
    """The median by channel and type, over the half year up to the last day looked at."""
    if column is None:
        return {}
    spec = each_post(column)
    start = min(view.period.start, view.period.end - timedelta(days=USUAL_DAYS - 1))
    query = view.query(
        scope,
        (KpiRef(spec.id),),
        by=("channel", "type"),
        period=Period(start, view.period.end),
        compare=False,
    )
    (found,) = answers(replace(query, where=()), {**specs, spec.id: spec})
    if not isinstance(found, Series):
        return {}
    return {
        (p.key[0], p.key[1]): p.cell.median
        for p in found.points
        if p.cell.median and (p.cell.n or 0) >= USUAL_FROM
    }


def each_post(column: PostColumn) -> KpiSpec:
    """The same KPI taken post by post: its mean and median over posts."""
    variant = column.variant
    below = tuple(t for t in variant.denominator if t.measure != "posts")
    kind = KpiKind.MEAN_OF_RATIOS if below else KpiKind.MEAN_OF_ITEMS
    each = replace(
        variant, id="each", kind=kind, denominator=below, sources=(Source.POSTS,), rule=None
    )
    rule = Rule("mean", "mean", "mean")
    return replace(column.spec, id=f"{column.spec.id}~each", variants=(each,), rule=rule)


def _post(
    line: PostLine,
    view: View,
    shown_columns: Sequence[PostColumn],
    usual: Usual,
    by: PostColumn | None,
) -> Post:
    values = tuple(c.of(line) for c in shown_columns)
    base = usual.get((line.channel, line.type))
    mine = by.of(line) if by else None
    return Post(
        line=line,
        channel=_channel(line.channel, view),
        mark=mark_of("channel", line.channel, view),
        type=named("type", line.type, view) if line.type else Text.same(""),
        day=Text(*(short_day(line.published_at.date(), language) for language in LANGUAGES)),
        values=values,
        cells=tuple(
            (c.head, shown(v, c.variant.unit or c.spec.unit, line.currency or None))
            for v, c in zip(values, shown_columns, strict=True)
        ),
        usual=float(mine) / base if base and mine is not None else None,
    )


def _channel(channel: str, view: View) -> Text:
    """The network, where the workspace has one channel on it; else the channel's own name."""
    network = view.network_of(channel)
    alone = sum(c.network == network for c in view.channels) == 1
    return named("network", network, view) if alone else named("channel", channel, view)
