"""Links to the KPI guide over the API, and the business objectives KPIs and goals serve."""

from django.http import HttpRequest
from ninja import Router, Schema

from tolok.api.auth import scope_of
from tolok.core.roles import CLIENT
from tolok.services import kpis, share
from tolok.services.guide_form import objective_dict

router = Router(tags=["guide"])


class NewShare(Schema):
    name: str = ""


class Named(Schema):
    name: str


@router.get("/{workspace}/shares")
def list_shares(request: HttpRequest, workspace: str) -> dict:
    """The links to the guide that still work, with how often each was opened."""
    found = share.shares(scope_of(request, workspace, "admin"))
    return {"items": [share.share_dict(row) for row in found]}


@router.post("/{workspace}/shares")
def new_share(request: HttpRequest, workspace: str, body: NewShare) -> dict:
    """A link that shows the guide, and nothing else, to people without an account; shown once."""
    made = share.share_guide(scope_of(request, workspace, "admin"), body.name)
    return {"id": str(made.id), "path": made.path}


@router.delete("/{workspace}/shares/{share_id}")
def revoke_share(request: HttpRequest, workspace: str, share_id: str) -> dict:
    share.revoke_share(scope_of(request, workspace, "admin"), share_id)
    return {"removed": share_id}


@router.get("/{workspace}/objectives")
def list_objectives(request: HttpRequest, workspace: str) -> dict:
    found = kpis.objectives(scope_of(request, workspace, CLIENT))
    return {"items": [objective_dict(row) for row in found]}


@router.post("/{workspace}/objectives")
def new_objective(request: HttpRequest, workspace: str, body: Named) -> dict:
    return objective_dict(kpis.make_objective(scope_of(request, workspace, "editor"), body.name))


@router.patch("/{workspace}/objectives/{objective}")
def rename_objective(request: HttpRequest, workspace: str, objective: str, body: Named) -> dict:
    scope = scope_of(request, workspace, "editor")
    return objective_dict(kpis.rename_objective(scope, objective, body.name))


ROUTER = ("/workspaces", router)
