"""Dates as networks and spreadsheets write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.lib import dates
from tolok.lib.cells import CellError
from tolok.lib.dates import date_form, date_orders, read_date, read_datetime

TODAY = date(2025, 4, 20)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2025-02-18", date(2025, 2, 18)),
        ("2025/10/31", date(2025, 10, 31)),
        ("20250218", date(2025, 2, 18)),
        ("2025-01-01T01:00:00", date(2025, 1, 1)),
        ("Tue, Feb 18, 2025", date(2025, 2, 18)),
        ("Mon Feb 17 2025", date(2025, 2, 17)),
        ("18 Februari 2025", date(2025, 2, 18)),
        ("8 de marzo de 2025", date(2025, 3, 8)),
        ("12 avr. 2025", date(2025, 4, 12)),
        ("mar. 4 mars 2025", date(2025, 3, 4)),
        ("1er août 2025", date(2025, 8, 1)),
        ("3. März 2025", date(2025, 3, 3)),
        ("5 maggio 2025", date(2025, 5, 5)),
        ("9 Şubat 2025", date(2025, 2, 9)),
        ("2025年3月8日", date(2025, 3, 8)),
        ("8 thg 3, 2025", date(2025, 3, 8)),
        ("18-Feb-25", date(2025, 2, 18)),
        ("14.08.2019", date(2019, 8, 14)),
        ("4/22/2018 6:00", date(2018, 4, 22)),
    ],
)
def test_days_are_read_in_many_forms_and_languages(cell, day):
    assert read_date(cell) == day


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("April 12", date(2025, 4, 12)),
        ("8 de marzo", date(2025, 3, 8)),
        ("December 30", date(2024, 12, 30)),
        ("April 21", date(2025, 4, 21)),
        ("April 22", date(2024, 4, 22)),
        ("29 Februari", date(2024, 2, 29)),
        ("3月8日", date(2025, 3, 8)),
        ("ngày 8 tháng 3", date(2025, 3, 8)),
    ],
)
def test_a_day_without_a_year_is_the_last_one_before_the_file_came(cell, day):
    assert read_date(cell, today=TODAY) == day


def test_a_day_without_a_year_needs_to_know_when_the_file_came():
    with pytest.raises(CellError, match="no year"):
        read_date("April 12")


@pytest.mark.parametrize("cell", ["4/5/2025", "1/1/13", "1.08.2019"])
def test_a_day_that_may_be_two_is_refused(cell):
    with pytest.raises(CellError, match="two different days"):
        read_date(cell)


def test_an_order_settles_the_day():
    assert read_date("4/5/2025", "mdy") == date(2025, 4, 5)
    assert read_date("4/5/2025", "dmy") == date(2025, 5, 4)
    assert read_date("25/4/5", "ymd") == date(2025, 4, 5)
    with pytest.raises(CellError):
        read_date("22/2/2025", "mdy")


@pytest.mark.parametrize(
    "cell", ["", "Total", "13/13/2025", "2025-02-30", "May", "12", "1 2 3 May"]
)
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(CellError):
        read_date(cell, "mdy", TODAY)


def test_times_keep_their_offset_and_stay_naive_without_one():
    assert read_datetime("03/15/2024 10:05 pm") == datetime(2024, 3, 15, 22, 5)  # noqa: DTZ001
    aware = read_datetime("2015-01-01 12:00 +0000")
    assert aware == datetime(2015, 1, 1, 12, tzinfo=UTC)
    east = read_datetime("2025-01-01T12:00:00+07:00")
    assert east.utcoffset() == timedelta(hours=7)


def test_orders_are_proven_by_the_cells_or_left_open():
    assert date_orders(["1/1/13", "1/22/13"]) == {"mdy"}
    assert date_orders(["1.08.2019", "14.08.2019"]) == {"dmy"}
    assert date_orders(["2025-01-01", "Feb 3, 2025"]) == {""}
    assert {"mdy", "dmy"} <= date_orders(["4/5/18", "6/7/18"])
    assert not date_orders(["1/22/13", "22/1/13"])


def test_two_forms_of_date_are_told_apart():
    assert date_form("4/22/2018 6:00") != date_form("4/11/18 04:53")
    assert date_form("1.08.2019") == date_form("14.08.2019")


def test_no_month_name_means_two_months():
    months: dict[str, int] = {}
    for row in dates._NAMES.split("\n"):
        number, *names = row.split() or ["0"]
        for name in names:
            assert months.setdefault(name, int(number)) == int(number)


@given(st.dates(date(1970, 1, 1), date(2199, 12, 31)))
def test_a_written_day_is_read_back(day):
    assert read_date(day.isoformat()) == day
    assert read_date(f"{day.month}/{day.day}/{day.year}", "mdy") == day
    assert read_date(f"{day.day}.{day.month:02}.{day.year}", "dmy") == day
    assert read_date(f"{day:%B} {day.day}, {day.year}") == day


@given(st.text(alphabet="0123456789/-. :TapmJanMei年月日", max_size=20))
def test_any_text_is_a_day_or_refused(text):
    for order in ("", "mdy", "dmy", "ymd"):
        try:
            assert isinstance(read_date(text, order, TODAY), date)
        except CellError as error:
            assert error.why.en
