"""The store of facts beside hand-written DuckDB SQL on the same machine, in one run.

Run from the repository root: `python -m benchmarks.bench_facts [tables|dashboard|merge|csv]…`.
Prints what | ours | rival | ratio | target. Data is made inside DuckDB: 20M snapshots of 500k
posts, 1M channel-days, 5M lines of CSV. Needs about 6 GB of disk for a few minutes.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

import duckdb

from tolok.core.kpi.spec import KpiKind, KpiSpec, Rule, Source, Term, Variant
from tolok.core.query import Compare, KpiRef, Period, Query
from tolok.core.text import Text
from tolok.facts import kept
from tolok.facts.batch import Batch
from tolok.facts.scan import Scan
from tolok.facts.schema import DAY, POST
from tolok.facts.store import FactStore

POSTS, SNAPSHOTS = 500_000, 40
CHANNELS, DAYS = 450, 2222
CSV_ROWS = 5_000_000
COUNTS = ("impressions", "reach", "likes", "comments", "shares", "clicks")
SPACE, ZONE = "w", "Asia/Jakarta"
ASKED = [f"c{at}" for at in range(200)]
NOW = Period(date(2023, 1, 1), date(2025, 12, 31))


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    ours: float
    rival: float
    target: str
    note: str = ""

    def __str__(self) -> str:
        ratio = self.ours / self.rival
        cells = (f"{self.ours * 1000:,.0f} ms", f"{self.rival * 1000:,.0f} ms", f"{ratio:.2f}")
        return " | ".join((self.what, *cells, self.target, self.note))


def main(chosen: list[str]) -> None:
    print("what | ours | rival | ratio | target | note")
    print("--- | --- | --- | --- | --- | ---")
    for name in chosen or ["tables", "csv"]:
        for row in PARTS[name]():
            print(row, flush=True)


def best(act: Callable[[], object], times: int = 5) -> float:
    """The fastest of a few warm runs."""
    act()
    found = []
    for _ in range(times):
        start = perf_counter()
        act()
        found.append(perf_counter() - start)
    return min(found)


T = TypeVar("T")
Spent = tuple[float, float]  # seconds on the clock, and of the processor


def spent(act: Callable[[], T]) -> tuple[T, Spent]:
    start, busy = perf_counter(), process_time()
    made = act()
    return made, (perf_counter() - start, process_time() - busy)


def kpi(id: str, source: Source, top: list[str], bottom: list[str] | None = None) -> KpiSpec:
    words = Text.same(id)
    kind = KpiKind.RATIO_OF_SUMS if bottom else KpiKind.SUM
    terms = (tuple(Term(t) for t in top), tuple(Term(t) for t in bottom or ()))
    variant = Variant("main", kind, words, *terms, (source,), 1, "count")
    rule = Rule("sum", "sum", "sum")
    return KpiSpec(id, words, "seen", "count", "up", rule, 0, words, words, words, (), (variant,))


def forty() -> dict[str, KpiSpec]:
    """20 KPIs from posts and 20 from days: six sums, and rates over impressions and reach."""
    made = []
    for source in (Source.POSTS, Source.CHANNEL):
        sums = [[c] for c in COUNTS if c != "reach"] + [["likes", "comments", "shares"]]
        tops = [["likes"], ["comments"], ["shares"], ["clicks"], ["likes", "comments", "shares"]]
        rates = [(t, [b]) for b in ("impressions", "reach") for t in tops]
        rates += [(["likes", "comments"], ["impressions"]), (["shares", "clicks"], ["reach"])]
        rates += [(["impressions"], ["reach"]), (["likes", "clicks"], ["impressions"])]
        made += [kpi(f"{source}{at}", source, top) for at, top in enumerate(sums)]
        made += [kpi(f"{source}r{at}", source, *pair) for at, pair in enumerate(rates)]
    return {spec.id: spec for spec in made}


def fill(store: FactStore) -> None:
    """20M snapshots, 500k posts, 1M channel-days; written by SQL, as an ingest leaves them."""
    keys = f"'{SPACE}' AS workspace, 'c' || (p % {CHANNELS}) AS channel, 'p' || p AS post_id"
    counts = ", ".join(
        f"CAST(hash(p + {at * 7}) % {size} + s AS BIGINT) AS {name}"
        for at, (name, size) in enumerate(zip(COUNTS, (9000, 7000, 500, 60, 40, 300), strict=True))
    )
    origin = "'b' AS batch_id, TIMESTAMP '2026-01-01' + INTERVAL 1 DAY * s AS observed_at, 1 AS seq"
    at = f"TIMESTAMP '2020-01-01' + INTERVAL 1 MINUTE * CAST(hash(p) % {DAYS * 1440} AS INT)"
    types = "['photo', 'video', 'reel', 'story', 'link', 'text'][1 + p % 6]"
    with store.writing() as con:
        words = ("type", "published_at", "local_at", "zone", "text")
        kept.fact(con, POST, (*COUNTS, *words))
        kept.fact(con, DAY, (*COUNTS, "zone"))
        con.execute(
            f"INSERT INTO post_snapshot_kept BY NAME SELECT {keys}, {counts}, {origin}, p AS line "
            f"FROM range({SNAPSHOTS}) a(s), range({POSTS}) b(p)"
        )
        con.execute(
            f"INSERT INTO post_latest_kept BY NAME SELECT {keys}, {counts}, {origin}, p AS line, "
            f"{types} AS type, {at} AS published_at, {at} + INTERVAL 7 HOUR AS local_at, "
            f"'{ZONE}' AS zone, 'Some words about post ' || p AS text "
            f"FROM range({POSTS}) b(p), (SELECT {SNAPSHOTS - 1} AS s)"
        )
        con.execute(
            "INSERT INTO post_kept BY NAME SELECT workspace, channel, post_id, type, published_at, "
            "local_at, zone, text, batch_id, observed_at, seq, line FROM post_latest"
        )
        con.execute(
            f"INSERT INTO channel_day_latest_kept BY NAME SELECT '{SPACE}' AS workspace, "
            f"'c' || (p % {CHANNELS}) AS channel, "
            f"DATE '2020-01-01' + CAST(p // {CHANNELS} AS INT) AS day, '' AS source, "
            f"'{ZONE}' AS zone, {counts}, {origin}, p AS line "
            f"FROM range({CHANNELS * DAYS}) b(p), (SELECT 0 AS s)"
        )
        con.execute(
            "INSERT INTO batch VALUES (?, 'b', 1, TIMESTAMP '2026-01-01', 'f', ?, [], 0, true)",
            [SPACE, ZONE],
        )


def by_hand(specs: dict[str, KpiSpec], source: Source, period: Period) -> str:
    """What one would write by hand for the KPIs of one source."""
    columns = []
    for spec in specs.values():
        variant = spec.variant()
        if variant.sources != (source,):
            continue
        top = " + ".join(t.measure for t in variant.numerator)
        if variant.denominator:
            bottom = variant.denominator[0].measure
            known = " AND ".join(
                f"{t.measure} IS NOT NULL" for t in (*variant.numerator, *variant.denominator)
            )
            columns.append(
                f"sum({top}) FILTER ({known}) / nullif(sum({bottom}) FILTER ({known}), 0)"
            )
        else:
            columns.append(f"sum({top})")
    table, on = (
        ("post_latest", "local_at")
        if source is Source.POSTS
        else (
            "channel_day_latest",
            "day",
        )
    )
    shift = (NOW.start - period.start).days
    month = f"date_trunc('month', {on} + INTERVAL {shift} DAY)"
    stop = date.fromordinal(period.end.toordinal() + 1)
    return (
        f"SELECT {month} AS month, channel, {', '.join(columns)} FROM {table} "
        f"WHERE workspace = '{SPACE}' AND {on} >= '{period.start}' AND {on} < '{stop}' "
        "AND list_contains($channels, channel) GROUP BY ALL"
    )


def dashboard() -> list[Row]:
    with _filled() as (store, _):
        return [_dashboard(store), _segments(store)]


def merge() -> list[Row]:
    with _filled() as (store, folder):
        return [_merge(store, folder)]


def tables() -> list[Row]:
    """The parts that read the same 20M rows, on one filling of them."""
    with _filled() as (store, folder):
        return [_dashboard(store), _segments(store), _merge(store, folder)]


@contextmanager
def _filled() -> Iterator[tuple[FactStore, Path]]:
    with tempfile.TemporaryDirectory() as folder, FactStore.open(folder, memory_mb=4000) as store:
        fill(store)
        yield store, Path(folder)


def _dashboard(store: FactStore) -> Row:
    specs = forty()
    refs = tuple(KpiRef(id) for id in specs)
    query = Query(
        SPACE,
        refs,
        NOW,
        channels=tuple(ASKED),
        by=("month", "channel"),
        compare=Compare.PREVIOUS,
        zone=ZONE,
    )
    sql = [
        by_hand(specs, source, period)
        for source in (Source.POSTS, Source.CHANNEL)
        for period in (NOW, NOW.previous())
    ]

    def rival() -> None:
        with store.reading() as cursor:
            for one in sql:
                cursor.execute(one, {"channels": ASKED}).fetchnumpy()

    ours = best(lambda: store.grid(query, specs))
    grid = store.grid(query, specs)
    what = f"{len(refs)} KPIs x 200 channels x 36 months with comparison"
    return Row(what, ours, best(rival), "<= 1.5", f"{grid.size:,} keys")


def _segments(store: FactStore) -> Row:
    spec = kpi("rate", Source.POSTS, ["likes", "comments", "shares"], ["impressions"])
    period = Period(date(2020, 1, 1), date(2026, 12, 31))
    by = ("type", "weekday", "hour")
    query = Query(SPACE, (KpiRef("rate"),), period, by=by, zone=ZONE)
    raw = (
        "SELECT p.type, isodow(p.local_at), hour(p.local_at), "
        "sum(s.likes + s.comments + s.shares) / sum(s.impressions) FROM ("
        "SELECT channel, post_id, arg_max(likes, observed_at) likes, "
        "arg_max(comments, observed_at) AS comments, arg_max(shares, observed_at) shares, "
        "arg_max(impressions, observed_at) impressions FROM post_snapshot "
        f"WHERE workspace = '{SPACE}' GROUP BY ALL) s JOIN post p USING (channel, post_id) "
        "GROUP BY ALL"
    )

    def rival() -> None:
        with store.reading() as cursor:
            cursor.execute(raw).fetchall()

    ours = best(lambda: store.answer(query, {"rate": spec}))
    what = "type x weekday x hour, latest of 500k posts, beside 20M raw snapshots"
    return Row(what, ours, best(rival, 1), "<= 0.25")


def _merge(store: FactStore, folder: Path) -> Row:
    """100k changed posts into 20M snapshots, beside a MERGE into a table of 20M rows.

    Both read the same file, in the same database with the same settings, and end in a commit. The
    MERGE overwrites the counts; ours keeps the older ones, tells new from changed from unchanged,
    and holds the state and the lineage. In turns; best of five. Missed: see docs/adr/0013.
    """
    with store.writing() as con:
        con.execute(
            "CREATE TABLE rival AS SELECT channel, post_id, observed_at, "
            f"{', '.join(COUNTS)} FROM post_snapshot"
        )
    with store.reading() as cursor:
        cursor.execute("CHECKPOINT")
    os.sync()  # neither side waits for what the filling left to be written
    times = []
    for turn in range(1, 6):
        path = folder / f"changed{turn}.csv"
        size = _changed(store, path, turn)
        times.append((_import(store, path, turn, size), _by_merge(store, path)))
    ours, rival = (min(wall for wall, _ in side) for side in zip(*times, strict=True))
    mine, theirs = (min(cpu for _, cpu in side) for side in zip(*times, strict=True))
    note = f"CPU {mine * 1000:,.0f} / {theirs * 1000:,.0f} ms = {mine / theirs:.2f}"
    return Row(f"re-import of {size:,} changed rows into 20M", ours, rival, "<= 2", note)


def _changed(store: FactStore, path: Path, turn: int) -> int:
    with store.reading() as cursor:
        changed = cursor.execute(
            f"SELECT channel, post_id, impressions, reach, likes + {turn}, comments, shares, "
            "clicks FROM post_latest WHERE hash(post_id) % 5 = 0"
        ).fetchall()
    lines = [",".join(("channel", "post_id", *COUNTS)), *(",".join(map(str, r)) for r in changed)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(changed)


def _import(store: FactStore, path: Path, turn: int, size: int) -> Spent:
    columns = {"channel": "account", "post_id": "post_id", **{name: name for name in COUNTS}}
    accounts = {f"c{at}": f"c{at}" for at in range(CHANNELS)}
    # The file stands for the same moment as the newest snapshots, which the MERGE updates.
    batch = Batch(f"again{turn}", SPACE, datetime(2026, 2, 9, tzinfo=UTC), ZONE, accounts)
    report, took = spent(lambda: store.ingest_scan(batch, Scan("post", path, columns)))
    assert (report.new, report.changed) == (0, size), report
    return took


def _by_merge(store: FactStore, path: Path) -> Spent:
    given = store.incoming / path.name
    shutil.copy(path, given)
    sets = ", ".join(f"{name} = s.{name}" for name in COUNTS)
    sql = (
        f"MERGE INTO rival r USING (FROM read_csv('{given}')) s "
        "ON r.channel = s.channel AND r.post_id = s.post_id "
        "AND r.observed_at = TIMESTAMP '2026-02-09' "
        f"WHEN MATCHED THEN UPDATE SET {sets} "
        "WHEN NOT MATCHED THEN INSERT (channel, post_id, observed_at, "
        f"{', '.join(COUNTS)}) VALUES (s.channel, s.post_id, TIMESTAMP '2026-02-09', "
        f"{', '.join('s.' + name for name in COUNTS)})"
    )

    def run() -> None:
        with store.writing() as con:
            con.execute(sql)

    return spent(run)[1]


def csv() -> list[Row]:
    """In processes of their own, so that the peak memory is that of the ingest alone."""
    with tempfile.TemporaryDirectory() as folder:
        rows = []
        for size in (CSV_ROWS // 10, CSV_ROWS):
            path = Path(folder) / f"{size}.csv"
            _write_csv(path, size)
            ours = _child("ingest", path)
            rows.append((size, ours, _child("copy", path)))
        (small, (few, _), (fewer, _)), (size, (much, peak), (copied, _)) = rows
        return [
            Row(f"generic CSV of {small:,} rows", few, fewer, "<= 3"),
            Row(f"generic CSV of {size:,} rows", much, copied, "<= 3", f"peak {peak:,.0f} MB"),
            Row("10 x the rows, in time", much, few, "<= 12"),
        ]


def _write_csv(path: Path, size: int) -> None:
    counts = ", ".join(f"hash(i + {at}) % 9000 AS {name}" for at, name in enumerate(COUNTS))
    duckdb.connect().execute(
        f"COPY (SELECT 'acc' || (i // 1000) AS account, "
        f"DATE '2023-01-01' + CAST(i % 1000 AS INT) AS day, {counts}, "
        f"round((hash(i) % 10000) / 100, 2) AS spend FROM range({size}) t(i)) TO '{path}'"
    )


def _child(act: str, path: Path) -> tuple[float, float]:
    """(seconds, peak MB) of one act in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.bench_facts", f"--{act}", str(path)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, peak = found.stdout.split()
    return float(seconds), float(peak)


def child(act: str, path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        seconds = _ingest(path, folder) if act == "--ingest" else _copy(path, folder)
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _ingest(path: Path, folder: str) -> float:
    columns = {name: name for name in ("account", "day", *COUNTS, "spend")}
    accounts = {f"acc{at}": f"channel{at}" for at in range(CSV_ROWS // 1000)}
    batch = Batch("b", SPACE, datetime(2026, 1, 1, tzinfo=UTC), ZONE, accounts)
    with FactStore.open(folder) as store:
        start = perf_counter()
        store.ingest_scan(batch, Scan("day", path, columns))
        return perf_counter() - start


def _copy(path: Path, folder: str) -> float:
    counts = ", ".join(f"{name} BIGINT" for name in COUNTS)
    with duckdb.connect(f"{folder}/copy.duckdb") as con:
        con.execute("SET threads = 2")
        con.execute(f"CREATE TABLE t (account VARCHAR, day DATE, {counts}, spend DECIMAL(18,4))")
        start = perf_counter()
        con.execute(f"COPY t FROM '{path}' (HEADER)")
        return perf_counter() - start


PARTS: dict[str, Callable[[], list[Row]]] = {
    "tables": tables,
    "dashboard": dashboard,
    "merge": merge,
    "csv": csv,
}

if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1].startswith("--"):
        child(sys.argv[1], Path(sys.argv[2]))
    else:
        main(sys.argv[1:])
