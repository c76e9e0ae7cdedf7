"""YouTube Studio's Table data by video."""

from datetime import datetime
from decimal import Decimal

from tests.importers.reading import best, csv, read
from tolok.importers.youtube_table import IMPORTER

HEAD = (
    "Content,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers,"
    "Estimated revenue (USD),Impressions,Impressions click-through rate (%)\n"
)
TOTAL = "Total,,,,1030,60.5,9,12.345,20000,4.1\n"


def test_a_video_is_a_post_with_its_link_and_its_counts(tmp_path):
    row = 'abc-DEF_123,"Kopi, pagi","Feb 8, 2022",95,1000,58.25,9,12.3,19000,4.2\n'
    reading = read(IMPORTER, csv(tmp_path, HEAD + TOTAL + row))
    (post,) = reading.posts
    assert (post.post_id, post.type, post.duration_s) == ("abc-DEF_123", "video", 95)
    assert post.link == "https://www.youtube.com/watch?v=abc-DEF_123"
    assert post.published_at == datetime.fromisoformat("2022-02-08")
    assert post.measures["watch_time_s"] == 209_700
    assert (post.measures["revenue"], post.currency) == (Decimal("12.3"), "USD")
    assert post.extra == {"click_rate": "4.2"}


def test_the_total_row_is_declared_never_a_video(tmp_path):
    row = 'abc-DEF_123,a,"Feb 8, 2022",95,1000,58.25,9,12.3,19000,4.2\n'
    reading = read(IMPORTER, csv(tmp_path, HEAD + TOTAL + row))
    (declared,) = reading.declared
    assert (declared.line, declared.measures["views"], declared.partial) == (2, 1_030, False)
    assert reading.totals["views"] == 1_000


def test_five_hundred_videos_are_only_a_part_of_the_channel(tmp_path):
    rows = "".join(f'video{n:06},t,"Feb 8, 2022",95,1,0.1,0,0,5,1\n' for n in range(500))
    reading = read(IMPORTER, csv(tmp_path, HEAD + TOTAL + rows))
    assert len(reading.posts) == 500
    assert reading.declared[0].partial


def test_the_indonesian_table_is_recognised_and_its_two_kinds_of_tayangan_told_apart(tmp_path):
    sheet = csv(
        tmp_path,
        "Konten,Judul video,Waktu publikasi video,Durasi,Penayangan,Waktu tonton (jam),Subscriber,"
        "Tayangan,Rasio klik-tayang dari tayangan (%)\n"
        'abc-DEF_123,Kopi,"8 Feb 2022",95,1000,58.25,9,19000,4.2\n',
    )
    assert best(sheet) == "youtube_table"
    (post,) = read(IMPORTER, sheet).posts
    assert (post.measures["views"], post.measures["impressions"]) == (1_000, 19_000)
    assert post.published_at == datetime.fromisoformat("2022-02-08")


def test_a_count_that_posts_do_not_have_is_kept_as_text(tmp_path):
    text = (
        "Content,Video title,Views,Subscribers gained,Subscribers lost\nabc-DEF_123,Kopi,10,3,1\n"
    )
    (post,) = read(IMPORTER, csv(tmp_path, text)).posts
    assert post.measures == {"views": 10, "video_views": 10, "followers_gained": 3}
    assert post.extra == {"followers_lost": "1"}
