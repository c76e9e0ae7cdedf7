"""Figures of other accounts, as their publishers quote them, and when one may be set beside ours.

Two rates with different bases differ by ten to fifty times, so only the same KPI, the same variant
and the same size of account are comparable; everything else is refused with the reason.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tolok.core.errors import ProblemError
from tolok.core.kpi.spec import KpiSpec
from tolok.core.reading import refuse
from tolok.core.text import Text, say

COLUMNS = (
    *("network", "industry", "tier_min", "tier_max", "kpi", "variant"),
    *("p25", "p50", "p75", "n", "year", "source"),
)
OPTIONAL = ("as_quoted", "note", "note_id")
UNSPECIFIED = "unspecified"  # the publisher does not say what was divided by what


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One row. `network` "" is all networks together; `tier_max` is the first count above the tier.

    Values are in the KPI's unit (fractions for percent). `p50` is the middle the source gives; the
    note says when it is a mean.
    """

    network: str
    industry: str
    tier_min: int | None
    tier_max: int | None
    kpi: str
    variant: str
    p25: float | None
    p50: float | None
    p75: float | None
    n: int | None
    year: int | None
    source: str
    as_quoted: str
    note: Text | None


def comparable(
    benchmark: Benchmark,
    kpi: str,
    variant: str,
    followers: int | None = None,
    *,
    spec: KpiSpec | None = None,
) -> Text | None:
    """None when the row may stand beside this figure, else the reason why not.

    `spec` is that of `kpi`; with it the reason names variants in words and "" is the default one.
    """
    if benchmark.kpi != kpi:
        return say(
            "It is a figure for another KPI: {theirs}.",
            "Itu angka untuk KPI lain: {theirs}.",
            theirs=benchmark.kpi,
        )
    if benchmark.variant == UNSPECIFIED:
        return say(
            "{source} does not say how the figure was computed, so it is only quoted.",
            "{source} tidak menyebut cara menghitungnya, jadi hanya dikutip.",
            source=benchmark.source,
        )
    if spec is not None:
        variant = spec.variant(variant).id
    if benchmark.variant != variant:
        return say(
            "It is computed otherwise: {theirs}; yours: {ours}. The two can differ fifty-fold.",
            "Cara hitungnya lain: {theirs}; milik Anda: {ours}. Bedanya bisa lima puluh kali.",
            theirs=_named(spec, benchmark.variant),
            ours=_named(spec, variant),
        )
    return _other_tier(benchmark, followers)


def _named(spec: KpiSpec | None, variant: str) -> Text:
    for one in spec.variants if spec else ():
        if one.id == variant:
            return one.name
    return Text.same(variant)


def _other_tier(benchmark: Benchmark, followers: int | None) -> Text | None:
    low, high = benchmark.tier_min, benchmark.tier_max
    if low is None and high is None:
        return None
    tier = tier_words(benchmark)
    if followers is None:
        return say(
            "It holds for accounts with {tier}; your number of followers is not known.",
            "Itu berlaku untuk akun dengan {tier}; jumlah pengikut Anda tidak diketahui.",
            tier=tier,
        )
    if (low is not None and followers < low) or (high is not None and followers >= high):
        return say(
            "It holds for accounts with {tier}; you have {n}.",
            "Itu berlaku untuk akun dengan {tier}; Anda punya {n}.",
            tier=tier,
            n=followers,
        )
    return None


def tier_words(benchmark: Benchmark) -> Text:
    """The size of account in words; "any number of followers" without a tier."""
    low, high = benchmark.tier_min, benchmark.tier_max
    if low is not None and high is not None:
        return say("{low} to {high} followers", "{low} sampai {high} pengikut", low=low, high=high)
    if high is not None:
        return say("fewer than {high} followers", "kurang dari {high} pengikut", high=high)
    if low is not None:
        return say("{low} followers or more", "{low} pengikut atau lebih", low=low)
    return Text("any number of followers", "berapa pun pengikutnya")


def beside(
    benchmarks: Iterable[Benchmark],
    *,
    network: str,
    kpi: str,
    variant: str,
    followers: int | None = None,
    industry: str = "",
) -> tuple[Benchmark, ...]:
    """The rows that may stand beside a figure of this network, newest first."""
    fit = [
        row
        for row in benchmarks
        if row.network == network
        and row.industry in ("", industry)
        and comparable(row, kpi, variant, followers) is None
    ]
    return tuple(sorted(fit, key=lambda row: (row.industry == industry, row.year or 0)))[::-1]


def load_benchmarks(
    text: str, file: str, kpis: Mapping[str, KpiSpec] | None = None
) -> tuple[Benchmark, ...]:
    """Read one CSV, the catalogue's or a person's own; a bad row is refused by file and line."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            listed = ", ".join(missing)
            raise refuse(
                file, "", Text(f"columns are missing: {listed}", f"kolom tidak ada: {listed}")
            )
        return tuple(_Row(row, file, reader.line_num).read(kpis) for row in reader)
    except csv.Error as error:
        reason = str(error)
        raise refuse(
            file,
            f"line {reader.line_num}",
            Text(f"this is not CSV ({reason})", f"ini bukan CSV ({reason})"),
        ) from error


class _Row:
    """One line with the place it came from."""

    def __init__(self, cells: Mapping[str, str | None], file: str, line: int) -> None:
        self._cells = cells
        self._file = file
        self._line = line

    def read(self, kpis: Mapping[str, KpiSpec] | None) -> Benchmark:
        note = self._text("note")
        made = Benchmark(
            network=self._text("network"),
            industry=self._text("industry"),
            tier_min=self._whole("tier_min"),
            tier_max=self._whole("tier_max"),
            kpi=self._text("kpi"),
            variant=self._text("variant") or UNSPECIFIED,
            p25=self._number("p25"),
            p50=self._number("p50"),
            p75=self._number("p75"),
            n=self._whole("n"),
            year=self._whole("year"),
            source=self._text("source"),
            as_quoted=self._text("as_quoted"),
            note=Text(note, self._text("note_id") or note) if note else None,
        )
        self._check(made, kpis)
        return made

    def _check(self, made: Benchmark, kpis: Mapping[str, KpiSpec] | None) -> None:
        values = [v for v in (made.p25, made.p50, made.p75) if v is not None]
        if not values:
            raise self._refuse("p50", "no value given", "tidak ada nilai")
        if values != sorted(values):
            raise self._refuse("p25", "p25, p50 and p75 must rise", "p25, p50, dan p75 harus naik")
        if not made.source:
            raise self._refuse("source", "a figure needs its source", "angka perlu sumber")
        low, high = made.tier_min, made.tier_max
        if low is not None and high is not None and high <= low:
            raise self._refuse("tier_max", "must lie above tier_min", "harus di atas tier_min")
        if kpis is not None:
            self._check_kpi(made, kpis)

    def _check_kpi(self, made: Benchmark, kpis: Mapping[str, KpiSpec]) -> None:
        if made.kpi not in kpis:
            raise self._refuse(
                "kpi", f"there is no KPI {made.kpi!r}", f"tidak ada KPI {made.kpi!r}"
            )
        known = {variant.id for variant in kpis[made.kpi].variants} | {UNSPECIFIED}
        if made.variant not in known:
            raise self._refuse(
                "variant",
                f"{made.kpi} has no variant {made.variant!r}",
                f"{made.kpi} tidak punya varian {made.variant!r}",
            )

    def _text(self, column: str) -> str:
        return (self._cells.get(column) or "").strip()

    def _number(self, column: str) -> float | None:
        written = self._text(column)
        if not written:
            return None
        try:
            value = float(written)
        except ValueError:
            value = float("nan")
        if not abs(value) < 1e15:
            raise self._refuse(column, f"{written!r} is not a number", f"{written!r} bukan angka")
        return value

    def _whole(self, column: str) -> int | None:
        value = self._number(column)
        if value is None:
            return None
        if value < 0 or value != int(value):
            raise self._refuse(column, "must be a whole number", "harus bilangan bulat")
        return int(value)

    def _refuse(self, column: str, en: str, id: str) -> ProblemError:
        return refuse(self._file, f"line {self._line}, {column}", Text(en, id))
