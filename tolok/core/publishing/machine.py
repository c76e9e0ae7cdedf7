"""What a table of states is, and what can be wrong with one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from tolok.core.text import Text


class StateError(ValueError):
    """The table contradicts itself, or a step was taken that it does not allow."""


@dataclass(frozen=True, slots=True)
class State:
    """One step. What a lease that ran out, or a wait that is over, turns into is part of it.

    `end`: nothing can follow. `due`: the row waits for a time of its own (part of the due query).
    """

    next: frozenset[str]
    name: Text
    words: Text  # what this state means to the person who planned the post
    lease: timedelta | None = None  # a worker holds the row this long without a heartbeat
    lapses_to: str = ""  # the state after a lease that ran out
    retry: timedelta | None = None  # the first wait; later ones grow
    give_up: timedelta | None = None  # counted from entering the wait
    gives_up_to: str = ""
    due: bool = False
    end: bool = False


def faults(table: Mapping[str, State], start: str) -> list[str]:
    """What is wrong with a table: unknown names, unreachable states, ends that are none."""
    found = [] if start in table else [f"the start {start!r} is not in the table"]
    for name, each in table.items():
        named = set(each.next) | {each.lapses_to, each.gives_up_to} - {""}
        found += [f"{name} leads to {other!r}, which is unknown" for other in named - set(table)]
        found += _contradictions(name, each)
    lost = set(table) - reachable(table, start)
    return found + [f"{name} cannot be reached from {start}" for name in sorted(lost)]


def reachable(table: Mapping[str, State], start: str, *, without: Iterable[str] = ()) -> set[str]:
    """All states that a path from `start` can reach without passing through `without`."""
    closed, seen, open_ = set(without), set[str](), [start]
    while open_:
        name = open_.pop()
        if name in table and name not in seen | closed:
            seen.add(name)
            open_ += table[name].next
    return seen


def _contradictions(name: str, each: State) -> list[str]:
    checks = {
        "is an end and has an exit": each.end and bool(each.next),
        "has no exit and is no end": not each.end and not each.next,
        "has a lease and does not say what follows": (each.lease is None) != (not each.lapses_to),
        "gives up and does not say to what": (each.give_up is None) != (not each.gives_up_to),
        "lapses to a state that may not follow": bool(each.lapses_to)
        and each.lapses_to not in each.next,
        "gives up to a state that may not follow": bool(each.gives_up_to)
        and each.gives_up_to not in each.next,
        "is held and waits at once": each.lease is not None and each.due,
    }
    return [f"{name} {words}" for words, wrong in checks.items() if wrong]
