"""The SQL by which new rows meet what is known: judge, append to the logs, keep the state.

Row order is (observed_at, seq, line): of two values for one column the later one counts, and a
blank never wipes a known value, so an export that lacks a column keeps the older one.
All names come from `schema`; values are bound.
"""
# ruff: noqa: S608

from collections.abc import Sequence

from tolok.facts.schema import ORIGIN, Column, Fact, Log

ORIGINS = tuple(column.name for column in ORIGIN)


def quoted(names: Sequence[str], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)


def same_key(fact: Fact, left: str, right: str) -> str:
    return " AND ".join(f'{left}."{name}" = {right}."{name}"' for name in fact.key_names)


def create_stage(fact: Fact) -> str:
    """An empty temporary table for the rows of one batch; columns are added as rows fill them."""
    keys = ", ".join(f'"{c.name}" {c.type}' for c in fact.keys)
    return f"CREATE OR REPLACE TEMP TABLE rows_{fact.id} ({keys}, line BIGINT)"


def show_stage(fact: Fact, rows: str = "") -> str:
    """The rows of one batch as the merge reads them; `rows` is SQL that gives them."""
    return f"CREATE OR REPLACE TEMP VIEW stage_{fact.id} AS {rows or f'FROM rows_{fact.id}'}"


def widen_stage(fact: Fact, column: Column) -> str:
    return f'ALTER TABLE rows_{fact.id} ADD COLUMN "{column.name}" {column.type}'


def count_keys(fact: Fact) -> str:
    return f"SELECT count(*) FROM (SELECT 1 FROM stage_{fact.id} GROUP BY {quoted(fact.key_names)})"


def collapse(fact: Fact, present: Sequence[str], *, repeated: bool) -> list[str]:
    """One row for each key: where a key stands twice in a file, its later line counts."""
    view = f"CREATE OR REPLACE TEMP VIEW incoming_{fact.id} AS SELECT"
    names = quoted((*fact.key_names, *present, "line"))
    if not repeated:
        return [f"{view} {names} FROM stage_{fact.id}"]
    keys = quoted(fact.key_names)
    last = "".join(f', arg_max("{name}", line) AS "{name}"' for name in present)
    return [
        f"CREATE OR REPLACE TEMP TABLE collapsed_{fact.id} AS SELECT {keys}{last}, "
        f"max(line) AS line FROM stage_{fact.id} GROUP BY {keys}",
        f"{view} {names} FROM collapsed_{fact.id}",
    ]


def contradicted(fact: Fact, present: Sequence[str]) -> str:
    """Lines that a later line of the same file overrules with another value."""
    return (
        f"SELECT s.line, i.line FROM stage_{fact.id} s JOIN incoming_{fact.id} i "
        f"ON {same_key(fact, 's', 'i')} WHERE s.line < i.line AND ({_differs(present, 's', 'i')}) "
        "ORDER BY 1"
    )


def judge(fact: Fact, present: Sequence[str]) -> list[str]:
    """Mark each incoming row: is it new, which logs does it change, is it in order of time?"""
    marks = "".join(
        f", ({_differs(_here(log, present), 'i', 'l')}) AS change_{at}"
        for at, log in enumerate(fact.logs)
    )
    return [
        f"CREATE OR REPLACE TEMP TABLE verdict_{fact.id} AS SELECT i.*, "
        "l.channel IS NULL AS fresh, l.rowid AS place, "
        "coalesce(l.observed_at < $observed_at OR "
        "(l.observed_at = $observed_at AND l.seq <= $seq), true) AS in_order"
        f"{marks} FROM incoming_{fact.id} i LEFT JOIN {fact.latest} l "
        f"ON {same_key(fact, 'i', 'l')} AND l.workspace = $workspace",
        f"CREATE OR REPLACE TEMP VIEW judged_{fact.id} AS FROM verdict_{fact.id}",
    ]


def all_fresh(fact: Fact) -> str:
    """The judgement where the channels have nothing yet: all rows are new."""
    marks = "".join(f", false AS change_{at}" for at in range(len(fact.logs)))
    return (
        f"CREATE OR REPLACE TEMP VIEW judged_{fact.id} AS SELECT *, true AS fresh, "
        f"true AS in_order{marks} FROM incoming_{fact.id}"
    )


def any_known(fact: Fact) -> str:
    """Does any channel of the incoming rows have a state already?"""
    return (
        f"SELECT EXISTS (SELECT 1 FROM {fact.latest} WHERE workspace = $workspace "
        f"AND channel IN (SELECT DISTINCT channel FROM stage_{fact.id}))"
    )


def leave(fact: Fact) -> list[str]:
    """Let go of what one batch needed."""
    views = [f"DROP VIEW IF EXISTS {name}_{fact.id}" for name in ("judged", "incoming", "stage")]
    tables = ("verdict", "collapsed", "rows", "touched")
    return views + [f"DROP TABLE IF EXISTS temp.{name}_{fact.id}" for name in tables]


def verdicts(fact: Fact) -> str:
    """(new, changed, unchanged) of the judged rows."""
    changed = " OR ".join(f"change_{at}" for at in range(len(fact.logs)))
    return (
        f"SELECT count(*) FILTER (fresh), count(*) FILTER (NOT fresh AND ({changed})), "
        f"count(*) FILTER (NOT fresh AND NOT ({changed})) FROM judged_{fact.id}"
    )


def repeats(fact: Fact, present: Sequence[str]) -> str:
    """How many rows say, in one log or all, only what an earlier batch had said: they are not
    written again, so they must be read again should that batch be undone."""
    silent = " OR ".join(
        f"(NOT change_{at} AND {'true' if at == 0 else _some(_here(log, present))})"
        for at, log in enumerate(fact.logs)
    )
    return f"SELECT count(*) FROM judged_{fact.id} WHERE NOT fresh AND in_order AND ({silent})"


def append(fact: Fact, at: int, present: Sequence[str], *, again: bool) -> str:
    """Add to log `at` what it does not hold yet. `again`: this batch was ingested before."""
    log = fact.logs[at]
    names = [*fact.key_names, *_here(log, present)]
    whole = "true" if at == 0 else _some(_here(log, present))
    wanted = f"(change_{at} OR ((fresh OR NOT in_order) AND {whole}))"
    if again:
        wanted += (
            f" AND NOT EXISTS (SELECT 1 FROM {log.name} o WHERE {same_key(fact, 'o', 'j')} "
            "AND o.batch_id = $batch AND o.line = j.line)"
        )
    return (
        f"INSERT INTO {log.name} ({quoted(names)}, {quoted(ORIGINS)}) "
        f"SELECT {quoted(names)}, $batch, $observed_at, $seq, line "
        f"FROM judged_{fact.id} j WHERE {wanted}"
    )


def add_state(fact: Fact, present: Sequence[str]) -> str:
    names = quoted((*fact.key_names, *present))
    return (
        f"INSERT INTO {fact.latest} ({names}, {quoted(ORIGINS)}) "
        f"SELECT {names}, $batch, $observed_at, $seq, line FROM judged_{fact.id} WHERE fresh"
    )


def update_state(fact: Fact, present: Sequence[str]) -> str:
    """Known keys whose new values are the latest: column by column, blanks keep the old value."""
    changed = " OR ".join(f"j.change_{at}" for at in range(len(fact.logs)))
    sets = "".join(f', "{n}" = coalesce(j."{n}", {fact.latest}."{n}")' for n in present)
    return (
        f"UPDATE {fact.latest} SET batch_id = $batch, observed_at = $observed_at, seq = $seq, "
        f"line = j.line{sets} FROM judged_{fact.id} j "
        f"WHERE {fact.latest}.rowid = j.place AND NOT j.fresh AND j.in_order AND ({changed})"
    )


def log_state(fact: Fact, at: int) -> str:
    """Write the log of a batch that so far stands in the state only."""
    log = fact.logs[at]
    columns = [c.name for c in log.columns]
    names = quoted((*fact.key_names, *columns, *ORIGINS))
    whole = "true" if at == 0 else _some(columns)
    return (
        f"INSERT INTO {log.name} ({names}) SELECT {names} FROM {fact.latest} "
        f"WHERE workspace = $workspace AND batch_id = $batch AND {whole}"
    )


def late_keys(fact: Fact) -> str:
    """Keys that have a later value already: their state is worked out from the logs."""
    return (
        f"CREATE OR REPLACE TEMP TABLE touched_{fact.id} AS SELECT {quoted(fact.key_names)} "
        f"FROM judged_{fact.id} WHERE NOT in_order"
    )


def batch_keys(fact: Fact) -> str:
    """Keys that a batch wrote to."""
    parts = " UNION ".join(
        f"SELECT {quoted(fact.key_names)} FROM {log.name} "
        "WHERE workspace = $workspace AND batch_id = $batch"
        for log in fact.logs
    )
    return f"CREATE OR REPLACE TEMP TABLE touched_{fact.id} AS {parts}"


def drop_touched(fact: Fact) -> str:
    return (
        f"DELETE FROM {fact.latest} USING touched_{fact.id} t "
        f"WHERE {same_key(fact, fact.latest, 't')}"
    )


def insert_touched(fact: Fact) -> str:
    names = quoted((*fact.key_names, *fact.names, *ORIGINS))
    return f"INSERT INTO {fact.latest} ({names}) {recompute(fact, touched=True)}"


def recompute(fact: Fact, *, touched: bool = False) -> str:
    """The state of each key from the logs alone; of the touched keys, or of all."""
    keys = fact.key_names
    parts = [_last_of(fact, log, touched=touched) for log in fact.logs]
    if len(parts) == 1:
        return f"SELECT {quoted((*keys, *fact.names, *ORIGINS))} FROM ({parts[0]})"
    first, second = (f"({part})" for part in parts)
    key = ", ".join(f'coalesce(a."{n}", b."{n}") AS "{n}"' for n in keys)
    later = (
        "b.seq IS NULL OR (a.seq IS NOT NULL AND "
        "(a.observed_at, a.seq, a.line) >= (b.observed_at, b.seq, b.line))"
    )
    origin = ", ".join(f'CASE WHEN {later} THEN a."{n}" ELSE b."{n}" END AS "{n}"' for n in ORIGINS)
    left = quoted([c.name for c in fact.logs[0].columns], "a.")
    right = quoted([c.name for c in fact.logs[1].columns], "b.")
    return (
        f"SELECT {key}, {left}, {right}, {origin} FROM {first} a FULL JOIN {second} b "
        f"ON {same_key(fact, 'a', 'b')}"
    )


def _last_of(fact: Fact, log: Log, *, touched: bool) -> str:
    keys = quoted(fact.key_names)
    names = [c.name for c in log.columns] + list(ORIGINS)
    picked = ", ".join(f'arg_max("{name}", place) AS "{name}"' for name in names)
    only = f" SEMI JOIN touched_{fact.id} USING ({keys})" if touched else ""
    return (
        f"SELECT {keys}, {picked} FROM (SELECT *, row_number() OVER "
        f"(PARTITION BY {keys} ORDER BY observed_at, seq, line) AS place FROM {log.name}{only}) "
        f"GROUP BY {keys}"
    )


def _here(log: Log, present: Sequence[str]) -> list[str]:
    there = set(present)
    return [column.name for column in log.columns if column.name in there]


def _differs(names: Sequence[str], left: str, right: str) -> str:
    tests = [
        f'({left}."{n}" IS NOT NULL AND {left}."{n}" IS DISTINCT FROM {right}."{n}")' for n in names
    ]
    return " OR ".join(tests) or "false"


def _some(names: Sequence[str]) -> str:
    return "(" + (" OR ".join(f'"{name}" IS NOT NULL' for name in names) or "false") + ")"
