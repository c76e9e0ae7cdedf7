"""YouTube Studio's break-downs: traffic sources, ages, countries."""

from datetime import date

import pytest

from tests.importers.reading import TODAY, best, csv, read
from tests.shared import shared_data
from tolok.importers.youtube_audience import IMPORTER

FOLDER = "export-youtube-wholebrainhealth"


@pytest.mark.parametrize("name", ["Table_data.csv", "Table_data.xlsx"])
def test_the_real_table_has_thirteen_sources_and_all_the_views(name):
    reading = read(IMPORTER, shared_data(FOLDER, name))
    views = {row.bucket: row.count for row in reading.people if row.dimension == "traffic_source"}
    assert (len(views), sum(views.values())) == (13, 24_299)
    assert {row.day for row in reading.people} == {TODAY}
    assert best(shared_data(FOLDER, name)) == "youtube_audience"


def test_sources_without_impressions_have_none_not_zero():
    people = read(IMPORTER, shared_data(FOLDER, "Table_data.csv")).people
    seen = {row.bucket for row in people if row.dimension == "traffic_source:impressions"}
    assert "External" not in seen
    assert "YouTube search" in seen


def test_shares_by_age_are_fractions_in_one_spelling(tmp_path):
    sheet = csv(
        tmp_path,
        "Viewer age,Views (%),Average view duration,Watch time (hours) (%)\n"
        "18–24 years,26.5,0:01:30,20.1\n65+ years,73.5,0:02:30,79.9\n",
    )
    people = read(IMPORTER, sheet).people
    shares = {row.bucket: row.share for row in people if row.dimension == "age"}
    assert shares == {"18-24": 0.265, "65+": 0.735}
    assert all(row.count is None for row in people)


def test_genders_of_two_languages_are_the_same_bucket(tmp_path):
    sheet = csv(tmp_path, "Viewer gender,Views (%)\nPerempuan,60\nMale,40\n")
    assert [row.bucket for row in read(IMPORTER, sheet).people] == ["female", "male"]


def test_the_last_day_in_the_name_of_the_download_dates_the_snapshot(tmp_path):
    name = "Geography 2025-01-01_2025-04-30 Kopi.csv"
    sheet = csv(tmp_path, "Geography,Views,Watch time (hours)\nTotal,15,1\nID,9,0.5\n", name=name)
    reading = read(IMPORTER, sheet)
    assert {row.day for row in reading.people} == {date(2025, 4, 30)}
    assert (reading.declared[0].measures["views"], reading.declared[0].partial) == (15, True)


def test_without_any_day_nothing_is_stored_and_the_reason_given(tmp_path):
    sheet = csv(tmp_path, "Viewer gender,Views (%)\nFemale,60\n")
    reading = read(IMPORTER, sheet, today=None)
    assert not reading.people
    assert len(reading.troubles) == 1
