"""Which formula each kind of KPI may have, and what adding it up may mean.

The reason is the meaning of the measures (`core/measures.py`): unique people never add, a level
has no sum over time. The same checks serve catalogue files and formulas that people write.
"""

from dataclasses import dataclass

from tolok.core.kpi.spec import KpiKind, Rule, Source, Term, Variant
from tolok.core.measures import Kind, Measure, measure
from tolok.core.text import Text

UNITS = frozenset(
    {
        *("count", "percent", "ratio", "currency", "seconds", "days"),
        *("score", "points", "status", "per_day", "per_week"),
    }
)
BETTER = ("up", "down", "neutral")
# The headings KPIs stand under, in the order of pages and guide.
GROUP_NAMES = {
    "seen": Text("Seen", "Dilihat"),
    "answered": Text("Answered", "Ditanggapi"),
    "acted": Text("Acted", "Bertindak"),
    "audience": Text("Audience", "Audiens"),
    "video": Text("Video", "Tontonan"),
    "care": Text("Care", "Layanan"),
    "traffic": Text("Visits and leads", "Kunjungan dan prospek"),
    "money": Text("Money", "Uang"),
    "publishing": Text("Publishing", "Penerbitan"),
    "goals": Text("Goals", "Sasaran"),
}
GROUPS = tuple(GROUP_NAMES)
STEPS = ("sum", "last", "recompute", "mean", "bounds", "refuse")

FLOWS = frozenset({Kind.FLOW, Kind.MONEY})
ANY = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Form:
    """What one kind demands. `top`/`bottom`: how many terms (least, most) and which measures."""

    top: tuple[int, int]
    top_kinds: frozenset[Kind]
    bottom: tuple[int, int]
    bottom_kinds: frozenset[Kind]
    time: tuple[str, ...]
    posts: tuple[str, ...]
    accounts: tuple[str, ...]


_SOME, _NONE, _FREE = (1, 99), (0, 0), (0, 99)
_AGAIN = ("recompute", "refuse")

FORMS: dict[KpiKind, Form] = {
    KpiKind.SUM: Form(_SOME, FLOWS, _NONE, ANY, ("sum",), ("sum", "refuse"), ("sum",)),
    KpiKind.LAST: Form(
        (1, 1), frozenset({Kind.STOCK}), _NONE, ANY, ("last",), ("refuse",), ("sum", "refuse")
    ),
    KpiKind.DELTA: Form(
        (1, 1), frozenset({Kind.STOCK}), _NONE, ANY, ("recompute",), ("refuse",), ("sum", "refuse")
    ),
    KpiKind.UNIQUE: Form(
        (1, 1),
        frozenset({Kind.UNIQUE}),
        _NONE,
        ANY,
        ("bounds", "refuse"),
        ("bounds", "refuse"),
        ("bounds", "refuse"),
    ),
    KpiKind.RATIO_OF_SUMS: Form(_SOME, FLOWS, _SOME, ANY, _AGAIN, _AGAIN, _AGAIN),
    KpiKind.MEAN_OF_RATIOS: Form(_SOME, ANY, _SOME, ANY, _AGAIN, ("mean",), _AGAIN),
    KpiKind.MEAN_OF_ITEMS: Form(
        _SOME, FLOWS | {Kind.UNIQUE}, _NONE, ANY, _AGAIN, ("mean",), _AGAIN
    ),
    KpiKind.COUNT: Form((1, 1), frozenset({Kind.FLOW}), _NONE, ANY, ("sum",), ("sum",), ("sum",)),
    KpiKind.SHARE: Form(_FREE, ANY, _FREE, ANY, ("recompute", "last"), _AGAIN, _AGAIN),
    KpiKind.DISTRIBUTION: Form(_SOME, FLOWS, _NONE, ANY, _AGAIN, _AGAIN, _AGAIN),
    KpiKind.ANSWERS: Form(_SOME, FLOWS, (1, 1), FLOWS, _AGAIN, _AGAIN, _AGAIN),
    KpiKind.MODEL: Form(_FREE, ANY, _FREE, ANY, _AGAIN, _AGAIN, _AGAIN),
    KpiKind.GOAL: Form(_NONE, ANY, _NONE, ANY, _AGAIN, _AGAIN, _AGAIN),
}

_POST_KINDS = frozenset({KpiKind.MEAN_OF_RATIOS, KpiKind.MEAN_OF_ITEMS, KpiKind.COUNT})


def usual_rule(kind: KpiKind) -> Rule:
    """The rule of a kind when a file gives none."""
    form = FORMS[kind]
    return Rule(form.time[0], form.posts[0], form.accounts[0])


def wrong_rule(kind: KpiKind, rule: Rule) -> Text | None:
    """Why this rule contradicts the kind, or None."""
    form = FORMS[kind]
    for axis, step, allowed in (
        ("time", rule.time, form.time),
        ("posts", rule.posts, form.posts),
        ("accounts", rule.accounts, form.accounts),
    ):
        if step not in allowed:
            may = ", ".join(allowed)
            return Text(
                f"over {axis}, a KPI of kind {kind} may only be: {may}; the file says {step}",
                f"menurut {axis}, KPI jenis {kind} hanya boleh: {may}; berkas menulis {step}",
            )
    return None


def wrong_formula(variant: Variant) -> Text | None:
    """Why this formula has no meaning, or None. Measures must exist (checked before)."""
    form = FORMS[variant.kind]
    return (
        _wrong_count("numerator", variant.kind, variant.numerator, form.top)
        or _wrong_count("denominator", variant.kind, variant.denominator, form.bottom)
        or _wrong_measures(variant.kind, variant.numerator, form.top_kinds)
        or _wrong_measures(variant.kind, variant.denominator, form.bottom_kinds)
        or _mixed(variant.numerator)
        or _mixed(variant.denominator)
        or _wrong_source(variant)
        or _nowhere(variant)
    )


def _wrong_count(
    part: str, kind: KpiKind, terms: tuple[Term, ...], span: tuple[int, int]
) -> Text | None:
    least, most = span
    if least <= len(terms) <= most:
        return None
    if most == 0:
        return Text(f"kind {kind} has no {part}", f"jenis {kind} tidak memakai {part}")
    if len(terms) < least:
        return Text(f"kind {kind} needs a {part}", f"jenis {kind} memerlukan {part}")
    return Text(
        f"kind {kind} has one measure in its {part}",
        f"jenis {kind} hanya memuat satu ukuran dalam {part}",
    )


def _wrong_measures(kind: str, terms: tuple[Term, ...], allowed: frozenset[Kind]) -> Text | None:
    for found in _measures(terms):
        if found.kind in allowed:
            continue
        if found.kind is Kind.UNIQUE:
            return Text(
                f"{found.id} counts distinct people; they cannot be added (kind {kind})",
                f"{found.id} menghitung orang yang berbeda; tidak dapat dijumlah (jenis {kind})",
            )
        return Text(
            f"{found.id} is a {found.kind}; kind {kind} cannot use it",
            f"{found.id} adalah {found.kind}; jenis {kind} tidak dapat memakainya",
        )
    return None


def _mixed(terms: tuple[Term, ...]) -> Text | None:
    """Several summands must be of one unit, and none of them people or a level."""
    if len(terms) > 1:
        wrong = _wrong_measures("sum", terms, FLOWS)
        if wrong is not None:
            return wrong
    units = sorted({found.unit for found in _measures(terms)})
    if len(units) < 2:
        return None
    listed = ", ".join(units)
    return Text(
        f"adds different units together: {listed}", f"menjumlah satuan yang berbeda: {listed}"
    )


def _wrong_source(variant: Variant) -> Text | None:
    if variant.kind in _POST_KINDS and variant.sources != (Source.POSTS,):
        return Text(
            f"kind {variant.kind} is taken over posts; its only source is posts",
            f"jenis {variant.kind} dihitung dari post; sumbernya hanya posts",
        )
    return None


_TABLE_OF = {Source.POSTS: "post", Source.CHANNEL: "day", Source.ADS: "ad"}


def _nowhere(variant: Variant) -> Text | None:
    """A term that the table of a source does not have makes that source pointless."""
    for source in variant.sources:
        table = _TABLE_OF.get(source)
        for term in (*variant.numerator, *variant.denominator) if table else ():
            if not term.optional and not any(
                {table, source.value} & measure(name).tables for name in term.names
            ):
                return Text(
                    f"{term.measure} is not reported in source {source}",
                    f"{term.measure} tidak dilaporkan di sumber {source}",
                )
    return None


def _measures(terms: tuple[Term, ...]) -> list[Measure]:
    return [measure(name) for term in terms for name in term.names]
