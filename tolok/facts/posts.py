"""Posts one by one, with their words, links and counts: the best and the worst of a period."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from tolok.core.kpi.spec import KpiKind, Source, Term, Variant
from tolok.core.measures import POST, columns
from tolok.core.query import Query, Value
from tolok.facts import atoms, compile, sources
from tolok.facts.atoms import Atom
from tolok.facts.finish import plain, row_terms
from tolok.facts.readers import Reading
from tolok.facts.sources import Shape

_NAMES = tuple(m.id for m in columns(POST))
_WORDS = ("channel", "post_id", "type", "text", "link", "campaign", "language", "author")
_REST = ("tags", "paid", "duration_s", "currency", "batch_id", "line", "wall")


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post as last reported. `published_at` is wall clock in the zone of the question."""

    channel: str
    post_id: str
    published_at: datetime
    type: str
    text: str
    link: str
    campaign: str
    language: str
    author: str
    tags: tuple[str, ...]
    paid: bool | None
    duration_s: float | None
    currency: str
    batch: str
    line: int
    value: Value | None  # of the KPI or measure the list is sorted by; None = not known
    measures: dict[str, Value]


@lru_cache(maxsize=128)
def _statement(
    shape: Shape, top: tuple[Term, ...], bottom: tuple[Term, ...], engine_name: str
) -> str:
    speaks = compile.engine(engine_name)
    rows = sources.rows(shape, speaks)
    found = atoms.row_value(rows, Atom("row", top, bottom))
    picked = rows.select(*_WORDS, *_REST, *_NAMES, sort_value=found)
    return str(speaks.sql(picked))


def listed(
    reading: Reading, query: Query, by: Variant | str, *, limit: int, offset: int, lowest: bool
) -> list[PostLine]:
    """Posts of a period in order of a KPI (per post) or a measure; unknown values come last."""
    top, bottom = _terms(by)
    wanted = Atom("row", top, bottom)
    shape = reading.shape(query, Source.POSTS, by=(), atoms=(wanted,))
    inner = _statement(shape, top, bottom, reading.engine.name)
    order = "ASC" if lowest else "DESC"
    made = compile.of(
        f"SELECT * FROM ({inner}) ORDER BY sort_value {order} NULLS LAST, wall DESC, post_id "  # noqa: S608
        "LIMIT $limit OFFSET $offset"
    )
    values = compile.values(query, query.period) | {"limit": limit, "offset": offset}
    rows = reading.engine.run(reading.cursor, made.sql, made.binds(values))
    return [_line(row) for row in rows]


def _terms(by: Variant | str) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    if isinstance(by, str):
        return (Term(by),), ()
    bottom = row_terms(by.denominator)
    if by.kind in (KpiKind.RATIO_OF_SUMS, KpiKind.MEAN_OF_RATIOS):
        return row_terms(by.numerator), tuple(t for t in bottom if t.measure != "posts")
    return row_terms(by.numerator), ()


def _line(row: tuple[Any, ...]) -> PostLine:
    words = dict(zip((*_WORDS, *_REST), row, strict=False))
    counts = row[len(words) : -1]
    return PostLine(
        **{name: words[name] or "" for name in _WORDS},
        published_at=words["wall"],
        tags=tuple(words["tags"] or ()),
        paid=words["paid"],
        duration_s=words["duration_s"],
        currency=words["currency"] or "",
        batch=words["batch_id"],
        line=words["line"],
        value=None if row[-1] is None else plain(row[-1]),
        measures={
            name: plain(count)
            for name, count in zip(_NAMES, counts, strict=True)
            if count is not None
        },
    )


def count(reading: Reading, query: Query) -> int:
    """How many posts the list has in all."""
    rows = Atom("rows")
    shape = reading.shape(query, Source.POSTS, by=(), atoms=(rows,))
    found = reading.read(shape, (rows,), compile.values(query, query.period))
    return int(found[()][rows])
