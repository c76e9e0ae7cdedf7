"""Answer a `Query`: choose the rows, read them once for each source, and frame every number.

A figure carries its coverage, age and batches; a KPI that cannot be answered says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tolok.core.errors import invalid
from tolok.core.kpi.spec import BASES, CONNECTED, KpiKind, KpiSpec, Source, Variant
from tolok.core.query import (
    DIMENSIONS,
    Basis,
    Cell,
    Compare,
    Coverage,
    Figure,
    Frame,
    KpiRef,
    Missing,
    Period,
    Point,
    Query,
    Series,
    Unknown,
    Value,
)
from tolok.core.text import Text, say
from tolok.facts import audience, compile, marks, readers
from tolok.facts.atoms import Atom
from tolok.facts.finish import counting, is_money
from tolok.facts.reach import Reach
from tolok.facts.readers import Key, Reading

Cells = dict[Key, Cell]
_LEVELS = frozenset({KpiKind.LAST, KpiKind.DELTA})
_SILENT = frozenset({Unknown.NO_DATA, Unknown.NOT_OFFERED, Unknown.NO_SOURCE})
_MODELS = frozenset({KpiKind.MODEL, KpiKind.GOAL})


@dataclass(frozen=True, slots=True)
class Asked:
    """One KPI of a question, with the sources that may answer it, best first."""

    at: int
    spec: KpiSpec
    variant: Variant
    sources: tuple[Source, ...]
    why_none: Unknown = Unknown.NO_SOURCE


@dataclass(frozen=True, slots=True)
class Answered:
    """The cells of one KPI, from the source that knew them."""

    asked: Asked
    source: Source | None
    read: readers.Read
    before: Cells

    @property
    def cells(self) -> Cells:
        return self.read.cells


def answer(
    reading: Reading, reach: Reach, query: Query, specs: Mapping[str, KpiSpec]
) -> list[Series | Figure]:
    """One figure for each KPI of the query, or one series when it is broken down."""
    _check(query)
    asked = [_asked(at, query, specs, reach) for at in range(len(query.kpis))]
    answered = _settle(reading, reach, query, asked)
    seen = {
        source: _coverage(reading, reach, query, source, answered)
        for source in {a.source for a in answered if a.source}
    }
    return [_framed(query, reach, found, seen) for found in answered]


def chosen(
    reach: Reach, query: Query, specs: Mapping[str, KpiSpec]
) -> list[tuple[KpiRef, Source, Variant]]:
    """The best source of each KPI that has one."""
    _check(query)
    asked = [_asked(at, query, specs, reach) for at in range(len(query.kpis))]
    return [(query.kpis[a.at], a.sources[0], a.variant) for a in asked if a.sources]


def compared(query: Query) -> Period | None:
    """The period that a query compares with."""
    if query.compare is None:
        return None
    if query.compare is Compare.PREVIOUS:
        return query.period.previous()
    return query.period.year_before()


def _check(query: Query) -> None:
    unknown = [d for d in (*query.by, *(s.dimension for s in query.where)) if d not in DIMENSIONS]
    if unknown:
        raise invalid(
            say("There is no dimension “{d}”.", "Tidak ada dimensi “{d}”.", d=unknown[0]),
            say("Use one of: {all}.", "Pakai salah satu: {all}.", all=", ".join(DIMENSIONS)),
        )
    if len(query.by) > 3 or len(set(query.by)) < len(query.by):
        raise invalid(
            Text("The dimensions are too many or repeated.", "Dimensi terlalu banyak atau ganda."),
            Text(
                "Name at most three, each once.",
                "Paling banyak tiga, masing-masing sekali.",
            ),
        )


def _asked(at: int, query: Query, specs: Mapping[str, KpiSpec], reach: Reach) -> Asked:
    ref = query.kpis[at]
    spec = specs[ref.kpi]
    variant = spec.variant(ref.variant)
    if variant.kind in _MODELS:
        return Asked(at, spec, variant, (), Unknown.NEEDS_MODEL)
    connected = [s for s in variant.sources if s in CONNECTED]
    if not connected or variant.kind not in readers.KINDS:
        return Asked(at, spec, variant, ())
    named = {*query.by, *(s.dimension for s in query.where)}
    fit = [
        source
        for source in connected
        if _on_basis(source, variant, query.basis) and named <= readers.dimensions(source, variant)
    ]
    channels = reach.asked(query)
    fit.sort(key=lambda source: not reach.has(source, channels, variant, query))
    return Asked(at, spec, variant, tuple(fit), Unknown.NOT_OFFERED)


def _on_basis(source: Source, variant: Variant, basis: Basis | None) -> bool:
    if basis is None or basis is BASES[source]:
        return True
    return basis is Basis.SNAPSHOT and source is Source.CHANNEL and variant.kind in _LEVELS


def _settle(reading: Reading, reach: Reach, query: Query, asked: Sequence[Asked]) -> list[Answered]:
    """Read each KPI from its first source that knows anything; all KPIs of a source at once."""
    done: dict[int, Answered] = {}
    first: dict[int, Answered] = {}
    for turn in range(max((len(a.sources) for a in asked), default=0)):
        waiting = [a for a in asked if a.at not in done and turn < len(a.sources)]
        for source in dict.fromkeys(a.sources[turn] for a in waiting):
            here = [a for a in waiting if a.sources[turn] is source]
            for found in _read(reading, reach, query, source, here):
                first.setdefault(found.asked.at, found)
                if any(cell.unknown not in _SILENT for cell in found.cells.values()):
                    done[found.asked.at] = found
    return [
        done.get(a.at)
        or first.get(a.at)
        or Answered(a, None, readers.Read(_nothing(query, a.why_none)), {})
        for a in asked
    ]


def _nothing(query: Query, why: Unknown) -> Cells:
    return {} if query.by else {(): Cell(unknown=why)}


def _read(
    reading: Reading, reach: Reach, query: Query, source: Source, asked: Sequence[Asked]
) -> list[Answered]:
    variants = [a.variant for a in asked]
    now = readers.cells(reading, reach, query, query.period, source, variants)
    other = compared(query)
    then = readers.cells(reading, reach, query, other, source, variants) if other else None
    return [
        Answered(a, source, found, then[at].cells if then else {})
        for at, (a, found) in enumerate(zip(asked, now, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one source gave to a question, by channel."""

    as_of: datetime | None
    batches: tuple[str, ...]
    rows: Mapping[str, Mapping[Atom, Any]]


_ALL = (Atom("as_of"), Atom("batches"))


def _coverage(
    reading: Reading, reach: Reach, query: Query, source: Source, answered: Sequence[Answered]
) -> Seen:
    counts = dict.fromkeys(
        atom
        for found in answered
        if found.source is source
        for atom in _told(source, found.asked.variant)
    )
    if source is Source.AUDIENCE:
        return Seen(*audience.seen(reading.cursor, query))
    shape = reading.shape(query, source, by=("channel",), atoms=tuple(counts))
    found = reading.read(shape, (*_ALL, *counts), compile.values(query, query.period))
    ages = [row[_ALL[0]] for row in found.values() if row[_ALL[0]]]
    batches = {b for row in found.values() for b in row[_ALL[1]] or ()}
    return Seen(
        max(ages).replace(tzinfo=UTC) if ages else None,
        tuple(sorted(batches)),
        {key[0]: row for key, row in found.items()},
    )


def _told(source: Source, variant: Variant) -> tuple[Atom, ...]:
    """What coverage is told by: rows, and days where a source has one row for each."""
    if source is not Source.CHANNEL:
        return (counting(variant),)
    return (counting(variant), _days(variant))


def _days(variant: Variant) -> Atom:
    count = counting(variant)
    return Atom("days", count.of, count.per)


def _framed(
    query: Query, reach: Reach, found: Answered, seen: Mapping[Source, Seen]
) -> Series | Figure:
    spec, variant = found.asked.spec, found.asked.variant
    of = seen.get(found.source) if found.source else None
    basis, as_of = _basis(found, query), of.as_of if of else None
    coverage = _covered(query, reach, found, of)
    networks = {reach.networks.get(channel, "") for channel in coverage.channels}
    settles = as_of if basis is Basis.PERIOD else None
    frame = Frame(
        kpi=spec.id,
        variant=variant.id,
        unit=variant.unit or spec.unit,
        better=spec.better,
        basis=basis,
        period=query.period,
        zone=query.zone,
        as_of=as_of,
        currency=found.read.currency if is_money(variant) else None,
        coverage=coverage,
        batches=of.batches if of else (),
        settling_from=marks.settling_from(networks, settles, query.period, query.zone),
        breaks=marks.breaks(variant, networks, query.period),
        notes=(*found.read.notes, *_notes(query, found)),
    )
    if query.by:
        points = tuple(
            Point(key, cell, found.before.get(key))
            for key, cell in sorted(found.cells.items(), key=lambda item: _order(item[0]))
        )
        return Series(frame, query.by, points)
    before = found.before.get(()) if query.compare else None
    cell = found.cells.get(()) or Cell(unknown=found.asked.why_none)
    return Figure(frame, cell, before, compared(query))


def _basis(found: Answered, query: Query) -> Basis:
    if found.asked.variant.kind in _LEVELS:
        return Basis.SNAPSHOT
    if found.source:
        return BASES[found.source]
    first = next((s for s in found.asked.variant.sources if s in BASES), None)
    return query.basis or (BASES[first] if first else Basis.PERIOD)


def _covered(query: Query, reach: Reach, found: Answered, seen: Seen | None) -> Coverage:
    variant = found.asked.variant
    asked = reach.asked(query)
    if seen is None or found.source is None:
        return Coverage(missing=tuple(Missing(c, found.asked.why_none) for c in asked))
    count = counting(variant)
    there = tuple(
        c for c in asked if found.read.has(c) or (c in seen.rows and seen.rows[c].get(count))
    )
    missing = tuple(
        Missing(c, reach.reason(found.source, (c,), variant)) for c in asked if c not in there
    )
    if found.source is not Source.CHANNEL:
        return Coverage(there, missing)
    days = [seen.rows[c][_days(variant)] for c in there if c in seen.rows]
    return Coverage(there, missing, min(days) if days else 0, query.period.days)


def _notes(query: Query, found: Answered) -> tuple[Text, ...]:
    cell = found.cells.get(())
    spec = found.asked.spec
    if query.by or cell is None or cell.value is None:
        return ()
    size = _sample(spec, cell)
    if size is None or size >= spec.min_n or found.asked.variant.kind not in readers.SAMPLED:
        return ()
    return (
        say(
            "It stands on {n}; below {least} it says little.",
            "Angka ini berdasar pada {n}; di bawah {least} belum banyak berarti.",
            n=size,
            least=spec.min_n,
        ),
    )


def _sample(spec: KpiSpec, cell: Cell) -> Value | None:
    """The size that the minimum of a KPI is about."""
    named = {"numerator": cell.numerator, "denominator": cell.denominator}
    return named.get(spec.min_of, cell.n)


def _order(key: Key) -> tuple[tuple[int, str], ...]:
    return tuple((int(part) if part.isdigit() and len(part) < 3 else -1, part) for part in key)
