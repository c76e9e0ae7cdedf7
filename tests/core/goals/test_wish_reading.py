"""A wish in words gives its measure, number, meaning and days; what is unclear stays open."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.goals.goal import Mode
from tolok.core.goals.wish_dates import days_in
from tolok.core.goals.wish_numbers import language_of, numbers_in, read_digits
from tolok.core.goals.wish_reading import Reading, read_wish
from tolok.core.text import number
from tolok.lib import catalogue

TODAY = date(2026, 11, 18)
SPECS = catalogue.kpis()


def read(wish: str, language: str = "", currency: str = "IDR") -> Reading:
    return read_wish(wish, SPECS, today=TODAY, language=language, currency=currency)


@pytest.mark.parametrize(
    ("wish", "kpi", "value", "mode", "end"),
    [
        ("1.000 pengikut Instagram baru dalam 3 bulan", "followers_gained", 1000, "absolute",
         date(2027, 2, 17)),
        ("get 125 new followers a week by March", "followers_gained", 125, "rate_week",
         date(2027, 3, 31)),
        ("raise engagement rate to 4.5%", "engagement_rate_avg", 0.045, "absolute", None),
        ("naikkan tingkat keterlibatan menjadi 4,5% hingga 31 Maret", "engagement_rate_avg",
         0.045, "absolute", date(2027, 3, 31)),
        ("Naikkan tingkat keterlibatan sebesar 20 persen kuartal depan", "engagement_rate_avg",
         0.2, "percent", date(2027, 3, 31)),
        ("raise engagement rate by 20% next quarter", "engagement_rate_avg", 0.2, "percent",
         date(2027, 3, 31)),
        ("Raise Instagram likes 20 % next quarter", "likes", 0.2, "percent", date(2027, 3, 31)),
        ("5 000 visits from Facebook per month", "social_sessions", 5000, "monthly", None),
        ("5,000 visits from Facebook every month until 30 June 2027", "social_sessions", 5000,
         "monthly", date(2027, 6, 30)),
        ("Reach 10,000 Twitter followers within six months", "followers", 10000, "absolute",
         date(2027, 5, 17)),
        ("Capai 10 ribu pengikut sebelum Maret 2027", "followers", 10000, "absolute",
         date(2027, 2, 28)),
        ("Gain 1,500 followers on Instagram by 31 March 2027", "followers_gained", 1500,
         "absolute", date(2027, 3, 31)),
        ("Dapatkan 1.500 pengikut baru di Instagram hingga 31 Maret 2027", "followers_gained",
         1500, "absolute", date(2027, 3, 31)),
        ("Gandakan kunjungan dari Facebook dalam enam bulan", "social_sessions", 1.0, "percent",
         date(2027, 5, 17)),
        ("Reach 1,000 people per post on Facebook in 3 months", "post_reach_avg", 1000,
         "absolute", date(2027, 2, 17)),
        ("Answer first messages within 60 minutes by 30 Nov on IG", "first_response_time", 3600,
         "absolute", date(2026, 11, 30)),
        ("40 leads by 31 December from Facebook", "leads", 40, "absolute", date(2026, 12, 31)),
        ("from 3,000 to 4,000 followers in Q1 2027", "followers", 4000, "absolute",
         date(2027, 3, 31)),
        ("grow followers by 15% this year", "followers", 0.15, "percent", date(2026, 12, 31)),
        ("1.5k new followers by year-end", "followers_gained", 1500, "absolute",
         date(2026, 12, 31)),
        ("Pendapatan Rp 5.000.000 sampai akhir tahun", "revenue", 5e6, "absolute",
         date(2026, 12, 31)),
        ("pendapatan 1,5 juta per bulan", "revenue", 1.5e6, "monthly", None),
        ("200 klik tautan seminggu selama 8 minggu", "link_clicks", 200, "rate_week",
         date(2027, 1, 12)),
        ("50 new followers within 5 miles by 31 March", "followers_gained", 50, "absolute",
         date(2027, 3, 31)),
        ("300 new followers aged 18-24 in 3 months", "followers_gained", 300, "absolute",
         date(2027, 2, 17)),
        ("1,000,000 impressions in 2027", "impressions", 1e6, "absolute", date(2027, 12, 31)),
        ("cut first response time by 30% in 2 months", "first_response_time", 0.3, "percent",
         date(2027, 1, 17)),
        ("increase our reach by 15% next month", "reach", 0.15, "percent", date(2026, 12, 31)),
        ("100 new followers per week for 13 weeks", "followers_gained", 100, "rate_week",
         date(2027, 2, 16)),
        ("100 pengikut baru per minggu dalam 3 bulan", "followers_gained", 100, "rate_week",
         date(2027, 2, 17)),
        ("5 post per minggu dalam 3 bulan", "posts_published", 5, "rate_week",
         date(2027, 2, 17)),
        ("50 komentar dalam sepekan", "comments", 50, "absolute", date(2026, 11, 24)),
    ],
)  # fmt: skip
def test_a_plain_wish_is_read_whole(wish, kpi, value, mode, end) -> None:
    found = read(wish)
    assert (found.kpi, found.value, found.mode, found.end) == (kpi, value, Mode(mode), end)
    assert found.open == ()
    assert found.whole
    assert found.read


@pytest.mark.parametrize(
    ("wish", "question"),
    [
        ("10,000 followers within six months", "in all or new ones"),
        ("10.000 pengikut dalam enam bulan", "in all or new ones"),
        ("raise engagement rate 20% next quarter", "the rate to reach or the change"),
        ("tingkat keterlibatan sebesar 4,5%", "the rate to reach or the change"),
        ("gain 1.000 followers by March", "read in two ways"),
        ("tambah 1,000 pengikut baru dalam 3 bulan", "read in two ways"),
        ("500 likes and 50 comments by March", "Several measures"),
        ("125 to 150 new followers a week", "Several numbers"),
        ("1,000 new followers and 3 reels a week", "Several numbers"),
        ("gain followers 2027", "a year or a number"),
        ("raise likes to 20%", "fits no count"),
        ("raise engagement rate to 4.5 by March", "meant in percent"),
        ("500 more likes in 3 months", "so many more than before"),
        ("10 new followers a day", "for that span"),
        ("Increase engagement 20%", "can mean likes, comments"),
        ("$500 revenue in 3 months", "does not fit the unit"),
        ("raise CTR by 2 percentage points", "read in two ways"),
    ],
)
def test_what_can_be_meant_in_two_ways_is_asked_and_not_guessed(wish: str, question: str) -> None:
    found = read(wish)
    assert not found.whole
    assert any(question in one.en for one in found.open), found.open
    assert all(one.en != one.id for one in found.open)


@pytest.mark.parametrize(
    "wish",
    ["100 new followers by 2027", "100 new followers in mid-March", "100 new followers 03/04/2027",
     "100 new followers by 31 February", "100 new followers by 1 March 2026",
     "100 pengikut baru sampai pertengahan Maret"],
)  # fmt: skip
def test_a_day_that_is_not_sure_leaves_the_deadline_open(wish: str) -> None:
    found = read(wish)
    assert found.end is None
    assert found.whole
    assert any("deadline" in one.en for one in found.open), found.open


def test_a_direction_without_a_number_reads_only_its_measure() -> None:
    found = read("more link clicks")
    assert (found.kpi, found.value, found.mode, found.open) == ("link_clicks", None, None, ())


def test_what_was_read_is_said_in_both_languages() -> None:
    told = read("1.000 pengikut Instagram baru dalam 3 bulan").read
    assert [one.en for one in told] == [
        "New followers", "1,000", "from 18 November 2026 to 17 February 2027"]  # fmt: skip
    assert [one.id for one in told] == [
        "Pengikut baru", "1.000", "dari 18 November 2026 sampai 17 Februari 2027"]  # fmt: skip


def test_the_reader_s_language_decides_only_where_the_wish_shows_none() -> None:
    assert read("1.000 impressions", "id").value == 1000
    assert read("1.000 impressions", "en").value is None
    assert read("1.000 suka di Instagram dalam 3 bulan", "en").value == 1000


def test_days_of_a_month_named_with_in_are_the_whole_month() -> None:
    found = read("gain 500 followers in March")
    assert (found.start, found.end) == (date(2027, 3, 1), date(2027, 3, 31))


def test_from_a_day_to_a_day_gives_both() -> None:
    found = read("get 100 new followers from 1 December to 28 February")
    assert (found.start, found.end) == (date(2026, 12, 1), date(2027, 2, 28))


def test_a_keeping_wish_is_a_limit() -> None:
    found = read("keep engagement rate above 3% until June")
    assert (found.mode, found.value) == (Mode.LIMIT, 0.03)


def test_a_lowering_wish_points_down() -> None:
    assert read("reduce bounce rate by 10%").down
    assert not read("raise likes by 10%").down


@given(st.integers(1, 10**9), st.sampled_from(["en", "id"]))
def test_a_number_written_in_a_language_reads_back_in_it(value: int, language: str) -> None:
    assert read_digits(number(value, language), language) == value


@given(st.decimals("0.1", "99999", places=1), st.sampled_from(["en", "id"]))
def test_one_decimal_reads_back_in_either_language(value, language: str) -> None:
    written = number(value, language, digits=1)
    for reader in ("en", "id"):
        assert read_digits(written, reader) == value


@given(st.integers(1000, 999_999))
def test_one_mark_before_three_digits_is_never_guessed_without_a_language(value: int) -> None:
    assert read_digits(number(value, "en"), "") is None
    assert read_digits(number(value, "id"), "en") is None
    assert read_digits(number(value, "en"), "id") is None


@given(st.integers(1, 24), st.sampled_from([("months", "bulan"), ("weeks", "minggu")]))
def test_a_span_means_the_same_in_both_languages(n: int, span: tuple[str, str]) -> None:
    en, id_ = read(f"100 new followers in {n} {span[0]}"), read(f"100 pengikut baru dalam {n} "
                                                                f"{span[1]}")  # fmt: skip
    assert en.end == id_.end
    assert en.start == TODAY


@given(st.dates(TODAY + timedelta(days=1), TODAY + timedelta(days=900)))
def test_a_day_with_its_year_is_read_as_that_day(day: date) -> None:
    found, _ = days_in(f" by {day:%d %B %Y} ".casefold(), TODAY, "en")
    assert found.end == day
    assert days_in(f"hingga {day.isoformat()}", TODAY, "id")[0].end == day


@given(st.text(max_size=80))
def test_any_text_is_read_without_a_fault(wish: str) -> None:
    found = read(wish)
    assert found.value is None or found.value > 0
    assert found.end is None or found.end > TODAY


@given(st.text("0123456789.,% kmrbjuta", max_size=24))
def test_any_heap_of_digits_and_marks_is_read_without_a_fault(text: str) -> None:
    for one in numbers_in(text, "id"):
        assert text[one.start : one.end].strip() == one.words


def test_the_language_is_that_of_most_small_words() -> None:
    assert language_of("dapatkan 100 pengikut baru dalam 3 bulan") == "id"
    assert language_of("get 100 new followers in 3 months") == "en"
    assert language_of("100 likes", "id") == "en"
    assert language_of("Instagram 100", "id") == "id"


def test_a_number_beyond_all_counting_is_asked_for_again() -> None:
    found = read(f"get {'9' * 400} likes in 3 months")
    assert (found.kpi, found.value, found.whole) == ("likes", None, False)
    assert "too large" in found.open[0].en
