"""Read the cells of many KPIs from one source with as few statements as there are ways to read.

Rows (sums, ratios, means, counts, shares), levels (followers) and unique people are read apart,
because they add up differently.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from tolok.core.kpi.spec import KpiKind, Source, Term, Variant
from tolok.core.measures import Kind, measure
from tolok.core.query import GRAINS, Cell, Period, Query, Unknown
from tolok.core.text import Text
from tolok.facts import audience, carry, compile, empty, levels, per_person, uniques
from tolok.facts.atoms import Atom
from tolok.facts.finish import (
    COUNTED,
    ROW_KINDS,
    Found,
    atoms_of,
    cell,
    currency_of,
    row_terms,
    share_part,
)
from tolok.facts.reach import Reach
from tolok.facts.sources import DIMENSIONS as HELD_BY
from tolok.facts.sources import Shape
from tolok.facts.uniques import last_day

Key = tuple[str, ...]
Rows = dict[Key, dict[Atom, Any]]

_LEVELS = frozenset({KpiKind.LAST, KpiKind.DELTA})
KINDS = ROW_KINDS | _LEVELS | {KpiKind.UNIQUE}
SAMPLED = frozenset({KpiKind.RATIO_OF_SUMS, KpiKind.MEAN_OF_RATIOS, KpiKind.MEAN_OF_ITEMS})
_AT_PUBLISH, _GAP = "followers_at_publish", "days_between_posts"
_OF_A_CHANNEL = frozenset({*GRAINS, "network", "channel", "tier"})


def dimensions(source: Source, variant: Variant) -> frozenset[str]:
    """What a variant can be broken down or filtered by, read from this source."""
    if variant.kind in _LEVELS or levels.uses_level(variant):
        return _OF_A_CHANNEL
    return HELD_BY[source]


@dataclass(frozen=True, slots=True)
class Reading:
    """A cursor, an engine and what the workspace holds: all that reading needs."""

    cursor: Any
    engine: Any
    reach: Reach

    def shape(
        self,
        query: Query,
        source: Source,
        *,
        by: tuple[str, ...],
        atoms: Sequence[Atom],
        only: str = "",
    ) -> Shape:
        named = {n for atom in atoms for t in (*atom.of, *atom.per) for n in t.names}
        return Shape(
            source=source,
            by=by,
            where=tuple(s.dimension for s in query.where),
            all_channels=query.channels is None,
            first_weekday=query.first_weekday,
            parts=source in self.reach.parts,
            followers=source is Source.POSTS and _AT_PUBLISH in named,
            gaps=source is Source.POSTS and _GAP in named,
            social=source is Source.CHANNEL and only == "social",
        )

    def read(self, shape: Shape, atoms: tuple[Atom, ...], values: Mapping[str, Any]) -> Rows:
        made = compile.statement(shape, atoms, self.engine.name)
        rows = self.engine.run(self.cursor, made.sql, made.binds(values))
        width = len(shape.by)
        return {
            tuple(written(part) for part in row[:width]): dict(zip(atoms, row[width:], strict=True))
            for row in rows
        }


@dataclass(frozen=True, slots=True)
class Read:
    """The cells of one variant by key, and the one currency they are in."""

    cells: dict[Key, Cell]
    currency: str | None = None
    channels: frozenset[str] = frozenset()  # that take part, beside those with rows
    notes: tuple[Text, ...] = ()

    def has(self, channel: str) -> bool:
        return channel in self.channels


def cells(
    reading: Reading,
    reach: Reach,
    query: Query,
    period: Period,
    source: Source,
    variants: Sequence[Variant],
) -> list[Read]:
    """The cells of each variant over `period`, keyed as in the period of the query."""
    plain = [v for v in variants if _family(source, v) is _rows]
    rows: dict[str, Rows] = {}
    for only in {v.only for v in plain}:
        atoms = tuple(dict.fromkeys(a for v in plain if v.only == only for a in atoms_of(v)))
        shape = reading.shape(query, source, by=query.by, atoms=atoms, only=only)
        rows[only] = reading.read(shape, atoms, compile.values(query, period))
    ask = Ask(reading, reach, query, period, source, rows)
    return [_family(source, variant)(ask, variant) for variant in variants]


@dataclass(frozen=True, slots=True)
class Ask:
    """What every way of reading needs: the question, the period meant, and rows read already."""

    reading: Reading
    reach: Reach
    query: Query
    period: Period
    source: Source
    rows: dict[str, Rows]  # by what a variant keeps to (`only`)

    def reason(self, variant: Variant) -> Unknown:
        return self.reach.reason(self.source, self.reach.asked(self.query), variant)


def _family(source: Source, variant: Variant) -> "Callable[[Ask, Variant], Read]":
    if source is Source.AUDIENCE:
        return _audience
    if variant.kind in _LEVELS:
        return _levels
    if variant.kind is KpiKind.UNIQUE:
        return _uniques
    return _level_ratio if levels.uses_level(variant) else _rows


def _levels(ask: Ask, variant: Variant) -> Read:
    term = levels.level_term(variant)
    found = levels.read(ask.reading, ask.query, ask.period, term, ask.query.by, written)
    no = ask.reason(variant)
    if variant.kind is KpiKind.DELTA:
        return Read({key: levels.delta_cell(variant, c, no) for key, c in found.items()})
    whole = carry.carried(found, _earlier(ask, variant, term, found), ask.query)
    made = {key: levels.last_cell(variant, c, no) for key, c in whole.levels.items()}
    return Read(made, channels=whole.channels, notes=whole.notes)


def _earlier(ask: Ask, variant: Variant, term: Term, found: levels.Levels) -> levels.Levels:
    """The levels of the weeks before the period, where a channel is silent as it begins."""
    by = tuple(name for name in ask.query.by if name not in GRAINS)
    offers = ask.reach.offers
    wanted = {c for c in ask.reach.asked(ask.query) if offers(Source.CHANNEL, c, variant)}
    if "channel" in by or len(wanted) < 2 or wanted <= carry.first_to_speak(found):
        return {}
    before = Period(
        ask.period.start - timedelta(days=carry.DAYS), ask.period.start - timedelta(days=1)
    )
    moved = ask.query.period.start - timedelta(days=carry.DAYS)
    asked = replace(ask.query, period=Period(moved, moved + timedelta(days=carry.DAYS - 1)))
    return levels.read(ask.reading, asked, before, term, by, written)


def _level_ratio(ask: Ask, variant: Variant) -> Read:
    bases = levels.read(
        ask.reading, ask.query, ask.period, levels.level_term(variant), ask.query.by, written
    )
    tops = _by_channel(ask, variant)
    no = ask.reason(variant)
    return Read(
        {
            key: levels.ratio_cell(variant, channels, bases.get(key, {}), no)
            for key, channels in tops.items()
        }
    )


def _by_channel(ask: Ask, variant: Variant) -> dict[Key, dict[str, tuple[Any, int]]]:
    """The numerator of each channel in each bucket, and on how many rows it stands."""
    top, by = row_terms(variant.numerator), (*ask.query.by, "channel")
    wanted = (Atom("sum", top), Atom("n", top))
    shape = ask.reading.shape(ask.query, ask.source, by=by, atoms=wanted, only=variant.only)
    rows = ask.reading.read(shape, wanted, compile.values(ask.query, ask.period))
    tops: dict[Key, dict[str, tuple[Any, int]]] = {}
    for (*key, channel), found in rows.items():
        tops.setdefault(tuple(key), {})[channel] = (found[wanted[0]], found[wanted[1]])
    return tops


def _uniques(ask: Ask, variant: Variant) -> Read:
    (term,) = variant.numerator
    wanted = (Atom("max", (term,)), Atom("sum", (term,)), Atom("n", (term,)))
    by = (*ask.query.by, "channel")
    shape = ask.reading.shape(ask.query, ask.source, by=by, atoms=wanted)
    rows = ask.reading.read(shape, wanted, compile.values(ask.query, ask.period))
    people: dict[Key, dict[str, uniques.People]] = {}
    for (*key, channel), found in rows.items():
        largest, total, n = (found[atom] for atom in wanted)
        if n:
            exact = n == 1 and (ask.source is not Source.CHANNEL or _one_day(ask, tuple(key)))
            part = uniques.People(largest, total, exact, n)
            people.setdefault(tuple(key), {})[channel] = part
    if ask.source is Source.CHANNEL:
        native = uniques.windows(ask.reading.cursor, ask.query, ask.period, term)
        people = uniques.merged(people, native)
    no = ask.reason(variant)
    keys = {*people, *(tuple(k) for *k, _ in rows)}
    return Read(
        {key: uniques.fold(people.get(key, {}).values(), no) for key in keys},
        channels=frozenset(channel for channels in people.values() for channel in channels),
    )


def _one_day(ask: Ask, key: Key) -> bool:
    return days_of(key, ask.query) == 1


def _audience(ask: Ask, variant: Variant) -> Read:
    found = audience.shares(ask.reading.cursor, ask.query, ask.period, ask.reason(variant))
    return Read(found, channels=frozenset(ask.reach.held[Source.AUDIENCE]))


def _rows(ask: Ask, variant: Variant) -> Read:
    rows = ask.rows[variant.only]
    made = _of_rows(ask.reach, ask.query, ask.period, ask.source, variant, rows)
    if ask.source is Source.CHANNEL and per_person.over_people(variant):
        return _per_person(ask, variant, made)
    found, over = empty.filled(ask.reach, ask.query, ask.period, ask.source, variant, made.cells)
    return replace(made, cells=found, channels=over)


def _per_person(ask: Ask, variant: Variant, made: Read) -> Read:
    """With native figures of people for exactly a bucket, where there are such."""
    cursor, (people,) = ask.reading.cursor, variant.denominator
    natives = uniques.windows(cursor, ask.query, ask.period, people)
    if not natives:
        return made
    if per_person.of_people(variant):
        tops = per_person.as_tops(
            uniques.windows(cursor, ask.query, ask.period, variant.numerator[0])
        )
    else:
        tops = _by_channel(ask, variant)
    return replace(made, cells=made.cells | per_person.cells(variant, tops, natives, made.cells))


def _of_rows(
    reach: Reach, query: Query, period: Period, source: Source, variant: Variant, rows: Rows
) -> Read:
    reason = reach.reason(source, reach.asked(query), variant)
    wholes = _wholes(query, variant, rows) if variant.kind is KpiKind.SHARE else {}
    by_calendar = any(term.measure in COUNTED for term in variant.denominator)
    made = {
        key: _of_people(
            source,
            variant,
            cell(
                variant,
                Found(
                    atoms,
                    days_of(key, query) if by_calendar else 0,
                    reason,
                    wholes.get(_times(key, query)) if wholes else None,
                ),
            ),
        )
        for key, atoms in rows.items()
    }
    codes = {code for atoms in rows.values() if (code := currency_of(variant, atoms))}
    return Read(made, codes.pop() if len(codes) == 1 else None)


def _of_people(source: Source, variant: Variant, made: Cell) -> Cell:
    """People of several days or ads have no total, so nothing is divided by one.

    Posts are left alone: their pooled reach is a declared variant that says it is not people.
    """
    names = (name for term in variant.denominator for name in term.names)
    if source is Source.POSTS or not any(measure(name).kind is Kind.UNIQUE for name in names):
        return made
    return Cell(unknown=Unknown.NOT_ADDITIVE, n=made.n) if (made.n or 0) > 1 else made


def _wholes(query: Query, variant: Variant, rows: Rows) -> dict[Key, Any]:
    """The whole that the buckets of each time share."""
    wholes: dict[Key, Any] = {}
    for key, atoms in rows.items():
        part = share_part(variant, atoms)
        if part is not None:
            at = _times(key, query)
            wholes[at] = wholes.get(at, 0) + part
    return wholes


def _times(key: Key, query: Query) -> Key:
    return tuple(part for part, name in zip(key, query.by, strict=True) if name in GRAINS)


def days_of(key: Key, query: Query) -> int:
    """The calendar days that a key stands for, inside the period of the query."""
    start, end = query.period.start, query.period.end
    for part, name in zip(key, query.by, strict=True):
        if name in GRAINS:
            first = date.fromisoformat(part)
            start, end = max(start, first), min(end, last_day(first, name))
    days = max((end - start).days + 1, 0)
    for part, name in zip(key, query.by, strict=True):
        if name == "weekday":
            return (days + 6 - (int(part) - start.weekday()) % 7) // 7
    return days


def written(value: object) -> str:
    """A key as text: ISO dates for grains, nothing for what is not known."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
