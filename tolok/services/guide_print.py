"""The guide on paper: the KPIs in use, as a PDF in one language."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tolok.core.kpi.words import (
    BASIS,
    GROUPS,
    SOURCES,
    bases_of,
    formula_words,
    how_words,
    unit_words,
)
from tolok.core.text import Text
from tolok.render.pdf import Guide, GuideEntry, GuideGroup, kpi_guide
from tolok.services.access import Scope
from tolok.services.kpis import Used, used_kpis


def guide_pdf(scope: Scope, language: str, *, made: date | None = None) -> bytes:
    """Every KPI that is switched on and not parked. `made` is the day the file bears."""
    day = made or datetime.now(ZoneInfo(scope.workspace.zone)).date()
    shown = [used for used in used_kpis(scope) if used.enabled and not used.parked]
    groups = tuple(
        GuideGroup(name, entries)
        for id, name in GROUPS.items()
        if (entries := tuple(_entry(used) for used in shown if used.spec.group == id))
    )
    return kpi_guide(Guide(scope.workspace.name, day, groups), language)


def _entry(used: Used) -> GuideEntry:
    spec = used.spec
    first, *others = spec.variants
    return GuideEntry(
        name=spec.name,
        definition=spec.definition,
        formula=_sentence(formula_words(first), how_words(first)),
        unit=unit_words(first.unit),
        basis=_listed(tuple(BASIS[basis][0] for basis in bases_of(first))),
        read=spec.read,
        misleads=spec.misleads,
        purpose=_sentence(Text.same(used.purpose), Text.same(used.objective)),
        owner=used.public_owner,
        variants=tuple(_sentence(v.name, formula_words(v), ": ") for v in others),
        sources=tuple(SOURCES[source][1] for source in first.sources),
        jargon=tuple((j.short, j.words) for j in spec.jargon),
    )


def _sentence(left: Text, right: Text, joint: str = " · ") -> Text:
    if not left.en or not right.en:
        return left if left.en else right
    return Text(left.en + joint + right.en, left.id + joint + right.id)


def _listed(texts: tuple[Text, ...]) -> Text:
    return Text("; ".join(t.en for t in texts), "; ".join(t.id for t in texts))
