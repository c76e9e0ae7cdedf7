"""Fingerprints, UTM parameters, hashtags and variants of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.errors import ProblemError
from tolok.core.publishing.fingerprint import Same, clean_link, finding, fingerprint, same
from tolok.core.publishing.hashtags import advice, hashtag, made_of, with_tags
from tolok.core.publishing.retry import Finding
from tolok.core.publishing.utm import Utm, checked, parameters, slug, tag_links, tagged
from tolok.core.publishing.variants import Change, Content, check_all, difference
from tolok.lib.catalogue import networks

LIMITS = {n.id: n.limits.text for n in networks().values() if n.limits}
BLUESKY, X = LIMITS["bluesky"], LIMITS["x"]
SENT = "Kopi & teh: https://www.example.com/a/?utm_source=x&b=2 enak"
WORDS = st.lists(
    st.sampled_from(
        ["kopi", "teh", "&", "https://t.co/x", "https://a.co/b?c=1", "#x", "\n", "👍🏽"]
    )
).map(" ".join)


@pytest.mark.parametrize(
    "back",
    [
        SENT,
        "Kopi &amp; teh:  https://example.com/a?b=2 enak\n",
        "Kopi & teh: https://t.co/AbC enak",
        "Kopi & teh: https://example.com/a/?b=2&fbclid=77 enak",
    ],
)
def test_a_text_that_the_network_changed_on_its_way_is_the_same(back):
    assert same(fingerprint(SENT), fingerprint(back)) is Same.YES


@pytest.mark.parametrize(
    "other",
    [
        fingerprint("Kopi & teh: https://example.com/a?b=3 enak"),
        fingerprint("Kopi & teh: enak"),
        fingerprint("Kopi & teh: https://bit.ly/a enak"),
        fingerprint(SENT, media=1),
        fingerprint(SENT, reply_to="77"),
        fingerprint(SENT + "!"),
    ],
)
def test_another_link_text_media_count_or_reply_is_not_the_same(other):
    assert same(fingerprint(SENT), other) is Same.NO


def test_a_link_to_the_media_that_the_network_adds_is_no_difference():
    sent, found = fingerprint("Halo", media=2), fingerprint("Halo https://t.co/pic", media=2)
    assert same(sent, found) is Same.YES
    assert same(fingerprint("Halo"), fingerprint("Halo https://t.co/pic")) is Same.NO


def test_what_says_too_little_is_only_likely():
    assert same(fingerprint("https://a.co/b"), fingerprint("https://t.co/x")) is Same.LIKELY
    assert same(fingerprint("", media=1), fingerprint("", media=1)) is Same.LIKELY
    assert same(fingerprint("a"), fingerprint("a", media=None)) is Same.LIKELY


@given(WORDS, WORDS)
def test_sameness_holds_in_both_directions_and_with_itself(one, two):
    a, b = fingerprint(one), fingerprint(two)
    assert same(a, b) is same(b, a)
    assert same(a, a) is not Same.NO


def test_a_look_finds_one_several_or_none():
    sent, other = fingerprint("Halo"), fingerprint("Lain")
    assert finding(sent, [other, sent]) == (Finding.EXACT, (1,))
    assert finding(sent, [sent, other, sent]) == (Finding.SEVERAL, (0, 2))
    assert finding(sent, [fingerprint("Halo", media=None)]) == (Finding.LIKELY, (0,))
    assert finding(sent, [other]) == (Finding.NONE, ())


def test_a_broken_link_is_kept_as_it_is():
    assert clean_link("https://[::1") == "https://[::1"
    assert tagged("https://[::1", {"utm_source": "x"}) == "https://[::1"


def test_a_template_is_filled_with_slugs_and_leaves_out_what_is_empty():
    values = {"network": "bluesky", "campaign": "Promo Akhir Tahun 2026!"}
    assert parameters(Utm(content="{post}"), values) == {
        "utm_source": "bluesky", "utm_medium": "social", "utm_campaign": "promo_akhir_tahun_2026",
    }  # fmt: skip
    assert slug("Crème brûlée") == "creme_brulee"


def test_an_unknown_place_in_a_template_is_named():
    assert checked(Utm()) == Utm()
    with pytest.raises(ProblemError) as caught:
        checked(Utm(term="{keyword}"))
    assert "{keyword}" in caught.value.problem.detail.id
    assert "{network}" in caught.value.problem.fix.en


def test_a_tagged_link_keeps_all_it_had():
    link = "https://example.com/a?utm_source=mine&b=%20#part"
    wanted = {"utm_source": "x", "utm_medium": "social"}
    assert (
        tagged(link, wanted) == "https://example.com/a?utm_source=mine&b=%20&utm_medium=social#part"
    )
    assert tagged(tagged(link, wanted), wanted) == tagged(link, wanted)


def test_only_own_domains_are_tagged_when_asked():
    text = "a https://shop.example.com/x, b https://other.org."
    done = tag_links(text, {"utm_medium": "social"}, only=frozenset({"example.com"}))
    assert done == "a https://shop.example.com/x?utm_medium=social, b https://other.org."


def test_hashtags_are_made_of_words():
    assert hashtag("seo tips") == "#SeoTips"
    assert hashtag("seo tips", {"SEO Tips": "SEO"}) == "#SEO"
    assert hashtag("kopi") == "#kopi"
    assert hashtag("2026") == hashtag("!?") == hashtag("") == ""
    assert made_of(["Kopi", "kopi", "news", "Teh", "Susu"], stop=["News"], most=2) == (
        "#Kopi", "#Teh",
    )  # fmt: skip


@given(WORDS, st.lists(st.sampled_from(["#x", "kopi", "#Kopi", "teh"])))
def test_a_set_adds_each_hashtag_once_and_nothing_the_second_time(text, added):
    once = with_tags(text, added)
    assert with_tags(once, added) == once
    assert once.startswith(text.rstrip())


def test_advice_on_hashtags():
    def codes(text):
        return [each.code for each in advice(text)]

    assert codes("Kopi enak #kopi") == codes("") == []
    assert codes("Kopi enak") == ["none"]
    assert codes("a #b #B") == ["twice"]
    assert codes("#a #b") == ["only-tags"]
    assert codes("x #" + "a" * 26) == ["long"]
    assert codes("x #a #b #c #d #e #f") == ["many"]


def test_a_variant_exists_only_where_it_differs():
    content = Content("Halo").with_own("x", "Hai")
    assert (content.text_for("x"), content.text_for("bluesky")) == ("Hai", "Halo")
    assert content.with_own("x", "Halo").own == {}
    assert content.with_text("Hai").own == {}
    assert content.without("x").text_for("x") == "Halo"


def test_each_variant_is_checked_by_its_own_rules():
    content = Content("a" * 290).with_own("x", "short")
    problems = check_all(content, {"x": X, "bluesky": BLUESKY, "y": X}, ["x", "bluesky", "y"])
    assert {id: len(found) for id, found in problems.items()} == {"x": 0, "bluesky": 0, "y": 1}


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_difference_holds_both_texts(before, after):
    pieces = difference(before, after)
    assert "".join(p.text for p in pieces if p.change is not Change.ADDED) == before
    assert "".join(p.text for p in pieces if p.change is not Change.REMOVED) == after
