"""Text as each network counts it: vectors of the official rules, and what must always hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tolok.core.publishing.facets import facets, features, handles
from tolok.core.publishing.graphemes import count, graphemes
from tolok.core.publishing.length import TextLimits, Unit, check, fits, length
from tolok.core.publishing.spans import Kind, links, mentions, spans, tags
from tolok.lib.catalogue import networks

OF = {n.id: n.limits for n in networks().values() if n.limits}
X, BLUESKY, MASTODON = OF["x"].text, OF["bluesky"].text, OF["mastodon"].text
THREADS, INSTAGRAM, LINKEDIN = OF["threads"].text, OF["instagram"].text, OF["linkedin"].text
TIKTOK, YOUTUBE = OF["tiktok"].text, OF["youtube"].text

FAMILY = "👨‍👩‍👧‍👦"  # 25 bytes, one character
SIGNS = st.sampled_from([*"aé1 #@./:日🇮🇩👍🏽\u200d\u0301❤\ufe0f"])
TEXTS = st.text() | st.lists(SIGNS, max_size=30).map("".join)
LIMITS = st.sampled_from([limits.text for limits in OF.values()])


@pytest.mark.parametrize(
    ("text", "clusters"),
    [
        ("", 0),
        ("abc", 3),
        ("\r\n", 1),
        ("e\u0301", 1),
        (FAMILY, 1),
        ("👍🏽", 1),
        ("🇮🇩🇩🇪", 2),
        ("🇮🇩🇩", 2),
        ("1️⃣", 1),
        ("❤️", 1),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 1),
        ("각", 1),
        ("각", 1),
        ("กำ", 1),
        ("a\u200db", 2),
        ("👩\u200d\u200d👩", 2),
        ("日本", 2),
    ],
)
def test_a_character_is_what_a_reader_sees(text, clusters):
    assert count(text) == clusters


@given(TEXTS)
def test_clusters_joined_are_the_text_again(text):
    parts = list(graphemes(text))
    assert "".join(parts) == text
    assert all(parts)
    assert count(text) == len(parts)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("a" * 280, 280),
        ("日" * 140, 280),
        (FAMILY, 2),
        ("👍🏽🇮🇩1️⃣", 6),
        ("©", 1),
        ("e\u0301", 1),  # counted in NFC
        ("“quoted” – yes…", 15 + 1),  # the ellipsis U+2026 is not among the light signs
        ("see https://example.com/" + "x" * 300, 4 + 23),
        ("see http://a.co.", 4 + 23 + 1),
        ("at example.com/page now", 3 + 23 + 4),
        ("file.txt is no link", 19),
        ("mail a@example.com", 18),
    ],
)
def test_x_weighs_its_text(text, weight):
    assert length(text, X) == weight


def test_the_mentions_that_lead_a_reply_are_free_on_x():
    assert length("@ana @budi_2 hello @ana", X, free_mentions=True) == len("hello @ana")
    assert length("hello", X, free_mentions=True) == 5
    assert length("@ana hello", X) == 10


def test_bluesky_counts_characters_and_bytes():
    assert check("a" * 300, BLUESKY) == ()
    assert [p.code for p in check("a" * 301, BLUESKY)] == ["too-long"]
    assert [p.code for p in check(FAMILY * 300, BLUESKY)] == ["too-many-bytes"]
    assert check(FAMILY * 100, BLUESKY) == ()


def test_mastodon_counts_links_as_23_and_foreign_mentions_by_their_name():
    assert length("x https://example.com/" + "y" * 90, MASTODON) == 25
    assert length("hi @ana@example.social!", MASTODON) == len("hi @ana!")
    assert length("example.com", MASTODON) == 11


def test_the_other_units():
    assert length("a👍", TIKTOK) == 3
    assert length("é日", YOUTUBE) == 5
    assert length("a👍", THREADS) == 5
    assert length("a_b (c)", LINKEDIN) == 10
    assert length(FAMILY, INSTAGRAM) == 7


def test_problems_say_what_is_wrong_in_both_languages_and_mark_the_place():
    (problem,) = check("a" * 290, X)
    assert problem.words.en == "10 characters too many: 290 of 280. Shorten the marked part."
    assert problem.words.id.startswith("Kelebihan 10 karakter: 290 dari 280.")
    assert (problem.start, problem.end) == (280, 290)


def test_all_problems_come_at_once():
    assert [p.code for p in check("", OF["youtube"].title)] == ["empty"]
    assert [p.code for p in check("a < b > c", YOUTUBE)] == ["forbidden", "forbidden"]
    many = " ".join(f"#tag{n}" for n in range(31)) + " @a" * 21
    assert [p.code for p in check(many, INSTAGRAM)] == ["too-many-hashtags", "too-many-mentions"]
    assert [p.code for p in check(" https://a.co" * 6, THREADS)] == ["too-many-links"]


@given(TEXTS, LIMITS)
def test_a_length_is_never_negative_and_the_empty_text_has_none(text, limits):
    assert length(text, limits) >= 0
    assert length("", limits) == 0


@given(TEXTS, TEXTS, LIMITS)
def test_texts_on_two_lines_are_as_long_as_both_and_the_break(one, two, limits):
    both = length(one + "\n" + two, limits)
    assert both == length(one, limits) + 1 + length(two, limits) or "\r" in one[-1:]


@given(st.text(alphabet="abcdefgh", min_size=1, max_size=200))
def test_a_link_costs_the_same_however_long_it_is(path):
    for limits in (X, MASTODON):
        assert length(f"read https://example.com/{path} now", limits) == 5 + 23 + 4


@settings(max_examples=50)
@given(TEXTS, st.integers(0, 40), st.sampled_from(list(Unit)))
def test_what_fits_is_within_the_limit_and_ends_between_characters(text, limit, unit):
    limits = TextLimits(unit, limit)
    cut = fits(text, limits)
    assert length(text[:cut], limits) <= limit
    assert "".join(list(graphemes(text))[: count(text[:cut])]) == text[:cut]
    assert cut == len(text) or limit < length(text, limits)


@given(TEXTS)
def test_spans_are_in_order_and_never_overlap(text):
    found = spans(text, bare=True)
    assert all(one.end <= two.start for one, two in zip(found, found[1:], strict=False))
    assert all(0 <= each.start < each.end <= len(text) for each in found)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(see https://example.com/a_(b)).", "https://example.com/a_(b)"),
        ("https://example.com/#part, and", "https://example.com/#part"),
        ("HTTPS://EXAMPLE.COM", "HTTPS://EXAMPLE.COM"),
    ],
)
def test_a_link_leaves_the_marks_of_its_sentence_outside(text, value):
    assert [each.value for each in links(text)] == [value]


def test_hashtags_and_mentions_are_found_in_any_script():
    assert [t.value for t in tags("#SEO #1 #日本 a#b #tahun2026, #_ https://a.co/#x")] == [
        "SEO", "日本", "tahun2026",
    ]  # fmt: skip
    assert [m.value for m in mentions("@ana, mail me@example.com (@budi)")] == ["ana", "budi"]


def test_facets_are_placed_by_bytes():
    text = "Halo 👋 @toko.example.com, baca https://example.com/é #kopi"
    found = facets(text)
    assert [facet.kind for facet in found] == [Kind.MENTION, Kind.LINK, Kind.TAG]
    sent = text.encode()
    assert [sent[f.start : f.end].decode() for f in found] == [
        "@toko.example.com", "https://example.com/é", "#kopi",
    ]  # fmt: skip


def test_a_mention_of_an_unknown_handle_stays_plain_text():
    text = "@a.example.com and @B.example.com"
    assert handles(text) == ("a.example.com", "b.example.com")
    ((_, _, feature),) = features(text, {"b.example.com": "did:plc:b"})
    assert feature == {"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:b"}


def test_a_hashtag_beyond_the_lexicon_is_plain_text():
    assert facets("#" + "a" * 65) == ()
    assert len(facets("#" + "a" * 64)) == 1


@given(TEXTS)
def test_every_facet_ends_on_whole_characters(text):
    sent = text.encode("utf-8", "surrogatepass")
    for facet in facets(text):
        words = sent[facet.start : facet.end].decode("utf-8", "surrogatepass")
        assert words.lstrip("#＃@") == facet.value
