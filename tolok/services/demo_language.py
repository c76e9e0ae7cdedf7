"""The demo's own goals in the reader's language: kept in English, shown and taken in either.

Only words that the demo came with are exchanged, and only in the demo workspace.
"""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import get_language

from tolok.core.demo.goals import INDONESIAN
from tolok.core.goals.goal import Answer, Answers, Goal, Version
from tolok.services.access import Scope
from tolok.services.goal_form import Kept

ENGLISH = {id: en for en, id in INDONESIAN.items()}


def shown(scope: Scope, found: Kept) -> Kept:
    """A goal as the reader sees it."""
    words = _reader_words(scope)
    return replace(found, goal=_in_words(found.goal, words)) if words else found


def shown_version(scope: Scope, version: Version) -> Version:
    words = _reader_words(scope)
    if not words:
        return version
    why = words.get(version.why, version.why)
    return replace(version, goal=_in_words(version.goal, words), why=why)


def shown_name(scope: Scope, name: str) -> str:
    """The name of a business objective as the reader sees it."""
    return _reader_words(scope).get(name, name)


def stored(scope: Scope, goal: Goal) -> Goal:
    """A goal as it is kept: what the reader saw in Indonesian goes back to its English."""
    return _in_words(goal, ENGLISH) if scope.workspace.demo else goal


def _reader_words(scope: Scope) -> Mapping[str, str]:
    indonesian = (get_language() or "").startswith("id")
    return INDONESIAN if scope.workspace.demo and indonesian else {}


def _in_words(goal: Goal, words: Mapping[str, str]) -> Goal:
    def say(text: str) -> str:
        return words.get(text, text)

    def answer(one: Answer) -> Answer:
        return replace(one, why=say(one.why))

    told = goal.answers
    return replace(
        goal,
        title=say(goal.title),
        wish=say(goal.wish),
        objective=say(goal.objective),
        answers=Answers(answer(told.achievable), answer(told.realistic), answer(told.relevant)),
        actions=tuple(replace(a, words=say(a.words)) for a in goal.actions),
        check_ins=tuple(replace(c, words=say(c.words)) for c in goal.check_ins),
    )
