"""Titles seen lately, to find the one that says the same again. Never compares all with all.

Two titles agree when they share at least `share` of the words that either has.
"""

from math import ceil

from tolok.core.feeds.folding import fold, words_of

MOST_TRIED = 200  # titles with the same telling word that are compared, the newest first


class Titles:
    """`share` 1: the same words in any order; lower takes also titles that differ by a few."""

    def __init__(self, share: float = 1.0) -> None:
        if not 0.3 <= share <= 1:
            raise ValueError("share must lie between 0.3 and 1")
        self._share = share
        self._titles: list[tuple[frozenset[str], str]] = []
        self._by_word: dict[str, list[int]] = {}
        self._exact: dict[frozenset[str], str] = {}

    def like(self, title: str) -> str | None:
        """The earlier title that says the same, as it was written; None if there is none."""
        words = _words(title)
        if not words:
            return None
        if words in self._exact or self._share == 1:
            return self._exact.get(words)
        tried: set[int] = set()
        for word in self._telling(words):
            for number in self._by_word.get(word, [])[: -MOST_TRIED - 1 : -1]:
                if number not in tried:
                    tried.add(number)
                    other, written = self._titles[number]
                    if len(words & other) >= self._share * len(words | other):
                        return written
        return None

    def add(self, title: str) -> None:
        words = _words(title)
        if words:
            for word in self._telling(words):
                self._by_word.setdefault(word, []).append(len(self._titles))
            self._titles.append((words, title))
            self._exact.setdefault(words, title)

    def _telling(self, words: frozenset[str]) -> list[str]:
        """Of two titles that agree, these parts share a word: enough to look among.

        Long words first, because few titles have them.
        """
        order = sorted(words, key=lambda word: (-len(word), word))
        return order[: len(order) - ceil(self._share * len(order)) + 1]


def _words(title: str) -> frozenset[str]:
    return frozenset(words_of(fold(title)))
