"""Workspaces over the API."""

from django.http import HttpRequest
from ninja import Router, Schema

from tolok.api.auth import caller, scope_of
from tolok.services import access
from tolok.services.workspaces import change_workspace, make_workspace, workspace_dict

router = Router(tags=["workspaces"])


class NewWorkspace(Schema):
    name: str
    zone: str = "Asia/Jakarta"
    currency: str = "IDR"
    language: str = "en"
    first_weekday: int = 0
    kind: str = ""


class WorkspaceChange(Schema):
    name: str | None = None
    zone: str | None = None
    currency: str | None = None
    language: str | None = None
    first_weekday: int | None = None
    kind: str | None = None


@router.get("")
def list_workspaces(request: HttpRequest) -> dict:
    """The workspaces the caller may enter."""
    return {"items": [workspace_dict(w) for w in access.workspaces(caller(request))]}


@router.post("")
def new_workspace(request: HttpRequest, body: NewWorkspace) -> dict:
    access.may_write(caller(request))
    return workspace_dict(make_workspace(caller(request), **body.dict()))


@router.get("/{workspace}")
def one_workspace(request: HttpRequest, workspace: str) -> dict:
    scope = scope_of(request, workspace, "client")
    return {**workspace_dict(scope.workspace), "role": scope.role}


@router.patch("/{workspace}")
def change(request: HttpRequest, workspace: str, body: WorkspaceChange) -> dict:
    scope = scope_of(request, workspace, "admin")
    return workspace_dict(change_workspace(scope, **body.dict(exclude_none=True)))


ROUTER = ("/workspaces", router)
