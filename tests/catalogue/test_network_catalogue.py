"""What is known of each network holds together: names, dates, what is not reported."""

from datetime import date

import pytest

from tolok.core.errors import ProblemError
from tolok.core.measures import TERMS
from tolok.core.networks import Network, load_network, network_of_source, social_sources
from tolok.lib.catalogue import goals, kpis, networks, read_folder

SOCIAL = """facebook instagram x linkedin youtube tiktok pinterest threads mastodon
    bluesky telegram discord slack"""


def _all() -> list[Network]:
    return list(networks().values())


def test_the_networks_sites_and_accounts_are_there() -> None:
    assert {n.id for n in _all() if n.kind == "social"} == set(SOCIAL.split())
    assert {"web", "ads", "other"} <= set(networks())


@pytest.mark.parametrize("network", _all(), ids=lambda n: n.id)
def test_each_network_has_a_role_in_both_languages_and_its_own_mark(network: Network) -> None:
    assert network.role.en != network.role.id
    assert [n.id for n in _all() if n.mark == network.mark] == [network.id]


@pytest.mark.parametrize("network", _all(), ids=lambda n: n.id)
def test_good_for_names_only_goals_with_kpis_to_propose(network: Network) -> None:
    assert set(network.good_for) <= set(network.kpis)


@pytest.mark.parametrize("network", _all(), ids=lambda n: n.id)
def test_nothing_is_proposed_that_the_network_never_reports(network: Network) -> None:
    for goal, proposed in network.kpis.items():
        for id in proposed:
            default = kpis()[id].variant()
            needed = [t for t in (*default.numerator, *default.denominator) if not t.optional]
            own = [s for s in default.sources if s.value in ("channel", "posts", "ads")]
            if not own or default.only or network.kind != "social" or id == "link_clicks":
                continue
            for term in needed:
                names = [name for name in term.names if name not in TERMS]
                refused = [name for name in names if network.offers(name) is False]
                assert not names or refused != names, f"{network.id} {goal} {id}: {names}"


def test_pinterest_is_for_sales_and_web_traffic() -> None:
    assert networks()["pinterest"].good_for == ("leads_sales", "web_traffic")
    assert "social_sessions" in networks()["pinterest"].kpis["web_traffic"]


def test_days_follow_the_networks_own_zone() -> None:
    for id in ("facebook", "instagram", "youtube"):
        assert networks()[id].zone == "America/Los_Angeles"
    for id in ("x", "linkedin", "pinterest", "tiktok"):
        assert networks()[id].zone == "UTC"
    assert networks()["web"].zone == ""


def test_late_numbers_settle_after_two_or_three_days() -> None:
    assert networks()["instagram"].settling_hours == 48
    assert networks()["facebook"].settling_hours == 72


def test_missing_reach_on_bluesky_is_not_offered_rather_than_zero() -> None:
    for id in ("x", "mastodon", "bluesky", "pinterest"):
        assert networks()[id].offers("reach") is False
    assert networks()["instagram"].offers("reach") is True
    assert networks()["facebook"].offers("votes") is None


def test_a_name_holds_only_between_its_dates() -> None:
    facebook = networks()["facebook"]
    assert "page_fans" in facebook.native_names("fans", date(2025, 11, 14))
    assert facebook.native_names("fans", date(2025, 11, 15)) == ()
    assert "page_media_view" in facebook.native_names("views", date(2025, 11, 15))


def test_a_retired_name_points_to_one_that_the_file_holds() -> None:
    for network in _all():
        natives = {metric.native for metric in network.metrics}
        for metric in network.metrics:
            assert not metric.successor or metric.successor in natives, metric


@pytest.mark.parametrize(
    ("network", "measure", "day"),
    [
        ("facebook", "impressions", date(2025, 11, 15)),
        ("facebook", "fans", date(2025, 11, 15)),
        ("instagram", "impressions", date(2025, 4, 21)),
        ("youtube", "views", date(2025, 3, 31)),
    ],
)
def test_a_changed_meaning_breaks_the_line_on_its_day(
    network: str, measure: str, day: date
) -> None:
    found = networks()[network].breaks_in([measure], date(2025, 1, 1), date(2025, 12, 31))
    assert [(b.day, b.measure, b.network) for b in found] == [(day, measure, network)]
    assert found[0].words.id


def test_a_break_before_the_first_day_is_no_break() -> None:
    found = networks()["facebook"].breaks_in(["fans"], date(2025, 11, 15), date(2026, 1, 1))
    assert found == ()


@pytest.mark.parametrize(
    ("source", "network"),
    [
        ("facebook", "facebook"),
        ("m.facebook.com", "facebook"),
        ("www.instagram.com", "instagram"),
        ("t.co / referral", "x"),
        ("Organic Social", "other"),
        ("google", None),
        ("(direct)", None),
        ("", None),
    ],
)
def test_a_visit_is_credited_to_the_network_its_source_names(
    source: str, network: str | None
) -> None:
    assert network_of_source(source, networks()) == network


def test_no_two_networks_claim_one_source() -> None:
    claimed = [s for n in _all() for s in n.web_sources]
    assert len(claimed) == len(set(claimed))
    assert social_sources(networks()) == {s.lower() for s in claimed}


def test_quotes_carry_a_date_and_a_source() -> None:
    quotes = [quote for network in _all() for quote in network.quotes]
    assert any("2 billion" in quote.words.en for quote in quotes)
    assert all(quote.source and quote.day.year >= 2022 for quote in quotes)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('mark = "BS"', 'mark = "bsky"', "mark: must be one or two capital letters"),
        ('measure = "saves"', 'measure = "hearts"', "there is no measure 'hearts'"),
        ('measure = "saves"', 'measure = "margin"', "'margin' is not reported by networks"),
        ('"reach", ', '"reach", "likes", ', "likes is offered as likeCount"),
        ('table = "post" }', 'table = "moon" }', "metric[1].table: 'moon' is none of"),
        ("settling_hours = 0", "settling_hours = 9999", "settling_hours: must lie between"),
        ("checked = 2026-11-24", 'checked = "soon"', "checked: must be a date"),
        ("community_engagement = [", "fame = [", "kpis.fame: there is no goal 'fame'"),
        ('"replies", "reposts"', '"replies", "hugs"', "there is no 'hugs'"),
        ('kind = "social"', 'kind = "social"\npopular = true', "popular: unknown key"),
    ],
)
def test_a_bad_network_file_is_refused_by_key_and_reason(old: str, new: str, said: str) -> None:
    text = dict(read_folder("networks", ".toml"))["bluesky.toml"]
    assert old in text
    with pytest.raises(ProblemError) as caught:
        load_network(text.replace(old, new, 1), "bluesky.toml", goals=goals(), kpis=kpis())
    assert said in caught.value.problem.detail.en


def test_a_name_cannot_end_before_it_begins() -> None:
    text = dict(read_folder("networks", ".toml"))["bluesky.toml"].replace(
        'table = "post" }', 'table = "post", since = 2025-02-02, until = 2025-02-01 }', 1
    )
    with pytest.raises(ProblemError, match="lies before since"):
        load_network(text, "bluesky.toml")
