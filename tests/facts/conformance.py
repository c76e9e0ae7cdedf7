"""Questions with answers worked out by hand; every engine must give exactly these.

Run by `test_conformance.py`. The numbers of the traps are those of the KPI specification.
"""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.facts.cast import ask, batch, file, kpi
from tolok.core.kpi.spec import KpiKind, Source
from tolok.core.ports import DayRow, PostRow
from tolok.core.query import Figure, Unknown
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
        kpi("bounce", RATIO, ["sessions", "-engaged_sessions"], ["sessions"], CHANNEL),
    )
}


def figure(store: FactStore, id: str, **more: object) -> Figure:
    (found,) = store.answer(ask(id, **more), SPECS)
    assert isinstance(found, Figure)
    return found


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
