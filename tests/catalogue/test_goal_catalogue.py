"""The goals of the articles with their KPIs in order, starters, and templates whole."""

from decimal import Decimal

import pytest

from tolok.core.errors import ProblemError
from tolok.core.goals.catalogue import drafted_targets, load_goal, load_starter, load_template
from tolok.core.goals.goal import Mode, Nature
from tolok.core.quantity import Money
from tolok.core.text import Text
from tolok.lib.catalogue import goals, kpis, networks, read_folder, starters, templates

LISTS = {
    "brand_awareness": "followers impressions social_sessions share_of_voice reach",
    "leads_sales": """sales_revenue lead_conversion_rate non_revenue_conversions
        email_signups""",
    "community_engagement": "clicks likes shares comments mentions",
    "audience_growth": "mentions followers share_of_voice engagement_rate_avg",
    "web_traffic": "social_sessions link_clicks conversions email_signups product_trials",
    "custom": "",
}


def test_goals_come_in_the_order_of_the_articles_with_the_custom_one_last() -> None:
    assert list(goals()) == list(LISTS)


@pytest.mark.parametrize("goal", LISTS)
def test_a_goal_proposes_its_kpis_in_order(goal: str) -> None:
    assert list(goals()[goal].kpis) == LISTS[goal].split()


def test_a_kpi_may_serve_several_goals() -> None:
    assert len([g for g in goals().values() if "followers" in g.kpis]) == 2


def test_every_goal_asks_about_the_audience_before_the_number() -> None:
    for goal in goals().values():
        assert len(goal.questions) >= 2, goal.id
        for words in (goal.name, goal.definition, *goal.questions):
            assert words.en != words.id


def test_visibility_points_to_reach_or_impressions() -> None:
    hints = {hint.when: hint.kpis for hint in goals()["brand_awareness"].hints}
    assert hints["visibility"] == ("reach", "impressions")


def test_an_engaged_audience_points_to_likes_shares_and_comments() -> None:
    hints = {hint.when: hint.kpis for hint in goals()["community_engagement"].hints}
    assert hints["engaged_audience"] == ("likes", "shares", "comments")


def test_starters_cover_three_kinds_of_organisation() -> None:
    assert list(starters()) == ["small_business", "startup", "enterprise"]
    assert "first_response_time" in starters()["enterprise"].kpis
    assert starters()["startup"].goals == ("brand_awareness", "leads_sales")
    assert "word of mouth" in starters()["small_business"].why.en


def test_the_cafe_template_is_whole() -> None:
    cafe = templates()["cafe_awareness"]
    assert (cafe.wish, cafe.months, cafe.achievable) == ("brand_awareness", 3, True)
    assert cafe.boost_per_post == Money(Decimal(15), "USD")
    fans, clicks, reach = cafe.targets
    assert (fans.kpi, fans.mode, fans.value) == ("fans", Mode.PERCENT, 0.15)
    assert (clicks.kpi, clicks.mode, clicks.value) == ("link_clicks", Mode.PERCENT, 0.15)
    assert clicks.scope.topic == Text("new café", "kafe baru")
    assert (reach.kpi, reach.mode, reach.value) == ("post_reach_avg", Mode.MEAN_PER_POST, 1000)
    assert reach.scope.geo is not None
    assert "five miles" in reach.scope.geo.en
    assert {target.scope.networks for target in cafe.targets} == {("facebook",)}
    assert any("neighbourhood special" in action.words.en for action in cafe.actions)
    assert any("15 dollars" in action.words.en for action in cafe.actions)


@pytest.mark.parametrize(
    ("template", "kpi", "mode", "value", "network", "months"),
    [
        ("engagement_rate_20", "engagement_rate_avg", Mode.PERCENT, 0.20, None, 3),
        ("instagram_likes_20", "likes", Mode.PERCENT, 0.20, "instagram", 3),
        ("facebook_visits_5000", "social_sessions", Mode.MONTHLY, 5000, "facebook", 3),
        ("followers_10000", "followers", Mode.ABSOLUTE, 10000, "x", 6),
    ],
)
def test_sample_goals_are_drafted_as_quoted(
    template: str, kpi: str, mode: Mode, value: float, network: str | None, months: int
) -> None:
    found = templates()[template]
    (target,) = found.targets
    assert (target.kpi, target.mode, target.value) == (kpi, mode, value)
    assert target.scope.networks == ((network,) if network else ())
    assert (found.months, found.weeks) == (months, 0)


def test_a_draft_becomes_targets_with_their_nature_in_the_readers_language() -> None:
    fans, clicks, reach = drafted_targets(templates()["cafe_awareness"], kpis(), "id")
    assert (fans.nature, clicks.nature, reach.nature) == (
        Nature.LEVEL,
        Nature.TOTAL,
        Nature.AVERAGE,
    )
    assert clicks.scope.topic == "kafe baru"
    assert reach.baseline is None


def test_fans_give_way_to_followers_where_fans_are_no_longer_counted() -> None:
    first, *_ = drafted_targets(
        templates()["cafe_awareness"], kpis(), "en", without_data=frozenset({"fans"})
    )
    assert first.kpi == "followers"


def _template() -> str:
    return next(t for n, t in read_folder("goals/templates", ".toml") if n.startswith("cafe"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('wish = "brand_awareness"', 'wish = "fame"', "wish: there is no 'fame'"),
        ("months = 3", "months = 3\nweeks = 2", "give either weeks or months"),
        ("months = 3\n", "", "give either weeks or months"),
        ('"15 USD"', '"15 dollars"', 'boost_per_post: must be like "15 USD"'),
        ('"15 USD"', '"NaN USD"', "boost_per_post"),
        ('mode = "percent"', 'mode = "hope"', "target[1].mode: 'hope' is none of"),
        ("value = 0.15", "value = 0", "target[1].value: must be above zero"),
        ('kpi = "fans"', 'kpi = "friends"', "target[1].kpi: there is no 'friends'"),
        ('variant = "native"', 'variant = "lucky"', "link_clicks has no variant 'lucky'"),
        ('achievable = "yes"', 'achievable = "perhaps"', "achievable: 'perhaps' is none of"),
        ('"facebook"', '"friendster"', "networks: there is no 'friendster'"),
    ],
)
def test_a_bad_template_is_refused_by_key_and_reason(old: str, new: str, said: str) -> None:
    text = _template()
    assert old in text
    with pytest.raises(ProblemError) as caught:
        load_template(
            text.replace(old, new, 1),
            "cafe_awareness.toml",
            goals=goals(),
            kpis=kpis(),
            networks=networks(),
        )
    assert said in caught.value.problem.detail.en
    assert caught.value.problem.detail.en.startswith("cafe_awareness.toml")


def test_a_goal_needs_kpis_that_exist() -> None:
    text = dict(read_folder("goals", ".toml"))["leads_sales.toml"]
    with pytest.raises(ProblemError, match="there is no 'sales_revenue'"):
        load_goal(text, "leads_sales.toml", kpis=("reach",))


def test_a_starter_needs_networks_that_exist() -> None:
    text = dict(read_folder("goals/starters", ".toml"))["startup.toml"]
    with pytest.raises(ProblemError, match="networks: there is no 'instagram'"):
        load_starter(text, "startup.toml", networks=("x",))
