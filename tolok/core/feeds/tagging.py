"""Hashtags of an entry: from its categories, and from a list of words that its text may hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from tolok.core.feeds.folding import fold, has_word
from tolok.core.feeds.item import Item
from tolok.core.publishing.hashtags import hashtag, made_of
from tolok.core.publishing.spans import links, tags


@dataclass(frozen=True, slots=True)
class Tagging:
    """`known`: how a category or word is written as a hashtag ("seo tips" → "SEO")."""

    categories: bool = True
    keywords: tuple[str, ...] = ()
    inline: bool = False  # a keyword in the text itself becomes the hashtag
    always: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)
    most: int = 3
    shuffled: bool = False


def hashtags(rule: Tagging, item: Item, key: str) -> tuple[str, ...]:
    """With their sign, each once, at most `most`. Shuffled ones are the same for the same key."""
    found = [*rule.always]
    if rule.keywords:
        folded = fold(" ".join((item.title, item.text, item.summary)))
        found += [word for word in rule.keywords if has_word(folded, fold(word))]
    if rule.categories:
        found += item.categories
    made = made_of(found, stop=rule.stop, known=rule.known, most=len(found))
    if rule.shuffled:
        order = list(made)
        Random(key).shuffle(order)  # noqa: S311 - an order, no secret
        made = tuple(order)
    return made[: max(0, rule.most)]


def inline(rule: Tagging, text: str, wanted: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The text with the first place of each keyword as its hashtag; and the tags still to append.

    Links and hashtags that stand in the text already are left alone.
    """
    rest = list(wanted)
    for word in rule.keywords:
        tag = hashtag(word, rule.known)
        place = _place(text, word) if tag in rest else None
        if place is not None:
            text = text[: place[0]] + tag + text[place[1] :]
            rest.remove(tag)
    return text, tuple(rest)


def _place(text: str, word: str) -> tuple[int, int] | None:
    taken = [(each.start, each.end) for each in (*links(text), *tags(text))]
    lower, wanted = text.lower(), word.lower()
    at = lower.find(wanted) if len(lower) == len(text) else -1
    while at >= 0:
        end = at + len(wanted)
        alone = not (at and (text[at - 1].isalnum() or text[at - 1] in "_#@"))
        alone = alone and not (end < len(text) and (text[end].isalnum() or text[end] == "_"))
        if alone and not any(start < end and at < stop for start, stop in taken):
            return at, end
        at = lower.find(wanted, at + 1)
    return None
