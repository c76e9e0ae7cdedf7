"""From a broad wish to a draft, over the catalogue as it ships."""

from dataclasses import replace
from datetime import date

import pytest

from tolok.core.goals.goal import Answer, Answers, Baseline, Goal, Mode
from tolok.core.goals.phrases import PHRASES, phrase
from tolok.core.goals.seed_rule import Grounded
from tolok.core.goals.sentence import Names, sentence
from tolok.core.goals.smart import Evidence, smart
from tolok.core.goals.where import Following, rank_networks
from tolok.core.goals.wish_words import MEASURES
from tolok.core.goals.wizard import (
    STEP_IDS,
    Known,
    draft_goal,
    end_of,
    months_later,
    next_step,
    start_of,
    steps,
    suggest_kpis,
)
from tolok.core.query import Period
from tolok.lib import catalogue

TODAY = date(2026, 11, 18)


def suggested(
    goal: str, *situations: str, network: str = "", known: Known | None = None
) -> list[str]:
    found = suggest_kpis(
        catalogue.goals()[goal],
        catalogue.kpis(),
        situations=situations,
        network=catalogue.networks()[network] if network else None,
        known=known,
    )
    assert all(s.why.en and s.why.id for s in found)
    return [s.kpi for s in found if s.usable]


def test_visibility_asks_for_reach_or_impressions_first() -> None:
    assert suggested("brand_awareness", "visibility")[:2] == ["reach", "impressions"]


def test_an_engaged_audience_asks_for_likes_shares_and_comments() -> None:
    assert suggested("community_engagement", "engaged_audience")[:3] == [
        "likes",
        "shares",
        "comments",
    ]


def test_every_broad_goal_suggests_its_own_kpis_with_reasons() -> None:
    for goal in catalogue.goals().values():
        assert set(goal.kpis) <= set(suggested(goal.id))


def test_what_a_network_suits_comes_first_and_what_it_does_not_report_comes_last() -> None:
    on_pinterest = suggest_kpis(
        catalogue.goals()["brand_awareness"],
        catalogue.kpis(),
        network=catalogue.networks()["pinterest"],
    )
    assert [s.kpi for s in on_pinterest[:2]] == ["impressions", "saves"]
    last = on_pinterest[-1]
    assert (last.kpi, last.usable) == ("reach", False)
    assert last.why.en == "Reach: Pinterest does not report it."


def test_parked_kpis_are_left_out_and_those_without_a_source_come_last() -> None:
    known = Known(frozenset({"followers"}), readable=frozenset({"reach"}))
    found = suggest_kpis(catalogue.goals()["brand_awareness"], catalogue.kpis(), known=known)
    assert found[0].kpi == "reach"
    assert "followers" not in [s.kpi for s in found]
    assert "no source is connected" in found[-1].why.en


def test_networks_are_ranked_by_role_history_and_own_audience() -> None:
    choices = rank_networks(catalogue.networks(), ["web_traffic"])
    assert choices[0].fits
    assert "pinterest" in [c.network for c in choices if c.fits]
    assert all(c.role.en and c.reasons for c in choices)
    assert {"ads", "web", "other"}.isdisjoint(c.network for c in choices)
    own = {"mastodon": Following(900, wanted_share=1.0), "facebook": Following(5000, 0.02)}
    again = rank_networks(catalogue.networks(), ["custom"], own)
    assert [c.network for c in again[:2]] == ["mastodon", "facebook"]
    assert again[0].reasons[-1].en == "100 % of your followers there are the people you want."


def test_nobody_is_sent_away_from_the_network_that_is_chosen() -> None:
    away = "Other networks suit this goal better."
    known = catalogue.networks()
    outsider = next(c.network for c in rank_networks(known, ["web_traffic"]) if not c.fits)
    found = {c.network: c for c in rank_networks(known, ["web_traffic"], chosen=[outsider])}
    said = [reason.en for reason in found[outsider].reasons]
    assert found[outsider].chosen
    assert away not in said
    assert "You chose it; its usual role is another one." in said
    others = [c for c in found.values() if not c.fits and not c.chosen]
    assert all(away in [r.en for r in c.reasons] for c in others)


def test_a_goal_of_which_no_role_is_known_holds_nothing_against_any_network() -> None:
    for choice in rank_networks(catalogue.networks(), ["custom"], chosen=["instagram"]):
        assert all("suit" not in r.en and "usual role" not in r.en for r in choice.reasons)


def draft(template: str, language: str = "en") -> Goal:
    return draft_goal(
        catalogue.templates()[template],
        catalogue.kpis(),
        language,
        id="g",
        today=TODAY,
        owner="Raka",
    )


def test_the_cafe_template_is_there_whole() -> None:
    goal = draft("cafe_awareness")
    assert (goal.start, goal.end) == (TODAY, date(2027, 2, 17))
    assert [(t.kpi, t.mode, t.value) for t in goal.targets] == [
        ("fans", Mode.PERCENT, 0.15),
        ("link_clicks", Mode.PERCENT, 0.15),
        ("post_reach_avg", Mode.MEAN_PER_POST, 1000),
    ]
    assert all(t.scope.networks == ("facebook",) for t in goal.targets)
    assert "five miles" in goal.targets[0].scope.geo
    assert goal.targets[1].scope.topic == "new café"
    assert str(goal.budget.per_post) == str(catalogue.templates()["cafe_awareness"].boost_per_post)
    assert goal.answers.achievable == Answer(yes=True)
    assert len(goal.actions) == 3
    assert draft("cafe_awareness", "id").targets[1].scope.topic == "kafe baru"


@pytest.mark.parametrize("template", sorted(catalogue.templates()))
@pytest.mark.parametrize("language", ["en", "id"])
def test_every_template_reads_as_a_sentence(template: str, language: str) -> None:
    goal = draft(template, language)
    assert goal.window is not None
    for target in goal.targets:
        spec = catalogue.kpis()[target.kpi]
        names = {n.id: n.name.to(language) for n in catalogue.networks().values()}
        unit = spec.variant(target.variant).unit
        words = sentence(target, goal.window, Names(phrase(spec), unit, "USD", names)).to(language)
        assert "{" not in words
        assert words[0].isupper()
        assert words[-4:].isdigit() or "," in words


def test_the_steps_follow_the_checks() -> None:
    goal = draft("cafe_awareness")
    open_ = smart(goal, Evidence({}))
    assert [s.id for s in steps(goal, open_)] == list(STEP_IDS)
    assert next_step(goal, open_).id == "number"
    before = Period(date(2026, 8, 1), date(2026, 10, 31))
    targets = tuple(replace(t, baseline=Baseline(2000, before)) for t in goal.targets)
    done = replace(
        goal, targets=targets, objective="A full second shop",
        answers=Answers(Answer(True), Answer(True), Answer(True)),
    )  # fmt: skip
    live = Evidence({t.kpi: True for t in targets}, Grounded.REALISTIC)
    assert next_step(done, smart(done, live)).id == "review"
    assert next_step(replace(done, owner=""), smart(done, live)).id == "dates"
    assert next_step(Goal("g", " "), smart(Goal("g", " "), live)).id == "wish"


def test_dates_of_drafts() -> None:
    assert start_of("next_month", date(2026, 12, 31)) == date(2027, 1, 1)
    assert start_of("next_quarter", TODAY) == date(2027, 1, 1)
    assert start_of("next_quarter", date(2026, 1, 1)) == date(2026, 4, 1)
    assert end_of(date(2026, 9, 1), months=3) == date(2026, 11, 30)
    assert end_of(date(2026, 9, 1), weeks=13) == date(2026, 11, 30)
    assert months_later(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_later(date(2027, 12, 5), 1) == date(2028, 1, 5)


def test_phrases_and_wish_words_name_kpis_that_exist() -> None:
    assert set(PHRASES) <= set(catalogue.kpis())
    assert set(MEASURES) <= set(catalogue.kpis())
