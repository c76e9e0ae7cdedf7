"""TikTok Studio's Viewers: people of each day."""

from tests.importers.reading import best, csv, read
from tolok.core.measures import Kind, measure
from tolok.importers.tiktok_viewers import IMPORTER

HEAD = '"Date","Total Viewers","New Viewers","Returning Viewers"\n'


def test_viewers_are_people_of_a_day(tmp_path):
    sheet = csv(tmp_path, HEAD + '"28 August","90","60","30"\n', bom=True)
    (row,) = read(IMPORTER, sheet).days
    assert row.measures == {"viewers": 90, "new_viewers": 60, "returning_viewers": 30}
    assert all(measure(name).kind is Kind.UNIQUE for name in row.measures)
    assert best(sheet) == "tiktok_viewers"


def test_undefined_is_unknown_not_zero(tmp_path):
    reading = read(IMPORTER, csv(tmp_path, HEAD + '"28 August","undefined","0","0"\n'))
    assert reading.days[0].measures == {"new_viewers": 0, "returning_viewers": 0}
    assert not reading.troubles
