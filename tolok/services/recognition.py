"""What is this file, and what must a person still say before it can be read?"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tolok.core.networks import Network
from tolok.core.ports import About, Answers, Importer, Match, Question
from tolok.core.registry import collect
from tolok.core.sheet import Sheet
from tolok.core.text import Text
from tolok.lib.catalogue import networks
from tolok.lib.columns import normalise
from tolok.lib.recognise import recognise
from tolok.lib.sheets import open_sheets


@dataclass(frozen=True, slots=True)
class Reading:
    """One sheet with the importer that will read it; `questions` are still open."""

    sheet: Sheet
    importer: Importer | None
    match: Match | None
    candidates: tuple[dict[str, Any], ...]
    questions: tuple[Question, ...]
    fingerprint: str


@cache
def importers() -> Mapping[str, Importer]:
    """Every importer by id."""
    return {i.id: i for i in collect("tolok.importers", "IMPORTER")}  # type: ignore[attr-defined, misc]


def read_file(path: Path, file_name: str, given: Mapping[str, str]) -> Iterator[Reading]:
    """Recognise each sheet of a file. `given`: what was settled already (question id → value)."""
    for sheet in open_sheets(path, file_name):
        yield read_sheet(sheet, given)


def read_sheet(sheet: Sheet, given: Mapping[str, str]) -> Reading:
    ranked = recognise(sheet, tuple(importers().values()))
    candidates = tuple(
        {"importer": i.id, "score": round(m.score, 3), "reasons": [r.as_dict() for r in m.reasons]}
        for i, m in ranked[:5]
    )
    chosen = _chosen(ranked, given.get("importer", "")) or _mapped(sheet, given)
    if chosen is None:
        questions = (_which_importer(ranked),) if ranked else ()
        return Reading(sheet, None, None, candidates, questions, fingerprint(sheet))
    importer, match = chosen
    still_open = tuple(q for q in match.questions if q.id not in given)
    if not still_open:
        about = _about(importer, sheet, given)
        still_open = (_which_network(),) if about and not about.network else ()
    return Reading(sheet, importer, match, candidates, still_open, fingerprint(sheet))


def fingerprint(sheet: Sheet) -> str:
    """The header as a hash: the same kind of file has the same one, whatever its name."""
    lines = [sheet.texts(i) for i in range(min(len(sheet.head), 10))]
    widest = max(lines, key=len, default=())
    text = "\x1f".join(normalise(cell) for cell in widest)
    return hashlib.sha256(text.encode()).hexdigest()


def answers_of(given: Mapping[str, str], received: Any) -> Answers:
    return Answers(given=dict(given), today=received)


def question_dict(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "words": asdict(question.words),
        "choices": {value: asdict(words) for value, words in question.choices.items()},
        "order": list(question.choices),  # PostgreSQL keeps no order of keys
    }


def choices_of(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The choices of a question as `question_dict` wrote it, the likeliest first."""
    choices: dict[str, Any] = stored.get("choices") or {}
    order: list[str] = stored.get("order") or list(choices)
    return {value: choices[value] for value in order if value in choices}


def _chosen(ranked: list[tuple[Importer, Match]], wanted: str) -> tuple[Importer, Match] | None:
    """The importer asked for, else the best one when no other fits as well."""
    if wanted:
        return next(((i, m) for i, m in ranked if i.id == wanted), None)
    if not ranked or (len(ranked) > 1 and ranked[1][1].score == ranked[0][1].score):
        return None
    return ranked[0]


def _mapped(sheet: Sheet, given: Mapping[str, str]) -> tuple[Importer, Match] | None:
    """The importer a person named together with what each column holds, for words none knows."""
    importer = importers().get(given.get("importer", ""))
    if importer is None or "mapping" not in given:
        return None
    about = _about(importer, sheet, given)
    return (importer, Match(0.0, (), table=about.table)) if about else None


def _about(importer: Importer, sheet: Sheet, given: Mapping[str, str]) -> About | None:
    """What the file says of itself comes first, so nothing else of it is read here."""
    first = next(iter(importer.parse(sheet, Answers(given))), None)
    return first if isinstance(first, About) else None


def _which_network() -> Question:
    return Question(
        id="network",
        words=Text(
            "Which network do these numbers come from? The file does not say.",
            "Dari jaringan mana angka-angka ini? Berkasnya tidak menyebutkan.",
        ),
        choices={network.id: network.name for network in _named_first()},
    )


def _named_first() -> list[Network]:
    """The networks by name; "another network" closes the list."""
    return sorted(networks().values(), key=lambda network: network.id == "other")


def _which_importer(ranked: list[tuple[Importer, Match]]) -> Question:
    best = ranked[0][1].score
    return Question(
        id="importer",
        words=Text("What kind of file is this?", "Berkas jenis apa ini?"),
        choices={i.id: i.name for i, m in ranked if m.score == best},
    )
