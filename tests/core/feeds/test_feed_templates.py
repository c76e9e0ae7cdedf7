"""Texts made of entries: whole where they fit, cut where they must be, the link never."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.errors import ProblemError
from tolok.core.feeds.fill import Filled, Manner, TooLong, fill
from tolok.core.feeds.item import Enclosure, Item
from tolok.core.feeds.tagging import Tagging, hashtags, inline
from tolok.core.feeds.template import template
from tolok.core.publishing.length import TextLimits, Unit, length
from tolok.core.publishing.utm import Utm

X = TextLimits(Unit.WEIGHTED, 280, url_cost=23, bare_urls=True)
BLUESKY = TextLimits(Unit.GRAPHEMES, 300, bytes=3000)
MASTODON = TextLimits(Unit.CODE_POINTS, 500, url_cost=23, local_mentions=True)
LINK = "https://toko.example/kopi/baru?id=7"
ITEM = Item(
    title="Kopi baru",
    text="Satu kalimat. " * 100,
    link=LINK,
    author="Sari",
    categories=("Kopi", "Toko kami", "SEO tips", "Pagi"),
    published=datetime(2026, 11, 25, 2, tzinfo=UTC),
    media=(Enclosure("https://toko.example/a.jpg", alt="Cangkir"),),
)


def filled(source: str, item: Item = ITEM, limits: TextLimits = MASTODON, **more: object) -> Filled:
    manner = Manner(template(source), limits, **more)  # type: ignore[arg-type]
    found = fill(manner, item, "k", feed="Toko", about={"network": "x", "route": "Rute satu"})
    assert isinstance(found, Filled)
    return found


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{title}", "Kopi baru"),
        ("{title} [by {author}]", "Kopi baru by Sari"),
        ("{title}[ at {place}]", "Kopi baru"),
        ("[{place}: ]{title}", "Kopi baru"),
        ("{place|title}", "Kopi baru"),
        ("{excerpt:20}", "Satu kalimat. Satu…"),
        ("{feed}: {categories}", "Toko: Kopi, Toko kami, SEO tips, Pagi"),
        ("{hashtags}", "#Kopi #TokoKami #SEOTips"),
        ("{{{title}}} [[x]]", "{Kopi baru} [x]"),
        ("{date} {time}", "25 November 2026 09:00"),
        ("[a [{place}] b] {title}", "a b Kopi baru"),
        ("{title}\n\n\n\n{link}", f"Kopi baru\n\n{LINK}"),
    ],
)
def test_places_are_filled(source: str, text: str):
    assert filled(source, zone=ZoneInfo("Asia/Jakarta")).text == text


@pytest.mark.parametrize(
    "source",
    ["{", "}", "{titel}", "[", "]", "{excerpt:0}", "{excerpt:x}", "[[[[[[[[[[{title}", "{}"],
)
def test_a_template_that_cannot_be_used_says_where(source: str):
    if source.startswith("[[["):
        assert template(source).source == source
        return
    with pytest.raises(ProblemError) as caught:
        template(source)
    assert "sign" in caught.value.problem.detail.en


def test_the_body_is_cut_first_then_tags_then_the_title():
    found = filled("{title}\n{text} {link} {hashtags}", limits=X)
    assert found.cut == ("text",)
    assert found.text.startswith("Kopi baru\nSatu kalimat.")
    assert "…" in found.text
    assert found.text.endswith("#Kopi #TokoKami #SEOTips")
    tight = filled("{title} {text} {link} {hashtags}", limits=TextLimits(Unit.CODE_POINTS, 60))
    assert tight.text == f"Kopi baru {LINK} #Kopi"
    assert tight.cut == ("text", "hashtags")
    long = filled("{title} {link}", Item(title="Kopi " * 80, link=LINK), X)
    assert long.text.endswith(f"… {LINK}")


def test_a_link_that_does_not_fit_is_said_not_cut():
    manner = Manner(template("{title} {link}"), TextLimits(Unit.CODE_POINTS, 20))
    found = fill(manner, ITEM, "k", feed="", about={})
    assert isinstance(found, TooLong)
    assert "20" in found.words.en


def test_a_part_with_the_link_stays_when_its_other_words_are_cut():
    found = filled("{title}[ {author}: {link}]", limits=TextLimits(Unit.CODE_POINTS, 50))
    assert LINK in found.text


def test_campaign_parameters_keep_the_query_of_the_link():
    found = filled("{link}", utm=Utm(campaign="{route}"))
    assert found.text == f"{LINK}&utm_source=x&utm_medium=social&utm_campaign=rute_satu"
    assert found.link == found.text


def test_a_first_comment_has_a_template_of_its_own():
    found = filled("{title}", comment=template("Baca: {link}"))
    assert (found.text, found.comment) == ("Kopi baru", f"Baca: {LINK}")


def test_a_picture_comes_with_its_words_unless_it_is_not_wanted():
    image = filled("{title}").image
    assert image is not None
    assert image.alt == "Cangkir"
    assert filled("{title}", picture=False).image is None


def test_hashtags_come_from_categories_and_words_of_the_text():
    rule = Tagging(
        keywords=("kalimat", "teh"), known={"seo tips": "SEO"}, stop=("toko kami",), most=4
    )
    assert hashtags(rule, ITEM, "k") == ("#kalimat", "#Kopi", "#SEO", "#Pagi")
    assert hashtags(Tagging(categories=False), ITEM, "k") == ()
    shuffled = Tagging(most=9, shuffled=True)
    assert hashtags(shuffled, ITEM, "k") == hashtags(shuffled, ITEM, "k")


def test_a_word_in_the_text_becomes_its_hashtag():
    rule = Tagging(keywords=("kopi", "seo tips"), known={"seo tips": "SEO"}, inline=True)
    text, rest = inline(
        rule, "Lihat https://a.example/kopi kopiku, Kopi dan SEO tips", ("#kopi", "#SEO", "#x")
    )
    assert text == "Lihat https://a.example/kopi kopiku, #kopi dan #SEO"
    assert rest == ("#x",)


def test_a_moment_that_the_zone_has_no_year_for_is_left_out():
    last = replace(ITEM, published=datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
    assert filled("{title}[ {date} {time}]", last, zone=ZoneInfo("Asia/Jakarta")).text == ITEM.title


def test_of_a_hundred_thousand_categories_those_stay_that_fit():
    many = replace(ITEM, categories=tuple(f"kata{n}" for n in range(100_000)))
    text = filled("{categories} {link}", many).text
    assert text.startswith("kata0, kata1, kata2")
    assert text.endswith(LINK)
    assert 480 < length(text, MASTODON) <= 500


def test_a_networks_own_limit_of_hashtags_is_kept():
    limits = TextLimits(Unit.CODE_POINTS, 500, hashtags=1)
    assert filled("{hashtags}", limits=limits).text == "#Kopi"


SIGNS = st.text(alphabet="ab é🙂👩‍👩‍👧 \n.#@漢&", max_size=400)
SOURCES = st.lists(
    st.sampled_from(
        ["{title}", "{text}", "{summary}", "{hashtags}", "{categories}", "[ ({author})]", " ", "\n",
         "{excerpt:80}", "x: ", "[ {feed}]"]
    ),
    max_size=6,
)  # fmt: skip


@given(
    st.builds(
        Item,
        title=SIGNS,
        text=SIGNS.map(lambda text: text * 4),
        summary=SIGNS,
        author=SIGNS,
        categories=st.lists(SIGNS, max_size=4).map(tuple),
        link=st.sampled_from([LINK, "", "https://b.example/" + "y" * 60]),
    ),
    SOURCES,
    st.integers(0, 6),
    st.sampled_from(
        [X, BLUESKY, MASTODON, TextLimits(Unit.UTF16, 150), TextLimits(Unit.BYTES, 120)]
    ),
)
def test_what_is_filled_fits_and_has_the_whole_link(
    item: Item, parts: list[str], place: int, limits: TextLimits
):
    source = "".join([*parts[:place], " {link} ", *parts[place:]])
    found = fill(Manner(template(source), limits), item, "k", feed="F", about={})
    if isinstance(found, TooLong):
        assert length(f"{item.link} x: x: x: x: x: x:", limits) > limits.limit * 0.6
        return
    assert length(found.text, limits) <= limits.limit
    assert item.link in found.text
    if limits.bytes is not None:
        assert len(found.text.encode()) <= limits.bytes
