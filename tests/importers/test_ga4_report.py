"""GA4 report downloads: `#` lines, several tables in one file, days counted from a start."""

from datetime import date

from tests.importers.reading import best, csv, read
from tests.shared import shared_data
from tolok.importers.ga4_report import IMPORTER

PREAMBLE = (
    "# ----------------------------------------\r\n# Report CSV Export\r\n# Account: Kopi\r\n"
    "# Property: kopi.example\r\n# ----------------------------------------\r\n#  \r\n"
)
SPAN = "# Start date: 20241230\r\n# End date: 20250102\r\n"


def test_the_real_hourly_report_is_joined_to_days_by_channel_group():
    reading = read(IMPORTER, shared_data("export-ga4", "hourly_by_channel.csv"))
    assert len(reading.days) == 3_182
    assert reading.totals == {"sessions": 162_895, "engaged_sessions": 90_132, "events": 770_911}
    social = sum(r.measures["sessions"] for r in reading.days if r.source == "Organic Social")
    assert social == 60_627
    assert reading.days[0].day == date(2024, 4, 16)
    assert best(shared_data("export-ga4", "hourly_by_channel.csv")) == "ga4_report"


def test_days_that_lie_ahead_are_pointed_out_once():
    reading = read(IMPORTER, shared_data("export-ga4", "hourly_by_channel.csv"))
    (trouble,) = reading.troubles
    assert trouble.row_kept
    assert "31 December 2032" in trouble.why.en


def test_people_of_an_hour_and_averages_are_text():
    reading = read(IMPORTER, shared_data("export-ga4", "hourly_by_channel.csv"))
    assert reading.days[0].extra["users (hour)"] == "237"
    assert reading.days[0].extra["engagement_rate"] == "0.48"
    assert all("users" not in row.measures for row in reading.days)


def test_the_tables_of_the_real_overview_are_joined_by_day():
    reading = read(IMPORTER, shared_data("export-ga4", "overview_brightsite.csv"))
    assert (len(reading.days), reading.totals) == (28, {"users": 1, "new_users": 2})
    last = reading.days[-1]
    assert (last.day, last.measures) == (date(2023, 5, 21), {"users": 1, "new_users": 2})
    assert last.extra == {"average_engagement_time": "135"}
    assert reading.about.account_name == "bright - GA4"


def test_active_users_of_seven_and_thirty_days_are_windows():
    windows = read(IMPORTER, shared_data("export-ga4", "overview_brightsite.csv")).windows
    assert len(windows) == 84
    lengths = {(w.end - w.start).days + 1 for w in windows if w.end == date(2023, 5, 21)}
    assert lengths == {1, 7, 30}
    assert {w.value for w in windows if w.end == date(2023, 5, 21)} == {1}


def test_channel_groups_of_first_visits_and_of_sessions_stay_apart():
    people = read(IMPORTER, shared_data("export-ga4", "overview_brightsite.csv")).people
    counts = {(row.dimension, row.bucket): row.count for row in people}
    assert counts["channel", "Direct"] == 3
    assert counts["first_channel", "Direct"] == 1
    assert counts["page", "Welcome"] == 15


def test_tables_we_keep_no_figures_of_are_skipped_with_the_reason():
    reading = read(IMPORTER, shared_data("export-ga4", "overview_brightsite.csv"))
    assert len(reading.skipped) == 7
    assert not reading.troubles


def test_a_table_without_a_period_takes_the_one_that_all_others_share():
    reading = read(IMPORTER, shared_data("export-ga4", "overview_multi_block.csv"))
    assert reading.totals == {"web_page_views": 4_890, "events": 17_797}
    first = reading.days[0]
    assert first.day == date(2023, 12, 8)
    assert first.extra["average_engagement_time"] == "11984.736842105263"


def test_the_real_event_report_keeps_every_event():
    reading = read(IMPORTER, shared_data("export-ga4", "events_aptamergroup.csv"))
    events = [row for row in reading.people if row.dimension == "event"]
    assert (len(events), sum(row.count for row in events)) == (39, 304_804)
    assert {row.day for row in events} == {date(2023, 12, 31)}
    assert best(shared_data("export-ga4", "events_aptamergroup.csv")) == "ga4_report"


def test_nth_days_cross_new_year(tmp_path):
    text = PREAMBLE + SPAN + "Nth day,Sessions\r\n0000,5\r\n0003,7\r\n"
    reading = read(IMPORTER, csv(tmp_path, text))
    assert [row.day for row in reading.days] == [date(2024, 12, 30), date(2025, 1, 2)]


def test_nth_days_without_a_start_are_refused_with_the_next_step(tmp_path):
    reading = read(IMPORTER, csv(tmp_path, "Nth day,Sessions\r\n0000,5\r\n0001,7\r\n"))
    assert not reading.days
    assert [(t.line, t.row_kept) for t in reading.troubles] == [(2, False), (3, False)]


def test_two_tables_that_disagree_about_a_day_are_reported(tmp_path):
    text = PREAMBLE + SPAN + "Nth day,Sessions\r\n0000,5\r\n\r\n"
    text += SPAN + "Nth day,Sessions\r\n0000,6\r\n"
    reading = read(IMPORTER, csv(tmp_path, text))
    assert reading.totals == {"sessions": 5}
    assert [t.value for t in reading.troubles] == ["6"]


def test_hours_of_one_day_add_up(tmp_path):
    text = "Default channel group,Date,Hour,Users,Sessions\r\n"
    text += "Organic Social,20250401,1,3,4\r\nOrganic Social,20250401,2,3,5\r\n"
    reading = read(IMPORTER, csv(tmp_path, text))
    (row,) = reading.days
    assert (row.source, row.measures) == ("Organic Social", {"sessions": 9})


def test_revenue_waits_for_its_currency(tmp_path):
    sheet = csv(tmp_path, PREAMBLE + SPAN + "Nth day,Total revenue\r\n0000,12.50\r\n")
    (row,) = read(IMPORTER, sheet).days
    assert (row.measures, row.extra) == ({}, {"revenue": "12.50"})
    (row,) = read(IMPORTER, sheet, currency="EUR").days
    assert (str(row.measures["revenue"]), row.currency) == ("12.50", "EUR")
