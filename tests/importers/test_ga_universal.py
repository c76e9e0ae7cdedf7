"""Google Analytics (Universal): days and countries of a real site."""

from datetime import date

from tests.importers.reading import best, csv, read
from tests.shared import shared_data
from tolok.importers.ga_universal import IMPORTER

FOLDER, SPAN = "ga-upworthy-traffic", "2013.01.01-2015.04.30-"


def test_the_real_users_file_adds_up_and_blanks_stay_blank():
    reading = read(IMPORTER, shared_data(FOLDER, SPAN + "daily-users-info.csv"))
    assert len(reading.days) == 850
    assert reading.totals["sessions"] == 1_375_776_393
    assert reading.totals["web_page_views"] == 1_853_186_239
    assert sum("sessions" not in row.measures for row in reading.days) == 304
    assert (reading.days[0].day, reading.days[-1].day) == (date(2013, 1, 1), date(2015, 4, 30))
    assert not reading.troubles


def test_bounce_rate_and_averages_are_text_not_counts():
    row = read(IMPORTER, shared_data(FOLDER, SPAN + "daily-users-info.csv")).days[0]
    assert row.extra["bounce_rate"] == "80.00%"
    assert row.extra["average_session_duration"] == "0:01:46"
    assert "bounced_sessions" not in row.measures


def test_the_real_pageviews_file_adds_up():
    path = shared_data(FOLDER, SPAN + "daily-pageviews.csv")
    assert read(IMPORTER, path).totals == {"web_page_views": 2_351_171_402}
    assert best(path) == "ga_universal"


def test_the_real_country_file_is_dated_with_its_last_day():
    path = shared_data(FOLDER, SPAN + "aggregate-country-data.csv")
    reading = read(IMPORTER, path)
    users = [row.count for row in reading.people if row.dimension == "country"]
    assert (len(users), sum(users)) == (206, 683_296_303)
    assert {row.day for row in reading.people} == {date(2015, 4, 30)}
    assert best(path) == "ga_universal"


def test_the_last_row_without_a_day_is_the_total(tmp_path):
    text = 'Day Index,Sessions,Pageviews\r\n1/30/15,"1,000",5\r\n1/31/15,20,6\r\n,"1,020",11\r\n'
    reading = read(IMPORTER, csv(tmp_path, text, bom=True))
    assert reading.totals == {"sessions": 1_020, "web_page_views": 11}
    assert reading.declared[0].measures == reading.totals
