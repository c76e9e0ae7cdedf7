"""Only columns that ever had a value are kept; who reads sees all of them, in any version."""
# ruff: noqa: S608 - names are ours

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from tests.facts.cast import SPACE, batch, file
from tolok.core.ports import DayRow, PostRow
from tolok.facts.schema import FACTS, ORIGIN
from tolok.facts.store import FactStore

LATER = datetime(2026, 4, 9, tzinfo=UTC)
FIRST = file("post", PostRow(2, "p", None, {"likes": 4}, text="Kopi"), PostRow(3, "q", None, {}))
SECOND = file("post", PostRow(2, "p", None, {"reach": 9}))
DAYS = file("day", DayRow(2, date(2026, 3, 1), {"views": 7}))


def opened(folder: Path) -> FactStore:
    return FactStore.open(folder, memory_mb=256, threads=2)


def kept(store: FactStore, table: str) -> set[str]:
    with store.reading() as cursor:
        found = cursor.execute(f"FROM {table}_kept LIMIT 0").description
    keys = {name for fact in FACTS.values() for name in fact.key_names}
    return {name for name, *_ in found} - keys - {column.name for column in ORIGIN}


def rows(store: FactStore, sql: str) -> list[tuple[object, ...]]:
    with store.reading() as cursor:
        return cursor.execute(sql).fetchall()


def test_a_column_is_kept_once_it_has_a_value(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert kept(store, "post_latest") == set()
        store.ingest(batch("b"), FIRST)
        assert kept(store, "post_latest") == {"likes", "text", "text_length"}
        assert kept(store, "post_snapshot") == {"likes"}
        store.ingest(batch("c", LATER), SECOND)
        assert kept(store, "post_snapshot") == {"likes", "reach"}
        assert rows(store, "SELECT likes, reach, views FROM post_latest ORDER BY post_id") == [
            (4, 9, None),
            (None, None, None),
        ]
        assert set(store.audit().values()) == {0}


def test_a_dry_run_keeps_no_column(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.ingest(batch("b"), FIRST, dry_run=True)
        assert kept(store, "post_latest") == set()
        assert store.ingest(batch("b"), FIRST).new == 2


def test_columns_that_come_in_one_by_one_give_what_all_at_once_give(tmp_path: Path) -> None:
    batches = [(batch("b"), FIRST), (batch("c", LATER), SECOND), (batch("d"), DAYS)]
    with opened(tmp_path / "a") as one, opened(tmp_path / "b") as other:
        for taken in batches:
            one.ingest(*taken)
        other.rebuild(SPACE, batches)
        assert one.digest() == other.digest()
        assert set(other.audit().values()) == {0}
        other.undo(SPACE, "c")
        assert rows(other, "SELECT reach FROM post_latest WHERE reach IS NOT NULL") == []


def test_who_is_reading_sees_no_column_come(tmp_path: Path) -> None:
    with opened(tmp_path) as store, store.reading() as cursor:
        store.ingest(batch("b"), FIRST)
        cursor.execute("BEGIN")
        asked = "SELECT sum(likes), sum(reach) FROM post_latest"
        assert cursor.execute(asked).fetchone() == (4, None)
        store.ingest(batch("c", LATER), SECOND)
        assert cursor.execute(asked).fetchone() == (4, None)
        cursor.execute("COMMIT")
        assert cursor.execute(asked).fetchone() == (4, 9)


def test_a_file_of_the_first_version_is_taken_over(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.ingest(batch("b"), FIRST)
        store.ingest(batch("d"), DAYS)
        before = store.digest()
    _widen(tmp_path / "facts.duckdb")
    with opened(tmp_path) as store:
        assert kept(store, "post") == {"text", "text_length"}
        assert store.digest() == before
        assert store.ingest(batch("c", LATER), SECOND).changed == 1
        assert set(store.audit().values()) == {0}
    with opened(tmp_path) as store:
        assert rows(store, "SELECT sum(likes), sum(reach) FROM post_latest") == [(4, 9)]


def test_a_measure_that_the_file_does_not_know_yet_is_blank(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.ingest(batch("b"), FIRST)
    with duckdb.connect(tmp_path / "facts.duckdb") as con:
        con.execute("CREATE OR REPLACE VIEW post_latest AS FROM post_latest_kept")
    with opened(tmp_path) as store:
        assert rows(store, "SELECT sum(likes), sum(reach) FROM post_latest") == [(4, None)]


def _widen(file: Path) -> None:
    """Make the tables as version 1 had them: with all columns."""
    with duckdb.connect(file) as con:
        for name in (name for fact in FACTS.values() for name in fact.tables):
            con.execute(f"CREATE TABLE wide AS FROM {name}")
            con.execute(f"DROP VIEW {name}")
            con.execute(f"DROP TABLE {name}_kept")
            con.execute(f"ALTER TABLE wide RENAME TO {name}")
        con.execute("UPDATE about SET version = 1")
