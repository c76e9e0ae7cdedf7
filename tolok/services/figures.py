"""Numbers of KPIs: one question in, figures with everything around them out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tolok.core.errors import invalid, unknown_name
from tolok.core.kpi.spec import KpiSpec
from tolok.core.query import (
    DIMENSIONS,
    Basis,
    Compare,
    Figure,
    KpiRef,
    Period,
    Query,
    Segment,
    Series,
)
from tolok.core.text import Text, say
from tolok.services.access import Scope
from tolok.services.channels import channel as channel_of
from tolok.services.collect_state import with_refusals
from tolok.services.fact_store import facts
from tolok.services.kpis import catalogue

MAX_DIMENSIONS = 3


FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as people put it: names instead of ids, everything but the KPIs optional."""

    kpis: tuple[KpiRef, ...]
    period: Period
    channels: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    where: tuple[Segment, ...] = ()
    compare: Compare | None = None
    basis: Basis | None = None


def figures(scope: Scope, ask: Ask) -> list[Figure | Series]:
    """One answer per KPI asked for, in order: a Figure, or a Series when `by` names a dimension.

    ProblemError for a KPI, variant, channel or dimension that does not exist.
    """
    specs = catalogue(scope)
    for ref in ask.kpis:
        check_kpi(specs, ref)
    query = _query(scope, ask)
    return with_refusals(scope, specs, list(facts().answer(query, specs)))


def figure(scope: Scope, kpi: str, period: Period, *, variant: str = "") -> Figure:
    """One number over all channels."""
    found = figures(scope, Ask((KpiRef(kpi, variant),), period))[0]
    if not isinstance(found, Figure):
        raise TypeError("a question without dimensions gives a figure")
    return found


def parse_period(start: str, end: str) -> Period:
    """Two ISO dates as a period; ProblemError when they are no dates or in the wrong order, or lie
    outside the years that anything can be compared in."""
    try:
        found = Period(date.fromisoformat(start), date.fromisoformat(end))
    except ValueError:
        raise invalid(
            say("{a} – {b} is not a period.", "{a} – {b} bukan periode.", a=start, b=end),
            Text(
                "Write both days as 2026-10-31, the earlier one first.",
                "Tulis kedua hari seperti 2026-10-31, yang lebih awal lebih dahulu.",
            ),
        ) from None
    if found.start < FIRST_DAY or found.end > LAST_DAY:
        raise invalid(
            say("{a} – {b} is too far away.", "{a} – {b} terlalu jauh.", a=start, b=end),
            say(
                "Choose days from {a} to {b}.",
                "Pilih hari dari {a} sampai {b}.",
                a=FIRST_DAY.isoformat(),
                b=LAST_DAY.isoformat(),
            ),
        )
    return found


def parse_segments(words: Iterable[str]) -> tuple[Segment, ...]:
    """`type=reel,photo` → keep only reels and photos."""
    found = []
    for word in words:
        dimension, equals, values = word.partition("=")
        if not equals or dimension not in DIMENSIONS:
            raise invalid(
                say("{w} is not a filter.", "{w} bukan penyaring.", w=word),
                Text("Write it as type=reel,photo.", "Tulis seperti type=reel,photo."),
            )
        found.append(Segment(dimension, tuple(v for v in values.split(",") if v)))
    return tuple(found)


def check_kpi(specs: Mapping[str, KpiSpec], ref: KpiRef) -> None:
    spec = specs.get(ref.kpi)
    if spec is None:
        raise unknown_name(Text.same("KPI"), ref.kpi, specs)
    if ref.variant and ref.variant not in {v.id for v in spec.variants}:
        names = ", ".join(v.id for v in spec.variants)
        raise invalid(
            say("{k} has no variant {v}.", "{k} tidak punya varian {v}.", k=ref.kpi, v=ref.variant),
            say("Use one of: {names}.", "Pakai salah satu: {names}.", names=names),
        )


def _query(scope: Scope, ask: Ask) -> Query:
    unknown = [d for d in ask.by if d not in DIMENSIONS]
    if unknown or len(ask.by) > MAX_DIMENSIONS:
        raise invalid(
            say(
                "Cannot break down by {d}.", "Tidak dapat dirinci menurut {d}.", d=", ".join(ask.by)
            ),
            say(
                "Use up to three of: {n}.",
                "Pakai paling banyak tiga: {n}.",
                n=", ".join(DIMENSIONS),
            ),
        )
    chosen: Sequence[str] = [str(channel_of(scope, c).id) for c in ask.channels]
    return Query(
        workspace=scope.key,
        kpis=ask.kpis,
        period=ask.period,
        basis=ask.basis,
        channels=tuple(chosen) or None,
        by=ask.by,
        where=ask.where,
        compare=ask.compare,
        zone=scope.workspace.zone,
        first_weekday=scope.workspace.first_weekday,
    )
