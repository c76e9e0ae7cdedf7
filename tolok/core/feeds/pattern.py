"""Does a regular expression occur in a text? In time that grows with the text's length only.

All ways through the pattern are walked at once, so there is nothing to go back to: no pattern that
a person may type can make a feed hang. Why not `re`: docs/adr/0012.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from tolok.core.feeds.folding import fold
from tolok.core.feeds.pattern_parse import PatternError, Program, Step, joins

__all__ = ["Pattern", "PatternError", "pattern"]

LONGEST_TEXT = 100_000
_MOST_KEPT = 20_000  # remembered steps from state to state; then all is forgotten and begun again


@dataclass(slots=True, eq=False)
class _State:
    """Where all ways stand after the signs so far. `found`: the pattern has occurred."""

    at: frozenset[int]
    joined: bool  # the sign before belongs to a word
    fresh: bool  # nothing was read yet
    found: bool = False
    to: "dict[str, _State]" = field(default_factory=dict)


class Pattern:
    """Compiled once, safe to use from several threads: what they share is a memory only."""

    def __init__(self, source: str) -> None:
        program = Program(source)
        self._steps: list[Step] = program.steps
        self._first = program.first
        self._found = _State(frozenset(), joined=False, fresh=False, found=True)
        self._clear()

    def occurs_in(self, text: str) -> bool:
        """`text` is folded here: case and accents do not matter."""
        return self.occurs_in_folded(fold(text[:LONGEST_TEXT]))

    def occurs_in_folded(self, folded: str) -> bool:
        state = self._start
        for sign in folded[:LONGEST_TEXT]:
            following = state.to.get(sign)
            if following is None:
                following = self._follow(state, sign)
            if following.found:
                return True
            state = following
        return self._reach(state, None) is None

    def _clear(self) -> None:
        self._known: dict[tuple[frozenset[int], bool], _State] = {}
        self._kept = 0
        self._start = _State(frozenset((self._first,)), joined=False, fresh=True)

    def _follow(self, state: _State, sign: str) -> _State:
        reached = self._reach(state, sign)
        if reached is None:
            state.to[sign] = self._found
            return self._found
        at = {self._first}
        for number in reached:
            step = self._steps[number]
            if step.test is not None and step.test(sign):
                at.update(step.to)
        key = (frozenset(at), joins(sign))
        if self._kept >= _MOST_KEPT:
            self._clear()
        following = self._known.setdefault(key, _State(key[0], joined=key[1], fresh=False))
        state.to[sign] = following
        self._kept += 1
        return following

    def _reach(self, state: _State, sign: str | None) -> set[int] | None:
        """All steps that can be gone to without taking a sign; None when the end is among them."""
        waiting, seen = list(state.at), set[int]()
        while waiting:
            number = waiting.pop()
            if number == Program.end:
                return None
            if number in seen:
                continue
            seen.add(number)
            step = self._steps[number]
            if step.test is None and (not step.need or _holds(step.need, state, sign)):
                waiting += step.to
        return seen


@lru_cache(maxsize=500)
def pattern(source: str) -> Pattern:
    """Raises PatternError."""
    return Pattern(source)


def _holds(need: str, state: _State, sign: str | None) -> bool:
    if need == "start":
        return state.fresh
    if need == "end":
        return sign is None
    edge = state.joined != (sign is not None and joins(sign))
    return edge if need == "edge" else not edge
