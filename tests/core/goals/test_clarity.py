"""The vagueness check reads wishes in both languages."""

import pytest

from tolok.core.goals.clarity import Clarity, clarity, too_vague

NETWORKS = {"Instagram": "instagram", "Facebook": "facebook", "Twitter": "x", "IG": "instagram"}


def read(wish: str) -> Clarity:
    return clarity(wish, networks=NETWORKS)


@pytest.mark.parametrize("wish", ["increase engagement", "Tingkatkan engagement",
                                  "tingkatkan keterlibatan", "Grow our brand", "more traffic",
                                  "meningkatkan kesadaran merek"])  # fmt: skip
def test_a_mood_is_refused_and_told_what_is_missing(wish: str) -> None:
    problem = too_vague(wish, read(wish))
    assert problem is not None
    assert problem.type == "vague-goal"
    assert "measure, number, date" in problem.detail.en.replace("network, ", "")
    assert "ukuran, angka, tanggal" in problem.detail.id.replace("jaringan, ", "")
    assert "Say by when." in problem.fix.en


def test_increase_engagement_names_the_meanings_to_choose_from() -> None:
    found = read("increase engagement")
    assert found.part("act").note.en == "“increase” is a direction."
    assert "can mean likes, comments, shares" in found.part("measure").note.en
    assert found.kpi == ""


@pytest.mark.parametrize(
    ("wish", "kpi"),
    [
        ("10,000 Twitter followers within six months", "followers"),
        ("Raise Instagram likes 20 % next quarter", "likes"),
        ("raise post engagement rate 20% next quarter on Instagram", "engagement_rate_avg"),
        ("Gain 1,500 followers on Instagram by 31 March 2027", "followers"),
        ("Dapatkan 1.500 pengikut di Instagram hingga 31 Maret 2027", "followers"),
        ("Gandakan kunjungan dari Facebook dalam enam bulan", "social_sessions"),
        ("Reach 1,000 people per post on Facebook in 3 months", "post_reach_avg"),
        ("Answer first messages within 60 minutes by 30 Nov on IG", "first_response_time"),
        ("Naikkan suka di Instagram 20 persen kuartal depan", "likes"),
        ("40 catering enquiries by 31 December from Facebook", "leads"),
    ],
)
def test_a_clear_wish_passes_and_its_measure_is_recognised(wish: str, kpi: str) -> None:
    found = read(wish)
    assert not found.vague, [part.id for part in found.missing()]
    assert found.part("network").ok
    assert too_vague(wish, found) is None
    assert found.kpi == kpi


@pytest.mark.parametrize(
    "wish",
    [
        "more followers on Instagram by 31 March 2027",
        "more followers within 5 miles in 3 months",
        "more followers in Q3 2027",
        "lebih banyak pengikut dalam 3 bulan",
    ],
)
def test_the_digits_of_a_date_or_a_distance_are_not_the_number(wish: str) -> None:
    found = read(wish)
    assert [part.id for part in found.missing() if part.id in ("number", "date")] == ["number"]


def test_a_number_every_month_still_asks_until_when() -> None:
    found = read("5 000 visits from Facebook per month")
    assert found.part("number").ok
    assert not found.part("date").ok


def test_a_wish_without_a_date_is_five_of_six_clear() -> None:
    found = read("Reach 1,000 people per post on Facebook")
    assert found.part("audience").ok
    assert {part.id for part in found.missing()} == {"date"}
    assert found.clear == 5


def test_names_of_the_catalogue_are_known_too_unless_they_mean_many_things() -> None:
    names = {"Amplification rate": "amplification_rate", "Engagement": "engagements"}
    assert clarity("amplification rate to 2 %", measures=names).kpi == "amplification_rate"
    assert clarity("engagement +20 %", measures=names).kpi == ""


def test_any_text_is_read_without_falling_over() -> None:
    for wish in ("", "   ", "9" * 5000, "(((", "🙂 🙂", "a" * 20_000):
        assert len(read(wish).parts) == 6
