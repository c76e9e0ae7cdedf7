"""TikTok Studio's FollowerGender and FollowerTopTerritories."""

from tests.importers.reading import TODAY, best, csv, read
from tolok.importers.tiktok_follower_audience import IMPORTER


def test_genders_are_shares_of_the_followers_today(tmp_path):
    sheet = csv(tmp_path, '"Gender","Distribution"\n"Male","0.51"\n"Female","0.49"\n"Other","0"\n')
    people = read(IMPORTER, sheet).people
    assert {row.bucket: row.share for row in people} == {"male": 0.51, "female": 0.49, "other": 0}
    assert {row.day for row in people} == {TODAY}
    assert best(sheet) == "tiktok_follower_audience"


def test_territories_keep_their_codes(tmp_path):
    text = '"Top territories","Distribution"\n"ID","85.2%"\n"Others","14.8%"\n'
    people = read(IMPORTER, csv(tmp_path, text)).people
    assert [(row.dimension, row.bucket, row.share) for row in people] == [
        ("country", "ID", 0.852),
        ("country", "other", 0.148),
    ]


def test_a_share_above_one_is_refused(tmp_path):
    reading = read(IMPORTER, csv(tmp_path, '"Gender","Distribution"\n"Male","51"\n'))
    assert not reading.people
    assert [t.value for t in reading.troubles] == ["51"]
