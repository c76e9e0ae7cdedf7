"""Media against the limits of the networks: what is refused, what we can mend, what is unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.publishing.media_rules import MediaFacts, Mend, check, facts_of
from tolok.core.publishing.media_words import clip, ratio_words, size_words
from tolok.core.publishing.parcel import Attachment
from tolok.lib.catalogue import networks

LIMITS = {n.id: n.limits.media for n in networks().values() if n.limits}


def photo(**changes) -> MediaFacts:
    given = {"kind": "image", "mime": "image/jpeg", "size": 900_000, "width": 1200, "height": 900}
    return MediaFacts(**{**given, "frames": 1, "alt": "A cup of coffee", **changes})


def film(**changes) -> MediaFacts:
    given = {"kind": "video", "mime": "video/mp4", "size": 9_000_000, "width": 1080}
    return MediaFacts(**{**given, "height": 1920, "duration_s": 20.0, "alt": "A shop", **changes})


def moving(**changes) -> MediaFacts:
    return photo(**{"kind": "gif", "mime": "image/gif", "frames": 30, **changes})


def codes(media, network, **how):
    return [problem.code for problem in check(media, LIMITS[network], **how)]


@pytest.mark.parametrize(
    ("media", "network", "expected"),
    [
        ([photo()], "x", []),
        ([photo()] * 4, "x", []),
        ([photo()] * 5, "x", ["too-many-media"]),
        ([moving(), moving()], "x", ["too-many-media"]),
        ([photo(), film()], "x", ["mixed-media"]),
        ([photo(), film()], "instagram", []),
        ([photo(), moving()], "mastodon", ["mixed-media"]),
        ([film(duration_s=141.0)], "x", ["wrong-length"]),
        ([film(duration_s=None)], "x", ["length-unknown"]),
        ([film(width=400, height=1600)], "x", ["wrong-shape"]),
        ([moving(frames=351)], "x", ["too-many-frames"]),
        ([moving(width=1300)], "x", ["too-many-pixels"]),
        ([photo(size=2_000_001)], "bluesky", ["too-many-bytes"]),
        ([moving()], "bluesky", ["kind-not-taken"]),
        ([photo(mime="image/png")], "instagram", ["format-not-taken"]),
        ([photo(width=1200, height=600)], "instagram", ["wrong-shape"]),
        ([photo(width=None)], "instagram", ["size-unknown"]),
        ([], "instagram", ["media-missing"]),
        ([photo()], "youtube", ["kind-not-taken"]),
        ([photo(alt="x" * 1001)], "x", ["alt-too-long"]),
        ([photo(alt=" ")], "x", ["alt-missing"]),
        ([photo(width=8000, height=5000)], "mastodon", ["too-many-pixels"]),
    ],
)
def test_each_rule_is_told(media, network, expected):
    assert codes(media, network) == expected


def test_a_network_of_text_takes_no_media():
    assert [p.code for p in check([photo()], None)] == ["no-media"]
    assert check([], None) == ()


def test_media_that_the_network_fetches_needs_a_public_address():
    assert codes([photo()], "instagram", has_public=False) == ["no-public-address"]
    assert codes([photo()], "x", has_public=False) == []
    assert codes([film()], "tiktok", has_public=False) == []


def test_what_we_can_mend_is_marked_for_pictures_only():
    (picture,) = check([photo(size=3_000_000)], LIMITS["bluesky"])
    (video,) = check([film(size=300_000_001)], LIMITS["bluesky"])
    (png,) = check([photo(mime="image/png")], LIMITS["instagram"])
    (wide,) = check([photo(width=2000, height=900)], LIMITS["instagram"])
    assert [p.mend for p in (picture, video, png, wide)] == [
        Mend.SHRINK, Mend.NOTHING, Mend.CONVERT, Mend.CROP,
    ]  # fmt: skip


def test_what_could_not_be_read_and_a_lacking_description_stop_nothing():
    found = check([film(duration_s=None, alt="")], LIMITS["x"])
    assert [(p.code, p.blocking) for p in found] == [
        ("length-unknown", False), ("alt-missing", False),
    ]  # fmt: skip


def test_a_problem_names_the_piece_and_says_what_to_do_in_both_languages():
    (problem,) = check([photo(), photo(size=2_340_000)], LIMITS["bluesky"])
    assert problem.place == 1
    assert problem.words.en == "The file has 2.34 MB; at most 2 MB are taken. Make it smaller."
    assert problem.words.id == "Ukuran berkas 2,34 MB; paling besar 2 MB. Perkecil berkas."


def test_an_attachment_is_judged_like_the_file_it_came_from():
    ready = Attachment(
        "1", "video", "video/mp4", 9_000_000, lambda: b"", "A shop", 1080, 1920, 20.0
    )
    assert facts_of(ready) == film()


@pytest.mark.parametrize(
    ("ratio", "words"), [(0.8, "4:5"), (16 / 9, "16:9"), (1, "1:1"), (1.91, "1.91:1"), (3, "3:1")]
)
def test_a_shape_is_told_as_people_know_it(ratio, words):
    assert ratio_words(ratio).en == words


def test_sizes_and_lengths_are_told_in_their_unit():
    assert size_words(999).id == "999 bita"
    assert size_words(16_777_216).en == "16.8 MB"
    assert clip(1).en == "1 second"
    assert clip(0.5).id == "0,5 detik"
    assert clip(140).en == "140 seconds"
    assert clip(725).id == "12,1 menit"


FACTS = st.builds(
    MediaFacts,
    kind=st.sampled_from(["image", "gif", "video", "scent"]),
    mime=st.sampled_from(["image/jpeg", "image/gif", "video/mp4", "text/html", ""]),
    size=st.integers(0, 10**13),
    width=st.none() | st.integers(1, 10**6),
    height=st.none() | st.integers(1, 10**6),
    frames=st.none() | st.integers(1, 10**6),
    duration_s=st.none() | st.floats(0, 10**7),
    alt=st.text(max_size=20),
)


@given(st.lists(FACTS, max_size=12), st.sampled_from([*LIMITS.values(), None]))
def test_any_facts_are_judged_in_words(media, limits):
    for problem in check(media, limits):
        assert problem.words.en
        assert problem.words.id
        assert problem.place is None or 0 <= problem.place < len(media)
