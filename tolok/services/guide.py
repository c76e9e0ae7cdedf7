"""The KPI guide of a workspace: what each KPI means, where it comes from, who has read it.

Shows no figures, so that it can be shared with people who may not see any.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tolok.core.errors import invalid, not_found
from tolok.core.kpi.formula import parse
from tolok.core.kpi.kinds import usual_rule
from tolok.core.kpi.lint import Hint, lint_kpi
from tolok.core.kpi.measure_words import measure_counts, measure_words, named
from tolok.core.kpi.spec import CONNECTED, KpiSpec, Rule, Variant
from tolok.core.kpi.words import (
    BASIS,
    GROUPS,
    SOURCES,
    bases_of,
    formula_words,
    how_words,
    rule_words,
    unit_words,
)
from tolok.core.measures import MEASURES, TERMS
from tolok.core.text import Text
from tolok.lib.catalogue import goals
from tolok.lib.ids import row_id
from tolok.services.access import Scope, must_write, record
from tolok.services.fact_store import facts
from tolok.services.kpis import Used, used_kpi, used_kpis
from tolok.store.models import Audit, GuideNote, GuideRead, Member
from tolok.store.scope import within

STATES = ("used", "parked", "off", "data")
LONGEST_NOTE = 2_000
MOST_CHANGES = 20
_ACTS = {
    "kpi.set": Text("Settings changed", "Setelan diubah"),
    "kpi.made": Text("KPI made", "KPI dibuat"),
    "kpi.changed": Text("Formula changed", "Rumus diubah"),
    "guide.note": Text("Note added", "Catatan ditambahkan"),
    "guide.note_removed": Text("Note removed", "Catatan dihapus"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the list is narrowed to; empty means all. `state` is one of STATES."""

    text: str = ""
    goal: str = ""
    group: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A KPI in the list. `data`: read (has rows), none (not yet), source (nothing to read from)."""

    used: Used
    data: str


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    name: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One variant in words."""

    id: str
    name: Text
    formula: Text
    how: Text
    rule: tuple[tuple[Text, Text], ...]
    basis: tuple[Text, ...]
    sources: tuple[Text, ...]
    unit: Text
    note: Text | None


@dataclass(frozen=True, slots=True)
class Read:
    """Who has read the present text, and when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """Something done to the KPI here, by whom."""

    words: Text
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One KPI's page."""

    used: Used
    data: str
    group: Text
    goals: tuple[Text, ...]
    measures: tuple[tuple[Text, Text], ...]
    explained: tuple[tuple[Text, Text], ...]  # bases and sources, each with its sentence
    said: tuple[Said, ...]
    hints: tuple[Hint, ...]
    notes: tuple[GuideNote, ...]
    reads: tuple[Read, ...]
    read_by_me: bool
    changes: tuple[Change, ...]

    @property
    def rules(self) -> tuple[tuple[Text, Text], ...]:
        """How the default variant adds up."""
        return self.said[0].rule


def sections(scope: Scope, wish: Wish | None = None) -> list[Section]:
    """The KPIs that meet the wish, under the headings of the guide."""
    with_data = kpis_with_data(scope)
    lines = [
        Line(used, _data(used.spec, with_data))
        for used in used_kpis(scope)
        if _meets(used, wish or Wish(), with_data)
    ]
    return [
        Section(id, name, found)
        for id, name in GROUPS.items()
        if (found := tuple(line for line in lines if line.used.spec.group == id))
    ]


@dataclass(frozen=True, slots=True)
class SharedKpi:
    """A KPI as people outside see it."""

    used: Used
    goals: tuple[Text, ...]
    said: tuple[Said, ...]


def shared_sections(scope: Scope) -> list[tuple[Text, tuple[SharedKpi, ...]]]:
    """The KPIs in use, without asking the facts anything."""
    shown = [used for used in used_kpis(scope) if used.enabled and not used.parked]
    return [
        (name, found)
        for id, name in GROUPS.items()
        if (found := tuple(_shared(used) for used in shown if used.spec.group == id))
    ]


def _shared(used: Used) -> SharedKpi:
    spec = used.spec
    return SharedKpi(used, _goals(spec), tuple(_said(v, spec.rule_of(v)) for v in spec.variants))


def _goals(spec: KpiSpec) -> tuple[Text, ...]:
    return tuple(goals()[id].name for id in spec.goals if id in goals())


def entry(scope: Scope, kpi: str) -> Entry:
    """Everything the guide knows of one KPI; ProblemError 404 when there is none of that name."""
    used = used_kpi(scope, kpi)
    spec = used.spec
    reads = list(
        within(GuideRead, scope.id)
        .select_related("user")
        .filter(kpi=kpi, version=version(spec))
        .order_by("created_at")
    )
    return Entry(
        used=used,
        data=_data(spec, kpis_with_data(scope)),
        group=GROUPS[spec.group],
        goals=_goals(spec),
        measures=named(measures_of(spec)),
        explained=_explained(spec),
        said=tuple(_said(variant, spec.rule_of(variant)) for variant in spec.variants),
        hints=lint_kpi(spec, purpose=used.purpose, objective=used.objective),
        notes=tuple(notes(scope, kpi)),
        reads=tuple(Read(str(r.user), r.created_at) for r in reads),
        read_by_me=any(r.user == scope.actor.user for r in reads),
        changes=_changes(scope, kpi),
    )


def said_formula(formula: str) -> Said:
    """What a formula would compute, before it is kept; ProblemError says where it fails."""
    variant = parse(formula)
    return _said(variant, usual_rule(variant.kind))


def measure_list() -> tuple[tuple[str, Text, Text], ...]:
    """Every measure a formula may name: its id, its name, what it counts."""
    return tuple((id, measure_words(id), measure_counts(id)) for id in (*MEASURES, *TERMS))


def version(spec: KpiSpec) -> str:
    """A mark of the text: when it changes, those who read the old one have not read the new."""
    parts = [spec.name, spec.definition, spec.read, spec.misleads]
    parts += [formula_words(variant) for variant in spec.variants]
    words = "\n".join(f"{part.en}\n{part.id}" for part in parts)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def measures_of(spec: KpiSpec) -> tuple[str, ...]:
    """Every measure that a variant of the KPI may use, in order."""
    found = [
        name
        for variant in spec.variants
        for term in (*variant.numerator, *variant.denominator)
        for name in term.names
    ]
    return tuple(dict.fromkeys(found))


def mark_read(scope: Scope, kpi: str) -> None:
    """That the person has read this KPI's page as it stands now; twice is the same as once."""
    must_write(scope.actor)
    used = used_kpi(scope, kpi)
    if scope.actor.user is None:
        raise invalid(
            Text("Only a person can have read something.", "Hanya orang yang dapat membaca."),
            Text("Log in and mark it there.", "Masuk lalu tandai di sana."),
        )
    GuideRead.objects.get_or_create(
        workspace=scope.workspace, kpi=kpi, version=version(used.spec), user=scope.actor.user
    )


def notes(scope: Scope, kpi: str = "") -> list[GuideNote]:
    """Training notes and changes, newest first: those of one KPI, or ("") of the whole guide."""
    found = within(GuideNote, scope.id).select_related("author").filter(kpi=kpi)
    return list(found.order_by("-created_at"))


def add_note(scope: Scope, kpi: str, words: str) -> GuideNote:
    """Write a note on one KPI, or on the guide as a whole when `kpi` is empty."""
    if kpi:
        used_kpi(scope, kpi)
    if not 0 < len(words.strip()) <= LONGEST_NOTE:
        raise invalid(
            Text("A note has 1 to 2,000 characters.", "Catatan berisi 1 sampai 2.000 karakter."),
            Text("Write what the team should know.", "Tulis yang perlu diketahui tim."),
        )
    with transaction.atomic():
        note = GuideNote.objects.create(
            workspace=scope.workspace, kpi=kpi, words=words.strip(), author=scope.actor.user
        )
        record(scope, scope.actor, "guide.note", kpi)
    return note


def remove_note(scope: Scope, note_id: str) -> None:
    with transaction.atomic():
        note = within(GuideNote, scope.id).filter(id=row_id(note_id)).first()
        if note is None:
            raise not_found(Text("note", "catatan"))
        note.delete()
        record(scope, scope.actor, "guide.note_removed", note.kpi)


def kpis_with_data(scope: Scope) -> frozenset[str]:
    """The KPIs for which some channel reports all that one of their variants needs."""
    store = facts()
    with store.reading() as cursor:
        reach = store.reach(scope.key, cursor)
    return frozenset(
        used.spec.id
        for used in used_kpis(scope)
        if any(
            reach.offers(source, channel, variant)
            for variant in used.spec.variants
            for source in variant.sources
            for channel in reach.held.get(source, ())
        )
    )


def _explained(spec: KpiSpec) -> tuple[tuple[Text, Text], ...]:
    bases = dict.fromkeys(basis for variant in spec.variants for basis in bases_of(variant))
    sources = dict.fromkeys(source for variant in spec.variants for source in variant.sources)
    return (*(BASIS[basis] for basis in bases), *(SOURCES[source] for source in sources))


def _changes(scope: Scope, kpi: str) -> tuple[Change, ...]:
    rows = Audit.objects.filter(workspace_id=scope.id, subject=kpi, act__in=_ACTS)[:MOST_CHANGES]
    people = {str(m.user.id): str(m.user) for m in within(Member, scope.id).select_related("user")}
    return tuple(Change(_ACTS[r.act], people.get(r.actor, ""), r.created_at) for r in rows)


def _data(spec: KpiSpec, with_data: frozenset[str]) -> str:
    if spec.id in with_data:
        return "read"
    known = any(source in CONNECTED for variant in spec.variants for source in variant.sources)
    return "none" if known else "source"


def _meets(used: Used, wish: Wish, with_data: frozenset[str]) -> bool:
    spec = used.spec
    if wish.group and spec.group != wish.group:
        return False
    if wish.goal and wish.goal not in spec.goals:
        return False
    if wish.state and not _in_state(used, wish.state, with_data):
        return False
    return all(word in _searched(spec) for word in wish.text.casefold().split())


def _in_state(used: Used, state: str, with_data: frozenset[str]) -> bool:
    if state == "data":
        return used.spec.id in with_data
    now = "off" if not used.enabled else "parked" if used.parked else "used"
    return now == state


def _searched(spec: KpiSpec) -> str:
    jargon: Iterable[str] = (f"{j.short} {j.words.en} {j.words.id}" for j in spec.jargon)
    texts = (spec.name, spec.definition, spec.read)
    words: Sequence[str] = [spec.id, *spec.aliases, *jargon, *(f"{t.en} {t.id}" for t in texts)]
    return " ".join(words).casefold()


def _said(variant: Variant, rule: Rule) -> Said:
    return Said(
        id=variant.id,
        name=variant.name,
        formula=formula_words(variant),
        how=how_words(variant),
        rule=rule_words(rule),
        basis=tuple(BASIS[basis][0] for basis in bases_of(variant)),
        sources=tuple(SOURCES[source][0] for source in variant.sources),
        unit=unit_words(variant.unit),
        note=variant.note,
    )
