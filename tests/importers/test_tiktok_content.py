"""TikTok Studio's Content: videos, their year from their id, titles with stray commas."""

from datetime import date, datetime

from tests.importers.reading import best, csv, read
from tolok.importers.tiktok_content import IMPORTER

HEAD = (
    '"Time","Video title","Video link","Post time","Total likes","Total comments","Total shares",'
    '"Total views"\n'
)
LINK = "https://www.tiktok.com/@kopi.pagi/video/7593820674163100946"  # made in January 2026


def test_the_year_of_a_video_is_that_of_its_id(tmp_path):
    row = f'"18 Januari","Kopi #pagi","{LINK}","11 Januari","529","170","122","28590"\n'
    sheet = csv(tmp_path, HEAD + row, bom=True)
    reading = read(IMPORTER, sheet, today=date(2028, 6, 1))
    (post,) = reading.posts
    assert post.published_at == datetime.fromisoformat("2026-01-11")
    assert (post.post_id, post.type) == ("7593820674163100946", "video")
    assert post.measures == {"likes": 529, "comments": 170, "shares": 122} | {
        "views": 28_590,
        "video_views": 28_590,
    }
    assert reading.about.account == "kopi.pagi"
    assert best(sheet) == "tiktok_content"


def test_a_title_cut_at_a_comma_is_put_together_by_the_place_of_the_link(tmp_path):
    row = f'"8 Januari","Kopi, pagi"," dan siang","{LINK}","7 Januari","34","0","0","616"\n'
    reading = read(IMPORTER, csv(tmp_path, HEAD + row))
    (post,) = reading.posts
    assert (post.text, post.measures["views"]) == ("Kopi, pagi, dan siang", 616)
    assert not reading.troubles


def test_a_row_too_wide_without_a_link_in_place_is_kept_out(tmp_path):
    row = '"8 Januari","Kopi","x","y","7 Januari","34","0","0","616"\n'
    reading = read(IMPORTER, csv(tmp_path, HEAD + row))
    assert not reading.posts
    assert [(t.line, t.row_kept) for t in reading.troubles] == [(2, False)]


def test_a_count_has_no_fraction_so_its_sign_parts_thousands(tmp_path):
    row = f'"18 Januari","Kopi","{LINK}","11 Januari","{{}}","24","461","289568"\n'
    for written in ("5,431", "5.431"):
        reading = read(IMPORTER, csv(tmp_path, HEAD + row.format(written)))
        assert reading.match.questions == ()
        assert reading.posts[0].measures["likes"] == 5_431


def test_a_count_that_may_be_one_or_a_thousand_is_asked_about(tmp_path):
    row = f'"18 Januari","Kopi","{LINK}","11 Januari","1.000","24","461","289568"\n'
    reading = read(IMPORTER, csv(tmp_path, HEAD + row))
    assert [q.id for q in reading.match.questions] == ["decimal"]
    answered = read(IMPORTER, csv(tmp_path, HEAD + row), decimal=",")
    assert answered.posts[0].measures["likes"] == 1_000
