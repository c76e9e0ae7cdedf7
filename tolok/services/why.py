"""Why a number is what it is: its formula with the real parts, its rows, its source by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tolok.core.kpi.reasons import in_words, reason
from tolok.core.kpi.spec import KpiKind, KpiSpec, Rule, Source, Variant
from tolok.core.query import Basis, Figure, Frame, KpiRef, Series, Unknown
from tolok.core.text import Text, say
from tolok.facts.batch import Origin
from tolok.lib.catalogue import networks
from tolok.services.access import Scope
from tolok.services.fact_store import facts
from tolok.services.figures import check_kpi
from tolok.services.kpi_form import formula
from tolok.services.kpis import catalogue
from tolok.services.numbers_cache import answers, remembered
from tolok.services.numbers_keys import mark_of, named
from tolok.services.numbers_tiles import network_names
from tolok.services.numbers_view import View
from tolok.services.numbers_words import BASIS_WORDS, Delta, delta, of_cell, shown, span_words
from tolok.store.models import Batch
from tolok.store.scope import within

MOST_FILES = 12
MOST_RANGES = 6  # of lines named for one file

_RULES: Mapping[str, Text] = {
    "sum": Text("added up", "dijumlahkan"),
    "last": Text("the last value", "nilai terakhir"),
    "recompute": Text("worked out anew from the sums", "dihitung ulang dari jumlahnya"),
    "mean": Text("mean, with its number of posts", "rata-rata, dengan jumlah postnya"),
    "bounds": Text("unique people, never added", "orang unik, tidak pernah dijumlah"),
    "refuse": Text("never put together", "tidak pernah digabung"),
    "delta": Text("end less start", "akhir dikurangi awal"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One channel's share in the figure, or why it has none."""

    name: Text
    mark: str
    words: Text
    known: bool
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class From:
    """A file, when it was read, which of its lines count. `batch` links to the import."""

    batch: str
    file: str
    read_at: datetime
    lines: str
    more: int
    rows: int


@dataclass(frozen=True, slots=True)
class Why:
    """All that is known of one figure."""

    spec: KpiSpec
    variant: Variant
    figure: Figure
    words: Text
    about: Text | None  # why a range, or why there is no number
    delta: Delta
    formula: str
    counted: Text | None  # the formula with its real numbers
    basis: Text
    rules: tuple[tuple[Text, Text], ...]
    as_of: datetime | None  # in the zone of the workspace
    parts: tuple[Part, ...]
    origins: tuple[From, ...]
    more_files: int
    differs: tuple[Text, ...]

    @property
    def ranged(self) -> bool:
        return self.figure.cell.value is None and self.figure.cell.low is not None

    @property
    def lacking(self) -> bool:
        return any(not part.known for part in self.parts)

    @property
    def span(self) -> Text:
        return span_words(self.figure.frame.period)


def why(scope: Scope, view: View, word: str, basis: Basis | None = None) -> Why:
    """Explain `kpi` or `kpi:variant` over what is looked at. ProblemError for an unknown one."""
    kpi, _, variant_id = word.partition(":")
    specs = catalogue(scope)
    check_kpi(specs, KpiRef(kpi, variant_id))
    spec = specs[kpi]
    variant = spec.variant(variant_id)
    query = view.query(scope, (KpiRef(kpi, variant.id),), basis=basis)
    (figure,) = answers(query, specs)
    assert isinstance(figure, Figure)  # noqa: S101 - asked without dimensions
    origins = remembered(scope.key, ("lineage", query, spec), lambda: facts().lineage(query, specs))
    zone = ZoneInfo(scope.workspace.zone)
    return Why(
        spec=spec,
        variant=variant,
        figure=figure,
        words=of_cell(figure.cell, figure.frame),
        about=_about(figure, spec, variant, view),
        delta=delta(figure),
        formula=formula(variant),
        counted=_counted(figure, variant),
        basis=BASIS_WORDS[figure.frame.basis],
        rules=_rules(spec.rule_of(variant)),
        as_of=figure.frame.as_of.astimezone(zone) if figure.frame.as_of else None,
        parts=_parts(scope, view, specs, spec, variant, figure),
        origins=_origins(scope, origins[:MOST_FILES], zone),
        more_files=max(len(origins) - MOST_FILES, 0),
        differs=_differs(scope, view, figure, variant),
    )


def _about(figure: Figure, spec: KpiSpec, variant: Variant, view: View) -> Text | None:
    cell = figure.cell
    if cell.value is not None:
        return None
    if cell.low is not None and cell.high is not None:
        return Text(
            "Nobody knows how many people were reached twice. The truth lies between the largest "
            "part and the sum of all parts.",
            "Tidak ada yang tahu berapa orang yang terjangkau dua kali. Angka sebenarnya ada di "
            "antara bagian terbesar dan jumlah semua bagian.",
        )
    names = sorted({n.en: n for n in network_names(view).values()}.items())
    network = names[0][1] if len(names) == 1 else None
    return in_words(cell.unknown or Unknown.NO_DATA, spec, variant=variant.id, network=network)


def _counted(figure: Figure, variant: Variant) -> Text | None:
    """`1,240 ÷ 25,800`, with the number of posts for a mean."""
    cell, frame = figure.cell, figure.frame
    if cell.numerator is not None and cell.denominator is not None:
        scale = "" if variant.scale == 1 else f" × {variant.scale:g}"
        top, bottom = shown(cell.numerator, "count"), shown(cell.denominator, "count")
        if variant.kind is not KpiKind.SHARE:
            return say("{a} ÷ {b}{s}", "{a} ÷ {b}{s}", a=top, b=bottom, s=Text.same(scale))
        return say("{a} ÷ {b}", "{a} ÷ {b}", a=top, b=bottom)
    if cell.median is not None and cell.n is not None:
        middle = shown(cell.median, frame.unit, frame.currency)
        return say(
            "the mean of {n} posts; half of them lie above {m}",
            "rata-rata dari {n} post; separuhnya di atas {m}",
            n=cell.n,
            m=middle,
        )
    if cell.n and frame.basis is Basis.LIFETIME:
        return say("from {n} posts", "dari {n} post", n=cell.n)
    if cell.n and frame.basis is Basis.PERIOD:
        return say("from {n} daily rows", "dari {n} baris harian", n=cell.n)
    return None


def _rules(rule: Rule) -> tuple[tuple[Text, Text], ...]:
    axes = (
        (Text("Over time", "Antarwaktu"), rule.time),
        (Text("Over posts", "Antarpost"), rule.posts),
        (Text("Over channels", "Antarkanal"), rule.accounts),
    )
    return tuple((axis, _RULES.get(word, Text.same(word))) for axis, word in axes if word)


def _parts(
    scope: Scope,
    view: View,
    specs: Mapping[str, KpiSpec],
    spec: KpiSpec,
    variant: Variant,
    figure: Figure,
) -> tuple[Part, ...]:
    """By channel, read from the same source as the figure."""
    basis = figure.frame.basis
    asked = view.query(
        scope,
        (KpiRef(spec.id, variant.id),),
        by=("channel",),
        basis=None if basis is Basis.SNAPSHOT else basis,
        compare=False,
    )
    (found,) = answers(asked, specs)
    if not isinstance(found, Series):
        return ()
    names = network_names(view)
    made = []
    for point in sorted(found.points, key=lambda p: -_size(p.cell.value, p.cell.high)):
        key, cell = point.key[0], point.cell
        known = cell.value is not None or cell.low is not None
        note = None if known else reason(cell.unknown or Unknown.NO_DATA, names.get(key))
        words = of_cell(cell, found.frame) if known else Text.same("–")
        made.append(
            Part(named("channel", key, view), mark_of("channel", key, view), words, known, note)
        )
    told = {p.key[0] for p in found.points}
    for gone in found.frame.coverage.missing:
        if gone.channel not in told and gone.channel in names:
            why_not = reason(gone.reason, names[gone.channel])
            made.append(
                Part(
                    named("channel", gone.channel, view),
                    mark_of("channel", gone.channel, view),
                    Text.same("–"),
                    False,
                    why_not,
                )
            )
    return tuple(made)


def _size(value: object, high: object) -> float:
    known = value if value is not None else high
    return float(known) if known is not None else -1.0  # type: ignore[arg-type]


def _origins(scope: Scope, origins: tuple[Origin, ...], zone: ZoneInfo) -> tuple[From, ...]:
    ids = [o.batch for o in origins]
    files = {str(b.id): b.file_name for b in within(Batch, scope.id).filter(id__in=ids)}
    made = []
    for one in sorted(origins, key=lambda o: o.observed_at, reverse=True):
        ranges = [f"{a}" if a == b else f"{a}–{b}" for a, b in one.lines]
        made.append(
            From(
                batch=one.batch if one.batch in files else "",
                file=files.get(one.batch, one.file),
                read_at=one.observed_at.astimezone(zone),
                lines=", ".join(ranges[:MOST_RANGES]),
                more=max(len(ranges) - MOST_RANGES, 0),
                rows=one.rows,
            )
        )
    return tuple(made)


def _networks_of(frame: Frame, view: View) -> set[str]:
    """The networks whose channels a figure stands on."""
    return {view.network_of(c) for c in frame.coverage.channels} - {""}


def _differs(scope: Scope, view: View, figure: Figure, variant: Variant) -> tuple[Text, ...]:
    """Why the network's own screen may show another number."""
    known, frame = networks(), figure.frame
    found: list[Text] = []
    if variant.note:
        found.append(variant.note)
    measures = [n for t in (*variant.numerator, *variant.denominator) for n in t.names]
    for id in sorted(_networks_of(frame, view)):
        network = known.get(id)
        if network is None:
            continue
        for one in network.metrics:
            if one.measure in measures and one.note and one.valid(frame.period.end):
                found.append(
                    say("{n}, {m}: {w}", "{n}, {m}: {w}", n=network.name, m=one.native, w=one.note)
                )
        if network.zone and network.zone != frame.zone and frame.basis is Basis.PERIOD:
            found.append(
                say(
                    "{n} counts days in {z}, this workspace in {o}: days at the edges differ.",
                    "{n} menghitung hari menurut {z}, ruang kerja ini {o}: hari di tepi berbeda.",
                    n=network.name,
                    z=network.zone,
                    o=frame.zone,
                )
            )
    found += [b.words for b in frame.breaks]
    if frame.basis is Basis.LIFETIME and Source.CHANNEL in variant.sources:
        found.append(
            Text(
                "Activity in the period counts old posts too; this counts all that the posts of "
                "these days got so far.",
                "Aktivitas dalam periode juga menghitung post lama; angka ini menghitung semua "
                "yang didapat post dari periode ini sampai sekarang.",
            )
        )
    return tuple(dict.fromkeys(found))
