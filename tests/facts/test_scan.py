"""The fast way in gives the same facts as the row reader, and refuses what it cannot do exactly."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.facts.cast import SPACE, batch
from tolok.core.ports import About, DayRow, PostRow
from tolok.facts import scan
from tolok.facts.scan import NotClean, Scan
from tolok.facts.schema import DAY, POST, Fact
from tolok.facts.store import FactStore

COLUMNS = {"Day": "day", "Likes": "likes", "Views": "views", "Cost": "spend", "Money": "currency"}
POSTS = {"Id": "post_id", "When": "published_at", "Text": "text", "Likes": "likes"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FactStore]:
    with FactStore.open(tmp_path / "data", memory_mb=512, threads=2) as opened:
        yield opened


def csv(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "in.csv"
    path.write_text(text, encoding=encoding, newline="")
    return path


def read(store: FactStore, sql: str) -> list[tuple[object, ...]]:
    with store.reading() as cursor:
        return cursor.execute(sql).fetchall()


def test_cells_that_cannot_be_read_are_told_and_their_rows_kept(
    store: FactStore, tmp_path: Path
) -> None:
    path = csv(
        tmp_path,
        "Day,Likes,Views,Cost,Money\n"
        '2026-03-01,5,"1,234",1.5,IDR\n'
        "2026-03-02,--,2.5,n/a,\n"
        '2026-03-03,6.0,"1,5","12,345.60",USD\n'
        "03/04/2026,7,1,1,USD\n"
        ",7,1,1,USD\n",
    )
    report = store.ingest_scan(batch("b"), Scan("day", path, COLUMNS))
    told = [(t.line, t.column, t.value) for t in report.troubles]
    assert told == [
        (3, "Views", "2.5"),
        (4, "Views", "1,5"),
        (5, "Day", "03/04/2026"),
        (6, "Day", ""),
    ]
    assert [t.row_kept for t in report.troubles] == [True, True, False, False]
    assert (report.read, report.new, report.skipped) == (5, 3, 2)
    assert report.totals == {"views": 1234, "likes": 11, "spend": Decimal("12347.1")}
    found = read(
        store, "SELECT likes, views, spend, currency, line FROM channel_day_latest ORDER BY 5"
    )
    assert found == [
        (5, 1234, Decimal("1.5000"), "IDR", 2),
        (None, None, None, None, 3),
        (6, None, Decimal("12345.6000"), "USD", 4),
    ]


def test_decimal_commas_and_day_first_dates_in_another_encoding(
    store: FactStore, tmp_path: Path
) -> None:
    text = "Day;Likes;Cost\n01.03.2026;1.234;5,25\n02.03.2026;1,5;1.2\n"
    path = csv(tmp_path, text, "utf-16")
    columns = {"Day": "day", "Likes": "likes", "Cost": "spend"}
    scan = Scan("day", path, columns, ";", "utf-16", date_format="%d.%m.%Y", decimal=",")
    report = store.ingest_scan(batch("b"), scan)
    assert report.totals == {"likes": 1234, "spend": Decimal("5.25")}
    assert [(t.line, t.value) for t in report.troubles] == [(3, "1,5"), (3, "1.2")]


def test_both_ways_in_give_the_same_facts(store: FactStore, tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "Id,When,Text,Likes\n"
        '1234567890123456789,2026-03-29 01:30:00,"Kopi, susu #Kopi #promo",5\n'
        "p2,2026-07-01T08:00:00,,\n",
    )
    berlin = batch("b")
    scanned = store.ingest_scan(berlin, Scan("post", path, POSTS))
    digest = store.digest(SPACE)
    moment = datetime(2026, 3, 29, 1, 30)  # noqa: DTZ001
    rows = [
        About("", "post"),
        PostRow(2, "1234567890123456789", moment, {"likes": 5}, text="Kopi, susu #Kopi #promo"),
        PostRow(3, "p2", datetime(2026, 7, 1, 8), {}),  # noqa: DTZ001
    ]
    assert store.ingest(berlin, rows).unchanged == 2
    store.rebuild(SPACE, [(berlin, rows)])
    assert scanned.new == 2
    assert store.digest(SPACE) == digest


def test_accounts_find_their_channels(store: FactStore, tmp_path: Path) -> None:
    path = csv(tmp_path, "Who,Day,Likes\na,2026-03-01,1\nb,2026-03-01,2\nc,2026-03-01,4\n")
    columns = {"Who": "account", "Day": "day", "Likes": "likes"}
    report = store.ingest_scan(batch("b", a="one", b="two"), Scan("day", path, columns))
    assert (report.new, report.skipped) == (2, 1)
    assert [(t.line, t.value, t.row_kept) for t in report.troubles] == [(4, "c", False)]
    assert read(store, "SELECT channel, likes FROM channel_day_latest ORDER BY 1") == [
        ("one", 1),
        ("two", 2),
    ]


def test_a_second_scan_adds_nothing_and_changes_are_found(store: FactStore, tmp_path: Path) -> None:
    columns = {"Day": "day", "Likes": "likes"}
    path = csv(tmp_path, "Day,Likes\n2026-03-01,1\n2026-03-02,2\n")
    store.ingest_scan(batch("b"), Scan("day", path, columns))
    before = store.digest()
    assert store.ingest_scan(batch("c"), Scan("day", path, columns)).unchanged == 2
    assert store.digest() == before
    path = csv(tmp_path, "Day,Likes\n2026-03-01,1\n2026-03-02,3\n")
    report = store.ingest_scan(batch("d"), Scan("day", path, columns))
    assert (report.changed, report.unchanged) == (1, 1)
    assert set(store.audit().values()) == {0}


@pytest.mark.parametrize(
    "text",
    [
        'Day,Likes\n2026-03-01,"1\n2"\n',
        "Day,Likes\n2026-03-01,1,2\n",
        "Day,Likes\n2026-03-01\n",
        "Day,Likes\n2026-03-01,1\n\n\n2026-03-02,1\n",
        "Day,Day,Likes\n2026-03-01,1,2\n",
        "Day\n2026-03-01\n",
        "",
    ],
)
def test_a_file_that_is_not_clean_is_refused_whole(
    store: FactStore, tmp_path: Path, text: str
) -> None:
    path = csv(tmp_path, text)
    with pytest.raises(NotClean):
        store.ingest_scan(batch("b"), Scan("day", path, {"Day": "day", "Likes": "likes"}))
    assert read(store, "SELECT count(*) FROM channel_day") == [(0,)]
    assert not list(store.incoming.iterdir())
    row = DayRow(2, datetime(2026, 3, 1, tzinfo=UTC).date(), {"likes": 1})
    assert store.ingest(batch("b"), [About("", "day"), row]).new == 1


def test_lines_are_those_of_the_file_however_long_it_is(store: FactStore, tmp_path: Path) -> None:
    lines = "".join(f"{at},2026-03-01 00:00:00,,{at}\n" for at in range(2, 300_002))
    path = csv(tmp_path, "Id,When,Text,Likes\n" + lines)
    assert store.ingest_scan(batch("b"), Scan("post", path, POSTS)).new == 300_000
    assert read(store, "SELECT count(*) FROM post_snapshot WHERE line != likes") == [(0,)]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("blank", [0, 1, 4])
def test_blank_lines_at_the_end_are_no_rows(
    store: FactStore, tmp_path: Path, newline: str, blank: int
) -> None:
    lines = ["Id,When,Text,Likes", "1,2026-03-01 00:00:00,,4", "2,2026-03-02 00:00:00,,5"]
    path = tmp_path / "posts.csv"
    path.write_bytes((newline.join(lines) + newline * blank).encode())
    report = store.ingest_scan(batch("b"), Scan("post", path, POSTS))
    assert (report.read, report.new, report.troubles) == (2, 2, ())


class Watched:
    """A connection that notes how the engine means to load the rows."""

    def __init__(self, con: Any) -> None:
        self._con, self.plan = con, ""

    def execute(self, sql: str, *binds: Any) -> Any:
        if "TABLE rows_" in sql:
            ((_, self.plan),) = self._con.execute("EXPLAIN " + sql, *binds).fetchall()
        return self._con.execute(sql, *binds)


@pytest.mark.parametrize("fact", [POST, DAY], ids=["post", "day"])
@pytest.mark.parametrize("decimal", [".", ","])
def test_rows_are_loaded_by_all_threads_in_the_order_of_the_file(
    store: FactStore, tmp_path: Path, fact: Fact, decimal: str
) -> None:
    names = [c.name for c in (*fact.keys[2:], *fact.columns) if c.type != "JSON"]
    names = [n for n in names if n not in ("text_length", "hashtags", "zone", "local_at")]
    path = csv(tmp_path, ",".join(["account", *names]) + "\n")
    found = Scan(fact.id, path, {n: n for n in ("account", *names)}, decimal=decimal)
    with store.writing() as con:
        watched = Watched(con)
        scan.load(watched, batch("b", a="one", b="two"), found, store.incoming)  # type: ignore[arg-type]
    assert "BATCH_CREATE_TABLE_AS" in watched.plan


def test_lines_hold_where_several_threads_read(store: FactStore, tmp_path: Path) -> None:
    days = [date(2000, 1, 1) + timedelta(days=at) for at in range(4000)]
    path = tmp_path / "in.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("Who,Day,Likes,Views\n")
        line = 1
        for account in range(200):
            stream.writelines(f"a{account},{day},{line + at},x\n" for at, day in enumerate(days, 1))
            line += len(days)
    accounts = {f"a{at}": f"c{at}" for at in range(200)}
    columns = {"Who": "account", "Day": "day", "Likes": "likes", "Views": "views"}
    report = store.ingest_scan(batch("b", **accounts), Scan("day", path, columns))
    assert report.new == 800_000
    assert [t.line for t in report.troubles[:3]] == [2, 3, 4]
    wrong = "SELECT count(*) FROM channel_day_latest WHERE line != likes"
    assert read(store, wrong) == [(0,)]
