"""The second half of the conformance suite: levels, unique people, time, parts and versions."""
# ruff: noqa: DTZ001 - files give wall-clock times without a zone

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.facts.cast import ask, batch, file
from tests.facts.conformance import SPECS, days, figure, series, two_posts, values
from tolok.core.ports import AdRow, AudienceRow, DayRow, PostRow, WindowRow
from tolok.core.query import Basis, Compare, Period, Series, Unknown
from tolok.facts.store import FactStore


class ConformanceOverTime:
    """Inherit, and give a fixture `store` with an empty store of the engine."""

    def test_trap_1_reach_of_days_is_bounded_never_added(self, store: FactStore) -> None:
        store.ingest(batch("b"), file("day", *days("reach", 100, 80, 90)))
        cell = figure(store, "reach").cell
        assert (cell.unknown, cell.low, cell.high) == (Unknown.NOT_ADDITIVE, 100, 270)
        one = Period(date(2026, 3, 2), date(2026, 3, 2))
        assert figure(store, "reach", period=one).value == 80
        assert values(series(store, "reach", "day"))["2026-03-03"] == 90

    def test_a_native_figure_answers_for_exactly_its_window(self, store: FactStore) -> None:
        window = WindowRow(2, date(2026, 3, 1), date(2026, 3, 31), "reach", 150)
        store.ingest(batch("b"), file("day", *days("reach", 100, 80, 90)))
        store.ingest(batch("c"), file("window", window))
        assert figure(store, "reach").value == 150
        assert values(series(store, "reach", "month")) == {"2026-03-01": 150}
        half = Period(date(2026, 3, 1), date(2026, 3, 30))
        assert figure(store, "reach", period=half).cell.unknown is Unknown.NOT_ADDITIVE

    def test_the_people_of_two_channels_are_not_added(self, store: FactStore) -> None:
        for channel in ("one", "two"):
            rows = file("day", DayRow(2, date(2026, 3, 2), {"reach": 80}))
            store.ingest(batch(channel, **{"": channel}), rows)
        only = Period(date(2026, 3, 2), date(2026, 3, 2))
        cell = figure(store, "reach", period=only).cell
        assert (cell.value, cell.low, cell.high) == (None, 80, 160)
        assert values(series(store, "reach", "channel", period=only)) == {"one": 80, "two": 80}

    def test_trap_2_followers_take_the_last_level(self, store: FactStore) -> None:
        store.ingest(batch("b"), file("day", *days("followers", 100, 110, 125)))
        assert figure(store, "followers").value == 125
        weeks = values(series(store, "followers", "week"))
        assert weeks == {"2026-02-23": 100, "2026-03-02": 125}

    def test_trap_2_growth_needs_the_day_before_the_start(self, store: FactStore) -> None:
        store.ingest(batch("b"), file("day", *days("followers", 100, 110, 125)))
        two = Period(date(2026, 3, 2), date(2026, 3, 3))
        assert figure(store, "growth", period=two).value == 25
        three = Period(date(2026, 3, 1), date(2026, 3, 3))
        assert figure(store, "growth", period=three).value is None
        assert figure(store, "growth", period=three).cell.unknown is Unknown.NO_DATA
        assert values(series(store, "growth", "day", period=three)) == {
            "2026-03-01": None,
            "2026-03-02": 10,
            "2026-03-03": 15,
        }

    def test_growth_of_channels_is_added_where_both_days_are_known(self, store: FactStore) -> None:
        store.ingest(batch("b"), file("day", *days("followers", 100, 110)))
        store.ingest(batch("c", **{"": "two"}), file("day", *days("followers", 7, 9)))
        store.ingest(batch("d", **{"": "new"}), file("day", *days("followers", None, 50)))
        one = Period(date(2026, 3, 2), date(2026, 3, 2))
        cell = figure(store, "growth", period=one).cell
        assert (cell.value, cell.n) == (12, 2)

    def test_growth_rate_divides_by_the_level_before_the_start(self, store: FactStore) -> None:
        levels = [
            DayRow(2, date(2026, 2, 28), {"followers": 200, "followers_net": 3}),
            DayRow(3, date(2026, 3, 1), {"followers": 204, "followers_net": 4}),
            DayRow(4, date(2026, 3, 2), {"followers": 210, "followers_net": 6}),
        ]
        store.ingest(batch("b"), file("day", *levels))
        cell = figure(store, "growth_rate").cell
        assert (cell.value, cell.numerator, cell.denominator) == (0.05, 10, 200)

    def test_acts_of_posts_by_the_mean_followers_of_the_period(self, store: FactStore) -> None:
        two_posts(store)
        cell = figure(store, "per_1000").cell
        assert (cell.value, cell.numerator, cell.denominator) == (15.0, 75, 5000)

    def test_trap_5_the_two_bases_are_told_apart(self, store: FactStore) -> None:
        posted = PostRow(2, "p", datetime(2026, 3, 1), {"likes": 70})
        store.ingest(batch("b"), file("post", posted))
        store.ingest(batch("c"), file("day", *days("likes", 5, 6)))
        first = figure(store, "both_likes")
        assert (first.value, first.frame.basis) == (11, Basis.PERIOD)
        life = figure(store, "both_likes", basis=Basis.LIFETIME)
        assert (life.value, life.frame.basis) == (70, Basis.LIFETIME)
        assert figure(store, "followers").frame.basis is Basis.SNAPSHOT

    def test_trap_8_a_restated_count_may_fall(self, store: FactStore) -> None:
        store.ingest(batch("b"), file("day", *days("likes", 5, -2)))
        assert figure(store, "day_likes").value == 3
        posted = datetime(2026, 3, 1)
        store.ingest(batch("c"), file("post", PostRow(2, "p", posted, {"likes": 70})))
        later = batch("d", datetime(2026, 4, 2, tzinfo=UTC))
        store.ingest(later, file("post", PostRow(2, "p", posted, {"likes": 64})))
        assert figure(store, "likes").value == 64

    def test_an_older_export_that_comes_late_does_not_overrule(self, store: FactStore) -> None:
        posted = datetime(2026, 3, 1)
        new, old = (datetime(2026, 4, day, tzinfo=UTC) for day in (9, 2))
        store.ingest(batch("b", new), file("post", PostRow(2, "p", posted, {"likes": 70})))
        late = PostRow(2, "p", posted, {"likes": 64, "comments": 3, "shares": 0})
        store.ingest(batch("c", old), file("post", late))
        assert figure(store, "likes").value == 70
        assert figure(store, "engagements").value == 73

    def test_a_row_twice_in_a_file_counts_once(self, store: FactStore) -> None:
        at = datetime(2026, 3, 1)
        rows = [
            PostRow(line, "p", at, {"likes": likes}) for line, likes in ((2, 5), (3, 5), (4, 9))
        ]
        report = store.ingest(batch("b"), file("post", *rows))
        assert (report.read, report.new, report.unchanged, report.skipped) == (3, 1, 0, 2)
        assert [trouble.line for trouble in report.troubles] == [2, 3]
        assert figure(store, "likes").value == 9

    def test_a_day_belongs_to_the_zone_asked_for_also_when_clocks_change(
        self, store: FactStore
    ) -> None:
        # Berlin leaves winter time on 29 March 2026 at 01:00 UTC: that day has 23 hours.
        moments = (
            datetime(2026, 3, 28, 22, 59, tzinfo=UTC),  # 28th, 23:59
            datetime(2026, 3, 28, 23, 0, tzinfo=UTC),  # 29th, 00:00
            datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # 29th, 03:00
            datetime(2026, 3, 29, 21, 59, tzinfo=UTC),  # 29th, 23:59
            datetime(2026, 3, 29, 22, 0, tzinfo=UTC),  # 30th, 00:00
        )
        rows = [PostRow(at, f"p{at}", when, {"likes": 1}) for at, when in enumerate(moments)]
        store.ingest(batch("b"), file("post", *rows))
        berlin = values(series(store, "posts", "day", zone="Europe/Berlin"))
        assert berlin == {"2026-03-28": 1, "2026-03-29": 3, "2026-03-30": 1}
        hours = series(store, "posts", "hour", zone="Europe/Berlin")
        assert values(hours) == {"0": 2, "3": 1, "23": 2}
        jakarta = values(series(store, "posts", "day"))
        assert jakarta == {"2026-03-29": 3, "2026-03-30": 2}

    def test_a_total_row_is_used_and_its_parts_are_not_added(self, store: FactStore) -> None:
        def part(line: int, day: int, source: str, count: int) -> DayRow:
            return DayRow(line, date(2026, 3, day), {"sessions": count}, source=source)

        rows = [part(2, 1, "", 10), part(3, 1, "fb", 4), part(4, 1, "ig", 3), part(5, 2, "fb", 2)]
        store.ingest(batch("b"), file("day", *rows, part(6, 2, "ig", 1)))
        assert figure(store, "sessions").value == 13
        assert values(series(store, "sessions", "source")) == {"fb": 6, "ig": 4}

    def test_ads_in_parts_count_one_break_down_only(self, store: FactStore) -> None:
        def ad(line: int, breakdown: str, cost: str) -> AdRow:
            day = date(2026, 3, 1)
            counts = {"spend": Decimal(cost)}
            return AdRow(line, day, day, "ad", "USD", counts, breakdown=breakdown)

        ages = [ad(2, "age=18-24", "1.50"), ad(3, "age=25-34", "2.25")]
        store.ingest(batch("b"), file("ad", *ages, ad(4, "gender=F", "3.75")))
        total = figure(store, "spend")
        assert (total.value, total.frame.currency) == (Decimal("3.75"), "USD")
        by_age = values(series(store, "spend", "age"))
        assert by_age == {"18-24": Decimal("1.5"), "25-34": Decimal("2.25")}

    def test_weeks_start_on_the_day_the_workspace_says(self, store: FactStore) -> None:
        store.ingest(batch("b"), file("day", *days("likes", 1, 2, 4)))  # 1 March is a Sunday
        assert values(series(store, "day_likes", "week")) == {"2026-02-23": 1, "2026-03-02": 6}
        sunday = values(series(store, "day_likes", "week", first_weekday=6))
        assert sunday == {"2026-03-01": 7}

    def test_comparison_days_keep_their_weekday(self, store: FactStore) -> None:
        store.ingest(batch("b"), file("day", *days("likes", 1, 2, 4, 8, 16, 32, 64, 128, 256)))
        two = Period(date(2026, 3, 8), date(2026, 3, 9))
        found = figure(store, "day_likes", period=two, compare=Compare.PREVIOUS)
        assert found.value == 128 + 256
        assert found.before is not None
        assert found.before.value == 1 + 2
        (daily,) = store.answer(
            ask("day_likes", by=("day",), period=two, compare=Compare.PREVIOUS), SPECS
        )
        assert isinstance(daily, Series)
        pairs = [(p.key[0], p.cell.value, p.before and p.before.value) for p in daily.points]
        assert pairs == [("2026-03-08", 128, 1), ("2026-03-09", 256, 2)]

    def test_an_audience_is_its_last_break_down(self, store: FactStore) -> None:
        old = AudienceRow(2, date(2026, 3, 1), "age", "18-24", count=9)
        new = [
            AudienceRow(3, date(2026, 3, 9), "age", "18-24", count=30),
            AudienceRow(4, date(2026, 3, 9), "age", "25-34", count=10),
        ]
        store.ingest(batch("b"), file("audience", old, *new))
        assert values(series(store, "age", "age")) == {"18-24": 0.75, "25-34": 0.25}

    def test_posts_per_week_counts_calendar_weeks(self, store: FactStore) -> None:
        two_posts(store)
        week = Period(date(2026, 3, 9), date(2026, 3, 22))
        assert figure(store, "frequency", period=week).value == 1
        weekly = series(store, "frequency", "week", period=week)
        assert values(weekly) == {"2026-03-09": 2}

    def test_days_between_posts_is_the_median_gap(self, store: FactStore) -> None:
        rows = [
            PostRow(at, f"p{at}", datetime(2026, 3, day, 8), {})
            for at, day in enumerate((1, 2, 5, 15), start=2)
        ]
        store.ingest(batch("b"), file("post", *rows))
        cell = figure(store, "gap").cell
        assert (cell.value, cell.n) == (3, 3)

    def test_posts_per_day_by_weekday_divides_by_the_days_of_that_name(
        self, store: FactStore
    ) -> None:
        rows = [
            PostRow(day, f"p{day}", datetime(2026, 3, day, 8), {}) for day in (1, 2, 3, 9, 16, 22)
        ]
        store.ingest(batch("b"), file("post", *rows))
        found = series(store, "daily", "weekday")  # March 2026: five Sundays, Mondays, Tuesdays
        assert {key: cell.denominator for (key,), cell in found.items()} == {"0": 5, "1": 5, "6": 5}
        assert found[("6",)].value == pytest.approx(2 / 5)
        shorter = Period(date(2026, 3, 2), date(2026, 3, 16))
        found = series(store, "daily", "weekday", period=shorter)
        assert {key: cell.denominator for (key,), cell in found.items()} == {"0": 3, "1": 2}
