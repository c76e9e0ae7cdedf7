"""TikTok Studio's FollowerHistory: the level and its change."""

from tests.importers.reading import best, csv, read, xlsx
from tolok.importers.tiktok_follower_history import IMPORTER

HEAD = ("Date", "Followers", "Difference in followers from previous day")


def test_followers_are_a_level_and_the_difference_a_change(tmp_path):
    sheet = csv(tmp_path, '"' + '","'.join(HEAD) + '"\n"8 Juli","120","-3"\n"9 Juli","125","5"\n')
    rows = read(IMPORTER, sheet).days
    assert [row.measures["followers"] for row in rows] == [120, 125]
    assert [row.measures["followers_net"] for row in rows] == [-3, 5]
    assert best(sheet) == "tiktok_follower_history"


def test_the_workbook_form_reads_the_same(tmp_path):
    (sheet,) = xlsx(tmp_path, FollowerHistory=[HEAD, ("28 August", "308209", "583")])
    assert read(IMPORTER, sheet).days[0].measures == {"followers": 308_209, "followers_net": 583}
