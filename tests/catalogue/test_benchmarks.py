"""Benchmarks are quoted with their source and set beside a figure only where that is fair."""

import pytest

from tolok.core.benchmarks import (
    COLUMNS,
    Benchmark,
    beside,
    comparable,
    load_benchmarks,
    tier_words,
)
from tolok.core.errors import ProblemError
from tolok.lib.catalogue import benchmarks, kpis, networks

ER = "engagement_rate_avg"
HEAD = ",".join(COLUMNS)


def _row(text: str) -> Benchmark:
    (row,) = load_benchmarks(f"{HEAD}\n{text}\n", "own.csv", kpis())
    return row


def test_every_row_has_a_known_network_and_a_source() -> None:
    for row in benchmarks():
        assert row.network in ("", *networks())
        assert row.source


@pytest.mark.parametrize(
    ("network", "tier", "value"),
    [
        ("facebook", 5000, 0.004),
        ("x", 5000, 0.013),
        ("instagram", 5000, 0.046),
        ("facebook", 10000, 0.001),
        ("x", 10000, 0.018),
        ("instagram", 10000, 0.037),
        ("instagram", 100000, 0.039),
    ],
)
def test_the_articles_rates_are_kept_as_quoted(network: str, tier: int, value: float) -> None:
    found = [
        row
        for row in benchmarks()
        if (row.network, row.tier_max, row.kpi) == (network, tier, ER)
        and row.source.startswith("Article")
    ]
    assert [row.p50 for row in found] == [value]
    assert found[0].variant == "unspecified"
    assert found[0].as_quoted


def test_likes_per_person_and_the_frequency_claim_are_quotes_only() -> None:
    quoted = {row.kpi for row in benchmarks() if row.source.startswith("Article")}
    assert {"likes_per_person", "follower_drop_per_extra_post_day"} <= quoted
    for row in benchmarks():
        if row.source.startswith("Article"):
            assert comparable(row, row.kpi, row.variant, 1000) is not None


def test_another_variant_is_refused_in_words() -> None:
    row = next(r for r in benchmarks() if r.source == "Buffer 2025" and r.network == "instagram")
    assert comparable(row, ER, "er_impressions") is None
    reason = comparable(row, ER, "er_followers_post", spec=kpis()[ER])
    assert reason is not None
    assert "By followers, mean of posts (ERF)" in reason.en
    assert "Per impresi (ERI)" in reason.id


def test_an_empty_variant_means_the_default_one() -> None:
    row = _row(f"instagram,cafe,,,{ER},er_reach_mean,0.01,0.02,0.03,50,2026,own survey")
    assert comparable(row, ER, "", spec=kpis()[ER]) is None


def test_another_size_of_account_is_refused() -> None:
    row = _row(f"instagram,,1000,10000,{ER},er_reach_mean,,0.02,,50,2026,own survey")
    assert comparable(row, ER, "er_reach_mean", 1000) is None
    assert comparable(row, ER, "er_reach_mean", 9999) is None
    for followers in (999, 10000, None):
        assert comparable(row, ER, "er_reach_mean", followers) is not None
    assert tier_words(row).id == "1.000 sampai 10.000 pengikut"


def test_another_kpi_is_refused() -> None:
    row = benchmarks()[0]
    assert comparable(row, "nps", row.variant) is not None


def test_beside_gives_the_newest_fair_row_of_the_network() -> None:
    rows = beside(benchmarks(), network="tiktok", kpi=ER, variant="er_followers_post")
    assert [row.year for row in rows] == [2025, 2023, 2022]
    assert beside(benchmarks(), network="tiktok", kpi=ER, variant="er_reach_mean") == ()


def test_the_own_industry_comes_first() -> None:
    rows = beside(
        benchmarks(),
        network="instagram",
        kpi=ER,
        variant="er_followers_post",
        industry="health_beauty",
    )
    assert rows[0].industry == "health_beauty"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"x,,,,{ER},er_moon,,0.1,,,2026,me", "line 2, variant"),
        ("x,,,,hugs,,,0.1,,,2026,me", "line 2, kpi: there is no KPI 'hugs'"),
        (f"x,,,,{ER},,,,,,2026,me", "line 2, p50: no value given"),
        (f"x,,,,{ER},,0.3,0.2,,,2026,me", "must rise"),
        (f"x,,,,{ER},,,0.1,,,2026,", "a figure needs its source"),
        (f"x,,,,{ER},,,much,,,2026,me", "'much' is not a number"),
        (f"x,,,,{ER},,,nan,,,2026,me", "'nan' is not a number"),
        (f"x,,,,{ER},,,0.1,,1.5,2026,me", "n: must be a whole number"),
        (f"x,,500,100,{ER},,,0.1,,,2026,me", "must lie above tier_min"),
    ],
)
def test_a_bad_row_is_refused_by_line_and_column(row: str, said: str) -> None:
    with pytest.raises(ProblemError) as caught:
        _row(row)
    assert said in caught.value.problem.detail.en


def test_missing_columns_are_named() -> None:
    with pytest.raises(ProblemError, match="columns are missing: tier_max"):
        load_benchmarks(HEAD.replace(",tier_max", "") + "\n", "own.csv")
