"""YouTube Studio's days: Totals, and Table data by date."""

from datetime import date

import pytest

from tests.importers.reading import best, csv, read
from tests.shared import shared_data
from tolok.importers.youtube_totals import IMPORTER

FOLDER = "export-youtube-wholebrainhealth"


@pytest.mark.parametrize("name", ["Totals.csv", "Totals.xlsx"])
def test_the_real_totals_add_up_to_their_reference_figure(name):
    reading = read(IMPORTER, shared_data(FOLDER, name))
    assert reading.totals["views"] == 24_299
    assert (reading.days[0].day, reading.days[-1].day) == (date(2020, 9, 1), date(2022, 11, 12))
    assert best(shared_data(FOLDER, name)) == "youtube_totals"


def test_american_dates_are_settled_by_their_sequence():
    reading = read(IMPORTER, shared_data("followers-youtube-growth-plotter", "Totals.csv"))
    assert reading.match.questions == ()
    assert (reading.days[0].day, reading.days[-1].day) == (date(2022, 1, 1), date(2022, 2, 8))
    assert (reading.totals["views"], reading.totals["followers_net"]) == (27_881, 360)


def test_a_model_curve_without_dates_is_not_taken_for_days():
    path = shared_data("followers-youtube-growth-plotter", "Subs.csv")
    assert read(IMPORTER, path).match is None


def test_daily_subscribers_are_a_change_not_a_level():
    reading = read(IMPORTER, shared_data("followers-youtube-daily", "Totals.csv"))
    changes = [row.measures["followers_net"] for row in reading.days]
    assert (len(changes), sum(changes), max(changes)) == (3_562, 75, 4)
    assert all("followers" not in row.measures for row in reading.days)


def test_the_total_row_is_a_check_and_hours_become_seconds(tmp_path):
    sheet = csv(
        tmp_path,
        "Date,Views,Watch time (hours),Subscribers\n"
        "Total,30,1.5,3\n2025-05-01,10,0.5,-1\n2025-05-02,20,1.0,4\n",
    )
    reading = read(IMPORTER, sheet)
    assert reading.totals == {"views": 30, "video_views": 30, "watch_time_s": 5_400} | {
        "followers_net": 3
    }
    (declared,) = reading.declared
    assert (declared.line, declared.measures["watch_time_s"]) == (2, 5_400)
    assert not declared.partial


def test_the_indonesian_header_is_known(tmp_path):
    sheet = csv(tmp_path, "Tanggal,Penayangan,Waktu tonton (jam)\n2025-05-01,10,0.5\n")
    assert best(sheet) == "youtube_totals"
    assert read(IMPORTER, sheet).totals["views"] == 10


def test_dates_that_fit_two_days_are_asked_about(tmp_path):
    sheet = csv(tmp_path, "Date,Views,Subscribers\n1/2/2025,10,1\n3/4/2025,20,1\n")
    assert [q.id for q in read(IMPORTER, sheet).match.questions] == ["date_order"]
    assert [r.day.month for r in read(IMPORTER, sheet, date_order="dmy").days] == [2, 4]


def test_views_and_likes_alone_do_not_name_the_network(tmp_path):
    sheet = csv(tmp_path, "date,views,likes\n2025-05-01,10,2\n")
    match = read(IMPORTER, sheet).match
    assert (match.network, [q.id for q in match.questions]) == ("", ["network"])
    about = read(IMPORTER, sheet, network="instagram").about
    assert (about.network, about.zone) == ("instagram", None)


def test_the_bare_form_is_youtubes_own_only_as_youtube_writes_it(tmp_path):
    own, other = "Date,Views\n2025-05-13,10\n", "Date,Views\n13/05/2025,10\n"
    assert read(IMPORTER, csv(tmp_path, own)).match.network == "youtube"
    assert read(IMPORTER, csv(tmp_path, other)).match.network == ""


def test_a_new_column_does_not_hide_the_rest(tmp_path):
    sheet = csv(tmp_path, "Date,Views,Watch time (hours),Hype points\n2025-05-01,10,1,7\n")
    assert best(sheet) == "youtube_totals"
    assert read(IMPORTER, sheet).days[0].extra == {"Hype points": "7"}
