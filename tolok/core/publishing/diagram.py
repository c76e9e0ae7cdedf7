"""The delivery machine drawn as Mermaid text for the docs: generated, never written by hand."""

from collections.abc import Mapping

from tolok.core.publishing.machine import State
from tolok.core.publishing.states import START, STATES


def diagram(table: Mapping[str, State] = STATES, start: str = START) -> str:
    """A Mermaid state diagram; what a run-out lease or a given-up wait does is on its arrow."""
    lines = ["stateDiagram-v2", f"    [*] --> {start}"]
    lines += [f"    {name} : {each.name.en}" for name, each in table.items()]
    for name, each in table.items():
        lines += [f"    {name} --> {other}{_label(each, other)}" for other in sorted(each.next)]
        lines += [f"    {name} --> [*]"] if each.end else []
    return "\n".join(lines) + "\n"


def _label(each: State, other: str) -> str:
    marks = []
    if each.lease is not None and other == each.lapses_to:
        marks.append(f"lease of {each.lease.total_seconds():.0f} s runs out")
    if each.give_up is not None and other == each.gives_up_to:
        marks.append(f"given up after {each.give_up.total_seconds() / 3600:.0f} h")
    return f" : {', '.join(marks)}" if marks else ""
