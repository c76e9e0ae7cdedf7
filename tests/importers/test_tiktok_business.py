"""TikTok Business Suite: days, videos, audience; two words for nothing reported."""

from datetime import date, datetime

from tests.importers.reading import best, csv, read
from tolok.importers.tiktok_business import IMPORTER

OVERVIEW = (
    "Date,Video views,Reached audience,Profile views,Likes,Shares,Comments,Phone number clicks ,"
    "Leads submission,Net growth,New followers,Lost followers\n"
)
LINK = "https://www.tiktok.com/@kopi/video/7593820674163100946"


def test_days_have_their_year_and_signs_for_nothing_are_not_zero(tmp_path):
    row = "2025/10/31,100,80,5,4,3,2,--,NAN,-1,2,3\n"
    sheet = csv(tmp_path, OVERVIEW + row, bom=True)
    reading = read(IMPORTER, sheet, today=date(2025, 11, 3))
    (found,) = reading.days
    assert found.day == date(2025, 10, 31)
    assert found.measures == {
        "views": 100,
        "video_views": 100,
        "reach": 80,
        "profile_visits": 5,
    } | {
        "likes": 4,
        "shares": 3,
        "comments": 2,
        "followers_net": -1,
        "followers_gained": 2,
        "followers_lost": 3,
    }
    assert not reading.troubles
    assert best(sheet) == "tiktok_business"


def test_videos_are_posts_with_their_saves(tmp_path):
    text = "Video title,Video link,Post time,Video views,Likes,Comments,Shares,Add to Favorites\n"
    sheet = csv(tmp_path, text + f"Kopi,{LINK},2026/01/11 10:00:00,9,3,2,1,4\n", bom=True)
    (post,) = read(IMPORTER, sheet).posts
    assert post.published_at == datetime.fromisoformat("2026-01-11T10:00")
    assert (post.measures["saves"], post.measures["views"]) == (4, 9)
    assert best(sheet) == "tiktok_business"


def test_the_audience_is_shares(tmp_path):
    sheet = csv(tmp_path, "Gender,Percentage\nFemale,60%\nMale,40%\n")
    assert [(r.bucket, r.share) for r in read(IMPORTER, sheet).people] == [
        ("female", 0.6),
        ("male", 0.4),
    ]
