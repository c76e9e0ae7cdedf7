"""Twitter's activity download before 2024."""

from datetime import UTC, datetime

from tests.importers.reading import best, csv, read
from tolok.importers.twitter_legacy import IMPORTER

COLUMNS = (
    "Tweet id,Tweet permalink,Tweet text,time,impressions,engagements,engagement rate,retweets,"
    "replies,{likes},user profile clicks,url clicks,hashtag clicks,detail expands,"
    "permalink clicks,app opens,app installs,follows,email tweet,dial phone,media views,"
    "media engagements,promoted impressions"
)
CELLS = (
    "681234567890123456,https://twitter.com/kopi/status/681234567890123456,@ana thanks,"
    "2015-12-27 21:45 +0000,1034.0,52.0,0.0503,4.0,1.0,7.0,3.0,12.0,0.0,20.0,0,0,0,1,0,0,5,5,-"
)


def quoted(*rows: str) -> str:
    return "".join('"' + row.replace(",", '","') + '"\n' for row in rows)


def test_counts_written_with_a_decimal_point_are_whole_numbers(tmp_path):
    sheet = csv(tmp_path, quoted(COLUMNS.format(likes="likes"), CELLS))
    assert best(sheet) == "twitter_legacy"
    (post,) = read(IMPORTER, sheet).posts
    assert post.measures["impressions"] == 1_034
    assert (post.measures["reposts"], post.measures["link_clicks"]) == (4, 12)
    assert post.published_at == datetime(2015, 12, 27, 21, 45, tzinfo=UTC)
    assert (post.post_id, post.type) == ("681234567890123456", "reply")


def test_likes_were_called_favorites_in_2015(tmp_path):
    sheet = csv(tmp_path, quoted(COLUMNS.format(likes="favorites"), CELLS))
    assert read(IMPORTER, sheet).posts[0].measures["likes"] == 7


def test_the_rate_and_a_dash_are_not_counts(tmp_path):
    (post,) = read(IMPORTER, csv(tmp_path, quoted(COLUMNS.format(likes="likes"), CELLS))).posts
    assert post.extra["engagement_rate"] == "0.0503"
    assert "promoted impressions" not in post.extra
