"""Who must agree to a post before it is planned, and how far that is. It moves nothing.

A step names roles, people and "link" (a client who came by link); one of them is enough, or all.
Whoever wrote or last changed a post never counts for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tolok.core.errors import invalid
from tolok.core.roles import ADMIN, OWNER, ROLES
from tolok.core.text import Text, say

LINK = "link"
OPERATOR = "operator"  # whoever runs the machine: counts as an owner, is never waited for
MOST_STEPS = 5
APPROVE, REFUSE, ASK = "approve", "refuse", "ask"
VERDICTS = (APPROVE, REFUSE, ASK)


@dataclass(frozen=True, slots=True)
class Step:
    """`who`: names of roles, ids of people, or LINK. `every`: all of them, not just one."""

    who: tuple[str, ...]
    every: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """An approval. `by`: a person's id, or "link:" and the id of the link."""

    by: str
    step: int


@dataclass(frozen=True, slots=True)
class Standing:
    """`step` None: all agreed. `waits_for`: those who may (any) or must (every) still agree."""

    step: int | None
    waits_for: frozenset[str] = frozenset()
    needs_link: bool = False

    @property
    def done(self) -> bool:
        return self.step is None

    @property
    def nobody(self) -> bool:
        """Nobody is left who could agree: the steps or the members must change."""
        return self.step is not None and not self.waits_for and not self.needs_link


# Where posts still wait although the steps were taken away, an owner or admin lets them go.
WITHOUT_STEPS = (Step((OWNER, ADMIN)),)


def standing(
    steps: Sequence[Step],
    votes: Sequence[Vote],
    members: Mapping[str, str],
    left_out: frozenset[str],
) -> Standing:
    """How far a post is. `members`: id → role. `left_out`: who wrote or last changed it."""
    for number, step in enumerate(steps or WITHOUT_STEPS):
        given = {vote.by for vote in votes if vote.step == number}
        people = _people(step, members) - left_out
        by_link = LINK in step.who
        agreed = given & people
        link_agreed = any(by.startswith(f"{LINK}:") for by in given)
        if step.every:
            asked = people - {OPERATOR} or people
            missing, link_missing = asked - agreed, by_link and not link_agreed
            if missing or link_missing or not (people or by_link):
                return Standing(number, frozenset(missing), link_missing)
        elif not agreed and not (by_link and link_agreed):
            return Standing(number, frozenset(people), by_link)
    return Standing(None)


def may(by: str, at: Standing) -> bool:
    """May this person, or this link, agree now?"""
    if by.startswith(f"{LINK}:"):
        return at.needs_link
    return by in at.waits_for


def read_steps(form: object, people: frozenset[str]) -> tuple[Step, ...]:
    """Steps as JSON; `people`: ids of members. Raises ProblemError."""
    if not isinstance(form, Sequence) or isinstance(form, str):
        raise _wrong("steps")
    if len(form) > MOST_STEPS:
        raise invalid(
            say("{n} steps are too many.", "{n} langkah terlalu banyak.", n=len(form)),
            say("Use at most {n}.", "Pakai paling banyak {n}.", n=MOST_STEPS),
        )
    return tuple(_step(each, people) for each in form)


def to_json(steps: Sequence[Step]) -> list[dict[str, Any]]:
    return [{"name": s.name, "who": list(s.who), "every": s.every} for s in steps]


def from_json(form: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """What `to_json` wrote; people who left meanwhile stay in it and never count."""
    return tuple(
        Step(tuple(each["who"]), bool(each.get("every")), str(each.get("name", "")))
        for each in form
    )


def _people(step: Step, members: Mapping[str, str]) -> set[str]:
    return {id for id, role in members.items() if id in step.who or role in step.who}


def _step(form: object, people: frozenset[str]) -> Step:
    if not isinstance(form, Mapping):
        raise _wrong(str(form))
    who = form.get("who")
    if not isinstance(who, Sequence) or isinstance(who, str) or not who:
        raise invalid(
            Text("A step names nobody.", "Ada langkah yang tidak menyebut siapa pun."),
            Text("Choose roles or people for it.", "Pilih peran atau orangnya."),
        )
    for each in who:
        if each not in ROLES and each != LINK and each not in people:
            raise _wrong(str(each))
    name = str(form.get("name") or "").strip()[:60]
    return Step(tuple(dict.fromkeys(str(each) for each in who)), form.get("every") is True, name)


def _wrong(what: str) -> Exception:
    return invalid(
        say("{what} is not known here.", "{what} tidak dikenal di sini.", what=what),
        Text("Name roles, members by id, or link.", "Sebut peran, anggota dengan id, atau link."),
    )
