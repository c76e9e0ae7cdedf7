"""Questions with answers worked out by hand; every engine must give exactly these.

Run by `test_conformance.py`. The numbers of the traps are those of the KPI specification.
"""
# ruff: noqa: DTZ001 - files give wall-clock times without a zone

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.facts.cast import ask, batch, file, kpi
from tolok.core.kpi.spec import KpiKind, Source
from tolok.core.ports import AdRow, AudienceRow, DayRow, PostRow, WindowRow
from tolok.core.query import Basis, Cell, Compare, Figure, Period, Segment, Series, Unknown
from tolok.facts.batch import Channel
from tolok.facts.store import FactStore

ACTS = ("likes", "comments", "shares")
SUM, RATIO = KpiKind.SUM, KpiKind.RATIO_OF_SUMS
MEAN, ITEMS = KpiKind.MEAN_OF_RATIOS, KpiKind.MEAN_OF_ITEMS
CHANNEL = (Source.CHANNEL,)

SPECS = {
    spec.id: spec
    for spec in (
        kpi("likes", SUM, ["likes"]),
        kpi("engagements", SUM, ACTS),
        kpi("er_mean", MEAN, ACTS, ["reach"], unit="percent"),
        kpi("er_pooled", RATIO, ACTS, ["reach"], unit="percent"),
        kpi("er_impressions", RATIO, ACTS, ["impressions"], unit="percent"),
        kpi("erf", MEAN, ACTS, ["followers_at_publish"], unit="percent"),
        kpi("applause", RATIO, ["likes"], ["posts"], unit="ratio"),
        kpi("applause_followers", MEAN, ["likes"], ["followers_at_publish"], unit="percent"),
        kpi("amplification", RATIO, ["shares"], ["posts"], unit="ratio"),
        kpi("conversation", RATIO, ["comments"], ["posts"], unit="ratio"),
        kpi("reach_avg", ITEMS, ["reach"]),
        kpi("posts", KpiKind.COUNT, ["posts"]),
        kpi("er_daily", RATIO, ACTS, ["followers"], CHANNEL, unit="percent"),
        kpi("cpm", RATIO, ["spend"], ["impressions"], CHANNEL, 1000, "currency"),
        kpi("followers", KpiKind.LAST, ["followers"], (), CHANNEL),
        kpi("growth", KpiKind.DELTA, ["followers"], (), CHANNEL),
        kpi("growth_rate", RATIO, ["followers_net"], ["followers_start"], CHANNEL),
        kpi("per_1000", RATIO, ACTS, ["followers_avg"], (Source.POSTS, Source.CHANNEL), 1000),
        kpi("reach", KpiKind.UNIQUE, ["reach"], (), (Source.CHANNEL, Source.POSTS)),
        kpi("day_likes", SUM, ["likes"], (), CHANNEL),
        kpi("both_likes", SUM, ["likes"], (), (Source.CHANNEL, Source.POSTS)),
        kpi("sessions", SUM, ["sessions"], (), CHANNEL),
        kpi("frequency", RATIO, ["posts"], ["weeks"]),
        kpi("daily", RATIO, ["posts"], ["days"]),
        kpi("mix", KpiKind.SHARE, ["posts"], ["posts"]),
        kpi("age", KpiKind.SHARE, [], [], (Source.AUDIENCE,)),
        kpi("gap", KpiKind.DISTRIBUTION, ["days_between_posts"]),
        kpi("spend", SUM, ["spend"], (), (Source.ADS,), unit="currency"),
        kpi("clv", KpiKind.MODEL, [], [], (Source.ORDERS,)),
        kpi("nps", KpiKind.ANSWERS, ["promoters"], ["answers"], (Source.ANSWERS,)),
        kpi("extended", SUM, ["likes", "comments|replies", "saves?"]),
        kpi("bounce", RATIO, ["sessions", "-engaged_sessions"], ["sessions"], CHANNEL),
    )
}


def figure(store: FactStore, id: str, **more: object) -> Figure:
    (found,) = store.answer(ask(id, **more), SPECS)
    assert isinstance(found, Figure)
    return found


def series(store: FactStore, id: str, *by: str, **more: object) -> dict[tuple[str, ...], Cell]:
    (found,) = store.answer(ask(id, by=by, **more), SPECS)
    assert isinstance(found, Series)
    return dict(found.as_map())


def values(found: dict[tuple[str, ...], Cell]) -> dict[str, object]:
    return {"/".join(key): cell.value for key, cell in found.items()}


def days(name: str, *counts: object, start: date = date(2026, 3, 1)) -> list[DayRow]:
    """One day after another; None leaves the day out."""
    return [
        DayRow(at + 2, start.replace(day=start.day + at), {name: count})  # type: ignore[dict-item]
        for at, count in enumerate(counts)
        if count is not None
    ]


def two_posts(store: FactStore) -> None:
    """P1 and P2 of the specification, published with 5,000 followers."""
    first = {"reach": 1000, "impressions": 1500, "likes": 40, "comments": 5, "shares": 5}
    second = {"reach": 200, "impressions": 250, "likes": 20, "comments": 4, "shares": 1}
    at = datetime(2026, 3, 10, 9)
    store.ingest(
        batch("posts"), file("post", PostRow(2, "p1", at, first), PostRow(3, "p2", at, second))
    )
    acts = {"likes": 60, "comments": 9, "shares": 6, "followers": 5000}
    store.ingest(batch("days"), file("day", DayRow(2, date(2026, 3, 10), acts)))


class Conformance:
    """Inherit, and give a fixture `store` with an empty store of the engine."""

    @pytest.mark.parametrize(
        ("id", "value"),
        [
            ("engagements", 75),
            ("er_mean", 0.0875),
            ("er_pooled", 0.0625),
            ("er_impressions", 75 / 1750),
            ("erf", 0.0075),
            ("er_daily", 0.015),
            ("applause", 30),
            ("applause_followers", 0.006),
            ("amplification", 3),
            ("conversation", 4.5),
            ("reach_avg", 600),
            ("posts", 2),
        ],
    )
    def test_the_two_posts_of_the_specification(
        self, store: FactStore, id: str, value: float
    ) -> None:
        two_posts(store)
        assert figure(store, id).value == pytest.approx(value, rel=1e-9)

    def test_trap_3_the_mean_of_rates_is_not_the_rate_of_sums(self, store: FactStore) -> None:
        two_posts(store)
        mean, pooled = figure(store, "er_mean").cell, figure(store, "er_pooled").cell
        assert (mean.value, mean.n, mean.median) == (0.0875, 2, 0.0875)
        assert (pooled.numerator, pooled.denominator, pooled.n) == (75, 1200, 2)

    def test_a_ratio_counts_only_rows_where_every_part_is_known(self, store: FactStore) -> None:
        two_posts(store)
        blank = PostRow(4, "p3", datetime(2026, 3, 11), {"likes": 900, "comments": 1, "shares": 0})
        store.ingest(batch("more"), file("post", blank))
        cell = figure(store, "er_pooled").cell
        assert (cell.numerator, cell.denominator, cell.n) == (75, 1200, 2)

    def test_a_zero_denominator_gives_a_reason(self, store: FactStore) -> None:
        none = {"likes": 0, "comments": 0, "shares": 0, "reach": 0}
        store.ingest(batch("b"), file("post", PostRow(2, "p", datetime(2026, 3, 1), none)))
        cell = figure(store, "er_pooled").cell
        assert cell.unknown is Unknown.ZERO_DENOMINATOR
        assert figure(store, "er_mean").cell.unknown is Unknown.ZERO_DENOMINATOR
        assert figure(store, "engagements").value == 0

    def test_trap_12_what_is_not_reported_is_not_zero(self, store: FactStore) -> None:
        assert figure(store, "likes").cell.unknown is Unknown.NO_SOURCE
        store.ingest(batch("b"), file("post", PostRow(2, "p", datetime(2026, 3, 1), {"reach": 9})))
        assert figure(store, "likes").cell.unknown is Unknown.NOT_OFFERED
        store.ingest(batch("c"), file("post", PostRow(2, "q", datetime(2026, 5, 1), {"likes": 9})))
        assert figure(store, "likes").cell.unknown is Unknown.NO_DATA

    def test_trap_14_two_currencies_are_never_added(self, store: FactStore) -> None:
        def paid(line: int, day: int, code: str) -> DayRow:
            counts = {"spend": Decimal("45.00"), "impressions": 15000}
            return DayRow(line, date(2026, 3, day), counts, currency=code)

        store.ingest(batch("b"), file("day", paid(2, 1, "USD")))
        one = figure(store, "cpm")
        assert (one.value, one.frame.currency) == (Decimal(3), "USD")
        store.ingest(batch("c"), file("day", paid(2, 2, "IDR")))
        assert figure(store, "cpm").cell.unknown is Unknown.MIXED_CURRENCY

    def test_bounce_of_a_thousand_sessions(self, store: FactStore) -> None:
        counts = {"sessions": 1000, "engaged_sessions": 700}
        store.ingest(batch("b"), file("day", DayRow(2, date(2026, 3, 1), counts)))
        assert figure(store, "bounce").value == pytest.approx(0.3)

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

    def test_a_dimension_only_posts_have_is_read_from_posts(self, store: FactStore) -> None:
        posted = PostRow(2, "p", datetime(2026, 3, 1), {"likes": 70}, type="reel")
        store.ingest(batch("b"), file("post", posted))
        store.ingest(batch("c"), file("day", *days("likes", 5, 6)))
        assert values(series(store, "both_likes", "type")) == {"reel": 70}

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

    def test_posts_by_their_own_words_tags_and_length(self, store: FactStore) -> None:
        at = datetime(2026, 3, 2, 9)
        rows = [
            PostRow(2, "p", at, {"likes": 1}, text="Kopi susu #Kopi #Promo", tags=("menu",)),
            PostRow(3, "q", at, {"likes": 2}, text="teh " * 60, tags=("menu", "tea"), paid=True),
            PostRow(4, "r", at, {"likes": 4}),
        ]
        store.ingest(batch("b"), file("post", *rows))
        assert values(series(store, "likes", "hashtag")) == {"kopi": 1, "promo": 1}
        assert values(series(store, "likes", "tag")) == {"menu": 3, "tea": 2}
        assert values(series(store, "likes", "length")) == {"": 4, "medium": 2, "short": 1}
        assert values(series(store, "likes", "paid")) == {"": 5, "true": 2}
        topic = (Segment("topic", ("KOPI", "teh")),)
        assert figure(store, "likes", where=topic).value == 3
        assert values(series(store, "likes", "topic", where=topic)) == {"kopi": 1, "teh": 2}
        tag = (Segment("tag", ("tea",)), Segment("paid", ("true",)))
        assert figure(store, "likes", where=tag).value == 2
        assert values(series(store, "likes", "weekday", "hour")) == {"0/9": 7}

    def test_networks_and_tiers_come_from_the_channels(self, store: FactStore) -> None:
        store.set_channels("cafe", [Channel("page", "facebook", tier="s"), Channel("idle", "x")])
        store.ingest(batch("b"), file("day", *days("likes", 5)))
        assert values(series(store, "day_likes", "network", "tier")) == {"facebook/s": 5}
        x = (Segment("network", ("x",)),)
        assert figure(store, "day_likes", where=x).cell.unknown is Unknown.NO_DATA
        frame = figure(store, "day_likes").frame
        assert frame.coverage.channels == ("page",)
        assert [(m.channel, m.reason) for m in frame.coverage.missing] == [
            ("idle", Unknown.NO_SOURCE)
        ]
        assert (frame.coverage.days_read, frame.coverage.days_asked) == (1, 31)
        assert frame.batches == ("b",)
        assert frame.as_of == datetime(2026, 4, 1, tzinfo=UTC)

    def test_shares_are_of_the_whole_of_the_same_time(self, store: FactStore) -> None:
        def post(line: int, day: int, type: str) -> PostRow:
            return PostRow(line, f"p{line}", datetime(2026, 3, day), {}, type=type)

        rows = [post(2, 2, "reel"), post(3, 2, "photo"), post(4, 3, "reel"), post(5, 9, "photo")]
        store.ingest(batch("b"), file("post", *rows))
        assert values(series(store, "mix", "type")) == {"photo": 0.5, "reel": 0.5}
        weekly = series(store, "mix", "week", "type")
        assert weekly[("2026-03-02", "reel")].value == pytest.approx(2 / 3)
        assert weekly[("2026-03-09", "photo")].value == 1

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

    def test_other_names_stand_in_and_options_are_added(self, store: FactStore) -> None:
        at = datetime(2026, 3, 2)
        rows = [
            PostRow(2, "p", at, {"likes": 1, "replies": 2}),
            PostRow(3, "q", at, {"likes": 1, "comments": 4, "replies": 100, "saves": 10}),
        ]
        store.ingest(batch("b"), file("post", *rows))
        assert figure(store, "extended").value == 18

    def test_a_sum_with_a_part_nobody_reports_is_unknown(self, store: FactStore) -> None:
        posted = PostRow(2, "p", datetime(2026, 3, 2), {"likes": 1, "comments": 2})
        store.ingest(batch("b"), file("post", posted))
        assert figure(store, "engagements").cell.unknown is Unknown.NOT_OFFERED

    def test_what_needs_a_model_or_a_source_says_so(self, store: FactStore) -> None:
        assert figure(store, "clv").cell.unknown is Unknown.NEEDS_MODEL
        assert figure(store, "nps").cell.unknown is Unknown.NO_SOURCE

    def test_one_workspace_never_sees_another(self, store: FactStore) -> None:
        two_posts(store)
        for id in SPECS:
            found = figure(store, id, workspace="other", by=())
            assert found.value is None, id
            assert found.frame.batches == ()
            assert found.frame.coverage.channels == ()

    def test_the_same_ids_in_two_workspaces_stay_apart(self, store: FactStore) -> None:
        at = datetime(2026, 3, 2)
        for space, likes in (("cafe", 5), ("shop", 70)):
            mine = replace(batch("b"), workspace=space)
            store.ingest(mine, file("post", PostRow(2, "p", at, {"likes": likes})))
        assert figure(store, "likes").value == 5
        assert figure(store, "likes", workspace="shop").value == 70
        store.undo("shop", "b")
        assert figure(store, "likes").value == 5
        assert figure(store, "likes", workspace="shop").value is None

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
