"""X content: one row per post; ids keep all their digits and hold the time of publication."""

from datetime import UTC, datetime

from tests.importers.reading import best, csv, read
from tests.shared import shared_data
from tolok.importers.x_content import IMPORTER

REAL = "account_analytics_content_2024-11-21_2025-02-19.csv"
HEAD = (
    "Post id,Date,Post text,Link,Impressions,Likes,Engagements,Bookmarks,Share,New follows,Replies,"
    "Reposts,Profile visits,Detail expands,Url clicks,Hashtag clicks,Permalink clicks\r\n"
)
ZEROS = ",0,0,0,0,0,0,0,0,0,0,0\r\n"


def test_the_real_export_adds_up_to_its_reference_figures():
    reading = read(IMPORTER, shared_data("export-x-wormhole-br", REAL))
    wanted = {"impressions": 9_325, "likes": 354, "engagements_native": 911, "link_clicks": 18}
    assert reading.totals.items() >= wanted.items()
    assert len({post.post_id for post in reading.posts}) == 141
    assert not reading.troubles
    assert reading.about.account == "Wormhole_BR"


def test_the_real_export_is_recognised_as_content_not_as_an_overview():
    assert best(shared_data("export-x-wormhole-br", REAL)) == "x_content"


def test_replies_count_as_posts_and_say_so():
    kinds = [post.type for post in read(IMPORTER, shared_data("export-x-wormhole-br", REAL)).posts]
    assert (kinds.count("reply"), kinds.count("")) == (20, 121)


def test_nineteen_digits_stay_and_tell_the_second_of_publication(tmp_path):
    link = "https://x.com/a/status/1891564128784855141"
    line = f'1891564128784855141,Mon Feb 17 2025,"two\nlines",{link},70,3' + ZEROS
    (post,) = read(IMPORTER, csv(tmp_path, HEAD + line)).posts
    assert post.post_id == "1891564128784855141"
    assert post.published_at == datetime(2025, 2, 17, 19, 3, 26, tzinfo=UTC)
    assert post.text == "two\nlines"


def test_an_id_that_a_spreadsheet_shortened_is_taken_from_the_link(tmp_path):
    link = "https://x.com/a/status/1891564128784855141"
    line = f"1.89156E+18,Mon Feb 17 2025,t,{link},70,3" + ZEROS
    assert read(IMPORTER, csv(tmp_path, HEAD + line)).posts[0].post_id == "1891564128784855141"


def test_an_id_that_cannot_be_known_keeps_the_row_out_and_says_why(tmp_path):
    reading = read(IMPORTER, csv(tmp_path, HEAD + "1.89156E+18,Mon Feb 17 2025,t,,70,3" + ZEROS))
    assert not reading.posts
    assert [(t.line, t.column, t.row_kept) for t in reading.troubles] == [(2, "Post id", False)]


def test_an_id_that_does_not_fit_the_day_gives_no_time(tmp_path):
    line = "1891564128784855141,Tue Mar 4 2025,t,,70,3" + ZEROS
    (post,) = read(IMPORTER, csv(tmp_path, HEAD + line)).posts
    assert post.published_at == datetime.fromisoformat("2025-03-04")
