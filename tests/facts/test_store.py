"""Rows go in once, come out the same, and can be taken out, rebuilt, traced and exported."""
# ruff: noqa: DTZ001, S608 - files give wall-clock times without a zone; names are ours

import csv
import json
import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.facts.cast import SPACE, ask, batch, file, kpi
from tolok.core.errors import ProblemError
from tolok.core.kpi.spec import KpiKind, Source
from tolok.core.ports import (
    About,
    DayRow,
    Declared,
    PostRow,
    Row,
    Skipped,
    Trouble,
)
from tolok.core.query import Figure, Period
from tolok.core.text import Text
from tolok.facts.store import FactStore

LIKES = kpi("likes", KpiKind.SUM, ["likes"])
RATE = kpi("rate", KpiKind.RATIO_OF_SUMS, ["likes"], ["reach"], unit="percent")
DAYS = kpi("days", KpiKind.SUM, ["likes"], (), (Source.CHANNEL,))
MONEY = kpi("cost", KpiKind.SUM, ["spend"], (), (Source.CHANNEL,), unit="currency")
SPECS = {spec.id: spec for spec in (LIKES, RATE, DAYS, MONEY)}
AT = datetime(2026, 3, 10, 9)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FactStore]:
    with FactStore.open(tmp_path, memory_mb=512, threads=1) as opened:
        yield opened


def value(store: FactStore, id: str) -> object:
    (found,) = store.answer(ask(id), SPECS)
    assert isinstance(found, Figure)
    return found.value


def rows(store: FactStore, sql: str) -> list[tuple[object, ...]]:
    with store.reading() as cursor:
        return cursor.execute(sql).fetchall()


def test_the_same_rows_again_add_nothing(store: FactStore) -> None:
    posts = file("post", PostRow(2, "p", AT, {"likes": 4}), PostRow(3, "q", AT, {"likes": 5}))
    first = store.ingest(batch("b"), posts)
    before = store.digest()
    again = store.ingest(batch("b"), posts)
    other = store.ingest(batch("c"), posts)
    assert (first.new, again.unchanged, other.unchanged) == (2, 2, 2)
    assert store.digest() == before
    assert other.totals == {"likes": 9}


def test_changed_counts_are_a_new_snapshot(store: FactStore) -> None:
    store.ingest(batch("b"), file("post", PostRow(2, "p", AT, {"likes": 4})))
    later = batch("c", datetime(2026, 4, 9, tzinfo=UTC))
    report = store.ingest(later, file("post", PostRow(2, "p", AT, {"likes": 6})))
    assert (report.new, report.changed, report.unchanged) == (0, 1, 0)
    assert rows(store, "SELECT likes FROM post_snapshot ORDER BY observed_at") == [(4,), (6,)]
    assert value(store, "likes") == 6


def test_a_blank_never_wipes_a_known_value(store: FactStore) -> None:
    full = PostRow(2, "p", AT, {"likes": 4, "reach": 100}, text="Kopi", tags=("menu",))
    store.ingest(batch("b"), file("post", full))
    store.ingest(batch("c"), file("post", PostRow(2, "p", None, {"likes": 5})))
    (post,) = store.posts(ask("likes"), "likes")
    assert (post.text, post.tags, post.measures) == ("Kopi", ("menu",), {"likes": 5, "reach": 100})


def test_a_dry_run_reports_and_keeps_nothing(store: FactStore) -> None:
    posts = file("post", PostRow(2, "p", AT, {"likes": 4}))
    report = store.ingest(batch("b"), posts, dry_run=True)
    assert (report.dry_run, report.new) == (True, 1)
    assert rows(store, "SELECT count(*) FROM post_latest") == [(0,)]
    assert store.ingest(batch("b"), posts).new == 1


def test_what_was_read_is_new_changed_unchanged_or_skipped(store: FactStore) -> None:
    words = Text.same("a title")
    events = [
        About("facebook", "day", zone="America/Los_Angeles"),
        Skipped(1, words),
        DayRow(2, date(2026, 3, 1), {"likes": 5, "views": 7.0}),
        Trouble(3, "likes", "?", words, words, row_kept=False),
        DayRow(4, date(2026, 3, 2), {"likes": 6}),
        Declared(5, {"likes": 11}),
    ]
    report = store.ingest(batch("b"), events)
    assert (report.read, report.new, report.skipped) == (4, 2, 2)
    assert report.totals == {"views": 7, "likes": 11}
    assert report.declared == {"likes": 11}
    assert report.period == Period(date(2026, 3, 1), date(2026, 3, 2))
    zones = rows(store, "SELECT DISTINCT zone FROM channel_day")
    assert zones == [("America/Los_Angeles",)]


def test_an_account_that_belongs_to_no_channel_is_not_guessed(store: FactStore) -> None:
    known = batch("b", ours="page", theirs="other")
    report = store.ingest(
        known,
        file(
            "day",
            DayRow(2, date(2026, 3, 1), {"likes": 1}, account="ours"),
            DayRow(3, date(2026, 3, 1), {"likes": 2}, account="strange"),
        ),
    )
    assert (report.new, report.skipped) == (1, 1)
    assert [(t.line, t.value, t.row_kept) for t in report.troubles] == [(3, "strange", False)]


def test_a_number_that_does_not_fit_is_told_and_kept_as_text(store: FactStore) -> None:
    counts = {"likes": 4.5, "comments": float("nan"), "reach": 10**30, "own_count": 3}
    report = store.ingest(batch("b"), file("post", PostRow(2, "p", AT, counts)))
    assert sorted(t.column for t in report.troubles) == ["comments", "likes", "reach"]
    ((extra,),) = rows(store, "SELECT extra FROM post_latest")
    assert json.loads(str(extra)) == {
        "likes": "4.5",
        "comments": "nan",
        "reach": str(10**30),
        "own_count": "3",
    }


def test_money_and_ids_of_nineteen_digits_are_exact(store: FactStore) -> None:
    cents = [Decimal("0.10")] * 3
    days = [
        DayRow(at, date(2026, 3, at), {"spend": cost}, currency="IDR")
        for at, cost in enumerate(cents, start=1)
    ]
    store.ingest(batch("b"), file("day", *days))
    assert value(store, "cost") == Decimal("0.3")
    id = "9007199254740993123"
    store.ingest(batch("c"), file("post", PostRow(2, id, AT, {"likes": 2**62 + 1})))
    (post,) = store.posts(ask("likes"), "likes")
    assert (post.post_id, post.measures["likes"]) == (id, 2**62 + 1)


def test_awkward_text_comes_back_as_it_was(store: FactStore) -> None:
    text = 'a "quoted", line\nsecond\r\nthird \\ é 🙂 \t,;\'" '
    store.ingest(batch("b"), file("post", PostRow(2, "p", AT, {"likes": 1}, text=text)))
    (post,) = store.posts(ask("likes"), "likes")
    assert post.text == text


def test_a_text_of_megabytes_fits(store: FactStore) -> None:
    text = "é" * 3_000_000
    store.ingest(batch("b"), file("post", PostRow(2, "p", AT, {"likes": 1}, text=text)))
    (post,) = store.posts(ask("likes"), "likes")
    assert post.text == text


def test_undo_takes_back_exactly_one_batch(store: FactStore) -> None:
    store.ingest(batch("b"), file("post", PostRow(2, "p", AT, {"likes": 4})))
    before = store.digest()
    later = batch("c", datetime(2026, 4, 9, tzinfo=UTC))
    both = file("post", PostRow(2, "p", AT, {"likes": 6}), PostRow(3, "q", AT, {"likes": 1}))
    store.ingest(later, both)
    undone = store.undo(SPACE, "c")
    assert (undone.rows, undone.replay) == (3, ())
    assert store.digest() == before


def test_undo_names_batches_whose_repeated_rows_must_be_read_again(store: FactStore) -> None:
    posts = file("post", PostRow(2, "p", AT, {"likes": 4}))
    store.ingest(batch("b"), posts)
    store.ingest(batch("c"), posts)
    assert store.undo(SPACE, "b").replay == ("c",)
    assert value(store, "likes") is None
    assert store.ingest(batch("c"), posts).new == 1
    assert value(store, "likes") == 4


def test_a_rebuild_from_raw_gives_equal_facts(store: FactStore) -> None:
    first = (batch("b"), file("post", PostRow(2, "p", AT, {"likes": 4}, text="Kopi")))
    second = (batch("c"), file("post", PostRow(2, "p", AT, {"likes": 7}, tags=("x",))))
    third = (batch("d"), file("day", DayRow(2, date(2026, 3, 1), {"likes": 9})))
    for one in (first, second, third):
        store.ingest(*one)
    before = store.digest()
    reports = store.rebuild(SPACE, [first, second, third])
    assert [report.new for report in reports] == [1, 0, 1]
    assert store.digest() == before


def test_a_failed_rebuild_changes_nothing(store: FactStore) -> None:
    store.ingest(batch("b"), file("post", PostRow(2, "p", AT, {"likes": 4})))
    before = store.digest()

    def broken() -> Iterator[About]:
        yield About("facebook", "post")
        raise OSError("the raw file is gone")

    with pytest.raises(OSError, match="gone"):
        store.rebuild(SPACE, [(batch("b"), broken())])
    assert store.digest() == before
    assert value(store, "likes") == 4


def test_a_figure_leads_to_the_lines_it_was_read_from(store: FactStore) -> None:
    posts = [PostRow(line, f"p{line}", AT, {"likes": 1, "reach": 9}) for line in (2, 3, 4, 9)]
    store.ingest(batch("b"), file("post", *posts))
    newer = PostRow(7, "p3", AT, {"likes": 5})
    later = batch("c", datetime(2026, 4, 9, tzinfo=UTC))
    store.ingest(later, file("post", newer))
    found = store.lineage(ask("likes"), SPECS)
    assert [(o.batch, o.file, o.lines) for o in found] == [
        ("b", "b.csv", ((2, 2), (4, 4), (9, 9))),
        ("c", "c.csv", ((7, 7),)),
    ]
    rate = store.lineage(ask("rate"), SPECS)
    assert rate[0].lines == ((2, 4), (9, 9))


def test_posts_are_listed_best_and_worst_first(store: FactStore) -> None:
    posts = [
        PostRow(2, "a", AT, {"likes": 5, "reach": 100}, link="https://example.org/a"),
        PostRow(3, "b", AT, {"likes": 9, "reach": 900}),
        PostRow(4, "c", AT, {"reach": 10}),
    ]
    store.ingest(batch("b"), file("post", *posts))
    asked = ask("likes")
    assert [p.post_id for p in store.posts(asked, "likes")] == ["b", "a", "c"]
    assert [p.post_id for p in store.posts(asked, "likes", lowest=True, limit=1)] == ["a"]
    by_rate = store.posts(asked, RATE.variant(), limit=2)
    assert [(p.post_id, p.value) for p in by_rate] == [("a", 0.05), ("b", 0.01)]
    assert by_rate[0].link == "https://example.org/a"
    assert [p.post_id for p in store.posts(asked, "likes", limit=1, offset=1)] == ["a"]
    assert store.count_posts(asked) == 3


def test_weeks_are_aligned_and_gaps_stay_gaps(store: FactStore) -> None:
    posts = [
        PostRow(2, "a", datetime(2026, 3, 3), {"likes": 5, "reach": 100}),
        PostRow(3, "b", datetime(2026, 3, 20), {"likes": 9, "reach": 90}),
    ]
    store.ingest(batch("b"), file("post", *posts))
    asked = ask("rate", period=Period(date(2026, 3, 2), date(2026, 3, 24)))
    found = store.weekly(asked, SPECS)
    assert found.starts[0] == date(2026, 3, 2)
    assert found.whole == (True, True, True, False)
    assert found.values == (0.05, None, 0.1, None)
    assert found.numerator == (5, None, 9, None)
    assert found.denominator == (100, None, 90, None)


def test_a_grid_gives_the_same_numbers_as_the_series(store: FactStore) -> None:
    chance = random.Random(7)  # noqa: S311
    posts = [
        PostRow(
            at,
            f"p{at}",
            datetime(2026, 3, 1) + timedelta(hours=5 * at),
            {"likes": chance.randrange(9), "reach": chance.randrange(3)},
            type=chance.choice(["reel", "photo"]),
        )
        for at in range(140)
    ]
    store.ingest(batch("b"), file("post", *posts))
    asked = ask("likes", "rate", by=("week", "type"))
    found = store.grid(asked, SPECS)
    series = store.answer(asked, SPECS)
    for ref, one in zip(asked.kpis, series, strict=True):
        cells = one.as_map()  # type: ignore[union-attr]
        got = {
            key: (None if number != number else number)
            for key, number in zip(
                zip(*(k.tolist() for k in found.keys), strict=True),
                found.values[ref].tolist(),
                strict=True,
            )
        }
        assert got == {key: cell.value for key, cell in cells.items()}


@pytest.mark.parametrize("format", ["csv", "json"])
def test_tables_are_exported_for_one_workspace(
    store: FactStore, tmp_path: Path, format: str
) -> None:
    store.ingest(batch("b"), file("post", PostRow(2, "p", AT, {"likes": 4}, text="a,b")))
    mine = replace(batch("b"), workspace="shop")
    store.ingest(mine, file("post", PostRow(2, "p", AT, {"likes": 99})))
    target = tmp_path / f"out.{format}"
    assert store.export(SPACE, "post_latest", target, format) == 1
    with target.open(encoding="utf-8") as stream:
        read = list(csv.DictReader(stream)) if format == "csv" else json.load(stream)
    assert [(str(r["likes"]), r["text"]) for r in read] == [("4", "a,b")]


def test_parquet_is_exported_and_unknown_tables_are_refused(
    store: FactStore, tmp_path: Path
) -> None:
    target = tmp_path / "out.parquet"
    assert store.export(SPACE, "channel_day", target, "parquet") == 0
    assert target.read_bytes()[:4] == b"PAR1"
    with pytest.raises(ProblemError, match="There is no table"):
        store.export(SPACE, "batch; DROP TABLE post", target, "csv")
    with pytest.raises(ProblemError, match="There is no format"):
        store.export(SPACE, "post", target, "exe")


def test_the_engine_cannot_reach_outside_its_folder(store: FactStore, tmp_path: Path) -> None:
    import duckdb

    outside = tmp_path / "secret.csv"
    outside.write_text("a\n1\n", encoding="utf-8")
    with store.reading() as cursor:
        with pytest.raises(duckdb.PermissionException):
            cursor.execute(f"SELECT * FROM read_csv('{outside}')")
        with pytest.raises(duckdb.Error):
            cursor.execute("SET enable_external_access=true")


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with FactStore.open(tmp_path) as opened, opened.writing() as con:
        con.execute("UPDATE about SET version = 99")
    with pytest.raises(ProblemError, match="facts-newer"):
        FactStore.open(tmp_path)


def test_readers_see_the_last_commit_while_a_batch_goes_in(store: FactStore) -> None:
    store.ingest(batch("b"), file("post", PostRow(2, "p", AT, {"likes": 4})))
    seen: list[object] = []

    def events() -> Iterator[Row | About]:
        yield About("facebook", "post")
        yield PostRow(2, "q", AT, {"likes": 5})
        thread = threading.Thread(target=lambda: seen.append(value(store, "likes")))
        thread.start()
        thread.join()

    store.ingest(batch("c"), events())
    assert seen == [4]
    assert value(store, "likes") == 9
