"""Patterns agree with Python's own, and no pattern takes long."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.feeds.pattern import Pattern, PatternError

SINGLE = st.sampled_from(
    ["a", "b", ".", "[ab]", "[^a]", "[a-c]", r"\b", r"\w", "^", "$", r"\d", r"\s", " ", r"\."]
)
TIMES = st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,2}", "{2,}", "*?", "{0}"])
PATTERNS = st.recursive(
    SINGLE,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, TIMES).map(lambda pair: f"({pair[0]}){pair[1]}"),
    ),
    max_leaves=8,
)
TEXTS = st.text(alphabet="abc1 .", max_size=12).map(lambda text: " ".join(text.split()))


@given(PATTERNS, TEXTS)
def test_a_pattern_finds_what_pythons_own_finds(words: str, text: str):
    assert Pattern(words).occurs_in_folded(text) == bool(re.search(words, text))


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_a_pattern_or_refused_with_words(words: str, text: str):
    try:
        Pattern(words).occurs_in(text)
    except PatternError as error:
        assert error.words.en
        assert error.words.id


@pytest.mark.parametrize(
    "words", [r"(a+)+$", r"(a|aa)+$", r"(.*)*b", r"a.*a.*a.*a.*a.*c", "(a?){50}a{50}$"]
)
def test_patterns_that_hang_others_end(words: str):
    assert not Pattern(words).occurs_in("a" * 50_000 + "!")


@pytest.mark.parametrize(
    "words",
    ["(", ")", "[", "[b-a]", "*", "a**", r"\1", "(?=a)", "(?<!a)", "(?P<n>a)", "a{201}", "a{3,2}",
     r"\q", "a{x}", "(a{100}){100}", "(" * 50 + "a" + ")" * 50, "\\"],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(words: str):
    with pytest.raises(PatternError):
        Pattern(words)


@pytest.mark.parametrize(
    ("words", "text"),
    [("KOPI", "secangkir kopi"), ("[A-Z]{4}", "kopi"), ("café", "CAFE"), ("straße", "STRASSE"),
     (r"kopi\s+susu", "Kopi\n\n susu"), (r"\bkopi\b", "kopi!"), ("(?i)Kopi", "KOPI")],
)  # fmt: skip
def test_case_and_accents_do_not_matter(words: str, text: str):
    assert Pattern(words).occurs_in(text)


def test_a_pattern_forgets_when_it_has_kept_too_much():
    many = "".join(chr(0x4E00 + n) for n in range(20_000))
    found = Pattern("[^x]{3}z")
    assert not found.occurs_in_folded(many * 2)
    assert found.occurs_in_folded(many + "z")
