"""Whatever is ingested, undone and repeated, in any order, the state equals its logs."""
# ruff: noqa: S608 - names are ours

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.facts.cast import SPACE, batch, file
from tolok.core.ports import About, AdRow, AudienceRow, DayRow, PostRow, Row, WindowRow
from tolok.facts.batch import Batch
from tolok.facts.scan import Scan
from tolok.facts.store import FactStore

AT = datetime(2026, 3, 10, 9)  # noqa: DTZ001


def rows(store: FactStore, sql: str) -> list[tuple[object, ...]]:
    with store.reading() as cursor:
        return cursor.execute(sql).fetchall()


_KEYS = st.integers(0, 1)  # few, so that batches meet
_COUNTS = st.dictionaries(st.sampled_from(["likes", "reach", "views"]), st.integers(0, 2))


def _post(line: int, key: int, counts: dict[str, int], text: str) -> Row:
    return PostRow(line, f"p{key}", AT if key else None, counts, text=text)


def _day(line: int, key: int, counts: dict[str, int], text: str) -> Row:
    return DayRow(line, date(2026, 3, 1 + key), counts, source=text)


def _window(line: int, key: int, counts: dict[str, int], text: str) -> Row:
    return WindowRow(line, date(2026, 3, 1), date(2026, 3, 9), f"m{key}", len(counts))


def _people(line: int, key: int, counts: dict[str, int], text: str) -> Row:
    return AudienceRow(line, date(2026, 3, 1 + key), "age", text, count=counts.get("likes"))


def _ad(line: int, key: int, counts: dict[str, int], text: str) -> Row:
    kept = {name: n for name, n in counts.items() if name != "views"}
    return AdRow(line, date(2026, 3, 1), date(2026, 3, 1 + key), text, "IDR", kept)


_CELLS = st.tuples(_KEYS, _COUNTS, st.sampled_from(["", "a"]))
_STEP = st.tuples(st.integers(0, 4), st.lists(_CELLS, min_size=1, max_size=3))
_KIND = st.sampled_from([_post, _post, _day, _window, _people, _ad])
_OBSERVED = [datetime(2026, 4, day, tzinfo=UTC) for day in (1, 5, 3, 3, 2)]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FactStore]:
    """One store for all examples, each in a workspace of its own: opening is what takes long."""
    with FactStore.open(tmp_path_factory.mktemp("facts"), memory_mb=256, threads=1) as store:
        yield store


class Patience:
    """Bounds the tries of making a failing example smaller, which else take five minutes.

    After them nothing new is tried and so nothing smaller found; what failed must fail once more.
    """

    def __init__(self, tries: int) -> None:
        self.tries = tries
        self.failed: set[str] = set()

    def test(self, example: str, check: Callable[[], None]) -> None:
        if self.failed and example not in self.failed:
            self.tries -= 1
            if self.tries < 0:
                return
        try:
            check()
        except AssertionError:
            self.failed.add(example)
            raise


@pytest.fixture(scope="module")
def patience() -> Patience:
    return Patience(tries=60)


@settings(max_examples=40, deadline=None)
@given(_KIND, st.lists(_STEP, min_size=2, max_size=6))
def test_state_always_equals_its_logs_and_a_fresh_ingest(
    shared: FactStore,
    patience: Patience,
    make: Callable[..., Row],
    steps: list[tuple[int, list[tuple[Any, ...]]]],
) -> None:
    """A step ingests batch n; when it is there already, it is undone, and what it named read."""
    patience.test(f"{make.__name__} {steps}", lambda: _ingest_and_undo(shared, make, steps))


def _ingest_and_undo(
    shared: FactStore, make: Callable[..., Row], steps: list[tuple[int, list[tuple[Any, ...]]]]
) -> None:
    live: dict[str, tuple[Batch, list[About | Row]]] = {}
    space = f"space-{uuid4()}"
    try:
        for number, cells in steps:
            id = f"b{number}"
            if id in live:
                del live[id]
                for again in shared.undo(space, id).replay:
                    shared.ingest(*live[again])
            else:
                made = [make(line, *row) for line, row in enumerate(cells, start=2)]
                taken = replace(batch(id, _OBSERVED[number]), workspace=space)
                live[id] = (taken, file("post", *made))
                shared.ingest(*live[id])
            assert set(shared.audit().values()) == {0}
        state = _state(shared, space)
        shared.rebuild(space, list(live.values()))
        assert _state(shared, space) == state
    finally:
        shared.rebuild(space, [])


def _state(store: FactStore, space: str) -> dict[str, list[tuple[object, ...]]]:
    """The values of every state table, without where they came from."""
    tables = ["post_latest", "channel_day_latest", "channel_window_latest", "ad_day_latest"]
    return {
        table: rows(
            store,
            f"SELECT * EXCLUDE (batch_id, observed_at, seq, line) FROM {table} "
            f"WHERE workspace = '{space}' ORDER BY ALL",
        )
        for table in (*tables, "audience_latest")
    }


def test_words_repeated_beside_new_counts_outlive_the_batch_that_said_them_first(
    tmp_path: Path,
) -> None:
    first = file("post", PostRow(2, "p", AT, {"likes": 1}, text="Kopi"))
    second = file("post", PostRow(2, "p", AT, {"likes": 2}, text="Kopi"))
    with FactStore.open(tmp_path, memory_mb=256, threads=1) as store:
        store.ingest(batch("b"), first)
        store.ingest(batch("c"), second)
        assert store.undo(SPACE, "b").replay == ("c",)
        store.ingest(batch("c"), second)
        assert rows(store, "SELECT text, likes FROM post_latest") == [("Kopi", 2)]


def test_a_scanned_file_is_undone_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("Day,Likes\n2026-03-01,1\n2026-03-02,2\n", encoding="utf-8")
    scan = Scan("day", path, {"Day": "day", "Likes": "likes"})
    with FactStore.open(tmp_path / "data", memory_mb=256, threads=1) as store:
        store.ingest_scan(batch("b"), scan)
        later = batch("c", datetime(2026, 4, 9, tzinfo=UTC))
        changed = file("day", DayRow(2, date(2026, 3, 2), {"likes": 5}))
        assert store.ingest(later, changed).changed == 1
        assert rows(store, "SELECT count(*) FROM channel_day") == [(3,)]
        assert set(store.audit().values()) == {0}
        assert store.undo(SPACE, "c").rows == 1
        assert rows(store, "SELECT likes FROM channel_day_latest ORDER BY day") == [(1,), (2,)]
        assert store.undo(SPACE, "b").rows == 2
        assert rows(store, "SELECT count(*) FROM channel_day_latest") == [(0,)]


def test_undo_of_the_first_version_of_a_scanned_row_leaves_the_second(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("Day,Likes,Views\n2026-03-01,1,7\n", encoding="utf-8")
    scan = Scan("day", path, {"Day": "day", "Likes": "likes", "Views": "views"})
    with FactStore.open(tmp_path / "data", memory_mb=256, threads=1) as store:
        store.ingest_scan(batch("b"), scan)
        later = batch("c", datetime(2026, 4, 9, tzinfo=UTC))
        store.ingest(later, file("day", DayRow(2, date(2026, 3, 1), {"likes": 5})))
        merged = "SELECT likes, views FROM channel_day_latest"
        assert rows(store, merged) == [(5, 7)]
        store.undo(SPACE, "b")
        assert rows(store, merged) == [(5, None)]
        assert set(store.audit().values()) == {0}
