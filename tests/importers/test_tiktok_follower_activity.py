"""TikTok Studio's FollowerActivity: followers active in each hour."""

from datetime import date

from tests.importers.reading import best, csv, read
from tolok.importers.tiktok_follower_activity import IMPORTER


def test_every_hour_of_a_day_is_a_bucket_of_that_day(tmp_path):
    text = '"Date","Hour","Active followers"\n'
    text += '"December 31","23","12"\n"January 1","0","9"\n"January 1","1","undefined"\n'
    sheet = csv(tmp_path, text, bom=True)
    people = read(IMPORTER, sheet).people
    assert [(row.day, row.dimension, row.bucket, row.count) for row in people] == [
        (date(2024, 12, 31), "hour", "23", 12),
        (date(2025, 1, 1), "hour", "0", 9),
    ]
    assert best(sheet) == "tiktok_follower_activity"
