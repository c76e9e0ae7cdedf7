"""Every KPI that ships is answered by the facts, or the answer says why not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.facts.cast import SPACE, ZONE, batch, file
from tolok.core.kpi.spec import CONNECTED, KpiKind
from tolok.core.ports import AdRow, DayRow, PostRow
from tolok.core.query import Cell, Figure, KpiRef, Period, Query, Segment, Series, Unknown
from tolok.facts.batch import Channel
from tolok.facts.store import FactStore
from tolok.lib.catalogue import kpis

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FactStore]:
    folder: Path = tmp_path_factory.mktemp("facts")
    with FactStore.open(folder, memory_mb=512, threads=1) as opened:
        opened.ingest(batch("posts"), file("post", *_posts()))
        opened.ingest(batch("days"), file("day", *_days()))
        opened.ingest(batch("ads"), file("ad", _ad()))
        yield opened


def _posts() -> list[PostRow]:
    """The two posts of the worked example: engagements 50 and 25, reach 1,000 and 200."""
    first = {"reach": 1000, "impressions": 1500, "likes": 40, "comments": 5, "shares": 5}
    second = {"reach": 200, "impressions": 250, "likes": 20, "comments": 4, "shares": 1}
    noon = datetime(2026, 3, 10, 5, tzinfo=UTC)
    return [PostRow(2, "p1", noon, first), PostRow(3, "p2", noon, second)]


def _days() -> list[DayRow]:
    return [
        DayRow(day, date(2026, 3, day), {"followers": 5000, "reach": 50, "impressions": 100})
        for day in range(1, 32)
    ]


def _ad() -> AdRow:
    counts = {"spend": 45, "impressions": 15000, "link_clicks": 90, "clicks": 90, "reach": 5000}
    return AdRow(2, MARCH.start, MARCH.end, "ad", "USD", counts)


def _ask(store: FactStore, kpi: str, variant: str = "", *by: str) -> Figure | Series:
    query = Query(SPACE, (KpiRef(kpi, variant),), MARCH, zone=ZONE, by=by)
    (found,) = store.answer(query, kpis())
    return found


def _cell(store: FactStore, kpi: str, variant: str = "") -> Cell:
    found = _ask(store, kpi, variant)
    assert isinstance(found, Figure)
    return found.cell


REFS = tuple(KpiRef(spec.id, variant.id) for spec in kpis().values() for variant in spec.variants)


def test_every_variant_is_answered_or_says_why_not(store: FactStore) -> None:
    found = store.answer(Query(SPACE, REFS, MARCH, zone=ZONE), kpis())
    assert len(found) == len(REFS)
    for ref, figure in zip(REFS, found, strict=True):
        assert isinstance(figure, Figure)
        assert (figure.frame.kpi, figure.frame.variant) == (ref.kpi, ref.variant)
        variant = kpis()[ref.kpi].variant(ref.variant)
        computed = variant.kind in (KpiKind.MODEL, KpiKind.GOAL)
        if not CONNECTED & set(variant.sources) and not computed:
            assert figure.cell.unknown is Unknown.NO_SOURCE, ref


def test_every_variant_can_be_broken_down_by_week(store: FactStore) -> None:
    found = store.answer(Query(SPACE, REFS, MARCH, zone=ZONE, by=("week",)), kpis())
    assert all(isinstance(series, Series) for series in found)


@pytest.mark.parametrize(
    ("kpi", "variant", "value"),
    [
        ("engagement_rate_avg", "er_reach_mean", 0.0875),
        ("engagement_rate_avg", "er_reach_pooled", 0.0625),
        ("engagement_rate_avg", "er_impressions", 75 / 1750),
        ("engagement_rate_avg", "er_followers_post", 0.0075),
        ("applause_rate", "per_post", 30),
        ("applause_rate", "by_reach_pooled", 0.05),
        ("applause_rate", "by_followers", 0.006),
        ("amplification_rate", "per_post", 3),
        ("amplification_rate", "by_reach_pooled", 0.005),
        ("amplification_rate", "by_followers", 0.0006),
        ("conversation_rate", "", 4.5),
        ("cpm", "", 3),
        ("cpm", "cpm_reach", 9),
        ("cpc", "", 0.5),
        ("post_reach_avg", "", 600),
    ],
)
def test_the_worked_examples_come_out_of_the_catalogues_formulas(
    store: FactStore, kpi: str, variant: str, value: float
) -> None:
    assert float(_cell(store, kpi, variant).value or 0) == pytest.approx(value)


def test_reach_of_several_days_is_never_added_up_under_a_fraction(store: FactStore) -> None:
    """Trap 1: 100 impressions and 50 people a day are not 2 showings for each of 350 a week."""
    by_day = _ask(store, "frequency", "", "day").as_map()  # type: ignore[union-attr]
    by_week = _ask(store, "frequency", "", "week").as_map()  # type: ignore[union-attr]
    assert by_day["2026-03-10",].value == 2
    assert by_week["2026-03-09",].unknown is Unknown.NOT_ADDITIVE


def _visits() -> list[DayRow]:
    day = date(2026, 3, 5)
    counts = {"": 100, "facebook / referral": 30, "L.Instagram.com": 8, "Organic Social": 2}
    counts |= {"google / organic": 50, "(direct)": 10}
    return [
        DayRow(line, day, {"sessions": n}, source=source)
        for line, (source, n) in enumerate(counts.items(), start=2)
    ]


def test_social_traffic_counts_visits_by_the_network_they_came_from(tmp_path: Path) -> None:
    with FactStore.open(tmp_path, memory_mb=512, threads=1) as store:
        store.set_channels(SPACE, [Channel("site", "web"), Channel("page", "facebook")])
        store.ingest(batch("web", None, **{"": "site"}), file("day", *_visits()))
        assert _cell(store, "social_sessions").value == 40
        assert _cell(store, "social_sessions", "all").value == 100
        by_network = _ask(store, "social_sessions", "", "network").as_map()  # type: ignore[union-attr]
        found = {key: cell.value for (key,), cell in by_network.items()}
        assert found == {"facebook": 30, "instagram": 8, "other": 2}
        from_facebook = Query(
            SPACE,
            (KpiRef("social_sessions"),),
            MARCH,
            zone=ZONE,
            where=(Segment("network", ("facebook",)),),
        )
        (figure,) = store.answer(from_facebook, kpis())
        assert isinstance(figure, Figure)
        assert figure.value == 30


def test_a_site_without_sources_has_no_social_traffic_rather_than_all_of_it(
    tmp_path: Path,
) -> None:
    with FactStore.open(tmp_path, memory_mb=512, threads=1) as store:
        store.set_channels(SPACE, [Channel("site", "web")])
        store.ingest(batch("web", None, **{"": "site"}), file("day", _visits()[0]))
        assert _cell(store, "social_sessions", "all").value == 100
        assert _cell(store, "social_sessions").unknown is Unknown.NO_DATA
