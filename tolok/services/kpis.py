"""The KPIs a workspace works with: the catalogue, its own formulas, settings, guide notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from tolok.core.errors import invalid, not_found, unknown_name
from tolok.core.kpi.custom import custom_kpi
from tolok.core.kpi.spec import KpiSpec
from tolok.core.text import Text, say
from tolok.lib.catalogue import kpis
from tolok.lib.ids import row_id
from tolok.services.access import Scope, record
from tolok.store.models import CustomKpi, KpiSetting, Member, Objective
from tolok.store.scope import hold, within


@dataclass(frozen=True, slots=True)
class Used:
    """A KPI as this workspace uses it."""

    spec: KpiSpec
    enabled: bool = True
    parked: bool = False
    owner: str = ""
    owner_id: str = ""
    purpose: str = ""
    objective: str = ""
    objective_id: str = ""
    custom: bool = False
    formula: str = ""  # custom KPIs only, as it was written

    @property
    def public_owner(self) -> str:
        """The owner for readers outside: never an e-mail address."""
        return "" if "@" in self.owner else self.owner


def catalogue(scope: Scope) -> Mapping[str, KpiSpec]:
    """Every KPI this workspace can ask for: the shipped ones and its own."""
    own = {row.kpi: spec_of(row) for row in within(CustomKpi, scope.id)}
    return {**kpis(), **own}


def used_kpis(scope: Scope) -> list[Used]:
    """All KPIs with this workspace's settings, in the order of groups and names."""
    settings = {s.kpi: s for s in within(KpiSetting, scope.id).select_related("owner", "objective")}
    own = {row.kpi: row for row in within(CustomKpi, scope.id)}
    specs = {**kpis(), **{id: spec_of(row) for id, row in own.items()}}
    found = [_used(spec, settings.get(id), own.get(id)) for id, spec in specs.items()]
    return sorted(found, key=lambda u: (u.spec.group, u.spec.name.en))


def used_kpi(scope: Scope, kpi: str) -> Used:
    own = within(CustomKpi, scope.id).filter(kpi=kpi).first()
    spec = spec_of(own) if own else kpis().get(kpi)
    if spec is None:
        raise unknown_name(Text.same("KPI"), kpi, catalogue(scope))
    setting = (
        within(KpiSetting, scope.id).select_related("owner", "objective").filter(kpi=kpi).first()
    )
    return _used(spec, setting, own)


def set_kpi(scope: Scope, kpi: str, **fields: Any) -> Used:
    """Change `enabled`, `parked`, `purpose`, `owner` (member id) or `objective` (id) of a KPI."""
    used_kpi(scope, kpi)
    with transaction.atomic():
        hold(scope.id)
        setting, _ = KpiSetting.objects.get_or_create(workspace=scope.workspace, kpi=kpi)
        for name in ("enabled", "parked", "purpose"):
            if name in fields:
                setattr(setting, name, fields[name])
        if "owner" in fields:
            setting.owner = _member(scope, fields["owner"]) if fields["owner"] else None
        if "objective" in fields:
            wanted = fields["objective"]
            setting.objective = objective(scope, wanted) if wanted else None
        setting.save()
        record(scope, scope.actor, "kpi.set", kpi)
    return used_kpi(scope, kpi)


def make_custom(scope: Scope, form: Mapping[str, Any]) -> KpiSpec:
    """A KPI by formula. `form`: id, formula, name {en,id}, better, unit, guide {en,id}, owner."""
    spec = spec_of_form(form)
    if spec.id in kpis():
        raise invalid(
            say("{k} is a KPI of the catalogue.", "{k} adalah KPI katalog.", k=spec.id),
            Text("Choose another id.", "Pilih id lain."),
        )
    try:
        with transaction.atomic():
            CustomKpi.objects.create(
                workspace=scope.workspace,
                kpi=spec.id,
                formula=str(form["formula"]),
                form=dict(form),
                created_by=scope.actor.user,
            )
            record(scope, scope.actor, "kpi.made", spec.id, formula=str(form["formula"]))
    except IntegrityError:
        raise invalid(
            say("There is a KPI called {k} already.", "Sudah ada KPI bernama {k}.", k=spec.id),
            Text("Choose another id.", "Pilih id lain."),
        ) from None
    return spec


def change_custom(scope: Scope, kpi: str, form: Mapping[str, Any]) -> KpiSpec:
    """Replace what an own KPI is made of; its id, settings and readers' marks stay."""
    spec = spec_of_form({**form, "id": kpi})
    with transaction.atomic():
        changed = within(CustomKpi, scope.id).filter(kpi=kpi)
        if not changed.update(formula=str(form["formula"]), form={**form, "id": kpi}):
            raise not_found(Text(f"own KPI {kpi!r}", f"KPI sendiri {kpi!r}"))
        record(scope, scope.actor, "kpi.changed", kpi, formula=str(form["formula"]))
    return spec


def custom_form(scope: Scope, kpi: str) -> dict[str, Any]:
    """The form an own KPI was made with, to be changed; 404 for one of the catalogue."""
    found = within(CustomKpi, scope.id).filter(kpi=kpi).first()
    if found is None:
        raise not_found(Text(f"own KPI {kpi!r}", f"KPI sendiri {kpi!r}"))
    return {**found.form, "formula": found.formula}


def remove_custom(scope: Scope, kpi: str) -> None:
    with transaction.atomic():
        deleted, _ = within(CustomKpi, scope.id).filter(kpi=kpi).delete()
        if not deleted:
            raise not_found(Text(f"own KPI {kpi!r}", f"KPI sendiri {kpi!r}"))
        record(scope, scope.actor, "kpi.removed", kpi)


def spec_of(row: CustomKpi) -> KpiSpec:
    return spec_of_form(row.form)


def spec_of_form(form: Mapping[str, Any]) -> KpiSpec:
    """The checked KPI of a form; ProblemError names the field that cannot be used."""
    return custom_kpi(
        str(form.get("id", "")),
        _words(form.get("name")) or Text("", ""),
        str(form.get("formula", "")),
        owner=str(form.get("owner", "")),
        better=str(form.get("better") or "up"),
        unit=str(form.get("unit") or ""),
        guide=_words(form.get("guide")),
    )


def objectives(scope: Scope) -> list[Objective]:
    return list(within(Objective, scope.id).order_by("name"))


def objective(scope: Scope, objective_id: str) -> Objective:
    found = within(Objective, scope.id).filter(id=row_id(objective_id)).first()
    if found is None:
        raise not_found(Text("objective", "sasaran bisnis"))
    return found


def make_objective(scope: Scope, name: str, note: str = "") -> Objective:
    """A business objective; the same name twice is the same objective."""
    if not name.strip():
        raise invalid(
            Text("An objective needs a name.", "Sasaran bisnis memerlukan nama."),
            Text("Write what the organisation wants.", "Tulis apa yang diinginkan organisasi."),
        )
    with transaction.atomic():
        hold(scope.id)
        made, new = Objective.objects.get_or_create(
            workspace=scope.workspace, name=name.strip()[:200], defaults={"note": note}
        )
        if new:
            record(scope, scope.actor, "objective.made", str(made.id))
    return made


def rename_objective(scope: Scope, objective_id: str, name: str) -> Objective:
    """Another name for the same objective: goals and KPIs stay linked to it."""
    found = objective(scope, objective_id)
    if not name.strip():
        raise invalid(
            Text("An objective needs a name.", "Sasaran bisnis memerlukan nama."),
            Text("Write what the organisation wants.", "Tulis apa yang diinginkan organisasi."),
        )
    with transaction.atomic():
        found.name = name.strip()[:200]
        found.save()
        record(scope, scope.actor, "objective.renamed", objective_id)
    return found


def _used(spec: KpiSpec, setting: KpiSetting | None, own: CustomKpi | None) -> Used:
    formula = own.formula if own else ""
    if setting is None:
        return Used(spec=spec, owner=spec.owner, custom=bool(own), formula=formula)
    return Used(
        spec=spec,
        enabled=setting.enabled,
        parked=setting.parked,
        owner=str(setting.owner) if setting.owner else spec.owner,
        owner_id=str(setting.owner.id) if setting.owner else "",
        purpose=setting.purpose,
        objective=setting.objective.name if setting.objective else "",
        objective_id=str(setting.objective.id) if setting.objective else "",
        custom=bool(own),
        formula=formula,
    )


def _member(scope: Scope, user_id: str) -> Any:
    found = within(Member, scope.id).select_related("user").filter(user_id=row_id(user_id)).first()
    if found is None:
        raise not_found(Text("member", "anggota"))
    return found.user


def _words(value: Any) -> Text | None:
    """A form's words: {en, id}, or one text for both languages; None when empty."""
    if isinstance(value, str):
        return Text.same(value) if value.strip() else None
    if not isinstance(value, dict) or not any(value.values()):
        return None
    one = value.get("en") or value.get("id") or ""
    return Text(en=value.get("en") or one, id=value.get("id") or one)
