"""The KPIs that ship: all of them, in both languages, with formulas that mean something."""

import re
from collections.abc import Iterator

import pytest

from tolok.core.kpi.kinds import GROUP_NAMES
from tolok.core.kpi.load import find
from tolok.core.kpi.spec import KpiKind, KpiSpec, Source
from tolok.core.measures import EVENTS, MEASURES, Kind, measure
from tolok.core.text import Text
from tolok.lib.catalogue import goals, kpis, networks

IDS = {
    "the articles' nineteen": """
        reach engagements comments clicks shares mentions applause_rate engagement_rate_avg
        amplification_rate conversion_rate ctr bounce_rate cpc cpm revenue testimonials csat nps
        clv""",
    "audience": """
        followers fans followers_gained followers_lost followers_net followers_per_week
        follower_growth_rate follower_drop_per_extra_post_day audience_demographics
        audience_active_hours profile_visits page_views""",
    "visibility": """
        impressions views page_impressions post_impressions post_reach post_reach_avg reach_rate
        frequency share_of_voice brand_impressions""",
    "engagement": """
        likes saves replies quotes reposts link_clicks unique_clicks engagements_per_post
        conversation_rate virality_rate interactions_per_1000_followers likes_per_person
        interactions_posts interactions_page interactions_dm page_visit_to_comment poll_votes
        poll_participation hashtag_performance topic_interest""",
    "care": """
        direct_messages response_rate first_response_time reply_time action_rate
        comment_reply_rate proactive_contacts sentiment_score review_rating""",
    "traffic": """
        social_sessions dark_social_estimate conversions non_revenue_conversions email_signups
        product_trials leads lead_conversion_rate pages_per_session avg_engagement_time""",
    "money": """
        budget_planned budget_spent budget_utilisation cost_per_lead cpa cpe cpf cpv
        sales_revenue roas social_roi economic_value posts_roi_points""",
    "video": """
        video_views watch_time avg_watch_time completion_rate avg_view_percentage
        view_through_rate""",
    "publishing": """
        posts_published posts_per_day posts_per_week days_between_posts consistency content_mix
        publish_success on_time""",
    "goals": """
        progress expected_progress pace_status variance_abs variance_pct required_rate
        attainability""",
}

VARIANTS = {
    "reach": "total reach_organic reach_paid post_reach account_reach viewers",
    "engagements": "basic extended all native",
    "clicks": "all link_clicks cta_clicks other_clicks",
    "applause_rate": "per_post by_reach by_reach_pooled by_followers per_1000_followers",
    "engagement_rate_avg": """er_reach_mean er_reach_pooled er_impressions er_views
        er_followers_post er_followers_daily er_per_brand_orlo er_interactions_1000""",
    "amplification_rate": "per_post by_reach by_reach_pooled by_followers",
    "conversion_rate": "per_session per_click per_user per_lead all_sessions",
    "ctr": "by_impressions all_clicks by_reach by_views",
    "bounce_rate": "ga4 ua",
    "cpc": "link_clicks all_clicks",
    "cpm": "impressions cpm_reach cpm_views",
    "revenue": "direct ads attributed all",
    "csat": "top_two mean_score",
    "clv": "historic simple retention bgnbd_gg",
    "share_of_voice": "mentions by_reach by_engagement positive",
    "sentiment_score": "net share",
    "lead_conversion_rate": "lead_to_customer visit_to_lead",
    "social_roi": "profit revenue",
}

# Measures that no network names: read from exports, web shops, lists kept by hand or the plan.
NOT_NATIVE = """
    media_views returning_viewers new_viewers media_clicks other_clicks hashtag_clicks
    detail_expands permalink_clicks negative_feedback votes check_ins approved_conversions
    customers email_signups product_trials non_revenue_conversions gross_profit budget_planned
    content_cost tool_cost followers_net"""

SAME_IN_BOTH = {"Net Promoter Score (NPS)"}


def _all() -> list[KpiSpec]:
    return list(kpis().values())


def _texts(spec: KpiSpec) -> Iterator[tuple[str, Text]]:
    yield "name", spec.name
    yield "definition", spec.definition
    yield "read", spec.read
    yield "misleads", spec.misleads
    for variant in spec.variants:
        yield f"variant {variant.id}", variant.name
        if variant.note:
            yield f"note {variant.id}", variant.note
    for jargon in spec.jargon:
        yield f"jargon {jargon.short}", jargon.words


@pytest.mark.parametrize("group", IDS)
def test_every_kpi_of_the_group_is_in_the_catalogue(group: str) -> None:
    assert [id for id in IDS[group].split() if id not in kpis()] == []


def test_the_catalogue_holds_nothing_that_the_table_does_not_know() -> None:
    assert set(kpis()) == {id for ids in IDS.values() for id in ids.split()}


@pytest.mark.parametrize("kpi", VARIANTS)
def test_the_variants_in_use_are_there_and_the_default_comes_first(kpi: str) -> None:
    assert [v.id for v in kpis()[kpi].variants] == VARIANTS[kpi].split()


@pytest.mark.parametrize("spec", _all(), ids=lambda spec: spec.id)
def test_both_languages_say_it_and_neither_copies_the_other(spec: KpiSpec) -> None:
    for where, words in _texts(spec):
        assert words.en, where
        assert words.id, where
        if words.en not in SAME_IN_BOTH:
            assert words.en != words.id, where


@pytest.mark.parametrize("spec", _all(), ids=lambda spec: spec.id)
def test_guide_texts_are_short_sentences_without_exclamation(spec: KpiSpec) -> None:
    for where in ("definition", "read", "misleads"):
        for words in getattr(spec, where).as_dict().values():
            assert words.endswith("."), where
            assert "!" not in words, where
            assert 15 < len(words) < 320, where
            assert len(re.findall(r"[.?] ", words)) <= 3, where


@pytest.mark.parametrize("spec", _all(), ids=lambda spec: spec.id)
def test_no_short_form_is_left_unexplained(spec: KpiSpec) -> None:
    explained = {jargon.short for jargon in spec.jargon}
    for where, words in _texts(spec):
        for written in words.as_dict().values():
            for short in re.findall(r"\b[A-Z]{2,}(?:/[A-Z]+)?\b", written):
                assert short in explained, f"{where}: {short}"


def test_every_goal_a_kpi_names_exists() -> None:
    for spec in _all():
        assert set(spec.goals) <= set(goals()), spec.id


def test_a_kpi_that_a_goal_lists_says_so_itself() -> None:
    for goal in goals().values():
        for id in goal.kpis:
            assert goal.id in kpis()[id].goals, f"{goal.id} lists {id}"


@pytest.mark.parametrize("spec", _all(), ids=lambda spec: spec.id)
def test_no_formula_adds_people_or_levels(spec: KpiSpec) -> None:
    for variant in spec.variants:
        for side in (variant.numerator, variant.denominator):
            names = [name for term in side for name in term.names]
            if len(names) > 1:
                kinds = {measure(name).kind for name in names}
                assert kinds <= {Kind.FLOW, Kind.MONEY}, variant.id


def test_reach_never_has_a_sum_on_any_axis() -> None:
    for id in ("reach", "post_reach", "unique_clicks"):
        rule = kpis()[id].rule
        assert {rule.time, rule.posts, rule.accounts} <= {"bounds", "refuse"}


def test_a_ratio_over_people_warns_in_a_note() -> None:
    for spec in _all():
        for variant in spec.variants:
            people = any(
                measure(name).kind is Kind.UNIQUE
                for term in variant.denominator
                for name in term.names
            )
            if people and variant.kind is KpiKind.RATIO_OF_SUMS:
                assert variant.note or spec.id == "frequency", f"{spec.id} {variant.id}"


def test_every_measure_has_a_native_name_or_is_known_to_have_none() -> None:
    named = {metric.measure for network in networks().values() for metric in network.metrics}
    assert set(MEASURES) - named == set(NOT_NATIVE.split())


def test_every_measure_is_used_by_a_kpi_or_kept_for_formulas() -> None:
    used = {
        name
        for spec in _all()
        for variant in spec.variants
        for term in (*variant.numerator, *variant.denominator)
        for name in term.names
    }
    assert set(EVENTS) - used == set()


def test_minimum_samples_follow_the_rule() -> None:
    for id, least, of in (
        ("engagement_rate_avg", 10, "posts"),
        ("ctr", 30, "numerator"),
        ("cpc", 30, "denominator"),
        ("conversion_rate", 10, "numerator"),
        ("nps", 30, "rows"),
        ("csat", 30, "rows"),
        ("likes", 0, ""),
    ):
        assert (kpis()[id].min_n, kpis()[id].min_of) == (least, of), id


def test_falling_is_good_where_falling_is_good() -> None:
    down = {spec.id for spec in _all() if spec.better == "down"}
    assert {"bounce_rate", "cpc", "cpm", "first_response_time", "followers_lost"} <= down
    assert "ctr" not in down


def test_kpis_without_a_connected_source_are_complete_already() -> None:
    for id, source in (
        ("unique_clicks", Source.LINKS),
        ("nps", Source.ANSWERS),
        ("response_rate", Source.INBOX),
        ("share_of_voice", Source.MENTIONS),
        ("clv", Source.ORDERS),
        ("consistency", Source.PLAN),
    ):
        assert kpis()[id].variant().sources[0] is source
        assert kpis()[id].definition.id


def test_a_comment_on_one_network_is_a_reply_on_another() -> None:
    (term,) = kpis()["comments"].variant().numerator
    assert term.names == ("comments", "replies")


def test_social_traffic_keeps_to_visits_from_social_networks() -> None:
    assert kpis()["social_sessions"].variant().only == "social"
    assert kpis()["social_sessions"].variant("all").only == ""


def test_names_that_people_type_lead_to_the_kpi() -> None:
    for name, id in (
        ("reactions", "likes"),
        ("engagement_rate", "engagement_rate_avg"),
        ("cpl", "cost_per_lead"),
        ("referrals", "social_sessions"),
    ):
        assert find(kpis(), name).id == id


def test_every_group_has_a_heading_and_holds_kpis() -> None:
    assert {spec.group for spec in _all()} == set(GROUP_NAMES)
    assert all(words.en != words.id for words in GROUP_NAMES.values())
