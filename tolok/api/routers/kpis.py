"""KPIs over the API: the catalogue, values, settings and own formulas."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from tolok.api.auth import scope_of
from tolok.core.query import Basis, Compare, KpiRef
from tolok.core.roles import CLIENT
from tolok.services import figures, guide, kpis
from tolok.services.figure_form import figure_dict
from tolok.services.guide_form import checked_dict, entry_dict, note_dict
from tolok.services.guide_natives import natives
from tolok.services.guide_print import guide_pdf
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


class NewNote(Schema):
    words: str


class Formula(Schema):
    formula: str


MANY = Query([])
Language = Literal["en", "id"]


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
    scope = scope_of(request, workspace, CLIENT)
    return {"items": [used_dict(u) for u in kpis.used_kpis(scope)]}


@router.get("/{workspace}/kpis/{kpi}")
def one_kpi(request: HttpRequest, workspace: str, kpi: str) -> dict:
    return used_dict(kpis.used_kpi(scope_of(request, workspace, CLIENT), kpi))


@router.get("/{workspace}/kpis/{kpi}/guide")
def kpi_guide(request: HttpRequest, workspace: str, kpi: str) -> dict:
    """The KPI's page of the guide: formulas in words, native names, notes, who has read it."""
    scope = scope_of(request, workspace, CLIENT)
    entry = guide.entry(scope, kpi)
    return {**used_dict(entry.used), **entry_dict(entry, natives(scope, entry.used.spec))}


@router.post("/{workspace}/kpis/{kpi}/read")
def mark_read(request: HttpRequest, workspace: str, kpi: str) -> dict:
    """That the caller has read this KPI's page as it stands now."""
    guide.mark_read(scope_of(request, workspace, CLIENT), kpi)
    return {"read": kpi}


@router.post("/{workspace}/kpis/{kpi}/notes")
def add_note(request: HttpRequest, workspace: str, kpi: str, body: NewNote) -> dict:
    """A note for the team on this KPI."""
    return note_dict(guide.add_note(scope_of(request, workspace, "editor"), kpi, body.words))


@router.delete("/{workspace}/kpis/{kpi}/notes/{note}")
def remove_note(request: HttpRequest, workspace: str, kpi: str, note: str) -> dict:
    guide.remove_note(scope_of(request, workspace, "editor"), note)
    return {"removed": note}


@router.put("/{workspace}/kpis/{kpi}")
def change_kpi(request: HttpRequest, workspace: str, kpi: str, body: NewKpi) -> dict:
    """Replace an own KPI's formula, name and words; its id stays."""
    scope = scope_of(request, workspace, "editor")
    kpis.change_custom(scope, kpi, body.dict())
    return used_dict(kpis.used_kpi(scope, kpi))


@router.post("/{workspace}/formula")
def check_formula(request: HttpRequest, workspace: str, body: Formula) -> dict:
    """What a formula would compute, without keeping it; 422 says where it fails."""
    scope_of(request, workspace)
    return checked_dict(guide.said_formula(body.formula))


@router.get("/{workspace}/guide.pdf")
def print_guide(request: HttpRequest, workspace: str, language: Language = "en") -> HttpResponse:
    """The KPIs in use as PDF."""
    content = guide_pdf(scope_of(request, workspace, CLIENT), language)
    return HttpResponse(content, content_type="application/pdf")


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
    where: list[str] = MANY,
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
