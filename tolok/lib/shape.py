"""How surely a header belongs to a source, and the words that say so; total rows by their name."""

import re
from collections.abc import Sequence
from datetime import date

from tolok.core.ports import Match, Question, Skipped
from tolok.core.sheet import Cell, Line
from tolok.core.text import Text, say
from tolok.lib.cells import CONTINENTAL, ENGLISH, NumberStyle
from tolok.lib.columns import Columns, normalise
from tolok.lib.counts import style_of
from tolok.lib.row_reader import Table, is_empty

# First cell of a total row in the interface languages seen; compared after `normalise`.
TOTALS = frozenset(
    {"total", "totals", "grand total", "jumlah", "total keseluruhan", "totales", "gesamt"}
    | {
        "summe",
        "gesamtsumme",
        "totale",
        "totaal",
        "toplam",
        "итого",
        "всего",
        "合計",
        "总计",
        "합계",
    }
)
HOW_DECIMALS = Question(
    id="decimal",
    words=Text(
        "Which sign stands before the decimals in this file?",
        "Tanda apa yang dipakai sebelum desimal di berkas ini?",
    ),
    choices={
        ".": Text("A point: 1,234.5", "Titik: 1,234.5"),
        ",": Text("A comma: 1.234,5", "Koma: 1.234,5"),
    },
)
WHOSE = Question(
    id="network",
    words=Text("Which network do these numbers come from?", "Dari jaringan mana angka-angka ini?"),
    choices={
        "youtube": Text.same("YouTube"),
        "tiktok": Text.same("TikTok"),
        "instagram": Text.same("Instagram"),
        "facebook": Text.same("Facebook"),
        "x": Text.same("X"),
        "linkedin": Text.same("LinkedIn"),
        "web": Text("A website", "Situs web"),
    },
)
_ISO = re.compile(r"^\d{4}-\d\d-\d\d$|^Total$")
_EMPTY = Text("The line is empty.", "Baris ini kosong.")


def fit(columns: Columns, proof: Sequence[str], *, weak: bool = False) -> float:
    """0.5–0.95: more when all columns are known, most when one is there that only this source has.

    `weak`: other sources could write the same header.
    """
    named = len([name for name in columns.header if name])
    known = 1 - len(columns.unknown) / named if named else 0.0
    proven = any(name in columns for name in proof)
    score = (0.45 if weak and not proven else 0.6) + 0.15 * known + (0.2 if proven else 0.0)
    return round(score, 3)


def is_native(table: Table, words: Sequence[str]) -> bool:
    """One date and one number, spelled as the source spells them, and days written 2025-12-31."""
    named = [name for name in table.columns.header if name]
    firsts = [line.cells[0] for line in data_head(table)[:5]]
    dated = all(isinstance(cell, date) or _ISO.match(str(cell)) for cell in firsts)
    return len(named) == 2 and all(name in words for name in named) and dated


def why_columns(columns: Columns) -> Text:
    known = [columns.name(field) for field in columns.at]
    return say("Its columns: {names}.", "Kolomnya: {names}.", names=", ".join(known[:8]))


def is_total(cell: Cell) -> bool:
    return isinstance(cell, str) and normalise(cell) in TOTALS


def empty(line: Line) -> Skipped:
    return Skipped(line.number, _EMPTY)


def data_head(table: Table) -> list[Line]:
    return [line for line in table.head_rows() if not is_empty(line)]


def number_style(table: Table, said: str = "") -> NumberStyle:
    """As a person said ("," or "."), else as the first rows prove, else English."""
    if said:
        return CONTINENTAL if said == "," else ENGLISH
    return style_of(data_head(table), table.columns) or ENGLISH


def ask_style(table: Table) -> tuple[Question, ...]:
    return () if style_of(data_head(table), table.columns) else (HOW_DECIMALS,)


def matched(
    table: Table,
    network: str,
    kind: str,
    *,
    score: float,
    reasons: tuple[Text, ...] = (),
    questions: tuple[Question, ...] = (),
) -> Match:
    return Match(
        score=score,
        reasons=(why_columns(table.columns), *reasons),
        network=network,
        table=kind,
        questions=(*questions, *ask_style(table)),
    )
