"""Members, invitations and tokens over the API."""

from django.http import HttpRequest
from ninja import Router, Schema

from tolok.api.auth import scope_of
from tolok.services import people

router = Router(tags=["people"])


class NewMember(Schema):
    email: str
    password: str
    name: str = ""
    role: str = "editor"


class Role(Schema):
    role: str


@router.get("/{workspace}/members")
def list_members(request: HttpRequest, workspace: str) -> dict:
    found = people.members(scope_of(request, workspace, "admin"))
    return {"items": [people.member_dict(m) for m in found]}


@router.post("/{workspace}/members")
def add_member(request: HttpRequest, workspace: str, body: NewMember) -> dict:
    """A new person with a password, made a member; for the operator of the machine."""
    scope = scope_of(request, workspace, "owner")
    return people.member_dict(people.add_member(scope, **body.dict()))


@router.patch("/{workspace}/members/{member}")
def set_role(request: HttpRequest, workspace: str, member: str, body: Role) -> dict:
    scope = scope_of(request, workspace, "admin")
    return people.member_dict(people.set_role(scope, member, body.role))


@router.delete("/{workspace}/members/{member}")
def remove(request: HttpRequest, workspace: str, member: str) -> dict:
    people.remove_member(scope_of(request, workspace, "admin"), member)
    return {"removed": member}


@router.post("/{workspace}/invitations")
def invite(request: HttpRequest, workspace: str, body: Role) -> dict:
    """A link for one person; shown once."""
    secret = people.invite(scope_of(request, workspace, "admin"), body.role)
    return {"id": str(secret.id), "path": f"/join/{secret.value}/"}


@router.get("/{workspace}/invitations")
def list_invitations(request: HttpRequest, workspace: str) -> dict:
    """The links that still work; their secrets are not kept."""
    found = people.invitations(scope_of(request, workspace, "admin"))
    return {"items": [people.invitation_dict(row) for row in found]}


@router.delete("/{workspace}/invitations/{invitation}")
def revoke_invitation(request: HttpRequest, workspace: str, invitation: str) -> dict:
    people.revoke_invitation(scope_of(request, workspace, "admin"), invitation)
    return {"removed": invitation}


ROUTER = ("/workspaces", router)
