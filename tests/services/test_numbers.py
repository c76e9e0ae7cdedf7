"""Planted truths come out as numbers, and what is missing stays missing."""

from datetime import date

import pytest

from tests.numbers_fixture import fill, take
from tolok.core.goals.goal import Goal, Mode, Nature, Target
from tolok.core.ports import DayRow
from tolok.core.query import Basis
from tolok.services.goals import make_draft, start
from tolok.services.kpis import catalogue
from tolok.services.numbers import overview
from tolok.services.numbers_audience import audience
from tolok.services.numbers_posts import posts
from tolok.services.numbers_view import parse_view
from tolok.services.why import why

MARCH = {"from": "2026-03-01", "to": "2026-03-31"}
TODAY = date(2026, 4, 1)


@pytest.fixture
def shop(cast, facts):
    scope = cast.scope()
    return scope, fill(scope)


def look(scope, **more):
    return parse_view(scope, {**MARCH, **more}, today=TODAY)


def test_tiles_are_at_most_six_in_at_most_three_groups(shop):
    found = overview(shop[0], look(shop[0]))
    assert len(found.groups) == 3
    assert 3 <= len(found.tiles) <= 6


def test_reach_of_two_networks_is_a_range_and_never_their_sum(shop):
    found = overview(shop[0], look(shop[0]))
    reach = next(t for t in found.tiles if t.spec.id == "reach")
    assert reach.cell.value is None
    assert reach.cell.low < reach.cell.high


def test_days_that_were_not_read_are_a_gap_and_not_a_zero(shop):
    scope, ids = shop
    found = overview(scope, look(scope, channel=ids["IG"], kpi="views"))
    days = dict(found.trend.now)
    assert days[date(2026, 3, 10)] is None
    assert days[date(2026, 3, 12)] > 0
    views = next(t for t in found.tiles if t.spec.id == "views")
    assert views.note.en == "29 of 31 days read"


def test_columns_of_a_breakdown_share_one_basis_and_people_have_no_total(shop):
    found = overview(shop[0], look(shop[0], kpi="views")).breakdown
    assert len({c.frame.basis for c in found.columns}) == 1
    totals = {c.spec.id: c.total for c in found.columns}
    assert totals["views"] is not None
    assert totals.get("reach") is None


def test_channel_that_does_not_report_is_named_with_a_dash(shop):
    found = overview(shop[0], look(shop[0], kpi="views")).breakdown
    bluesky = next(r for r in found.rows if r.name.en == "BS")
    assert bluesky.share is None
    assert bluesky.words[0].en.startswith("–")


def test_best_hour_that_was_planted_is_found(shop):
    found = overview(shop[0], look(shop[0])).heat
    assert found.summary.en.startswith("Reel on Thursday 18–20")


def test_three_parts_of_engagement_say_what_is_unknown(shop):
    parts = {c.spec.id: c for c in overview(shop[0], look(shop[0])).components}
    assert parts["interactions_posts"].known
    assert not parts["interactions_dm"].known


def test_filter_by_type_reads_posts_only(shop):
    found = overview(shop[0], look(shop[0], type="reel"))
    assert all(t.figure.frame.basis is Basis.LIFETIME for t in found.tiles)


def test_posts_stand_against_the_median_of_their_kind(shop):
    scope, _ = shop
    found = posts(scope, look(scope), catalogue(scope), limit=3)
    assert found.total == 93
    assert found.posts[0].usual > 2
    weakest = posts(scope, look(scope), catalogue(scope), limit=3, lowest=True)
    assert weakest.posts[0].usual < 1


def test_why_leads_to_file_and_line(shop):
    scope, _ = shop
    found = why(scope, look(scope), "views")
    files = {o.file: o.lines for o in found.origins}
    assert files["FB-days.csv"] == "153–183"
    assert files["IG-days.csv"] == "153–161, 164–183"


def test_why_of_a_rate_shows_its_real_parts(shop):
    scope, _ = shop
    found = why(scope, look(scope), "engagement_rate_avg:er_reach_pooled")
    numerator, denominator = found.figure.cell.numerator, found.figure.cell.denominator
    assert found.figure.value == pytest.approx(numerator / denominator)
    assert "÷" in found.counted.en


def test_why_names_channels_without_the_number_and_the_reason(shop):
    scope, _ = shop
    parts = {p.name.en: p for p in why(scope, look(scope), "reach").parts}
    assert not parts["BS"].known
    assert parts["BS"].note is not None


def test_audience_of_one_channel_is_shown_as_its_file_says(shop):
    found = audience(shop[0], look(shop[0]))
    genders = next(t for t in found.tables if t.dimension == "gender")
    assert [(r.name.en, r.share) for r in genders.rows] == [("Women", 0.6), ("Men", 0.4)]
    assert {r.key: r.share for r in found.hours} == {"9": 0.2, "18": 0.8}


def test_running_goal_puts_its_pace_and_target_on_the_tile(shop):
    scope, _ = shop
    target = Target("link_clicks", Mode.ABSOLUTE, 365.0, Nature.TOTAL)
    goal = Goal(
        id="",
        title="Clicks",
        targets=(target,),
        start=date(2026, 2, 1),
        end=date(2026, 5, 3),
    )
    start(scope, make_draft(scope, goal).id)
    found = overview(scope, look(scope, kpi="link_clicks"))
    tile = next(t for t in found.tiles if t.spec.id == "link_clicks")
    assert tile.ticks.pace.actual == 4 * 59
    assert tile.ticks.aim == 365
    assert tile.ticks.line(7) == pytest.approx(365 / 92 * 7)


def test_only_figures_of_the_same_formula_stand_beside_ours(shop):
    found = overview(shop[0], look(shop[0])).benchmarks
    assert found.rows
    assert all(r.own.en and r.source for r in found.rows)
    assert found.refused
    assert all(r.why.en and r.why.id for r in found.refused)


def test_weeks_that_the_period_cuts_off_are_left_out(shop):
    scope, _ = shop
    trend = overview(scope, look(scope, kpi="views", grain="week")).trend
    assert trend.cut
    assert [day.weekday() for day, _ in trend.now] == [0, 0, 0, 0]


def test_thin_figures_give_way_to_fuller_ones(shop):
    scope, ids = shop
    one = [DayRow(line=2, day=date(2026, 3, 10), measures={"likes": 1, "comments": 1, "shares": 1})]
    take(scope, ids["FB"], "thin.csv", "facebook", "day", one)
    tiles = {t.spec.id for t in overview(scope, look(scope)).tiles}
    assert "engagements" not in tiles


def test_second_look_reads_nothing_again(shop, monkeypatch):
    scope, _ = shop
    overview(scope, look(scope))

    def refused(*_: object) -> None:
        raise AssertionError("the facts were asked again")

    monkeypatch.setattr("tolok.facts.store.FactStore.answer", refused)
    assert overview(scope, look(scope)).tiles


def test_new_rows_make_old_answers_stale(shop):
    scope, ids = shop
    before = overview(scope, look(scope, kpi="views")).trend.figure.value
    late = [DayRow(line=2, day=date(2026, 3, 10), measures={"views": 1000})]
    take(scope, ids["IG"], "late.csv", "instagram", "day", late)
    assert overview(scope, look(scope, kpi="views")).trend.figure.value == before + 1000
