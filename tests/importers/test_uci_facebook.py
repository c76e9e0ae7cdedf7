"""The UCI study: posts without id and date; its reference figures hold for both of its files."""

from pathlib import Path
from statistics import mean, median

import pytest

from tests.importers.meta_files import events, of, only_sheet, sums, utf8
from tests.shared import shared_data
from tolok.core.ports import About, PostRow, Trouble
from tolok.importers.uci_facebook import IMPORTER

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "uci-facebook-metrics" / "sample.csv"


def test_the_sample_is_recognised_and_read():
    sheet = only_sheet(SAMPLE)
    assert (IMPORTER.sniff(sheet).network, IMPORTER.sniff(sheet).table) == ("facebook", "post")
    found = events(IMPORTER, sheet)
    first = of(PostRow, found)[0]
    assert len(of(About, found)) == 1
    assert (first.post_id, first.published_at, first.type, first.paid) == (
        "uci-0001", None, "photo", False,
    )  # fmt: skip
    assert first.measures == {
        "reach": 2752, "impressions": 5091, "engaged_users": 178, "clicks": 159, "comments": 4,
        "likes": 79, "shares": 17, "engagements_native": 100,
    }  # fmt: skip
    assert {key: first.extra[key] for key in ("month", "weekday", "hour", "page_likes")} == {
        "month": "12", "weekday": "4", "hour": "3", "page_likes": "139441",
    }  # fmt: skip
    assert not of(Trouble, found)


def test_missing_counts_stay_unknown():
    posts = of(PostRow, events(IMPORTER, only_sheet(SAMPLE)))
    assert sum("shares" not in post.measures for post in posts) == 4
    assert sum("likes" not in post.measures for post in posts) == 1
    assert sum(post.paid is None for post in posts) == 1


def test_a_row_of_another_width_is_reported(tmp_path):
    lines = SAMPLE.read_text().splitlines()
    found = events(IMPORTER, utf8(tmp_path, "\n".join((*lines[:3], "1;Photo;2", ""))))
    assert [post.post_id for post in of(PostRow, found)] == ["uci-0001", "uci-0002"]
    assert [(e.line, e.row_kept) for e in of(Trouble, found)] == [(4, False)]


@pytest.mark.parametrize("name", ["dataset_Facebook.csv", "dataset_Facebook_comma_cr.csv"])
def test_the_reference_figures_hold(name):
    sheet = only_sheet(shared_data("uci-facebook-metrics", name))
    assert IMPORTER.sniff(sheet) is not None
    found = events(IMPORTER, sheet)
    posts = of(PostRow, found)
    total = sums(posts)
    assert len(posts) == len({post.post_id for post in posts}) == 500
    assert (total["reach"], total["impressions"]) == (6_951_680, 14_792_974)
    assert total["engagements_native"] == 106_060
    assert total["comments"] + total["likes"] + total["shares"] == 106_060
    by_type = {
        kind: [post.measures["engagements_native"] for post in posts if post.type == kind]
        for kind in ("photo", "text", "link", "video")
    }
    assert {kind: len(values) for kind, values in by_type.items()} == {
        "photo": 426, "text": 45, "link": 22, "video": 7,
    }  # fmt: skip
    assert {kind: (round(mean(v), 2), median(v)) for kind, v in by_type.items()} == {
        "link": (89.05, 52.5),
        "photo": (216.58, 122),
        "text": (217.04, 186),
        "video": (295.86, 271),
    }
    reach = {paid: [p.measures["reach"] for p in posts if p.paid is paid] for paid in (True, False)}
    assert (median(reach[False]), median(reach[True])) == (4_903, 7_132)
    likes = [int(post.extra["page_likes"]) for post in posts]
    assert (min(likes), max(likes)) == (81_370, 139_441)
    assert not of(Trouble, found)
