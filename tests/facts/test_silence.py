"""What is not there: silent channels, times without posts, people without a native figure."""
# ruff: noqa: DTZ001 - files give wall-clock times without a zone

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.facts.cast import SPACE, ask, batch, file, kpi
from tolok.core.kpi.spec import KpiKind, Source
from tolok.core.ports import DayRow, PostRow, Row, WindowRow
from tolok.core.query import Cell, Compare, Figure, Period, Segment, Series, Unknown
from tolok.facts.batch import Channel
from tolok.facts.store import FactStore

CHANNEL = (Source.CHANNEL,)
SPECS = {
    spec.id: spec
    for spec in (
        kpi("followers", KpiKind.LAST, ["followers"], (), CHANNEL),
        kpi("posts", KpiKind.COUNT, ["posts"]),
        kpi("per_week", KpiKind.RATIO_OF_SUMS, ["posts"], ["weeks"]),
        kpi("likes", KpiKind.SUM, ["likes"]),
        kpi("frequency", KpiKind.RATIO_OF_SUMS, ["impressions"], ["reach"], CHANNEL),
    )
}
MARCH = date(2026, 3, 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FactStore]:
    with FactStore.open(tmp_path, memory_mb=256, threads=1) as opened:
        yield opened


def figure(store: FactStore, id: str, **more: object) -> Figure:
    (found,) = store.answer(ask(id, **more), SPECS)
    assert isinstance(found, Figure)
    return found


def series(store: FactStore, id: str, *by: str, **more: object) -> Series:
    (found,) = store.answer(ask(id, by=by, **more), SPECS)
    assert isinstance(found, Series)
    return found


def levels(store: FactStore, channel: str, *known: tuple[date, int]) -> None:
    rows: list[Row] = [
        DayRow(line, day, {"followers": count}) for line, (day, count) in enumerate(known, start=2)
    ]
    named = {"": channel}
    store.ingest(replace(batch(f"b-{channel}"), channels=named), file("day", *rows))


def posts(store: FactStore, channel: str, *days: date) -> None:
    rows: list[Row] = [
        PostRow(line, f"{channel}-{line}", datetime(day.year, day.month, day.day, 9), {"likes": 1})
        for line, day in enumerate(days, start=2)
    ]
    named = {"": channel}
    store.ingest(replace(batch(f"p-{channel}"), channels=named), file("post", *rows))


def values(found: Series) -> dict[str, object]:
    return {key[0]: cell.value for key, cell in found.as_map().items()}


def test_a_channel_that_is_silent_for_a_while_keeps_its_last_level(store: FactStore) -> None:
    levels(store, "a", (date(2026, 2, 10), 100))
    levels(store, "b", (date(2026, 3, 3), 40), (date(2026, 3, 30), 50))
    found = figure(store, "followers")
    assert found.value == 150
    assert found.frame.coverage.channels == ("a", "b")
    assert [note.en[:2] for note in found.frame.notes] == ["1 "]


def test_a_level_older_than_five_weeks_is_not_carried_and_coverage_says_so(
    store: FactStore,
) -> None:
    levels(store, "a", (MARCH - timedelta(days=36), 100))
    levels(store, "b", (date(2026, 3, 30), 50))
    found = figure(store, "followers")
    assert found.value == 50
    assert [(m.channel, m.reason) for m in found.frame.coverage.missing] == [("a", Unknown.NO_DATA)]


def test_followers_of_a_silent_channel_do_not_look_lost(store: FactStore) -> None:
    weeks = [MARCH + timedelta(weeks=at, days=1) for at in range(12)]
    levels(store, "a", *((day, 100 + at) for at, day in enumerate(weeks)))
    levels(store, "b", (weeks[0], 40), (weeks[1], 41), (weeks[4], 44))
    period = Period(weeks[0], weeks[-1] + timedelta(days=6))
    found = series(store, "followers", "week", period=period)
    told = [100 + 40, 101 + 41, 102 + 41, 103 + 41, 104 + 44]
    told += [105 + 44, 106 + 44, 107 + 44, 108 + 44, 109 + 44, 110, 111]
    assert list(values(found).values()) == told
    assert [cell.n for cell in found.as_map().values()] == [2] * 10 + [1, 1]
    assert len(found.frame.notes) == 2


def test_a_week_in_which_nothing_was_read_stays_a_gap(store: FactStore) -> None:
    levels(store, "a", (date(2026, 3, 2), 10), (date(2026, 3, 23), 12))
    levels(store, "b", (date(2026, 3, 2), 20), (date(2026, 3, 23), 22))
    assert values(series(store, "followers", "week")) == {"2026-03-02": 30, "2026-03-23": 34}


def test_channels_by_name_are_not_carried(store: FactStore) -> None:
    levels(store, "a", (date(2026, 2, 20), 100))
    levels(store, "b", (date(2026, 3, 30), 50))
    assert values(series(store, "followers", "channel")) == {"b": 50}


def test_a_comparison_is_made_whole_as_well(store: FactStore) -> None:
    period = Period(date(2026, 3, 2), date(2026, 3, 29))
    levels(store, "a", (date(2026, 1, 20), 90), (date(2026, 3, 9), 100))
    levels(store, "b", (date(2026, 2, 20), 40), (date(2026, 3, 20), 50))
    found = figure(store, "followers", period=period, compare=Compare.PREVIOUS)
    assert (found.value, found.before and found.before.value) == (150, 130)


def test_no_posts_in_a_time_that_the_rows_reach_over_is_zero(store: FactStore) -> None:
    posts(store, "a", date(2026, 2, 20), date(2026, 4, 2))
    found = figure(store, "posts")
    assert (found.value, found.frame.coverage.channels) == (0, ("a",))
    assert figure(store, "per_week").value == 0
    assert figure(store, "likes").cell.unknown is Unknown.NO_DATA


def test_no_posts_after_the_last_one_is_not_known(store: FactStore) -> None:
    posts(store, "a", date(2026, 2, 20), date(2026, 3, 12))
    after = Period(date(2026, 3, 13), date(2026, 3, 31))
    assert figure(store, "posts", period=after).cell == Cell(unknown=Unknown.NO_DATA, n=0)
    assert figure(store, "posts").value == 1


def test_weeks_without_posts_between_others_are_zero_in_a_series(store: FactStore) -> None:
    posts(store, "a", date(2026, 3, 3), date(2026, 3, 18))
    assert values(series(store, "posts", "week")) == {
        "2026-03-02": 1,
        "2026-03-09": 0,
        "2026-03-16": 1,
    }


def test_the_channel_that_reaches_over_the_time_speaks_for_itself_only(store: FactStore) -> None:
    posts(store, "a", date(2026, 2, 20), date(2026, 4, 2))
    posts(store, "b", date(2026, 2, 20))
    cover = figure(store, "posts").frame.coverage
    assert cover.channels == ("a",)
    assert [(m.channel, m.reason) for m in cover.missing] == [("b", Unknown.NO_DATA)]


def test_a_ratio_over_people_takes_the_native_figure_for_the_window(store: FactStore) -> None:
    seen: list[Row] = [
        DayRow(2, MARCH, {"impressions": 700, "reach": 300}),
        DayRow(3, date(2026, 3, 20), {"impressions": 500, "reach": 350}),
    ]
    store.ingest(batch("b"), file("day", *seen))
    assert figure(store, "frequency").cell.unknown is Unknown.NOT_ADDITIVE
    month = WindowRow(2, MARCH, date(2026, 3, 31), "reach", 400)
    store.ingest(batch("c"), file("window", month))
    cell = figure(store, "frequency").cell
    assert (cell.value, cell.numerator, cell.denominator) == (3, 1200, 400)
    shorter = Period(MARCH, date(2026, 3, 30))
    assert figure(store, "frequency", period=shorter).cell.unknown is Unknown.NOT_ADDITIVE
    assert values(series(store, "frequency", "month")) == {"2026-03-01": 3}


def test_the_people_of_two_channels_give_no_ratio(store: FactStore) -> None:
    for channel in ("a", "b"):
        rows = file("day", DayRow(2, MARCH, {"impressions": 700, "reach": 300}))
        store.ingest(replace(batch(f"d{channel}"), channels={"": channel}), rows)
        month = WindowRow(2, MARCH, date(2026, 3, 31), "reach", 400)
        store.ingest(replace(batch(f"w{channel}"), channels={"": channel}), file("window", month))
    assert figure(store, "frequency").cell.unknown is Unknown.NOT_ADDITIVE
    assert figure(store, "frequency", channels=("a",)).value == 1.75


def test_trap_9_a_deleted_post_keeps_its_last_snapshot(store: FactStore) -> None:
    """A later export of the same days no longer lists it: nothing is taken away."""
    at = datetime(2026, 3, 10, 9)
    first: list[Row] = [PostRow(2, "kept", at, {"likes": 4}), PostRow(3, "gone", at, {"likes": 9})]
    store.ingest(batch("b"), file("post", *first))
    store.ingest(batch("c"), file("post", PostRow(2, "kept", at, {"likes": 5})))
    assert figure(store, "likes").value == 14
    assert figure(store, "posts").value == 2
    assert set(store.audit().values()) == {0}


def test_trap_10_a_renamed_account_goes_on_in_the_same_series(store: FactStore) -> None:
    """Its new name or id is mapped to the same channel; a post seen under both is one post."""
    at = datetime(2026, 3, 10, 9)
    old = replace(batch("b"), channels={"@warung": "page"})
    new = replace(batch("c"), channels={"@warung.kopi": "page"})
    store.ingest(old, file("post", PostRow(2, "p", at, {"likes": 4}, account="@warung")))
    store.ingest(old, file("day", DayRow(2, MARCH, {"followers": 10}, account="@warung")))
    again: list[Row] = [
        PostRow(2, "p", at, {"likes": 6}, account="@warung.kopi"),
        PostRow(3, "q", at, {"likes": 1}, account="@warung.kopi"),
    ]
    store.ingest(new, file("post", *again))
    later = DayRow(2, date(2026, 3, 9), {"followers": 12}, account="@warung.kopi")
    store.ingest(replace(new, id="d"), file("day", later))
    assert figure(store, "likes").value == 7
    assert figure(store, "posts").frame.coverage.channels == ("page",)
    found = values(series(store, "followers", "week"))
    assert found == {"2026-02-23": 10, "2026-03-02": None, "2026-03-09": 12}


def test_a_question_about_one_network_says_nothing_of_the_others(store: FactStore) -> None:
    store.set_channels(SPACE, [Channel("page", "facebook"), Channel("feed", "instagram")])
    posts(store, "page", MARCH)
    posts(store, "feed", MARCH)
    found = figure(store, "likes", where=(Segment("network", ("instagram",)),))
    assert found.value == 1
    assert found.frame.coverage.channels == ("feed",)
    assert found.frame.coverage.missing == ()


def test_breaks_and_what_still_settles_stand_on_the_frame(store: FactStore) -> None:
    store.set_channels(SPACE, [Channel("page", "facebook"), Channel("site", "web")])
    rows: list[Row] = [
        DayRow(at, date(2025, 11, 1) + timedelta(days=at), {"impressions": 5, "reach": 2})
        for at in range(2, 40)
    ]
    read = datetime.fromisoformat("2025-12-10T06:00:00+00:00")
    store.ingest(batch("b", read), file("day", *rows))
    period = Period(date(2025, 11, 1), date(2025, 12, 10))
    frame = series(store, "frequency", "week", period=period).frame
    assert [(b.day, b.network) for b in frame.breaks] == [(date(2025, 11, 15), "facebook")]
    assert frame.settling_from == date(2025, 12, 7)  # 72 hours before 13:00 in Jakarta
    alone = figure(store, "frequency", period=Period(date(2025, 12, 8), date(2025, 12, 10)))
    assert (alone.frame.breaks, alone.frame.settling_from) == ((), date(2025, 12, 8))
    early = figure(store, "frequency", period=Period(date(2025, 11, 1), date(2025, 11, 30)))
    assert early.frame.settling_from is None
