"""What a damaged file does to an import, compared with the clean one.

*Silent change*: the damaged file is recognised as the same, nothing more is reported than before
(no trouble, skipped row, question or refusal), yet a measure both know has another sum, and the
damage did not touch a sign of which numbers are made. Damage to such a sign is visible in the
cell itself; it may change the numbers of the line it stands in, and of no other.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tolok.core.errors import ProblemError
from tolok.core.ports import (
    About,
    AdRow,
    Answers,
    AudienceRow,
    DayRow,
    Declared,
    Importer,
    PostRow,
    Skipped,
    Trouble,
    WindowRow,
)
from tolok.core.registry import collect
from tolok.lib.recognise import recognise
from tolok.lib.sheets import open_sheets

TODAY = date(2025, 6, 1)
NUMBER_SIGNS = frozenset(b"0123456789.-+()%kKmMbBtTrRjJ")
OTHER_SIGNS = b'",;\t|\n\r \0\xff\xe9xZ/:#='


def importers() -> tuple[Importer, ...]:
    return collect("tolok.importers", "IMPORTER")  # type: ignore[return-value]


@dataclass
class Outcome:
    """All that an import of one file shows."""

    importer: str = ""
    totals: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: dict[int, Counter[str]] = field(default_factory=dict)
    reports: Counter[str] = field(default_factory=Counter)
    refused: bool = False
    starts: set[int] = field(default_factory=set)

    def holds_rows(self, line: int) -> bool:
        """The physical line is part of a record that gave rows, not of a header or a note."""
        return max((start for start in self.starts if start <= line), default=0) in self.lines


def outcome(path: Path, given: dict[str, str]) -> Outcome:
    """Recognise and read the file; anything but a `ProblemError` flies through to the test."""
    found = Outcome()
    try:
        for sheet in open_sheets(path, "file"):
            ranked = recognise(sheet, importers())
            if not ranked:
                found.importer += "none;"
                continue
            found.starts.update(line.number for line in sheet.lines())
            importer, match = ranked[0]
            found.importer += f"{importer.id};"
            found.reports.update(f"asks {q.id}" for q in match.questions if q.id not in given)
            for event in importer.parse(sheet, Answers(given, TODAY)):
                _note(event, found)
    except ProblemError:
        found.refused = True
    return found


def _note(event: object, found: Outcome) -> None:
    if isinstance(event, Trouble):
        found.reports[f"trouble {event.line} {event.column} {event.why.en}"] += 1
    elif isinstance(event, Skipped | Declared):
        found.reports[f"{type(event).__name__} {event}"] += 1
    elif isinstance(event, AudienceRow):
        found.totals["audience", event.dimension] += 1
        _keep(found, event.line, f"{event.share} {event.count}")
    elif isinstance(event, WindowRow):
        found.totals["window", event.measure] += event.value
        _keep(found, event.line, f"{event.measure} {event.value}")
    elif isinstance(event, DayRow | PostRow | AdRow):
        for measure, value in event.measures.items():
            found.totals[type(event).__name__, measure] += value
        _keep(found, event.line, str(sorted(event.measures.items())))
    else:
        assert isinstance(event, About), event


def _keep(found: Outcome, line: int, numbers: str) -> None:
    found.lines.setdefault(line, Counter())[numbers] += 1


@dataclass(frozen=True)
class Damage:
    """One byte replaced, put in or taken out."""

    content: bytes
    signs: bytes  # the bytes that went and came
    line: int  # the physical line of the clean file it is on

    @property
    def of_numbers(self) -> bool:
        return any(byte in NUMBER_SIGNS for byte in self.signs)


def damaged(content: bytes, seed: int) -> Damage:
    """The same damage for the same seed."""
    dice = random.Random(seed)  # noqa: S311 not for secrets
    at = dice.randrange(len(content))
    come = bytes([dice.choice(OTHER_SIGNS) if dice.random() < 0.8 else dice.randrange(256)])
    act = dice.choice(("replace", "insert", "delete"))
    line = content[:at].count(b"\n" if b"\n" in content else b"\r") + 1
    if act == "insert":
        return Damage(content[:at] + come + content[at:], come, line)
    gone = content[at : at + 1]
    come = b"" if act == "delete" else come
    return Damage(content[:at] + come + content[at + 1 :], gone + come, line)


def silent_change(clean: Outcome, dirty: Outcome, damage: Damage) -> str:
    """Why the change went by in silence; "" when it did not, or nothing changed."""
    reported = dirty.reports - clean.reports or clean.reports - dirty.reports
    if dirty.refused or dirty.importer != clean.importer or reported:
        return ""
    if damage.of_numbers:
        changed = _changed_lines(clean, dirty) if clean.holds_rows(damage.line) else 0
        moved = clean.totals == dirty.totals  # a damaged day moves numbers to another day
        return f"{changed} lines changed" if changed > (2 if moved else 1) else ""
    both = clean.totals.keys() & dirty.totals.keys()
    if not clean.holds_rows(damage.line):
        both = {key for key in both if _same_columns(clean, dirty)}
    wrong = {key for key in both if clean.totals[key] != dirty.totals[key]}
    return f"sums changed: {sorted(wrong)}" if wrong else ""


def _changed_lines(clean: Outcome, dirty: Outcome) -> int:
    """Lines of the clean file whose numbers no line of the damaged one holds."""
    left = Counter(str(sorted(numbers.items())) for numbers in dirty.lines.values())
    was = Counter(str(sorted(numbers.items())) for numbers in clean.lines.values())
    return sum((was - left).values())


def _same_columns(clean: Outcome, dirty: Outcome) -> bool:
    """A damaged header may take a column out of a table; that is seen in the preview."""
    return [len(str(rows)) for rows in clean.lines.values()] == [
        len(str(rows)) for rows in dirty.lines.values()
    ]


def start_of_file(path: Path, size: int = 6_000) -> bytes:
    """Whole lines from the start: enough for a header and some rows (workbooks stay whole)."""
    content = path.read_bytes()
    if content.startswith((b"PK", b"\xd0\xcf")) or len(content) <= size:
        return content
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    end = "\n".encode("utf-16-le") if wide else b"\n" if b"\n" in content else b"\r"
    return content[: content.rfind(end, 0, size) + len(end)]


def settled(path: Path) -> dict[str, str]:
    """The first choice of every question the clean file raises, as if a person had answered."""
    given: dict[str, str] = {}
    for match in _matches(path):
        for question in match.questions:
            given.setdefault(question.id, next(iter(question.choices), ""))
    return given


def _matches(path: Path) -> Iterator[object]:
    for sheet in open_sheets(path, "file"):
        ranked = recognise(sheet, importers())
        if ranked:
            yield ranked[0][1]
