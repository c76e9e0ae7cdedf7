"""LinkedIn visitors: page views per day; unique visitors overlap and are not added."""

from tests.importers.reading import best, csv, read
from tolok.importers.linkedin_visitors import IMPORTER

PARTS = [
    f"{page} {what} ({device})"
    for page in ("Overview", "Life", "Jobs", "Total")
    for what in ("page views", "unique visitors")
    for device in ("desktop", "mobile", "total")
]


def test_the_total_over_pages_and_devices_is_the_page_views(tmp_path):
    numbers = ",".join(str(n) for n in range(1, 25))
    sheet = csv(tmp_path, f"Date,{','.join(PARTS)}\n02/03/2025,{numbers}\n")
    (row,) = read(IMPORTER, sheet).days
    assert row.measures == {"page_views": 21}
    assert row.extra["visitors"] == "24"
    assert best(sheet) == "linkedin_visitors"


def test_old_files_have_the_overview_page_only(tmp_path):
    text = "Date,Overview page views (total),Overview unique visitors (total)\n02/03/2025,9,4\n"
    (row,) = read(IMPORTER, csv(tmp_path, text)).days
    assert row.measures == {"page_views": 9}


def test_who_visits_is_kept_apart_from_who_follows(tmp_path):
    (row,) = read(IMPORTER, csv(tmp_path, "Seniority,Total views\nSenior,12\n")).people
    assert (row.dimension, row.bucket, row.count) == ("visitor_seniority", "Senior", 12)
