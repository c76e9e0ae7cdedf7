"""Small KPIs and batches that the tests of the facts share."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from tolok.core.kpi.spec import KpiKind, KpiSpec, Rule, Source, Term, Variant
from tolok.core.ports import About, Row
from tolok.core.query import KpiRef, Period, Query
from tolok.core.text import Text
from tolok.facts.batch import Batch

SPACE = "cafe"
ZONE = "Asia/Jakarta"


def terms(*names: str) -> tuple[Term, ...]:
    """`a|b` = b where a is not reported; `a?` = added where known; `-a` = taken away."""
    return tuple(_term(name) for name in names)


def _term(name: str) -> Term:
    weight = -1.0 if name.startswith("-") else 1.0
    first, *others = name.strip("-?").split("|")
    return Term(first, weight, tuple(others), name.endswith("?"))


def kpi(
    id: str,
    kind: KpiKind,
    top: Iterable[str],
    bottom: Iterable[str] = (),
    sources: tuple[Source, ...] = (Source.POSTS,),
    scale: float = 1,
    unit: str = "count",
    min_n: int = 0,
) -> KpiSpec:
    words = Text.same(id)
    variant = Variant("main", kind, words, terms(*top), terms(*bottom), sources, scale, unit)
    rule = Rule("sum", "sum", "sum")
    return KpiSpec(id, words, "seen", unit, "up", rule, min_n, words, words, words, (), (variant,))


def batch(id: str, observed: datetime | None = None, **channels: str) -> Batch:
    return Batch(
        id=id,
        workspace=SPACE,
        observed_at=observed or datetime(2026, 4, 1, tzinfo=UTC),
        zone=ZONE,
        channels=channels or {"": "page"},
        file=f"{id}.csv",
    )


def file(table: str, *rows: Row) -> list[About | Row]:
    return [About("facebook", table), *rows]


def ask(*kpis: str, **more: object) -> Query:
    period = more.pop("period", Period(date(2026, 3, 1), date(2026, 3, 31)))
    zone = more.pop("zone", ZONE)
    space = more.pop("workspace", SPACE)
    refs = tuple(KpiRef(k) for k in kpis)
    return Query(space, refs, period, zone=zone, **more)  # type: ignore[arg-type]
