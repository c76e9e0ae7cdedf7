"""TikTok Studio's Overview: days without a year, in the language of the interface."""

from datetime import date

import pytest

from tests.importers.reading import best, csv, read
from tests.shared import shared_data
from tolok.importers.tiktok_overview import IMPORTER

HEAD = '"Date","Video Views","Profile Views","Likes","Comments","Shares"\n'


def overview(folder, *days):
    rows = "".join(f'"{day}","{n}","7","10","1","0"\n' for n, day in enumerate(days))
    return csv(folder, HEAD + rows, bom=True)


@pytest.mark.parametrize(
    ("name", "views", "first"),
    [("Overview_en.csv", 7_919, date(2025, 4, 12)), ("Overview_es.csv", 9, date(2025, 3, 8))],
)
def test_the_real_exports_are_dated_backwards_from_the_day_of_receipt(name, views, first):
    path = shared_data("export-tiktok-overview", name)
    reading = read(IMPORTER, path)
    assert reading.totals["video_views"] == reading.totals["views"] == views
    assert (len(reading.days), reading.days[0].day) == (7, first)
    assert best(path) == "tiktok_overview"


def test_days_cross_new_year_once(tmp_path):
    sheet = overview(tmp_path, "December 30", "December 31", "January 1", "January 2")
    days = [row.day for row in read(IMPORTER, sheet, today=date(2025, 1, 3)).days]
    assert days == [date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 2)]


def test_newest_first_crosses_new_year_too(tmp_path):
    sheet = overview(tmp_path, "2 Januari", "1 Januari", "31 Desember")
    days = [row.day for row in read(IMPORTER, sheet, today=date(2025, 1, 3)).days]
    assert days == [date(2025, 1, 2), date(2025, 1, 1), date(2024, 12, 31)]


def test_a_file_kept_for_months_is_still_of_the_year_that_has_passed(tmp_path):
    sheet = overview(tmp_path, "December 30", "December 31")
    days = [row.day.year for row in read(IMPORTER, sheet, today=date(2025, 6, 1)).days]
    assert days == [2024, 2024]


def test_the_last_of_february_places_the_whole_file_in_a_leap_year(tmp_path):
    sheet = overview(tmp_path, "February 28", "February 29", "March 1")
    days = [row.day for row in read(IMPORTER, sheet, today=date(2026, 3, 2)).days]
    assert days == [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)]


def test_a_year_that_a_person_names_goes_first(tmp_path):
    sheet = overview(tmp_path, "8 de marzo", "9 de marzo")
    days = [row.day for row in read(IMPORTER, sheet, year="2022").days]
    assert days == [date(2022, 3, 8), date(2022, 3, 9)]


def test_without_a_day_of_receipt_no_year_is_made_up(tmp_path):
    reading = read(IMPORTER, overview(tmp_path, "April 12"), today=None)
    assert not reading.days
    assert [(t.line, t.value, t.row_kept) for t in reading.troubles] == [(2, "April 12", False)]


LANGUAGES = [
    "8 de marzo",
    "8 Maret",
    "8 mars",
    "8. März",
    "3月8日",
    "3월 8일",
    "8 tháng 3",
    "8 tháng Ba",
]
LANGUAGES += [
    "8 марта",
    "8 березня",
    "8 Μαρτίου",
    "8 มีนาคม",
    "8 marca",
    "8 Mart",
    "Mar 8",
    "8 maart",
]


@pytest.mark.parametrize("day", LANGUAGES)
def test_the_language_of_the_interface_does_not_matter(tmp_path, day):
    assert read(IMPORTER, overview(tmp_path, day)).days[0].day == date(2025, 3, 8)
