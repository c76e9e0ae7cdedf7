"""The Facebook Insights export until 2022: two header rows, names that occur twice, windows."""

import pytest

from tests.importers.meta_files import events, of, utf8
from tolok.core.ports import DayRow, PostRow, Skipped, Trouble, WindowRow
from tolok.importers.facebook_legacy import IMPORTER

HEAD = (
    "Post ID,Permalink,Post Message,Type,Countries,Languages,Posted,Audience Targeting,"
    "Lifetime Post Total Reach,Lifetime Post organic reach,Lifetime Post Paid Reach,"
    "Lifetime Post Total Impressions,Lifetime Engaged Users,Lifetime Total Video Views,"
    "Lifetime Total Video Views,Lifetime Organic views to 95%,Lifetime Organic views to 95%,"
    "Lifetime Post Stories by action type - like"
)
DESCRIBED = (
    ',,,,,,,,"Lifetime: The total number of people your Page post was served to. (Unique Users)",'
    "Lifetime: people (Unique Users),Lifetime: people (Unique Users),"
    "Lifetime: The number of impressions of your Page post. (Total Count),"
    "Lifetime: people who clicked (Unique Users),Lifetime: people who viewed (Unique Users),"
    "Lifetime: views (Total Count),Lifetime: to 95% (Unique Users),Lifetime: to 95% (Total Count),"
    "Lifetime: stories (Total Count)"
)
POST = (
    "1234_5678,https://www.facebook.com/cafe/posts/5678,Hello,Photo,,,04/27/2016 02:38:45 PM,,"
    "100,90,10,150,12,5,7,3,4,8"
)


def posts(tmp_path, *lines: str) -> list:
    return events(IMPORTER, utf8(tmp_path, "\n".join((*lines, ""))))


def test_the_second_header_row_is_not_a_post(tmp_path):
    sheet = utf8(tmp_path, "\n".join((HEAD, DESCRIBED, POST, "")))
    match = IMPORTER.sniff(sheet)
    assert (match.score, match.network, match.table) == (0.95, "facebook", "post")
    found = events(IMPORTER, sheet)
    assert [e.line for e in of(Skipped, found)] == [2]
    (post,) = of(PostRow, found)
    assert (post.line, post.post_id, post.type, post.text) == (3, "1234_5678", "photo", "Hello")
    assert str(post.published_at) == "2016-04-27 14:38:45"
    assert not of(Trouble, found)


def test_of_two_columns_with_one_name_the_description_tells_people_from_counts(tmp_path):
    (post,) = of(PostRow, posts(tmp_path, HEAD, DESCRIBED, POST))
    assert post.measures == {
        "reach": 100, "reach_organic": 90, "reach_paid": 10, "impressions": 150,
        "engaged_users": 12, "video_views": 7, "likes": 8,
    }  # fmt: skip
    assert post.extra["Lifetime Total Video Views (unique)"] == "5"
    assert post.extra["Lifetime Organic views to 95%"] == "4"
    assert post.extra["Lifetime Organic views to 95% (unique)"] == "3"


def test_a_column_of_people_is_never_taken_for_a_count(tmp_path):
    head = HEAD.replace("Lifetime Total Video Views", "Other", 1)
    (post,) = of(PostRow, posts(tmp_path, head, DESCRIBED, POST))
    assert post.measures["video_views"] == 7
    head = HEAD.replace("Video Views,Lifetime Total Video Views", "Video Views,Other")
    (post,) = of(PostRow, posts(tmp_path, head, DESCRIBED, POST))
    assert "video_views" not in post.measures


def test_a_file_without_descriptions_is_read_too(tmp_path):
    found = posts(tmp_path, HEAD, POST)
    assert len(of(PostRow, found)) == 1


def test_a_post_without_an_id_is_reported(tmp_path):
    found = posts(tmp_path, HEAD, DESCRIBED, POST.replace("1234_5678", ""))
    assert not of(PostRow, found)
    assert [(e.column, e.row_kept) for e in of(Trouble, found)] == [("Post ID", False)]


def test_the_page_export_keeps_people_of_28_days_as_a_window(tmp_path):
    text = (
        "Date,Lifetime Total Likes,Daily New Likes,Daily Unlikes,Daily Total Reach,"
        "Weekly Total Reach,28 Days Total Reach,Daily Total Impressions\n"
        ",Lifetime: people who like (Unique Users),Daily: new (Unique Users),Daily: lost,"
        "Daily: people (Unique Users),Weekly: people,28 Days: people,Daily: times (Total Count)\n"
        "2020-03-29,1000,5,1,80,400,900,120\n"
    )
    sheet = utf8(tmp_path, text)
    assert IMPORTER.sniff(sheet).table == "day"
    found = events(IMPORTER, sheet)
    (day,) = of(DayRow, found)
    assert day.measures == {
        "fans": 1000, "followers_gained": 5, "followers_lost": 1, "reach": 80, "impressions": 120,
    }  # fmt: skip
    assert [(str(w.start), str(w.end), w.measure, w.value) for w in of(WindowRow, found)] == [
        ("2020-03-23", "2020-03-29", "reach", 400),
        ("2020-03-02", "2020-03-29", "reach", 900),
    ]


@pytest.mark.parametrize("text", ["Post ID,Reach\n1,2\n", "Date,Likes\n2020-01-01,5\n"])
def test_other_tables_are_left_to_others(tmp_path, text):
    assert IMPORTER.sniff(utf8(tmp_path, text)) is None
