"""The page of measures: the closed list of raw counts, with their words."""

from scripts.reference_pages.markdown import code, table
from tolok.core.kpi.measure_words import measure_counts, measure_words
from tolok.core.measures import EVENTS, MEASURES, TERMS, Measure

KINDS = """
A measure is a raw count as a network reports it; a KPI is a formula over measures. The kind says
what may be added:

- **flow**: something that happened; adds over time, posts and accounts.
- **stock**: a level; over time the last value counts.
- **unique**: different people; never added.
- **money**: a flow in one currency; adds only with the same currency.
"""
HEAD = ("Measure", "Kind", "Unit", "Tables", "English", "Indonesian", "What it counts")


def page() -> str:
    parts = ["# Measures", KINDS.strip()]
    for title, group in (
        ("Counts that files and networks report", MEASURES),
        ("Terms that are counted when a question is asked", TERMS),
        ("Counts of sources beside the networks", EVENTS),
    ):
        parts += [f"## {title}", table(HEAD, [_row(one) for one in group.values()])]
    return "\n\n".join(parts)


def _row(measure: Measure) -> list[str]:
    words = measure_words(measure.id)
    return [
        code(measure.id),
        measure.kind.value,
        measure.unit,
        ", ".join(sorted(measure.tables)),
        words.en,
        words.id,
        measure_counts(measure.id).en,
    ]


PAGES = {"measures.md": page}
