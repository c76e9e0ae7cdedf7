"""Can a target be reached? Weekly history in, the verdict of `analysis.attain` out.

History comes from a file that the caller read, or from the facts of a workspace.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any, Literal, cast, get_args

from tolok.analysis.attain import Attainment, Per, assess
from tolok.core.errors import invalid, unknown_name
from tolok.core.kpi.spec import KpiKind, KpiSpec, Variant
from tolok.core.text import Text
from tolok.lib.catalogue import kpis
from tolok.services.goal_history import (
    Weeks,
    changes_of,
    is_running_total,
    read_rows,
    weeks_of_flow,
    weeks_of_level,
)

SEED = 20260101
"""The same question gets the same answer."""
MAX_WEEKS = 260


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be judged: `target` per week on average, in total, or as a level after `weeks`."""

    kpi: str
    target: float
    per: Per
    weeks: int
    variant: str = ""
    done: float = 0.0


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict, and how its history was read."""

    found: Attainment
    notes: tuple[Text, ...] = ()

    def why(self) -> Text:
        parts = (self.found.why, *self.notes)
        return Text(" ".join(p.en for p in parts), " ".join(p.id for p in parts))


def parse_aim(
    kpi: str, target: float, per: str, weeks: int, variant: str = "", done: float = 0.0
) -> Aim:
    """A checked question; ProblemError says which part cannot be used."""
    if per not in get_args(Per):
        raise invalid(
            Text(f"{per!r} is no way to count.", f"{per!r} bukan cara menghitung."),
            Text("Use week, total or level.", "Pakai week, total, atau level."),
        )
    if not (isfinite(target) and isfinite(done)):
        raise invalid(
            Text("The target is not a number.", "Target bukan angka."),
            Text("Write a number such as 125.", "Tulis angka seperti 125."),
        )
    if not 1 <= weeks <= MAX_WEEKS:
        raise invalid(
            Text(f"{weeks} weeks cannot be judged.", f"{weeks} minggu tidak dapat dinilai."),
            Text(f"Use 1 to {MAX_WEEKS} weeks.", f"Pakai 1 sampai {MAX_WEEKS} minggu."),
        )
    return Aim(kpi, target, cast(Per, per), weeks, variant, done)


def assess_rows(
    aim: Aim, rows: Sequence[tuple[str, str]], specs: Mapping[str, KpiSpec] | None = None
) -> Judged:
    """Judge by a history of dates and values, day by day or week by week; needs no workspace."""
    spec = find_kpi(specs or kpis(), aim.kpi)
    find_variant(spec, aim.variant)
    return judge_days(aim, spec, read_rows(rows))


def judge_days(aim: Aim, spec: KpiSpec, days: Mapping[date, float]) -> Judged:
    """Judge by dated values."""
    if aim.per == "level":
        return judge_weeks(aim, spec, weeks_of_level(days))
    level = spec.variant(aim.variant).kind is KpiKind.LAST
    if level and is_running_total([days[day] for day in sorted(days)]):
        return judge_weeks(aim, spec, changes_of(weeks_of_level(days)))
    return judge_weeks(aim, spec, weeks_of_flow(days))


def judge_weeks(
    aim: Aim, spec: KpiSpec, weeks: Weeks, *, siblings: Sequence[Sequence[float]] = ()
) -> Judged:
    """Judge by weekly values; `siblings` are the same KPI on other channels."""
    found = assess(
        weeks.values,
        target=aim.target,
        per=aim.per,
        weeks=aim.weeks,
        seed=SEED,
        done=aim.done if aim.per == "total" else 0.0,
        better=better_of(spec),
        siblings=siblings,
    )
    return Judged(found, weeks.notes)


def better_of(spec: KpiSpec) -> Literal["up", "down"]:
    return "down" if spec.better == "down" else "up"


def find_kpi(specs: Mapping[str, KpiSpec], name: str) -> KpiSpec:
    """A KPI by id or by another name people use; ProblemError 404 when there is none."""
    if name in specs:
        return specs[name]
    for spec in specs.values():
        if name in spec.aliases:
            return spec
    raise unknown_name(Text.same("KPI"), name, specs)


def find_variant(spec: KpiSpec, name: str) -> Variant:
    """The variant of that name, the default for ""; ProblemError when there is none."""
    if name and name not in {v.id for v in spec.variants}:
        listed = ", ".join(v.id for v in spec.variants)
        raise invalid(
            Text(f"{spec.id} has no variant {name}.", f"{spec.id} tidak punya varian {name}."),
            Text(f"Use one of: {listed}.", f"Pakai salah satu: {listed}."),
        )
    return spec.variant(name)


def judged_dict(judged: Judged) -> dict[str, Any]:
    """The JSON contract of `tolok goal assess`."""
    found = judged.found
    return {
        "p_reach": found.p_reach,
        "label": found.label,
        "realistic": list(found.realistic) if found.realistic else None,
        "quantiles": dict(found.quantiles),
        "run_rate": found.run_rate,
        "required_rate": found.required_rate,
        "n_history": found.n_history,
        "basis": found.basis,
        "why": judged.why().as_dict(),
    }
