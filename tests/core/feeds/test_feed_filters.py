"""Which entries a route takes, and the reason when it does not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.errors import ProblemError
from tolok.core.feeds.filters import Filter, Searched, Term, checked, refusal
from tolok.core.feeds.item import Enclosure, Item
from tolok.core.feeds.titles import Titles, _words

NOW = datetime(2026, 11, 25, tzinfo=UTC)
ITEM = Item(
    title="Kopi Café baru",
    text="Seduhan manual tiap pagi.",
    categories=("Minuman panas", "Promo"),
    author="Sari",
    link="https://toko.example/kopi-123",
    published=NOW - timedelta(days=3),
    language="id-ID",
    media=(Enclosure("https://toko.example/a.jpg"),),
)


def why(rule: Filter, item: Item = ITEM) -> str | None:
    found = refusal(checked(rule), Searched(item), NOW)
    return found.en if found else None


@pytest.mark.parametrize(
    ("term", "found"),
    [
        (Term("cafe"), True),
        (Term("caf"), False),
        (Term("caf", how="part"), True),
        (Term("kopi cafe"), True),
        (Term("pagi", "title"), False),
        (Term("pagi", "text"), True),
        (Term("promo", "category"), True),
        (Term("minuman", "category"), True),
        (Term("sari", "author"), True),
        (Term("kopi-123", "link", "part"), True),
        (Term(r"kopi-\d+", "link", "regex"), True),
        (Term(r"^seduhan", "text", "regex"), True),
        (Term(r"^manual", "any", "regex"), False),
    ],
)
def test_a_term_looks_where_it_is_told(term: Term, found: bool):
    assert (why(Filter(any=(term,))) is None) == found
    assert (why(Filter(all=(term,))) is None) == found
    assert (why(Filter(none=(term,))) is None) != found


@pytest.mark.parametrize("has_any", [True, False])
@pytest.mark.parametrize("has_all", [True, False])
@pytest.mark.parametrize("has_none", [True, False])
def test_the_three_kinds_of_terms_must_all_hold(has_any: bool, has_all: bool, has_none: bool):
    there, absent = Term("kopi"), Term("teh")
    rule = Filter(
        any=(there if has_any else absent, absent),
        all=(there, there if has_all else absent),
        none=(there if has_none else absent,),
    )
    assert (why(rule) is None) == (has_any and has_all and not has_none)


def test_age_language_and_picture():
    assert why(Filter(max_age=timedelta(days=2))) == "It is older than 2 days."
    assert why(Filter(max_age=timedelta(days=4))) is None
    assert why(Filter(languages=("en",))) == "It is in id-ID; the filter takes en."
    assert why(Filter(languages=("en", "id"))) is None
    assert why(Filter(needs_image=True)) is None
    assert why(Filter(needs_image=True), Item(title="a")) == "It has no picture."
    assert why(Filter(needs_link=True), Item(title="a")) == "It has no link."


def test_what_an_entry_does_not_tell_does_not_shut_it_out():
    assert why(Filter(max_age=timedelta(1), languages=("en",)), Item(title="a")) is None


@pytest.mark.parametrize(
    "term", [Term(""), Term("  "), Term("(", how="regex"), Term("a", "body"), Term("a", how="x"),
             Term("a" * 501), Term("\u0301")],
)  # fmt: skip
def test_a_term_that_cannot_be_used_is_named(term: Term):
    with pytest.raises(ProblemError) as caught:
        checked(Filter(none=(term,)))
    assert "filter term" in caught.value.problem.detail.en


def test_titles_that_say_the_same_are_found():
    titles = Titles()
    titles.add("Kopi BARU, di toko!")
    assert titles.like("di toko: kopi baru") == "Kopi BARU, di toko!"
    assert titles.like("Kopi baru di toko kami") is None
    assert titles.like("") is None
    near = Titles(0.75)
    near.add("Harga kopi naik lagi pekan ini")
    assert near.like("Harga kopi naik pekan ini") is not None
    assert near.like("Harga teh naik pekan depan") is None


WORDS = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6).map(" ".join)


@given(st.lists(WORDS, max_size=8), WORDS, st.sampled_from([0.5, 0.6, 0.75, 0.8, 1.0]))
def test_looking_among_few_misses_none_that_comparing_all_would_find(
    held: list[str], title: str, share: float
):
    titles = Titles(share)
    for each in held:
        titles.add(each)
    wanted = _words(title)
    found = [e for e in held if len(_words(e) & wanted) >= share * len(_words(e) | wanted)]
    assert (titles.like(title) is not None) == bool(found)
