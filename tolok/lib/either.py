"""One importer for a source whose downloads come in several shapes: the shape that fits reads."""

from collections.abc import Iterator
from typing import Protocol

from tolok.core.ports import Answers, Event, Match
from tolok.core.sheet import Sheet
from tolok.core.text import Text


class Shape(Protocol):
    """What an importer does, without its name."""

    def sniff(self, sheet: Sheet) -> Match | None: ...

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]: ...


class Either:
    """Several importers under one id; the best match counts."""

    def __init__(self, id: str, name: Text, *shapes: Shape) -> None:
        self.id, self.name, self.shapes = id, name, shapes

    def sniff(self, sheet: Sheet) -> Match | None:
        best = self._best(sheet)
        return best[0] if best else None

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        best = self._best(sheet)
        if best:
            yield from best[1].parse(sheet, answers)

    def _best(self, sheet: Sheet) -> tuple[Match, Shape] | None:
        tried = ((shape.sniff(sheet), shape) for shape in self.shapes)
        found = [(match, shape) for match, shape in tried if match]
        return max(found, key=lambda pair: pair[0].score) if found else None
