"""YouTube Studio's Chart data: parts of a day."""

import pytest

from tests.importers.reading import best, csv, read
from tests.shared import shared_data
from tolok.importers.youtube_chart import IMPORTER

FOLDER = "export-youtube-wholebrainhealth"


@pytest.mark.parametrize("name", ["Chart_data.csv", "Chart_data.xlsx"])
def test_the_real_chart_adds_up_to_the_same_views_as_the_totals(name):
    reading = read(IMPORTER, shared_data(FOLDER, name))
    assert reading.totals["views"] == 24_299
    assert (len(reading.days), len({row.source for row in reading.days})) == (10_439, 13)
    assert not reading.troubles
    assert best(shared_data(FOLDER, name)) == "youtube_chart"


def test_a_chart_by_video_names_the_video_as_the_part(tmp_path):
    sheet = csv(
        tmp_path,
        "Date,Content,Video title,Video publish time,Duration,Views\n"
        '2025-05-01,dQw4w9WgXcQ,"A, b","Feb 8, 2022",95,10\n'
        '2025-05-01,-_w4w9WgXc0,C,"Feb 9, 2022",30,4\n',
    )
    reading = read(IMPORTER, sheet)
    assert [row.source for row in reading.days] == ["post_id: dQw4w9WgXcQ", "post_id: -_w4w9WgXc0"]
    assert reading.totals == {"views": 14, "video_views": 14}


def test_no_part_is_taken_for_the_whole_channel(tmp_path):
    sheet = csv(tmp_path, "Date,Geography,Views\n2025-05-01,ID,10\n2025-05-01,,4\n")
    assert [row.source for row in read(IMPORTER, sheet).days] == ["country: ID", "country: (none)"]
