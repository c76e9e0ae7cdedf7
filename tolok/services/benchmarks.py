"""Own figures beside those of others: the same KPI, the same variant, the same size of account.

Own history stands first. A figure that is computed otherwise is refused, with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tolok.core.benchmarks import UNSPECIFIED, Benchmark, comparable, tier_words
from tolok.core.kpi.spec import KpiSpec, Variant
from tolok.core.query import Cell, KpiRef, Series, Value
from tolok.core.text import Text
from tolok.lib.catalogue import benchmarks, networks
from tolok.services.access import Scope
from tolok.services.numbers_cache import answers
from tolok.services.numbers_keys import mark_of
from tolok.services.numbers_view import View
from tolok.services.numbers_words import shown
from tolok.services.own_benchmarks import known

LEVEL = KpiRef("followers")
MOST_ROWS = 8
MOST_REFUSED = 12


@dataclass(frozen=True, slots=True)
class Beside:
    """One channel's figure, what it was before, and the figure of others. `above`: is ours more?"""

    spec: KpiSpec
    variant: Variant
    channel: Text
    mark: str
    own: Text
    before: Text | None
    theirs: Text
    above: bool
    good: bool | None
    source: str
    year: int | None
    n: int | None
    about: Text
    note: Text | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A figure that is only quoted, and why it stands beside nothing."""

    spec: KpiSpec
    network: Text
    quoted: str
    source: str
    year: int | None
    why: Text


@dataclass(frozen=True, slots=True)
class Benchmarks:
    rows: tuple[Beside, ...]
    refused: tuple[Refused, ...]


def beside_own(scope: Scope, view: View, specs: Mapping[str, KpiSpec]) -> Benchmarks | None:
    """All benchmark rows for the networks of this workspace; None when there are none."""
    mine = {c.network for c in view.channels}
    rows = [b for b in known(scope) if b.network in mine and b.kpi in specs and _ours(b)]
    if not rows:
        return None
    refs = _refs(rows, specs)
    asked = view.query(scope, (*refs, LEVEL), by=("channel",))
    *found, levels = answers(asked, specs)
    own = {ref: one for ref, one in zip(refs, found, strict=True) if isinstance(one, Series)}
    fans = _cells(levels) if isinstance(levels, Series) else {}
    made: list[Beside] = []
    refused: list[Refused] = []
    for row in rows:
        here = [str(c.id) for c in view.channels if c.network == row.network]
        for channel in here if not view.channel else [c for c in here if c == view.channel]:
            why = _not_beside(row, specs, own, fans, channel)
            if why is None:
                made.append(_beside(row, specs, own, channel, view))
            elif why is not _SILENT:
                refused.append(_refused(row, specs, why))
    return _sorted(made, refused)


def _ours(row: Benchmark) -> bool:
    """Rows of one industry only where the workspace brought them: it knows its industry."""
    return not row.industry or row not in benchmarks()


_SILENT = Text("", "")  # our own figure is not known, so there is nothing to stand beside


def _refs(rows: Sequence[Benchmark], specs: Mapping[str, KpiSpec]) -> tuple[KpiRef, ...]:
    found = [KpiRef(r.kpi, r.variant) for r in rows if r.variant != UNSPECIFIED]
    return tuple(dict.fromkeys(ref for ref in found if ref.kpi in specs))


def _cells(series: Series) -> dict[str, Cell]:
    return {p.key[0]: p.cell for p in series.points}


def _not_beside(
    row: Benchmark,
    specs: Mapping[str, KpiSpec],
    own: Mapping[KpiRef, Series],
    fans: Mapping[str, Cell],
    channel: str,
) -> Text | None:
    level = fans[channel].value if channel in fans else None
    followers = None if level is None else int(level)
    spec = specs[row.kpi]
    if row.variant == UNSPECIFIED:
        return comparable(row, row.kpi, spec.variants[0].id, followers, spec=spec)
    series = own.get(KpiRef(row.kpi, row.variant))
    if series is None or _value(series, channel) is None:
        return _SILENT
    return comparable(row, row.kpi, row.variant, followers, spec=spec)


def _value(series: Series, channel: str) -> Value | None:
    cell = _cells(series).get(channel)
    return cell.value if cell else None


def _beside(
    row: Benchmark,
    specs: Mapping[str, KpiSpec],
    own: Mapping[KpiRef, Series],
    channel: str,
    view: View,
) -> Beside:
    spec = specs[row.kpi]
    series = own[KpiRef(row.kpi, row.variant)]
    point = next(p for p in series.points if p.key[0] == channel)
    unit = series.frame.unit
    value = float(point.cell.value or 0)
    then = point.before.value if point.before else None
    middle = row.p50 if row.p50 is not None else row.p75 if row.p75 is not None else row.p25
    above = middle is not None and value > middle
    return Beside(
        spec=spec,
        variant=spec.variant(row.variant),
        channel=Text.same(view.name_of(channel)),
        mark=mark_of("channel", channel, view),
        own=shown(point.cell.value, unit, series.frame.currency),
        before=None if then is None else shown(then, unit, series.frame.currency),
        theirs=_theirs(row, unit),
        above=above,
        good=None if spec.better == "neutral" else above == (spec.better == "up"),
        source=row.source,
        year=row.year,
        n=row.n,
        about=tier_words(row),
        note=row.note,
    )


def _theirs(row: Benchmark, unit: str) -> Text:
    if row.p50 is not None:
        return shown(row.p50, unit)
    low, high = shown(row.p25, unit), shown(row.p75, unit)
    return Text(f"{low.en} – {high.en}", f"{low.id} – {high.id}")


def _refused(row: Benchmark, specs: Mapping[str, KpiSpec], why: Text) -> Refused:
    network = networks()[row.network].name
    return Refused(specs[row.kpi], network, row.as_quoted, row.source, row.year, why)


def _sorted(made: list[Beside], refused: list[Refused]) -> Benchmarks | None:
    made.sort(key=lambda b: (b.spec.id, b.channel.en, -(b.year or 0)))
    newest: dict[tuple[str, str, str], Beside] = {}
    for one in made:
        publisher = one.source.rstrip("0123456789 ")
        newest.setdefault((one.spec.id, one.variant.id, one.channel.en + publisher), one)
    refused.sort(key=lambda r: -(r.year or 0))
    kept = dict.fromkeys(refused)
    if not newest and not kept:
        return None
    return Benchmarks(tuple(newest.values())[:MOST_ROWS], tuple(kept)[:MOST_REFUSED])
