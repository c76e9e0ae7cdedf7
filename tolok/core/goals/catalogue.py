"""The broad goals people choose from, with their KPIs; starters by kind of organisation; templates.

Read from catalogue files; a bad file is refused by file, key and reason. A template is only a
draft: the wizard turns it into a goal once dates, baseline and answers are known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tolok.core.goals.goal import Mode, Scope, Target, nature_of
from tolok.core.kpi.spec import KpiSpec
from tolok.core.quantity import Money
from tolok.core.reading import Table, read_toml
from tolok.core.text import Text

CUSTOM = "custom"
SITUATIONS = ("visibility", "engaged_audience", "own_site", "small_means")
BEGINS = ("today", "next_month", "next_quarter")


@dataclass(frozen=True, slots=True)
class Hint:
    """KPIs to prefer in a situation, and why."""

    when: str
    kpis: tuple[str, ...]
    words: Text


@dataclass(frozen=True, slots=True)
class GoalSpec:
    """A broad goal. `kpis` are proposed in this order; `horizon_months` is how long it takes."""

    id: str
    rank: int
    name: Text
    definition: Text
    kpis: tuple[str, ...]
    horizon_months: int
    questions: tuple[Text, ...]  # on the audience, asked before the number
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class Starter:
    """Where an organisation of this kind usually begins."""

    id: str
    rank: int
    name: Text
    wish: Text
    why: Text
    goals: tuple[str, ...]
    kpis: tuple[str, ...]
    networks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScopeDraft:
    """Which rows a drafted target counts; words that people will replace by their own."""

    networks: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    topic: Text | None = None
    geo: Text | None = None

    def to(self, language: str) -> Scope:
        return Scope(
            networks=self.networks,
            types=self.types,
            tags=self.tags,
            topic=self.topic.to(language) if self.topic else "",
            geo=self.geo.to(language) if self.geo else "",
        )


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """`value` is a fraction in mode percent. `instead`: the KPI to take where `kpi` has no data."""

    kpi: str
    variant: str
    mode: Mode
    value: float
    scope: ScopeDraft
    instead: str = ""


@dataclass(frozen=True, slots=True)
class ActionDraft:
    words: Text
    kpi: str


@dataclass(frozen=True, slots=True)
class GoalTemplate:
    """A worked goal to start from. Exactly one of `weeks` and `months` is above 0."""

    id: str
    rank: int
    name: Text
    wish: str  # id of the broad goal
    title: Text
    specific: Text
    relevant: Text
    begins: str
    weeks: int
    months: int
    targets: tuple[TargetDraft, ...]
    actions: tuple[ActionDraft, ...]
    boost_per_post: Money | None
    achievable: bool | None
    realistic: Text | None


def drafted_targets(
    template: GoalTemplate,
    kpis: Mapping[str, KpiSpec],
    language: str,
    *,
    without_data: frozenset[str] = frozenset(),
) -> tuple[Target, ...]:
    """The template's targets, still without baselines; KPIs `without_data` give way."""
    return tuple(
        _target(draft, kpis[_chosen(draft, without_data)], language) for draft in template.targets
    )


def _chosen(draft: TargetDraft, without_data: frozenset[str]) -> str:
    return draft.instead if draft.instead and draft.kpi in without_data else draft.kpi


def _target(draft: TargetDraft, spec: KpiSpec, language: str) -> Target:
    variant = spec.variant(draft.variant if spec.id == draft.kpi else "")
    return Target(
        kpi=spec.id,
        variant=variant.id,
        mode=draft.mode,
        value=draft.value,
        nature=nature_of(variant.kind),
        better="down" if spec.better == "down" else "up",
        scope=draft.scope.to(language),
    )


def load_goal(text: str, file: str, *, kpis: Iterable[str] | None = None) -> GoalSpec:
    """Read one broad goal. `kpis`: the ids that exist; None leaves them unchecked."""
    top = read_toml(text, file)
    made = GoalSpec(
        id=_file_id(top, file),
        rank=top.whole("rank"),
        name=top.words("name"),
        definition=top.words("definition"),
        kpis=_known(top, "kpis", kpis),
        horizon_months=_count(top, "horizon_months"),
        questions=tuple(_words(table) for table in top.tables("question")),
        hints=tuple(_hint(table, kpis) for table in top.tables("hint")),
    )
    if not made.kpis and made.id != CUSTOM:
        raise top.refuse("kpis", "names no KPI", "tidak menyebut KPI")
    top.done()
    return made


def load_starter(
    text: str,
    file: str,
    *,
    goals: Iterable[str] | None = None,
    kpis: Iterable[str] | None = None,
    networks: Iterable[str] | None = None,
) -> Starter:
    """Read one starter; the ids it may name are given, None leaves them unchecked."""
    top = read_toml(text, file)
    made = Starter(
        id=_file_id(top, file),
        rank=top.whole("rank"),
        name=top.words("name"),
        wish=top.words("wish"),
        why=top.words("why"),
        goals=_known(top, "goals", goals),
        kpis=_known(top, "kpis", kpis),
        networks=_known(top, "networks", networks),
    )
    top.done()
    return made


def load_template(
    text: str,
    file: str,
    *,
    goals: Iterable[str] | None = None,
    kpis: Mapping[str, KpiSpec] | None = None,
    networks: Iterable[str] | None = None,
) -> GoalTemplate:
    """Read one template; the ids it may name are given, None leaves them unchecked."""
    top = read_toml(text, file)
    made = GoalTemplate(
        id=_file_id(top, file),
        rank=top.whole("rank"),
        name=top.words("name"),
        wish=_one(top, "wish", goals),
        title=top.words("title"),
        specific=top.words("specific"),
        relevant=top.words("relevant"),
        begins=top.one_of("begins", BEGINS, "today"),
        weeks=_count(top, "weeks"),
        months=_count(top, "months"),
        targets=tuple(_target_draft(table, kpis, networks) for table in top.tables("target")),
        actions=tuple(_action(table, kpis) for table in top.tables("action")),
        boost_per_post=_money(top, "boost_per_post"),
        achievable=_answer(top, "achievable"),
        realistic=top.words_or_none("realistic"),
    )
    if bool(made.weeks) == bool(made.months):
        raise top.refuse("months", "give either weeks or months", "beri minggu atau bulan")
    if not made.targets:
        raise top.refuse("target", "names no target", "tidak menyebut target")
    top.done()
    return made


def _target_draft(
    table: Table, kpis: Mapping[str, KpiSpec] | None, networks: Iterable[str] | None
) -> TargetDraft:
    made = TargetDraft(
        kpi=_one(table, "kpi", kpis),
        variant=table.text("variant", ""),
        mode=Mode(table.one_of("mode", tuple(Mode))),
        value=table.number("value"),
        scope=ScopeDraft(
            networks=_known(table, "networks", networks),
            types=table.texts("types", ()),
            tags=table.texts("tags", ()),
            topic=table.words_or_none("topic"),
            geo=table.words_or_none("geo"),
        ),
        instead=_one(table, "instead", kpis) if table.has("instead") else "",
    )
    if made.value <= 0:
        raise table.refuse("value", "must be above zero", "harus lebih dari nol")
    if kpis is not None and made.variant not in ("", *(v.id for v in kpis[made.kpi].variants)):
        raise table.refuse(
            "variant",
            f"{made.kpi} has no variant {made.variant!r}",
            f"{made.kpi} tidak punya varian {made.variant!r}",
        )
    table.done()
    return made


def _action(table: Table, kpis: Iterable[str] | None) -> ActionDraft:
    made = ActionDraft(table.own_words(), _one(table, "kpi", kpis))
    table.done()
    return made


def _hint(table: Table, kpis: Iterable[str] | None) -> Hint:
    made = Hint(
        when=table.one_of("when", SITUATIONS),
        kpis=_known(table, "kpis", kpis),
        words=table.own_words(),
    )
    table.done()
    return made


def _words(table: Table) -> Text:
    words = table.own_words()
    table.done()
    return words


def _money(top: Table, key: str) -> Money | None:
    """`"15 USD"`: a text, because amounts are never floats."""
    if not top.has(key):
        return None
    amount, _, currency = top.text(key).partition(" ")
    try:
        made = Money(Decimal(amount), currency)
    except (InvalidOperation, ValueError):
        made = None
    if made is None or not made.amount.is_finite() or made.amount <= 0:
        raise top.refuse(key, 'must be like "15 USD"', 'harus seperti "15 USD"')
    return made


def _answer(top: Table, key: str) -> bool | None:
    return top.one_of(key, ("yes", "no")) == "yes" if top.has(key) else None


def _count(table: Table, key: str) -> int:
    count = table.whole(key, 0)
    if not 0 <= count <= 520:
        raise table.refuse(key, "must lie between 0 and 520", "harus antara 0 dan 520")
    return count


def _file_id(top: Table, file: str) -> str:
    id = top.text("id")
    if not id or file.rpartition("/")[2] != f"{id}.toml":
        raise top.refuse("id", f"the file must be called {id}.toml", f"nama berkas harus {id}.toml")
    return id


def _one(table: Table, key: str, allowed: Iterable[str] | None) -> str:
    found = table.text(key)
    if allowed is not None and found not in frozenset(allowed):
        raise table.refuse(key, f"there is no {found!r}", f"tidak ada {found!r}")
    return found


def _known(table: Table, key: str, allowed: Iterable[str] | None) -> tuple[str, ...]:
    found = table.texts(key, ())
    known = None if allowed is None else frozenset(allowed)
    for one in found:
        if known is not None and one not in known:
            raise table.refuse(key, f"there is no {one!r}", f"tidak ada {one!r}")
    return found
