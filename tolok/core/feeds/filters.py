"""Which entries a route takes: words, patterns, age, language, pictures. A refusal says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tolok.core.errors import invalid
from tolok.core.feeds.folding import fold, has_word
from tolok.core.feeds.item import Item
from tolok.core.feeds.pattern import PatternError, pattern
from tolok.core.publishing.when import span
from tolok.core.text import Text, say

FIELDS = ("any", "title", "text", "category", "author", "link")
HOWS = ("words", "part", "regex")
MOST_TERMS = 200
LONGEST_TERM = 500


@dataclass(frozen=True, slots=True)
class Term:
    """`how`: "words" whole words, "part" also inside a word, "regex" a pattern."""

    words: str
    field: str = "any"
    how: str = "words"


@dataclass(frozen=True, slots=True)
class Filter:
    """All that is set must hold; what an entry does not tell (age, language) never shuts it out."""

    any: tuple[Term, ...] = ()  # at least one of these
    all: tuple[Term, ...] = ()
    none: tuple[Term, ...] = ()
    max_age: timedelta | None = None
    languages: tuple[str, ...] = ()
    needs_image: bool = False
    needs_link: bool = False


@dataclass(slots=True)
class Searched:
    """The fields of an entry, folded once for all filters that look at it."""

    item: Item
    _folded: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def values(self, name: str) -> tuple[str, ...]:
        if name not in self._folded:
            self._folded[name] = tuple(fold(each) for each in self._plain(name) if each)
        return self._folded[name]

    def _plain(self, name: str) -> Sequence[str]:
        item = self.item
        match name:
            case "title":
                return (item.title,)
            case "text":
                return (item.text, item.summary)
            case "category":
                return item.categories
            case "author":
                return (item.author,)
            case "link":
                return (item.link,)
        return (item.title, item.text, item.summary, *item.categories, item.author, item.link)


def checked(rule: Filter) -> Filter:
    """The same filter once every term can be used; else a problem that names the term."""
    terms = (*rule.any, *rule.all, *rule.none)
    if len(terms) > MOST_TERMS:
        raise invalid(
            say("The filter has more than {n} terms.", "Filter punya lebih dari {n} istilah.",
                n=MOST_TERMS),
            Text("Join some of them, or make two routes.", "Gabungkan, atau buat dua rute."),
        )  # fmt: skip
    for term in terms:
        _check(term)
    return rule


def refusal(rule: Filter, searched: Searched, now: datetime) -> Text | None:
    """Why the entry is not taken; None: it is."""
    item = searched.item
    if rule.max_age is not None and item.when is not None and now - item.when > rule.max_age:
        return say("It is older than {age}.", "Usianya lebih dari {age}.", age=span(rule.max_age))
    if rule.languages and item.language and not _speaks(item.language, rule.languages):
        return say(
            "It is in {language}; the filter takes {wanted}.",
            "Bahasanya {language}; filter menerima {wanted}.",
            language=item.language,
            wanted=", ".join(rule.languages),
        )
    if rule.needs_image and item.image is None:
        return Text("It has no picture.", "Tidak ada gambarnya.")
    if rule.needs_link and not item.link:
        return Text("It has no link.", "Tidak ada tautannya.")
    return _words_refusal(rule, searched)


def matches(term: Term, searched: Searched) -> bool:
    wanted = fold(term.words)
    values = searched.values(term.field)
    if term.how == "regex":
        compiled = pattern(term.words)
        return any(compiled.occurs_in_folded(value) for value in values)
    if term.how == "words":
        return any(has_word(value, wanted) for value in values)
    return bool(wanted) and any(wanted in value for value in values)


def _words_refusal(rule: Filter, searched: Searched) -> Text | None:
    for term in rule.none:
        if matches(term, searched):
            return say("It has {term}.", "Memuat {term}.", term=_named(term))
    for term in rule.all:
        if not matches(term, searched):
            return say("It lacks {term}.", "Tidak memuat {term}.", term=_named(term))
    if rule.any and not any(matches(term, searched) for term in rule.any):
        return say(
            "It has none of {terms}.",
            "Tidak memuat satu pun dari {terms}.",
            terms=", ".join(f"“{term.words}”" for term in rule.any[:5]),
        )
    return None


def _check(term: Term) -> None:
    fault = None
    if term.field not in FIELDS or term.how not in HOWS:
        fault = Text("field or kind is unknown", "isian atau jenisnya tidak dikenal")
    elif not term.words.strip() or (term.how != "regex" and not fold(term.words)):
        fault = Text("it is empty", "kosong")
    elif len(term.words) > LONGEST_TERM:
        fault = say("it is longer than {n}", "lebih panjang dari {n}", n=LONGEST_TERM)
    elif term.how == "regex":
        try:
            pattern(term.words)
        except PatternError as error:
            fault = error.words
    if fault is not None:
        raise invalid(
            say(
                "The filter term “{term}” cannot be used: {fault}",
                "Istilah filter “{term}” tidak dapat dipakai: {fault}",
                term=term.words[:80],
                fault=fault,
            ),
            say(
                "Correct it. Fields: {fields}. Kinds: {hows}.",
                "Perbaiki. Isian: {fields}. Jenis: {hows}.",
                fields=", ".join(FIELDS),
                hows=", ".join(HOWS),
            ),
        )


def _speaks(language: str, wanted: Sequence[str]) -> bool:
    own = language.casefold().partition("-")[0]
    return any(own == each.casefold().partition("-")[0] for each in wanted)


def _named(term: Term) -> Text:
    if term.field == "any":
        return Text.same(f"“{term.words}”")
    return say("“{words}” in its {field}", "“{words}” pada {field}",
               words=term.words, field=_FIELD_WORDS[term.field])  # fmt: skip


_FIELD_WORDS: Mapping[str, Text] = {
    "title": Text("title", "judul"),
    "text": Text("text", "isi"),
    "category": Text("categories", "kategori"),
    "author": Text("author", "penulis"),
    "link": Text("link", "tautan"),
}
