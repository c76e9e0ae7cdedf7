"""The KPI pages, one per language, from the catalogue."""

from collections.abc import Iterator

from scripts.reference_pages.markdown import code, table
from tolok.core.kpi.kinds import GROUP_NAMES
from tolok.core.kpi.spec import KpiSpec, Variant
from tolok.core.kpi.words import (
    BASIS,
    DIRECTIONS,
    bases_of,
    formula_words,
    how_words,
    rule_words,
    unit_words,
)
from tolok.core.text import Text
from tolok.lib.catalogue import goals, kpis

TITLE = Text("KPIs", "KPI")
LEAD = Text(
    "Every KPI of the catalogue, from `tolok/catalogue/kpis`. The same words stand in the KPI "
    "guide of a workspace. [Bahasa Indonesia](kpis.id.md)",
    "Semua KPI katalog, dari `tolok/catalogue/kpis`. Kata-kata yang sama ada di panduan KPI tiap "
    "ruang kerja. [English](kpis.md)",
)
HEAD = (
    Text("Variant", "Varian"),
    Text("Name", "Nama"),
    Text("Formula", "Rumus"),
    Text("How", "Cara"),
    Text("Basis", "Basis"),
)
READ, MISLEADS = Text("How to read it", "Cara membaca"), Text("How it misleads", "Jebakannya")
UNIT, BETTER = Text("Unit", "Satuan"), Text("Direction", "Arah")
LEAST = Text("Least number for a verdict", "Jumlah terkecil untuk menilai")
SERVES, ALIASES = Text("Goals it serves", "Sasaran yang dilayani"), Text("Also called", "Nama lain")
SHORT, REFERENCE = Text("Short forms", "Singkatan"), Text("Reference", "Rujukan")


def page(language: str) -> str:
    parts = [f"# {TITLE.to(language)}", LEAD.to(language)]
    for group, name in GROUP_NAMES.items():
        of_group = sorted(
            (k for k in kpis().values() if k.group == group), key=lambda k: k.name.to(language)
        )
        if of_group:
            parts.append(f"## {name.to(language)}")
            parts += [_kpi(kpi, language) for kpi in of_group]
    return "\n\n".join(parts)


def _kpi(kpi: KpiSpec, language: str) -> str:
    facts = "\n".join(f"- {label.to(language)}: {words}" for label, words in _facts(kpi, language))
    rows = [_variant(variant, language) for variant in kpi.variants]
    return "\n\n".join(
        (
            f'### <a id="{kpi.id}"></a>{kpi.name.to(language)}',
            f"{code(kpi.id)} — {kpi.definition.to(language)}",
            facts,
            table([label.to(language) for label in HEAD], rows),
            *(_notes(kpi, language)),
        )
    )


def _facts(kpi: KpiSpec, language: str) -> Iterator[tuple[Text, str]]:
    yield READ, kpi.read.to(language)
    yield MISLEADS, kpi.misleads.to(language)
    yield UNIT, unit_words(kpi.unit).to(language)
    yield BETTER, DIRECTIONS[kpi.better].to(language)
    for axis, step in rule_words(kpi.rule):
        yield axis, step.to(language)
    if kpi.min_n > 1:
        yield LEAST, str(kpi.min_n)
    if kpi.goals:
        yield SERVES, ", ".join(goals()[goal].name.to(language) for goal in kpi.goals)
    if kpi.aliases:
        yield ALIASES, ", ".join(code(alias) for alias in kpi.aliases)
    if kpi.jargon:
        yield SHORT, "; ".join(f"{j.short} = {j.words.to(language)}" for j in kpi.jargon)
    if kpi.reference:
        yield REFERENCE, kpi.reference


def _variant(variant: Variant, language: str) -> list[str]:
    return [
        code(variant.id),
        variant.name.to(language),
        formula_words(variant).to(language),
        how_words(variant).to(language),
        "; ".join(BASIS[basis][0].to(language) for basis in bases_of(variant)),
    ]


def _notes(kpi: KpiSpec, language: str) -> list[str]:
    noted = [v for v in kpi.variants if v.note]
    return ["\n".join(f"- {code(v.id)}: {v.note.to(language)}" for v in noted if v.note)] * bool(
        noted
    )


PAGES = {"kpis.md": lambda: page("en"), "kpis.id.md": lambda: page("id")}
