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
from tolok.core.ports import DayRow, PostRow
from tolok.core.query import Cell, Figure, Segment, Series, Unknown
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
        kpi("link_clicks", SUM, ["link_clicks"]),
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

    def test_a_dimension_only_posts_have_is_read_from_posts(self, store: FactStore) -> None:
        posted = PostRow(2, "p", datetime(2026, 3, 1), {"likes": 70}, type="reel")
        store.ingest(batch("b"), file("post", posted))
        store.ingest(batch("c"), file("day", *days("likes", 5, 6)))
        assert values(series(store, "both_likes", "type")) == {"reel": 70}

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

    def test_link_clicks_by_the_domain_of_the_first_link(self, store: FactStore) -> None:
        at = datetime(2026, 3, 2, 9)
        own, other = (
            "Baca https://www.Kopi.example/a",
            "http://toko.example:80 https://kopi.example",
        )
        rows = [
            PostRow(2, "p", at, {"link_clicks": 3}, text=own),
            PostRow(3, "q", at, {"link_clicks": 5}, text=other),
            PostRow(4, "r", at, {"link_clicks": 7}, text="kopi.example, tanpa tautan"),
        ]
        store.ingest(batch("b"), file("post", *rows))
        clicks = values(series(store, "link_clicks", "domain"))
        assert clicks == {"kopi.example": 3, "toko.example": 5, "": 7}
        blog = (Segment("domain", ("Kopi.example",)),)
        assert figure(store, "link_clicks", where=blog).value == 3

    def test_a_link_post_counts_for_its_target_and_never_for_its_own_address(
        self, store: FactStore
    ) -> None:
        at = datetime(2026, 3, 2, 9)
        store.set_channels("cafe", [Channel("page", "facebook"), Channel("toot", "mastodon")])
        blog, words = "https://blog.kopi.example/satu", "Baca https://toko.example/b"
        rows = [
            PostRow(2, "p", at, {"link_clicks": 3}, text=words, link=blog),
            PostRow(3, "q", at, {"link_clicks": 5}, text=words,
                    link="https://www.facebook.com/kopi/posts/1"),
            PostRow(4, "r", at, {"link_clicks": 7}, link="https://fb.watch/abc"),
            PostRow(5, "s", at, {"link_clicks": 11}, link="https://youtu.be/xyz"),
        ]  # fmt: skip
        store.ingest(batch("b"), file("post", *rows))
        toot = PostRow(2, "t", at, {"link_clicks": 13}, text=words, link="https://kopi.social/@k/1")
        store.ingest(replace(batch("c"), channels={"": "toot"}), file("post", toot))
        clicks = values(series(store, "link_clicks", "domain"))
        assert clicks == {"blog.kopi.example": 3, "toko.example": 18, "": 7, "youtu.be": 11}
        only = (Segment("domain", ("blog.kopi.example",)),)
        assert figure(store, "link_clicks", where=only).value == 3

    def test_networks_and_tiers_come_from_the_channels(self, store: FactStore) -> None:
        store.set_channels("cafe", [Channel("page", "facebook", tier="s"), Channel("idle", "x")])
        store.ingest(batch("b"), file("day", *days("likes", 5)))
        assert values(series(store, "day_likes", "network", "tier")) == {"facebook/s": 5}
        x = (Segment("network", ("x",)),)
        assert figure(store, "day_likes", where=x).cell.unknown is Unknown.NO_SOURCE
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
