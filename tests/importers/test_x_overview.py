"""X account overview: newest first, one row per day."""

from datetime import date

from tests.importers.reading import best, csv, read
from tests.shared import shared_data
from tolok.importers.x_overview import IMPORTER

HEAD = (
    "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,"
    "Profile visits,Create Post,Video views,Media views\n"
)


def test_the_real_export_adds_up_to_its_reference_figures():
    reading = read(IMPORTER, shared_data("export-x-wormhole-br", "account_overview_analytics.csv"))
    wanted = {
        "impressions": 9_699,
        "likes": 366,
        "engagements_native": 1_051,
        "followers_gained": 139,
        "followers_lost": 4,
        "replies": 95,
        "reposts": 63,
    }
    assert reading.totals.items() >= wanted.items()
    assert len(reading.days) == 50
    assert (reading.days[0].day, reading.days[-1].day) == (date(2025, 2, 18), date(2024, 12, 31))
    assert not reading.troubles


def test_it_is_recognised_by_its_header_whatever_it_is_called(tmp_path):
    sheet = csv(tmp_path, HEAD + '"Tue, Feb 18, 2025",62,0,3,0,0,1,0,0,0,1,0,0,0\n', name="a.csv")
    assert best(sheet) == "x_overview"
    assert read(IMPORTER, sheet).about.network == "x"


def test_a_day_that_stands_twice_with_other_numbers_is_reported_and_not_added(tmp_path):
    row = '"Tue, Feb 18, 2025",{},0,3,0,0,1,0,0,0,1,0,0,0\n'
    reading = read(IMPORTER, csv(tmp_path, HEAD + row.format(62) + row.format(62) + row.format(7)))
    assert reading.totals["impressions"] == 62
    assert [skip.line for skip in reading.skipped] == [3]
    assert [(t.line, t.row_kept) for t in reading.troubles] == [(4, False)]


def test_a_cell_that_is_no_number_is_named_and_the_rest_of_the_row_goes_in(tmp_path):
    sheet = csv(tmp_path, HEAD + '"Tue, Feb 18, 2025",6-Feb,4,,0,0,1,0,0,0,1,0,0,0\n')
    reading = read(IMPORTER, sheet)
    (trouble,) = reading.troubles
    assert (trouble.line, trouble.column, trouble.value) == (2, "Impressions", "6-Feb")
    assert reading.days[0].measures["likes"] == 4
    assert "impressions" not in reading.days[0].measures
    assert "engagements_native" not in reading.days[0].measures
