"""One text for many networks, with a text of its own only where it differs, and the difference."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum

from tolok.core.publishing.length import TextLimits, TextProblem, check


@dataclass(frozen=True, slots=True)
class Content:
    """`own`: network or channel id → its text. An id that is not in it uses `text`."""

    text: str
    own: Mapping[str, str] = field(default_factory=dict)

    def text_for(self, id: str) -> str:
        return self.own.get(id, self.text)

    def with_own(self, id: str, text: str) -> "Content":
        """A text equal to the common one is no variant: it follows later changes again."""
        others = {key: value for key, value in self.own.items() if key != id}
        return replace(self, own=others if text == self.text else {**others, id: text})

    def with_text(self, text: str) -> "Content":
        """The common text changed; variants stay, unless they are now the same."""
        own = {key: value for key, value in self.own.items() if value != text}
        return Content(text, own)

    def without(self, id: str) -> "Content":
        return self.with_own(id, self.text)


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    change: Change
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """Word by word, for a view of versions or variants. Same and removed pieces make `before`."""
    old, new = re.findall(r"\s+|\w+|[^\w\s]", before), re.findall(r"\s+|\w+|[^\w\s]", after)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Change.SAME, "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece(Change.REMOVED, "".join(old[old_from:old_to])))
        if new_to > new_from:
            pieces.append(Piece(Change.ADDED, "".join(new[new_from:new_to])))
    return tuple(pieces)


def check_all(
    content: Content, limits: Mapping[str, TextLimits], ids: Iterable[str]
) -> dict[str, tuple[TextProblem, ...]]:
    """The problems of each id, also empty ones, so that a page can show what is in order."""
    return {id: check(content.text_for(id), limits[id]) for id in ids if id in limits}
