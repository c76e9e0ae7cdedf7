"""Advice on the name and the papers of a KPI: clear, short, no unexplained short forms.

Advice only: a name is never refused here. Each hint says what to change.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tolok.core.kpi.spec import Jargon, KpiSpec
from tolok.core.text import Text, say

LONGEST_NAME = 40
MOST_WORDS = 6
_SHORT = re.compile(r"\b[A-Z][A-Z0-9]{1,5}\b")
_EMPTY = re.compile(
    r"\b(success|performance|quality|impact|engagement score|sukses|performa|kualitas|dampak)\b",
    re.I,
)
_KNOWN = frozenset({"KPI", "PDF", "URL", "ID"})


@dataclass(frozen=True, slots=True)
class Hint:
    """`language` is the name that is meant, "" for both."""

    id: str  # long, words, short_form, empty_word, no_unit_word, purpose, owner, same
    words: Text
    language: str = ""


def lint_name(name: Text, jargon: Iterable[Jargon] = ()) -> tuple[Hint, ...]:
    """Hints on a KPI's name in both languages."""
    explained = {entry.short for entry in jargon} | _KNOWN
    found = [*_one(name.en, "en", explained), *_one(name.id, "id", explained)]
    if name.en.strip().casefold() == name.id.strip().casefold() and " " in name.en.strip():
        found.append(
            Hint(
                "same",
                Text(
                    "The name is the same in both languages: translate it.",
                    "Namanya sama dalam kedua bahasa: terjemahkan.",
                ),
            )
        )
    return tuple(found)


def lint_kpi(spec: KpiSpec, *, purpose: str = "", objective: str = "") -> tuple[Hint, ...]:
    """Name and papers: purpose and objective say why anyone should care."""
    found = list(lint_name(spec.name, spec.jargon))
    if not purpose.strip():
        found.append(
            Hint(
                "purpose",
                Text(
                    "Say what it is for: which decision changes when it moves?",
                    "Tulis gunanya: keputusan apa yang berubah jika angka ini bergerak?",
                ),
            )
        )
    if not objective.strip():
        found.append(
            Hint(
                "objective",
                Text(
                    "Link the business objective it serves, or park the KPI.",
                    "Kaitkan dengan tujuan bisnisnya, atau tunda KPI ini.",
                ),
            )
        )
    return tuple(found)


def spelled_out(text: str, jargon: Iterable[Jargon], language: str) -> str:
    """The text with each short form spelled out at its first use: `CPM (cost per mille)`."""
    done = text
    for entry in jargon:
        long = entry.words.to(language)
        if f"({long})" in done or f"{entry.short} (" in done:
            continue
        first = re.search(rf"(?<!\w){re.escape(entry.short)}(?!\w)", done)
        if first:
            done = f"{done[: first.end()]} ({long}){done[first.end() :]}"
    return done


def glossary(specs: Iterable[KpiSpec]) -> Mapping[str, Text]:
    """Every short form of the KPIs with its words, in alphabetical order."""
    found = {entry.short: entry.words for spec in specs for entry in spec.jargon}
    return dict(sorted(found.items(), key=lambda pair: pair[0].casefold()))


def _one(name: str, language: str, explained: set[str]) -> list[Hint]:
    found = []
    if len(name) > LONGEST_NAME or len(name.split()) > MOST_WORDS:
        found.append(
            Hint(
                "long",
                say(
                    "“{n}” is long: at most {a} words and {b} characters fit a tile.",
                    "“{n}” terlalu panjang: paling banyak {a} kata dan {b} karakter.",
                    n=name,
                    a=MOST_WORDS,
                    b=LONGEST_NAME,
                ),
                language,
            )
        )
    for short in sorted(set(_SHORT.findall(name)) - explained):
        found.append(
            Hint(
                "short_form",
                say(
                    "“{s}” is not spelled out: explain it or write it in full.",
                    "“{s}” belum dijelaskan: tulis kepanjangannya.",
                    s=short,
                ),
                language,
            )
        )
    vague = _EMPTY.search(name)
    if vague:
        found.append(
            Hint(
                "empty_word",
                say(
                    "“{w}” can mean anything: name what is counted.",
                    "“{w}” dapat berarti apa saja: sebutkan yang dihitung.",
                    w=vague.group(),
                ),
                language,
            )
        )
    return found
