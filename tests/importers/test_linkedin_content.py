"""LinkedIn content: the Metrics sheet and the All posts sheet, each below a line of explanation."""

from datetime import datetime

from tests.importers.reading import best, read, xlsx
from tolok.importers.linkedin_content import IMPORTER

NAMES = ("Impressions", "Clicks", "Reactions", "Comments", "Reposts", "Engagement rate")
SPLIT = ("organic", "sponsored", "total")
METRICS = ["Date", *(f"{name} ({part})" for name in NAMES for part in SPLIT)]
METRICS.insert(4, "Unique impressions (organic)")
POSTS = (
    "Post title",
    "Post link",
    "Post type",
    "Campaign name",
    "Posted by",
    "Created date",
    "Campaign start date",
    "Campaign end date",
    "Audience",
    "Impressions",
    "Views (Excluding off-site video views)",
    "Offsite Views",
    "Clicks",
    "Click through rate (CTR)",
    "Likes",
    "Comments",
    "Reposts",
    "Follows",
    "Engagement rate",
    "Content Type",
)
NOTE = ("Aggregated engagement metrics for updates posted on your Page.",)
LINK = "https://www.linkedin.com/feed/update/urn:li:activity:7170000000000000123"


def workbook(folder):
    day = ("02/03/2025", 80, 20, 100, 60, 8, 2, 10, 4, 1, 5, 2, 0, 2, 1, 0, 1, 0.1, 0.2, 0.12)
    post = ("Kopi", LINK, "Organic", "", "Ana", "02/03/2025", "", "", "All followers", 100, 0, 0)
    return xlsx(
        folder,
        Metrics=[NOTE, METRICS, day],
        All_posts=[NOTE, POSTS, (*post, 10, 0.1, 5, 2, 1, 3, 0.18, "Image")],
    )


def test_totals_are_counts_and_their_parts_are_not_added_to_them(tmp_path):
    sheet = workbook(tmp_path)[0]
    (row,) = read(IMPORTER, sheet).days
    assert row.measures == {
        "impressions": 100,
        "impressions_organic": 80,
        "impressions_paid": 20,
        "reach_organic": 60,
        "clicks": 10,
        "likes": 5,
        "comments": 2,
        "shares": 1,
    }
    assert row.extra["rate"] == "0.12"
    assert best(sheet) == "linkedin_content"


def test_a_post_is_known_by_the_number_in_its_link(tmp_path):
    sheet = workbook(tmp_path)[1]
    (post,) = read(IMPORTER, sheet).posts
    assert post.post_id == "7170000000000000123"
    assert post.published_at == datetime.fromisoformat("2025-02-03")
    assert (post.type, post.author) == ("image", "Ana")
    assert (post.measures["likes"], post.measures["shares"]) == (5, 1)
    assert best(sheet) == "linkedin_content"
