"""LinkedIn followers: the daily sheet and the sheets that say who they are."""

from datetime import date

from tests.importers.reading import TODAY, best, csv, read, xlsx
from tolok.importers.linkedin_followers import IMPORTER

HEAD = (
    "Date",
    "Sponsored followers",
    "Organic followers",
    "Auto-invited followers",
    "Total followers",
)


def test_total_followers_are_those_gained_that_day(tmp_path):
    sheet = csv(tmp_path, ",".join(HEAD) + "\n02/03/2025,1,4,2,7\n02/04/2025,0,3,0,3\n")
    rows = read(IMPORTER, sheet).days
    assert [row.day for row in rows] == [date(2025, 2, 3), date(2025, 2, 4)]
    assert [row.measures for row in rows] == [{"followers_gained": 7}, {"followers_gained": 3}]
    assert rows[0].extra["followers_organic"] == "4"
    assert best(sheet) == "linkedin_followers"


def test_each_sheet_of_the_workbook_is_known(tmp_path):
    days, places = xlsx(
        tmp_path,
        New_followers=[HEAD, (date(2025, 2, 3), 1, 4, 2, 7)],
        Location=[("Location", "Total followers"), ("Greater Jakarta Area", 120)],
    )
    assert read(IMPORTER, days).days[0].measures == {"followers_gained": 7}
    (place,) = read(IMPORTER, places).people
    assert (place.dimension, place.bucket, place.count) == ("location", "Greater Jakarta Area", 120)
    assert place.day == TODAY
    assert best(places) == "linkedin_followers"
