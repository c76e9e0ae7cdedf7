"""What the Meta family reads has a column in the facts; else the store would have to drop it."""

import pytest

from tolok.core.measures import columns
from tolok.importers import (
    facebook_legacy,
    kag_ads,
    meta_ads,
    meta_facebook_posts,
    meta_facebook_videos,
    meta_instagram_posts,
    sprout_posts,
    uci_facebook,
)
from tolok.lib.columns import spellings

READ = [
    ("post", "meta_facebook_posts", meta_facebook_posts.FORM.counts),
    ("post", "meta_instagram_posts", meta_instagram_posts.FORM.counts),
    ("post", "meta_facebook_videos", meta_facebook_videos.FORM.counts),
    ("post", "facebook_legacy", facebook_legacy.POST_COUNTS),
    ("day", "facebook_legacy_page", facebook_legacy.DAY_COUNTS),
    ("post", "sprout_posts", sprout_posts.COUNTS),
    ("post", "uci_facebook", uci_facebook.COUNTS),
    ("ad", "meta_ads", (*meta_ads.COUNTS, *meta_ads.MONEY, "results")),
    ("ad", "kag_ads", (*kag_ads.COUNTS, "spend")),
]


@pytest.mark.parametrize(("table", "headers", "counts"), READ, ids=[r[1] for r in READ])
def test_every_count_has_a_column_and_a_spelling(table, headers, counts):
    assert set(counts) <= {measure.id for measure in columns(table)}
    assert set(counts) <= set(spellings(headers))
