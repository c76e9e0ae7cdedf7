"""Workspaces over the API."""

from django.http import HttpRequest
from ninja import Router, Schema

from tolok.api.auth import scope_of
from tolok.services import access
from tolok.services.workspaces import change_workspace, make_workspace
from tolok.store.models import Workspace

router = Router(tags=["workspaces"])


class NewWorkspace(Schema):
    name: str
    zone: str = "Asia/Jakarta"
    currency: str = "IDR"
    language: str = "en"
    first_weekday: int = 0
    kind: str = ""


class Change(Schema):
    name: str | None = None
    zone: str | None = None
    currency: str | None = None
    language: str | None = None
    first_weekday: int | None = None
    kind: str | None = None


@router.get("")
def list_workspaces(request: HttpRequest) -> dict:
    """The workspaces the caller may enter."""
    return {"items": [_dict(w) for w in access.workspaces(request.auth)]}


@router.post("")
def new_workspace(request: HttpRequest, body: NewWorkspace) -> dict:
    access.may_write(request.auth)
    return _dict(make_workspace(request.auth, **body.dict()))


@router.get("/{workspace}")
def one_workspace(request: HttpRequest, workspace: str) -> dict:
    scope = scope_of(request, workspace)
    return {**_dict(scope.workspace), "role": scope.role}


@router.patch("/{workspace}")
def change(request: HttpRequest, workspace: str, body: Change) -> dict:
    scope = scope_of(request, workspace, "admin")
    return _dict(change_workspace(scope, **body.dict(exclude_none=True)))


def _dict(workspace: Workspace) -> dict:
    return {
        "id": str(workspace.id),
        "slug": workspace.slug,
        "name": workspace.name,
        "zone": workspace.zone,
        "currency": workspace.currency,
        "language": workspace.language,
        "first_weekday": workspace.first_weekday,
        "kind": workspace.kind,
        "demo": workspace.demo,
    }


ROUTER = ("/workspaces", router)
