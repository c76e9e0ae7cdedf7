"""The SQL by which new rows meet what is known: judge, append to the logs, keep the state.

Row order is (observed_at, seq, line): of two values for one column the later one counts, and a
blank never wipes a known value, so an export that lacks a column keeps the older one.
All names come from `schema`; values are bound.
"""
# ruff: noqa: S608

from collections.abc import Sequence

from tolok.facts.binding import texts
from tolok.facts.cells import text
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


def count_hashes(fact: Fact) -> str:
    """(rows, different hashes of their keys): as many hashes as rows, and no key stands twice."""
    keys = quoted(fact.key_names)
    return f"SELECT count(*), count(DISTINCT hash({keys})) FROM stage_{fact.id}"


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


def judge(fact: Fact, present: Sequence[str], workspace: str) -> list[str]:
    """Mark each incoming row: is it new, which columns and logs does it change, is it in order of
    time? The workspace, which is the same in all rows, is neither compared nor written."""
    keys = fact.key_names[1:]
    same = " AND ".join(f'i."{name}" = l."{name}"' for name in keys)
    moves = "".join(f', {_differs([n], "i", "l")} AS "{_moved(n)}"' for n in present)
    marks = "".join(
        f", ({_any_moved(_here(log, present))}) AS change_{at}" for at, log in enumerate(fact.logs)
    )
    return [
        f"CREATE OR REPLACE TEMP TABLE verdict_{fact.id} AS SELECT "
        f"{quoted((*keys, *present, 'line'), 'i.')}, "
        "l.channel IS NULL AS fresh, l.rowid AS place, "
        "coalesce(l.observed_at < $observed_at OR "
        "(l.observed_at = $observed_at AND l.seq <= $seq), true) AS in_order"
        f"{moves} FROM incoming_{fact.id} i LEFT JOIN {fact.latest} l "
        f"ON {same} AND l.workspace = $workspace",
        f"CREATE OR REPLACE TEMP VIEW judged_{fact.id} AS "
        f"SELECT {text(workspace)} AS workspace, *{marks} FROM verdict_{fact.id}",
    ]


def all_fresh(fact: Fact) -> str:
    """The judgement where the channels have nothing yet: all rows are new."""
    marks = "".join(f", false AS change_{at}" for at in range(len(fact.logs)))
    return (
        f"CREATE OR REPLACE TEMP VIEW judged_{fact.id} AS SELECT *, true AS fresh, "
        f"true AS in_order{marks} FROM incoming_{fact.id}"
    )


def any_known(fact: Fact) -> str:
    """Does any of the channels have a state already?"""
    return (
        f"SELECT EXISTS (SELECT 1 FROM {fact.latest} WHERE workspace = $workspace "
        f"AND channel IN (SELECT unnest({texts('channels')})))"
    )


def leave(fact: Fact) -> list[str]:
    """Let go of what one batch needed."""
    views = [f"DROP VIEW IF EXISTS {name}_{fact.id}" for name in ("judged", "incoming", "stage")]
    tables = ("verdict", "collapsed", "rows", "touched")
    return views + [f"DROP TABLE IF EXISTS temp.{name}_{fact.id}" for name in tables]


def verdicts(fact: Fact, present: Sequence[str]) -> str:
    """(new, changed, unchanged, late, repeating) of the judged rows.

    Late rows have a later value already. Repeating ones say, in one log or all, only what an
    earlier batch had said: they are not written again, so they must be read again should that
    batch be undone.
    """
    changed = " OR ".join(f"change_{at}" for at in range(len(fact.logs)))
    silent = " OR ".join(
        f"(NOT change_{at} AND {'true' if at == 0 else _some(_here(log, present))})"
        for at, log in enumerate(fact.logs)
    )
    return (
        f"SELECT count(*) FILTER (fresh), count(*) FILTER (NOT fresh AND ({changed})), "
        f"count(*) FILTER (NOT fresh AND NOT ({changed})), count(*) FILTER (NOT in_order), "
        f"count(*) FILTER (NOT fresh AND in_order AND ({silent})) FROM judged_{fact.id}"
    )


def moved(fact: Fact, present: Sequence[str]) -> str:
    """For each column: does it change anywhere in the state?"""
    asked = ", ".join(f'bool_or("{_moved(name)}")' for name in present)
    return f"SELECT {asked} FROM judged_{fact.id} WHERE NOT fresh AND in_order"


def says(log: Log, present: Sequence[str]) -> bool:
    """Does the batch fill a column of this log?"""
    return bool(_here(log, present))


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
    """Known keys whose new values are the latest: column by column, blanks keep the old value.
    Of the columns `present`, which are those that change somewhere."""
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
    columns = [(c.name, "ab"[at]) for at, log in enumerate(fact.logs) for c in log.columns]
    values = "".join(f', {side}."{name}"' for name, side in columns)
    return (
        f"SELECT {key}{values}, {origin} FROM {first} a FULL JOIN {second} b "
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


def _moved(name: str) -> str:
    return f"{name} moved"


def _any_moved(names: Sequence[str]) -> str:
    return " OR ".join(f'"{_moved(name)}"' for name in names) or "false"


def _some(names: Sequence[str]) -> str:
    return "(" + (" OR ".join(f'"{name}" IS NOT NULL' for name in names) or "false") + ")"
