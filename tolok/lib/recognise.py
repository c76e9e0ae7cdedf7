"""Which importer fits a sheet: ranked, with reasons. Two that fit equally are asked, never guessed.

The name of a file takes no part: people rename files, and networks reuse names.
"""

from collections.abc import Sequence
from dataclasses import replace

from tolok.core.ports import Importer, Match, Question
from tolok.core.sheet import Sheet
from tolok.core.text import Text

Candidate = tuple[Importer, Match]
IMPORTER = "importer"
NEAR = 1e-9


def recognise(sheet: Sheet, importers: Sequence[Importer]) -> list[Candidate]:
    """Every importer that fits, best first. Empty: nobody knows this table.

    Equal best scores put the question which one it is on each of the tied matches.
    """
    nameless = replace(sheet, file_name="")
    found = [(i, match) for i in importers if (match := i.sniff(nameless)) and match.score > 0]
    found.sort(key=lambda pair: (-pair[1].score, pair[0].id))
    tied = [i for i, match in found if found[0][1].score - match.score <= NEAR]
    if len(tied) < 2:
        return found
    question = _which(tied)
    return [
        (i, replace(m, questions=(question, *m.questions)) if i in tied else m) for i, m in found
    ]


def _which(tied: Sequence[Importer]) -> Question:
    return Question(
        id=IMPORTER,
        words=Text(
            "This table fits more than one kind of file. Which one is it?",
            "Tabel ini cocok dengan lebih dari satu jenis berkas. Yang mana?",
        ),
        choices={importer.id: importer.name for importer in tied},
    )


def chosen(candidates: Sequence[Candidate], importer: str) -> Candidate | None:
    """The candidate a person named, without the question it answers; else the best one."""
    for found, match in candidates:
        if found.id == importer:
            rest = tuple(q for q in match.questions if q.id != IMPORTER)
            return found, replace(match, questions=rest)
    return candidates[0] if candidates else None
