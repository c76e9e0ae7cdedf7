"""Sprout's post performance: several networks in one table."""

import pytest

from tests.importers.meta_files import events, of, utf8
from tolok.core.ports import About, PostRow, Trouble
from tolok.importers.sprout_posts import IMPORTER

HEAD = (
    "Date,Post ID,Network,Post Type,Content Type,Profile,Sent by,Link,Post,Impressions,Reach,"
    "Engagements,Engagement Rate (per Impression),Reactions,Likes,Comments,Shares,Tags\n"
)
FACEBOOK = (
    '03/15/2024 10:05 am,1_2,Facebook,Post,Photo,Cafe,Ayu,https://www.facebook.com/1_2,"Hi, all",'
    '"1,500",1000,60,4.0%,40,30,15,5,"Launch, Promo"\n'
)
TWEET = (
    "03/16/2024 1:30 pm,1768900000000000001,X,Tweet,Text,@cafe,Ayu,https://x.com/a/1,Hello,"
    "900,,20,2.2%,,12,5,3,\n"
)
STORY = "03/17/2024 9:00 am,3_4,Instagram,Instagram Story,Photo,cafe_ig,,,,90,80,,,,,,,\n"


def test_each_network_and_profile_is_a_table(tmp_path):
    sheet = utf8(tmp_path, HEAD + FACEBOOK + TWEET + STORY)
    assert (IMPORTER.sniff(sheet).network, IMPORTER.sniff(sheet).table) == ("", "post")
    found = events(IMPORTER, sheet)
    assert [(e.network, e.account) for e in of(About, found)] == [
        ("facebook", "Cafe"),
        ("instagram", "cafe_ig"),
        ("x", "@cafe"),
    ]
    assert [e.type for e in of(PostRow, found)] == ["photo", "story", "text"]
    assert not of(Trouble, found)


def test_a_post_is_read_with_counts_not_rates(tmp_path):
    (post,) = of(PostRow, events(IMPORTER, utf8(tmp_path, HEAD + FACEBOOK)))
    assert (str(post.published_at), post.author) == ("2024-03-15 10:05:00", "Ayu")
    assert post.tags == ("Launch", "Promo")
    assert post.measures == {
        "impressions": 1500, "reach": 1000, "engagements_native": 60, "likes": 40, "comments": 15,
        "shares": 5,
    }  # fmt: skip
    assert "Engagement Rate (per Impression)" in post.extra


def test_likes_stand_in_where_no_reactions_are_reported(tmp_path):
    (post,) = of(PostRow, events(IMPORTER, utf8(tmp_path, HEAD + TWEET)))
    assert post.post_id == "1768900000000000001"
    assert post.measures["likes"] == 12
    assert "reach" not in post.measures


def test_a_file_of_one_network_names_it(tmp_path):
    assert IMPORTER.sniff(utf8(tmp_path, HEAD + FACEBOOK)).network == "facebook"


def test_an_unknown_network_and_a_missing_id_are_reported(tmp_path):
    rows = FACEBOOK.replace("Facebook,", "Friendster,") + TWEET.replace("1768900000000000001", "")
    found = events(IMPORTER, utf8(tmp_path, HEAD + rows))
    assert not of(PostRow, found)
    assert sorted((e.line, e.column, e.row_kept) for e in of(Trouble, found)) == [
        (2, "Network", False),
        (3, "Post ID", False),
    ]


@pytest.mark.parametrize("text", ["Date,Post ID,Network,Profile\n", "a,b\n1,2\n"])
def test_other_tables_are_left_to_others(tmp_path, text):
    assert IMPORTER.sniff(utf8(tmp_path, text)) is None
