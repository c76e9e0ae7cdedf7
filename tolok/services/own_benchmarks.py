"""Figures of other accounts that a workspace brings itself, from a CSV file.

All or nothing: one bad row refuses the file, by line and column. The same file twice adds nothing.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from tolok.core.benchmarks import COLUMNS, Benchmark, load_benchmarks
from tolok.core.errors import Problem, ProblemError, not_found
from tolok.core.kpi.spec import KpiSpec
from tolok.core.text import Text, say
from tolok.lib.catalogue import benchmarks, networks
from tolok.lib.ids import as_uuid
from tolok.services.access import Scope, record
from tolok.services.kpis import catalogue
from tolok.store.models import BenchmarkRow
from tolok.store.scope import hold, within

MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
FIRST_YEAR = 1990
_NUMBERS = ("tier_min", "tier_max", "p25", "p50", "p75", "n", "year")
_KEY = ("network", "industry", "tier_min", "tier_max", "kpi", "variant", "year", "source")


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file did: rows read, and how many of them were new, changed or known already."""

    read: int
    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Own:
    """One row that the workspace brought, with the id by which it can be removed."""

    id: str
    row: Benchmark


def bring(scope: Scope, data: bytes, file: str) -> Brought:
    """Keep the rows of a CSV file with the columns of `COLUMNS`; ProblemError names a bad one."""
    rows = _checked(_text(data, file), file, catalogue(scope))
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    with transaction.atomic():
        hold(scope.id)
        for row in rows:
            counts[_keep(scope, row)] += 1
        record(scope, scope.actor, "benchmarks.brought", file, rows=len(rows))
    return Brought(len(rows), **counts)


def own(scope: Scope) -> list[Own]:
    """The rows that were brought, by KPI, network and year."""
    rows = within(BenchmarkRow, scope.id).order_by("kpi", "network", "-year", "source")
    return [Own(str(row.id), _benchmark(row)) for row in rows]


def known(scope: Scope) -> tuple[Benchmark, ...]:
    """Every row there is for this workspace: its own first, then those of the catalogue."""
    return (*(one.row for one in own(scope)), *benchmarks())


def remove(scope: Scope, id: str) -> None:
    with transaction.atomic():
        key = as_uuid(id)
        found = within(BenchmarkRow, scope.id).filter(id=key).first() if key else None
        if found is None:
            raise not_found(Text("benchmark", "tolok ukur industri"))
        record(scope, scope.actor, "benchmarks.removed", str(found.id), kpi=found.kpi)
        found.delete()


def benchmark_dict(row: Benchmark, id: str = "") -> dict[str, Any]:
    """A row as the API gives it; `id` only for own rows."""
    return {
        "id": id or None,
        **{name: getattr(row, name) for name in COLUMNS},
        "as_quoted": row.as_quoted or None,
        "note": row.note.as_dict() if row.note else None,
    }


def _text(data: bytes, file: str) -> str:
    """The file as text with commas and points, however the spreadsheet wrote it."""
    if len(data) > MOST_BYTES:
        raise _refuse(say("{f} is too large.", "{f} terlalu besar.", f=file))
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refuse(say("{f} is not UTF-8 text.", "{f} bukan teks UTF-8.", f=file)) from error
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    return text if delimiter == "," else _with_commas(text, delimiter)


def _with_commas(text: str, delimiter: str) -> str:
    """A file of a spreadsheet that separates by semicolons or tabs and may write 0,5 for 0.5."""
    written = io.StringIO()
    out = csv.writer(written)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    names = [name.strip() for name in next(rows, [])]
    out.writerow(names)
    for cells in rows:
        numeric = [at < len(names) and names[at] in _NUMBERS for at in range(len(cells))]
        out.writerow([c.replace(",", ".") if n else c for c, n in zip(cells, numeric, strict=True)])
    return written.getvalue()


def _checked(text: str, file: str, specs: Mapping[str, KpiSpec]) -> list[Benchmark]:
    try:
        rows = load_benchmarks(text, file, specs)
    except ProblemError as error:
        raise _refuse(error.problem.detail) from error
    if not rows or len(rows) > MOST_ROWS:
        raise _refuse(say("{f} holds {n} rows.", "{f} berisi {n} baris.", f=file, n=len(rows)))
    names = _networks()
    return [_whole(row, f"{file}: {at}", specs, names) for at, row in enumerate(rows, start=2)]


def _whole(
    row: Benchmark, place: str, specs: Mapping[str, KpiSpec], names: Mapping[str, str]
) -> Benchmark:
    """The row with its network as an id; what would mislead beside an own figure is refused."""
    network = names.get(row.network.casefold())
    if network is None:
        raise _refuse(
            say("{p}: there is no network {n}.", "{p}: tidak ada jaringan {n}.", p=place,
                n=row.network)
        )  # fmt: skip
    if row.year is None or not FIRST_YEAR <= row.year <= datetime.now(UTC).year + 1:
        raise _refuse(
            say("{p}: say of which year the figure is.", "{p}: sebutkan tahun angkanya.", p=place)
        )
    spec = specs[row.kpi]
    variants = {v.id: v for v in spec.variants}
    unit = (variants[row.variant].unit if row.variant in variants else "") or spec.unit
    top = max(v for v in (row.p25, row.p50, row.p75) if v is not None)
    if unit == "percent" and top > 1:
        raise _refuse(
            say(
                "{p}: {v} is more than 100 %. Write a share: 4.6 % is 0.046.",
                "{p}: {v} lebih dari 100 %. Tulis bagiannya: 4,6 % adalah 0.046.",
                p=place,
                v=top,
            )
        )
    return replace(row, network=network)


def _networks() -> dict[str, str]:
    """What people write → id; an empty cell is all networks together."""
    found = {"": "", "twitter": "x"}
    for id, network in networks().items():
        found |= {word.casefold(): id for word in (id, network.name.en, network.name.id)}
    return found


def _keep(scope: Scope, row: Benchmark) -> str:
    key = {name: getattr(row, name) for name in _KEY}
    values = {name: getattr(row, name) for name in ("p25", "p50", "p75", "n")}
    found = within(BenchmarkRow, scope.id).filter(**_matching(key)).first()
    if found is None:
        BenchmarkRow.objects.create(workspace=scope.workspace, **key, **values)
        return "new"
    if all(getattr(found, name) == value for name, value in values.items()):
        return "unchanged"
    for name, value in values.items():
        setattr(found, name, value)
    found.save()
    return "changed"


def _matching(key: Mapping[str, Any]) -> dict[str, Any]:
    return {
        (f"{name}__isnull" if value is None else name): (True if value is None else value)
        for name, value in key.items()
    }


def _benchmark(row: BenchmarkRow) -> Benchmark:
    return Benchmark(
        network=row.network, industry=row.industry, tier_min=row.tier_min, tier_max=row.tier_max,
        kpi=row.kpi, variant=row.variant, p25=row.p25, p50=row.p50, p75=row.p75, n=row.n,
        year=row.year, source=row.source, as_quoted="", note=None,
    )  # fmt: skip


def _refuse(detail: Text) -> ProblemError:
    columns = ", ".join(COLUMNS)
    return ProblemError(
        Problem(
            type="benchmark-file",
            title=Text("The benchmarks cannot be read", "Tolok ukur industri tidak terbaca"),
            detail=detail,
            fix=say(
                "Correct the row and bring the file again. Columns: {c}.",
                "Perbaiki barisnya lalu bawa lagi berkasnya. Kolom: {c}.",
                c=columns,
            ),
            status=422,
        )
    )
