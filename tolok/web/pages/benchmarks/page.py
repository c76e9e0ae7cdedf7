"""Figures of other accounts: those quoted with source and year, and those the workspace brings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.benchmarks import COLUMNS, UNSPECIFIED, Benchmark, tier_words
from tolok.core.errors import ProblemError, invalid
from tolok.core.kpi.spec import KpiSpec
from tolok.core.roles import EDITOR
from tolok.core.text import Text, number, percent, say
from tolok.lib.catalogue import benchmarks, networks
from tolok.services import own_benchmarks
from tolok.services.access import Scope
from tolok.services.kpis import catalogue
from tolok.web.page import Page, Route

_ALL = Text("All networks together", "Semua jaringan bersama")
_QUOTED = Text("formula not stated", "rumus tidak disebut")


@dataclass(frozen=True, slots=True)
class Line:
    """One row in words; `id` only for a row that can be removed."""

    kpi: Text
    variant: Text
    network: Text
    about: Text
    middle: Text
    source: str
    year: int | None
    n: int | None
    quoted: str
    note: Text | None
    id: str = ""


def page(request: HttpRequest, scope: Scope) -> HttpResponse:
    problem = None
    if request.method == "POST":
        try:
            _act(request, scope)
            return redirect("benchmarks", scope.workspace.slug)
        except ProblemError as error:
            problem = error.problem
    specs = catalogue(scope)
    shown = {
        "problem": problem,
        "own": [_line(o.row, specs, o.id) for o in own_benchmarks.own(scope) if o.row.kpi in specs],
        "groups": _groups([row for row in benchmarks() if row.kpi in specs], specs),
        "quotes": [(n, quote) for n in networks().values() for quote in n.quotes],
        "columns": COLUMNS,
    }
    return render(request, "pages/benchmarks/page.html", shown, status=422 if problem else 200)


def _act(request: HttpRequest, scope: Scope) -> None:
    if request.POST.get("act") == "remove":
        own_benchmarks.remove(scope, request.POST.get("row", ""))
        return
    file = request.FILES.get("file")
    if file is None or file.size is None or file.size > own_benchmarks.MOST_BYTES:
        raise invalid(
            Text("No CSV file of up to 2 MB was sent.", "Tidak ada berkas CSV hingga 2 MB."),
            Text("Choose a file.", "Pilih satu berkas."),
        )
    own_benchmarks.bring(scope, file.read(), file.name or "benchmarks.csv")


def _groups(
    rows: Sequence[Benchmark], specs: Mapping[str, KpiSpec]
) -> list[tuple[Text, list[Line]]]:
    found: dict[str, list[Benchmark]] = {}
    for row in rows:
        found.setdefault(row.kpi, []).append(row)
    return [
        (specs[kpi].name, [_line(r, specs) for r in sorted(held, key=_newest)])
        for kpi, held in sorted(found.items(), key=lambda one: specs[one[0]].name.en)
    ]


def _newest(row: Benchmark) -> tuple[int, str, str]:
    return (-(row.year or 0), row.source, row.network)


def _line(row: Benchmark, specs: Mapping[str, KpiSpec], id: str = "") -> Line:
    spec = specs[row.kpi]
    known = {v.id: v for v in spec.variants}
    unit = (known[row.variant].unit if row.variant in known else "") or spec.unit
    variant = _QUOTED if row.variant == UNSPECIFIED else Text.same(row.variant)
    network = networks()[row.network].name if row.network in networks() else _ALL
    if row.industry:
        network = say("{n}, {i}", "{n}, {i}", n=network, i=row.industry.replace("_", " "))
    return Line(
        spec.name,
        known[row.variant].name if row.variant in known else variant,
        network,
        tier_words(row),
        _middle(row, unit),
        row.source,
        row.year,
        row.n,
        row.as_quoted,
        row.note,
        id,
    )


def _middle(row: Benchmark, unit: str) -> Text:
    """The middle, else the span that the source gives."""
    if row.p50 is not None:
        return _written(row.p50, unit)
    low, high = (_written(v, unit) for v in (row.p25, row.p75))
    return Text(f"{low.en} – {high.en}", f"{low.id} – {high.id}")


def _written(value: float | None, unit: str) -> Text:
    if value is None:
        return Text.same("…")
    if unit == "percent":
        digits = 2 if 0.001 <= abs(value) < 0.01 else None
        return Text(percent(value, "en", digits=digits), percent(value, "id", digits=digits))
    return Text(number(value, "en"), number(value, "id"))


PAGE = Page(
    id="benchmarks",
    routes=(
        Route(
            "w/<slug:ws>/benchmarks/",
            "benchmarks",
            page,
            post_role=EDITOR,
            methods=("GET", "POST"),
        ),
    ),
)
