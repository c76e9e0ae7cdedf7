"""Limits of posts in the catalogue: complete and dated; a bad file is refused by key and reason."""

import pytest

from tolok.core.errors import ProblemError
from tolok.core.networks import load_network
from tolok.core.publishing.length import Unit
from tolok.lib.catalogue import networks, post_limits, read_folder

SOCIAL = [n for n in networks().values() if n.kind == "social"]


@pytest.mark.parametrize("network", SOCIAL, ids=lambda n: n.id)
def test_every_social_network_says_what_a_post_may_be_and_how_well_that_is_known(network) -> None:
    limits = network.limits
    assert limits is not None
    assert limits.text.limit >= 280
    for part in ("text", "media") if limits.media else ("text",):
        stated = limits.proof(part)
        assert stated is not None
        assert stated.checked.year >= 2026


def test_a_network_that_nothing_is_sent_to_has_no_limits() -> None:
    for network in ("web", "nowhere"):
        with pytest.raises(LookupError, match=network):
            post_limits(network)


def test_the_known_limits_are_what_the_documents_say() -> None:
    x, bluesky = post_limits("x"), post_limits("bluesky")
    instagram, youtube = post_limits("instagram"), post_limits("youtube")
    assert x is not None and bluesky is not None and instagram is not None and youtube is not None
    assert (x.text.unit, x.text.limit, x.text.url_cost) == (Unit.WEIGHTED, 280, 23)
    assert (bluesky.text.limit, bluesky.text.bytes) == (300, 3000)
    assert bluesky.media is not None and instagram.media is not None
    image = bluesky.media.of("image")
    assert image is not None
    assert image.bytes == 2_000_000
    assert instagram.media.least == 1
    assert "image" in instagram.media.public
    assert youtube.title is not None
    assert youtube.title.required


def test_what_nobody_has_checked_is_marked() -> None:
    instagram = post_limits("instagram")
    assert instagram is not None
    stated = instagram.proof("media")
    assert stated is not None
    assert {"most", "image.ratio"} <= set(stated.assumed)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "graphemes"', 'unit = "words"', "text.unit: 'words' is none of"),
        ("limit = 300", "limit = 0", "text.limit: must be 1 or more"),
        ("bytes = 3000\n", 'bytes = "many"\n', "text.bytes: must be a whole number"),
        ("bytes = 3000\n", "bytes = 3000\nwords = 7\n", "text.words: unknown key"),
        ("bytes = 3000\n", "bare_urls = 1\n", "text.bare_urls: must be true or false"),
        ('proof = "measured"', 'proof = "heard"', "text.proof: 'heard' is none of"),
        ("[text]\nchecked = 2026-11-24", "[text]", "text.checked: missing"),
        ("[text]\n", '[text]\nassumed = ["title"]\n', "text.assumed: 'title' is not in this table"),
        ('alone = ["video"]', 'alone = ["gif"]', "media.alone: there is no kind 'gif'"),
        ("most = 4\nalone", "most = 4\nleast = 5\nalone", "media.least: is more than most"),
        ('kind = "video"', 'kind = "image"', "media.kind: give each kind once"),
        ('kind = "video"', 'kind = "smell"', "media.kind[2].kind: 'smell' is none of"),
        ('mimes = ["video/mp4"]', "mimes = []", "media.kind[2].mimes: names no format"),
        ("bytes = 300000000", "seconds = [9, 3]", "media.kind[2].seconds: must be two numbers"),
        ("bytes = 300000000", "ratio = [0, 3]", "media.kind[2].ratio: must be above 0"),
        ("bytes = 300000000", 'assumed = ["alt"]', "media.kind[2].assumed: 'alt' is not in"),
    ],
)
def test_bad_limits_are_refused_by_key_and_reason(old: str, new: str, said: str) -> None:
    text = dict(read_folder("networks", ".toml"))["bluesky.toml"]
    assert old in text
    with pytest.raises(ProblemError) as caught:
        load_network(text.replace(old, new, 1), "bluesky.toml")
    assert said in caught.value.problem.detail.en
    assert caught.value.problem.detail.en.startswith("bluesky.toml: ")


def test_media_without_text_is_refused() -> None:
    text = dict(read_folder("networks", ".toml"))["web.toml"] + "\n[media]\nmost = 1\n"
    with pytest.raises(ProblemError, match=r"missing beside \[media\]"):
        load_network(text, "web.toml")
