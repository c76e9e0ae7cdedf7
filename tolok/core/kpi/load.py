"""From the text of one KPI file to its `KpiSpec`; a bad file is refused by file, key and reason."""

import re
from collections.abc import Iterable

from tolok.core.kpi.kinds import (
    BETTER,
    GROUPS,
    STEPS,
    UNITS,
    usual_rule,
    wrong_formula,
    wrong_rule,
)
from tolok.core.kpi.spec import (
    Catalogue,
    Jargon,
    KpiKind,
    KpiSpec,
    Rule,
    Source,
    Term,
    Variant,
)
from tolok.core.measures import measure
from tolok.core.reading import Table, read_toml, refuse
from tolok.core.text import Text

DEFAULT_VARIANT = "default"
ONLY = ("social",)
MIN_OF = ("posts", "numerator", "denominator", "rows")
_ID = re.compile(r"[a-z][a-z0-9_]{1,59}")
_TERM = re.compile(
    r"(?P<names>[a-z0-9_]+(\|[a-z0-9_]+)*)(\*(?P<weight>-?[0-9]{1,6}(\.[0-9]{1,6})?))?(?P<maybe>\?)?"
)


def load_kpi(text: str, file: str, goals: Iterable[str] | None = None) -> KpiSpec:
    """Read one file. `goals`: the ids of goals that exist; None leaves that unchecked.

    >>> load_kpi("id = 'x'", "x.toml")
    Traceback (most recent call last):
    tolok.core.errors.ProblemError: bad-catalogue-file: x.toml: id: ...
    """
    top = read_toml(text, file)
    id = _id(top, "id")
    if file.rpartition("/")[2] != f"{id}.toml":
        raise top.refuse("id", f"the file must be called {id}.toml", f"nama berkas harus {id}.toml")
    unit = top.one_of("unit", UNITS)
    rule = _rule(top.table("aggregation"))
    variants = _variants(top, unit, rule)
    spec = KpiSpec(
        id=id,
        name=top.words("name"),
        group=top.one_of("group", GROUPS),
        unit=unit,
        better=top.one_of("better", BETTER),
        rule=rule,
        min_n=top.whole("min_n", 0),
        definition=top.words("definition"),
        read=top.words("read"),
        misleads=top.words("misleads"),
        goals=_goals(top, goals),
        variants=variants,
        jargon=tuple(_jargon(table) for table in top.tables("jargon")),
        reference=top.text("reference", ""),
        aliases=top.texts("aliases", ()),
        min_of=_min_of(top),
    )
    top.done()
    return spec


def gather(specs: Iterable[KpiSpec]) -> dict[str, KpiSpec]:
    """All KPIs by id, in their order; an id or alias that means two KPIs is refused."""
    found: dict[str, KpiSpec] = {}
    names: dict[str, str] = {}
    for spec in specs:
        for name in (spec.id, *spec.aliases):
            if name in names:
                raise refuse(
                    f"{spec.id}.toml",
                    "id" if name == spec.id else "aliases",
                    Text(
                        f"{name!r} already means {names[name]}",
                        f"{name!r} sudah berarti {names[name]}",
                    ),
                )
            names[name] = spec.id
        found[spec.id] = spec
    return found


def find(catalogue: Catalogue, name: str) -> KpiSpec:
    """The KPI of this id or alias; KeyError when there is none."""
    if name in catalogue:
        return catalogue[name]
    for spec in catalogue.values():
        if name in spec.aliases:
            return spec
    raise KeyError(name)


def _variants(top: Table, unit: str, rule: Rule) -> tuple[Variant, ...]:
    tables = top.tables("variant")
    if not tables:
        return (_variant(top, top, DEFAULT_VARIANT, unit, rule, standard=True),)
    made = tuple(
        _variant(table, top, _id(table, "id"), unit, rule, standard=place == 0)
        for place, table in enumerate(tables)
    )
    ids = [variant.id for variant in made]
    for table, variant in zip(tables, made, strict=True):
        if ids.count(variant.id) > 1:
            raise table.refuse("id", f"{variant.id!r} exists twice", f"{variant.id!r} ada dua kali")
    return made


def _variant(
    table: Table, top: Table, id: str, unit: str, rule: Rule, *, standard: bool
) -> Variant:
    """A `[[variant]]` table; what it leaves out it takes from the top of the file."""

    def at(key: str) -> Table:
        return table if table.has(key) or not top.has(key) else top

    kind = KpiKind(at("kind").one_of("kind", tuple(KpiKind)))
    variant = Variant(
        id=id,
        kind=kind,
        name=table.words("name"),
        numerator=_terms(at("numerator"), "numerator"),
        denominator=_terms(at("denominator"), "denominator"),
        sources=_sources(at("sources")),
        scale=at("scale").number("scale", 1.0),
        unit=table.one_of("unit", UNITS, unit),
        note=table.words_or_none("note"),
        rule=_own_rule(table, top, kind, rule, standard=standard),
        only=at("only").one_of("only", ONLY, "") if at("only").has("only") else "",
    )
    _check(table, variant, variant.rule or rule)
    if table is not top:
        table.done()
    return variant


def _own_rule(
    table: Table, top: Table, kind: KpiKind, rule: Rule, *, standard: bool
) -> Rule | None:
    """None where the rule of the KPI holds for the variant too."""
    if table is top or (standard and not table.has("aggregation")):
        return None
    if table.has("aggregation"):
        return _rule(table.table("aggregation"))
    return usual_rule(kind) if wrong_rule(kind, rule) else None


def _check(table: Table, variant: Variant, rule: Rule) -> None:
    if variant.scale <= 0:
        raise table.refuse("scale", "must be above zero", "harus lebih dari nol")
    wrong = wrong_formula(variant)
    if wrong is not None:
        raise table.refuse("numerator", wrong.en, wrong.id)
    wrong = wrong_rule(variant.kind, rule)
    if wrong is not None:
        raise table.refuse("aggregation", wrong.en, wrong.id)


def _terms(table: Table, key: str) -> tuple[Term, ...]:
    terms = tuple(_term(table, key, written) for written in table.texts(key, ()))
    names = [name for term in terms for name in term.names]
    for name in names:
        if names.count(name) > 1:
            raise table.refuse(key, f"{name!r} is used twice", f"{name!r} dipakai dua kali")
    return terms


def _term(table: Table, key: str, written: str) -> Term:
    """`likes`, `likes*2`, `comments|replies` (the first that is reported), `saves?` (optional)."""
    match = _TERM.fullmatch(written)
    if match is None:
        raise table.refuse(
            key,
            f"{written!r} is not a measure, measure*weight, one|other or measure?",
            f"{written!r} bukan ukuran, ukuran*bobot, satu|lain atau ukuran?",
        )
    names = match["names"].split("|")
    for name in names:
        try:
            measure(name)
        except KeyError:
            raise table.refuse(
                key, f"there is no measure {name!r}", f"tidak ada ukuran {name!r}"
            ) from None
    weight = float(match["weight"] or 1)
    return Term(names[0], weight, tuple(names[1:]), optional=match["maybe"] is not None)


def _sources(table: Table) -> tuple[Source, ...]:
    found = table.texts("sources")
    known = tuple(Source)
    for name in found:
        if name not in known:
            listed = ", ".join(known)
            raise table.refuse(
                "sources", f"{name!r} is none of: {listed}", f"{name!r} bukan salah satu: {listed}"
            )
    if not found:
        raise table.refuse("sources", "names no source", "tidak menyebut sumber")
    return tuple(Source(name) for name in found)


def _rule(table: Table) -> Rule:
    rule = Rule(
        time=table.one_of("time", STEPS),
        posts=table.one_of("posts", STEPS),
        accounts=table.one_of("accounts", STEPS),
    )
    table.done()
    return rule


def _goals(top: Table, known: Iterable[str] | None) -> tuple[str, ...]:
    found = top.texts("goals", ())
    allowed = None if known is None else frozenset(known)
    for goal in found:
        if allowed is not None and goal not in allowed:
            raise top.refuse("goals", f"there is no goal {goal!r}", f"tidak ada sasaran {goal!r}")
    return found


def _min_of(top: Table) -> str:
    """What the minimum sample counts; a minimum without it would mean nothing."""
    if top.whole("min_n", 0) < 0:
        raise top.refuse("min_n", "must not be negative", "tidak boleh negatif")
    return top.one_of("min_of", MIN_OF) if top.whole("min_n", 0) else ""


def _jargon(table: Table) -> Jargon:
    made = Jargon(table.text("short"), table.own_words())
    table.done()
    return made


def _id(table: Table, key: str) -> str:
    id = table.text(key)
    if not _ID.fullmatch(id):
        raise table.refuse(
            key,
            f"{id!r} must be small letters, digits and _",
            f"{id!r} harus huruf kecil, angka, dan _",
        )
    return id
