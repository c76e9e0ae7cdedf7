"""KPIs over the API: the catalogue, values, settings and own formulas."""

from django.http import HttpRequest
from ninja import Query, Router, Schema

from tolok.api.auth import scope_of
from tolok.core.query import Basis, Compare, KpiRef
from tolok.services import figures, kpis
from tolok.services.figure_form import figure_dict
from tolok.services.kpi_form import used_dict

router = Router(tags=["kpis"])


class Setting(Schema):
    enabled: bool | None = None
    parked: bool | None = None
    purpose: str | None = None
    owner: str | None = None
    objective: str | None = None


class Words(Schema):
    en: str = ""
    id: str = ""


class NewKpi(Schema):
    id: str
    formula: str
    name: Words
    owner: str
    better: str = "up"
    unit: str = ""
    guide: Words = Words()


@router.get("/{workspace}/kpis")
def list_kpis(request: HttpRequest, workspace: str) -> dict:
    """Every KPI with its definition, formula, rules and this workspace's settings."""
    scope = scope_of(request, workspace)
    return {"items": [used_dict(u) for u in kpis.used_kpis(scope)]}


@router.get("/{workspace}/kpis/{kpi}")
def one_kpi(request: HttpRequest, workspace: str, kpi: str) -> dict:
    return used_dict(kpis.used_kpi(scope_of(request, workspace), kpi))


@router.get("/{workspace}/kpis/{kpi}/value")
def value(
    request: HttpRequest,
    workspace: str,
    kpi: str,
    start: str = Query(..., alias="from"),
    to: str = Query(...),
    variant: str = "",
    by: str = "",
    channel: str = "",
    where: list[str] = Query([]),
    compare: Compare | None = None,
    basis: Basis | None = None,
) -> dict:
    """The Figure, or the Series when `by` names dimensions (comma-separated)."""
    ask = figures.Ask(
        kpis=(KpiRef(kpi, variant),),
        period=figures.parse_period(start, to),
        channels=_split(channel),
        by=_split(by),
        where=figures.parse_segments(where),
        compare=compare,
        basis=basis,
    )
    return figure_dict(figures.figures(scope_of(request, workspace), ask)[0])


@router.patch("/{workspace}/kpis/{kpi}")
def set_kpi(request: HttpRequest, workspace: str, kpi: str, body: Setting) -> dict:
    scope = scope_of(request, workspace, "editor")
    return used_dict(kpis.set_kpi(scope, kpi, **body.dict(exclude_unset=True)))


@router.post("/{workspace}/kpis")
def new_kpi(request: HttpRequest, workspace: str, body: NewKpi) -> dict:
    """A KPI by formula, such as `(likes + comments) / reach`."""
    scope = scope_of(request, workspace, "editor")
    kpis.make_custom(scope, body.dict())
    return used_dict(kpis.used_kpi(scope, body.id))


@router.delete("/{workspace}/kpis/{kpi}")
def remove_kpi(request: HttpRequest, workspace: str, kpi: str) -> dict:
    kpis.remove_custom(scope_of(request, workspace, "editor"), kpi)
    return {"removed": kpi}


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())


ROUTER = ("/workspaces", router)
