"""Holidays: Easter and weekdays of a month computed, weekends made up for, bad files refused."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter as oracle
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.errors import ProblemError
from tolok.core.publishing.holidays import easter, load_holidays
from tolok.lib.catalogue import holidays, read_folder


@given(st.integers(1583, 4099))
def test_easter_is_the_sunday_that_another_program_finds(year):
    assert easter(year) == oracle(year)
    assert easter(year).weekday() == 6


def days(country, year):
    found = holidays()[country].between(date(year, 1, 1), date(year, 12, 31))
    return {(h.day.month, h.day.day): h for h in found}


def test_indonesia_holds_what_is_fixed_or_computed_and_says_what_is_left_out():
    found = days("id", 2027)
    assert found[8, 17].name.id == "Hari Kemerdekaan RI"
    assert found[8, 17].free
    assert found[3, 26].name.en == "Good Friday"
    assert found[5, 6].name.en == "Ascension Day"
    assert not found[4, 21].free
    assert "Idulfitri" in holidays()["id"].left_out.id
    names = " ".join(h.name.id for h in found.values())
    assert not any(word in names for word in ("Idulfitri", "Nyepi", "Imlek", "Waisak"))


def test_a_day_begins_in_the_year_that_made_it():
    assert (6, 1) not in days("id", 2016)
    assert (6, 1) in days("id", 2017)


@pytest.mark.parametrize(
    ("country", "year", "day", "name"),
    [
        ("us", 2026, (11, 26), "Thanksgiving Day"),
        ("us", 2026, (5, 25), "Memorial Day"),
        ("us", 2026, (1, 19), "Martin Luther King Jr. Day"),
        ("us", 2026, (7, 3), "Independence Day"),
        ("us", 2021, (12, 31), "New Year's Day"),
        ("gb", 2026, (8, 31), "Summer bank holiday"),
        ("gb", 2026, (12, 28), "Boxing Day"),
        ("gb", 2021, (12, 27), "Christmas Day"),
        ("gb", 2021, (12, 28), "Boxing Day"),
        ("gb", 2022, (12, 27), "Christmas Day"),
        ("de", 2026, (5, 25), "Whit Monday"),
    ],
)
def test_days_fall_where_the_calendars_of_those_years_had_them(country, year, day, name):
    assert days(country, year)[day].name.en == name


def test_a_day_off_instead_of_a_weekend_is_marked():
    found = days("us", 2026)
    assert found[7, 3].instead
    assert not found[7, 4].instead


@pytest.mark.parametrize("country", list(holidays()))
def test_every_list_is_in_order_in_both_languages_and_free_days_off_are_weekdays(country):
    found = holidays()[country].between(date(2020, 1, 1), date(2030, 12, 31))
    assert [h.day for h in found] == sorted(h.day for h in found)
    assert all(h.name.en and h.name.id for h in found)
    assert all(h.day.weekday() < 5 for h in found if h.instead)


@given(st.dates(), st.integers(0, 900))
def test_any_span_gives_only_days_in_it(first, length):
    last = min(date.max - timedelta(days=length), first) + timedelta(days=length)
    for each in holidays().values():
        assert all(first <= h.day <= last for h in each.between(first, last))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "fixed"', 'kind = "moon"', "day[1].kind: 'moon' is none of"),
        ("month = 1\n", "month = 13\n", "day[1].month: must lie between 1 and 12"),
        ("month = 1\nday = 1\n", "month = 2\nday = 30\n", "day[1].day: this month has no such day"),
        ("offset = -2", "offset = 200", "day[2].offset: must lie between"),
        ("free = true", "free = 1", "day[1].free: must be true or false"),
        ("checked = 2026-11-24\n", "", "checked: missing"),
        ('kind = "fixed"', 'kind = "fixed"\nnth = 1', "day[1].nth: unknown key"),
    ],
)
def test_a_bad_file_is_refused_by_key_and_reason(old, new, said):
    text = dict(read_folder("holidays", ".toml"))["id.toml"]
    assert old in text
    with pytest.raises(ProblemError) as caught:
        load_holidays(text.replace(old, new, 1), "id.toml")
    assert said in caught.value.problem.detail.en
