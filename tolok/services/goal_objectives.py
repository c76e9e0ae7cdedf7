"""What the goals of each business objective come to together: shares of the way, never values."""

from collections.abc import Iterable
from dataclasses import dataclass

from tolok.core.goals.roll_up import Rolled, roll_up
from tolok.core.text import Text, say
from tolok.services.goal_picture import Tone, tone
from tolok.services.goal_reading import Standing

NONE = Text("No objective named", "Tanpa tujuan bisnis")


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """One objective; `id` is its name, "" for goals that name none."""

    id: str
    name: Text
    goals: tuple[Standing, ...]
    rolled: Rolled
    tone: Tone

    @property
    def stands_on(self) -> Text:
        """How many goals, and how many of them have data."""
        known, of = self.rolled.counted, len(self.goals)
        return say("{n} of {m} goals with data", "{n} dari {m} sasaran dengan data", n=known, m=of)


def by_objective(found: Iterable[Standing]) -> tuple[ObjectiveRow, ...]:
    """Objectives by name, goals without one last; nothing while no goal names any."""
    held: dict[str, list[Standing]] = {}
    for one in found:
        held.setdefault(one.goal.objective, []).append(one)
    if not any(held):
        return ()
    names = sorted(held, key=lambda name: (not name, name.casefold()))
    return tuple(_row(name, held[name]) for name in names)


def _row(name: str, goals: list[Standing]) -> ObjectiveRow:
    rolled = roll_up([(g.main.pace, 1.0) for g in goals if g.main])
    return ObjectiveRow(
        name, Text.same(name) if name else NONE, tuple(goals), rolled, tone(rolled.status)
    )
