"""From a figure back to the batches, files and lines that its numbers were read from."""
# ruff: noqa: S608 - names come from `schema`; values are bound

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import Any

from tolok.core.kpi.spec import CONNECTED, Source, Variant
from tolok.core.measures import MEASURES
from tolok.core.query import Query
from tolok.facts import audience, compile, merge, sources
from tolok.facts.atoms import value
from tolok.facts.batch import Origin
from tolok.facts.finish import LEVELS
from tolok.facts.reach import FACT_OF
from tolok.facts.readers import Reading
from tolok.facts.schema import Fact, Log

RANGES = 200  # of lines for each batch; beyond that only the number of rows is told


def trace(reading: Reading, query: Query, variant: Variant) -> tuple[Origin, ...]:
    """Where each measure of a figure was last read, for every row that the figure counts."""
    channels = reading.reach.asked(query)
    fit = [s for s in variant.sources if s in CONNECTED]
    fit.sort(key=lambda source: not reading.reach.has(source, channels, variant, query))
    if not fit:
        return ()
    source = fit[0]
    if source is Source.AUDIENCE:
        return _audience(reading, query)
    fact = FACT_OF[source]
    names = _measures(variant, fact)
    sql = _keys(reading, query, source, variant)
    parts = [
        _last_lines(fact, log, name, sql.sql)
        for log in fact.logs
        for name in names
        if name in {c.name for c in log.columns}
    ]
    binds = sql.binds(compile.values(query, query.period))
    return _origins(reading, query, parts, binds)


def _audience(reading: Reading, query: Query) -> tuple[Origin, ...]:
    """The lines of the break-downs that shares are read from."""
    own = audience.own(query)
    if own is None:
        return ()
    fact = FACT_OF[Source.AUDIENCE]
    (log,) = fact.logs
    parts = [_last_lines(fact, log, column.name, audience.LAST) for column in log.columns]
    return _origins(reading, query, parts, audience.binds(query, query.period, own))


def _origins(
    reading: Reading, query: Query, parts: list[str], binds: dict[str, Any]
) -> tuple[Origin, ...]:
    if not parts:
        return ()
    found = reading.engine.run(
        reading.cursor,
        "SELECT b.id, b.file, b.observed_at, list(DISTINCT f.line ORDER BY f.line), "
        f"count(*) FROM ({' UNION '.join(parts)}) f JOIN batch b "
        "ON b.workspace = $workspace AND b.id = f.batch_id GROUP BY ALL ORDER BY b.observed_at, 1",
        binds | {"workspace": query.workspace},
    )
    return tuple(_origin(*row) for row in found)


def _measures(variant: Variant, fact: Fact) -> list[str]:
    known = {m.id for m in fact.measures}
    terms = (*variant.numerator, *variant.denominator)
    named = [name for term in terms for name in term.names]
    found = [name for name in dict.fromkeys(named) if name in MEASURES and name in known]
    if found or fact.id != "post":
        return found or ["followers"] * any(t.measure in LEVELS for t in terms)
    return ["type", "published_at"]


def _keys(reading: Reading, query: Query, source: Source, variant: Variant) -> compile.Statement:
    """The keys of the rows that a figure counts."""
    shape = reading.shape(query, source, by=(), atoms=(), only=variant.only)
    rows = sources.rows(shape, reading.engine)
    terms = (*variant.numerator, *variant.denominator)
    columns = [v for term in terms if (v := value(rows, term)) is not None]
    if columns:
        rows = rows.filter(reduce(or_, (column.notnull() for column in columns)))
    return compile.of(reading.engine.sql(rows.select(*FACT_OF[source].key_names)))


def _last_lines(fact: Fact, log: Log, name: str, keys: str) -> str:
    """The line that gave each key its present value of one column."""
    listed = merge.quoted(fact.key_names)
    return (
        f"SELECT batch_id, line, {listed} FROM {log.name} "
        f'SEMI JOIN ({keys}) USING ({listed}) WHERE "{name}" IS NOT NULL '
        f"QUALIFY row_number() OVER (PARTITION BY {listed} "
        "ORDER BY observed_at DESC, seq DESC, line DESC) = 1"
    )


def _origin(id: str, file: str, observed: datetime, lines: Iterable[int], rows: int) -> Origin:
    ranges = tuple(_ranges(lines))
    return Origin(id, file, observed.replace(tzinfo=UTC), ranges[:RANGES], rows)


def _ranges(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbouring lines as one range."""
    made: list[tuple[int, int]] = []
    for line in lines:
        if made and line <= made[-1][1] + 1:
            made[-1] = (made[-1][0], line)
        else:
            made.append((line, line))
    return made
