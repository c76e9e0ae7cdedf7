"""The person who calls: their name, and the tokens of their programs."""

from django.http import HttpRequest
from ninja import Router, Schema

from tolok.api.auth import caller
from tolok.services import access, tokens

router = Router(tags=["people"])


class NewToken(Schema):
    """`scope`: read or write. `workspace`: its short name, to bind the token to it."""

    name: str = ""
    scope: str = "read"
    workspace: str = ""


class Profile(Schema):
    name: str | None = None
    email: str | None = None
    shortcuts: bool | None = None


@router.get("")
def me(request: HttpRequest, person: str = "") -> dict:
    """Who the caller is; the operator names somebody by e-mail (`person`)."""
    return tokens.person_dict(tokens.person(caller(request), person))


@router.patch("")
def change_me(request: HttpRequest, body: Profile, person: str = "") -> dict:
    access.may_write(caller(request))
    found = tokens.person(caller(request), person)
    return tokens.person_dict(tokens.change_person(found, **body.dict(exclude_none=True)))


@router.get("/tokens")
def list_tokens(request: HttpRequest, person: str = "") -> dict:
    """The tokens that still work; their values are not kept."""
    found = tokens.tokens(tokens.person(caller(request), person))
    return {"items": [tokens.token_dict(row) for row in found]}


@router.post("/tokens")
def new_token(request: HttpRequest, body: NewToken, person: str = "") -> dict:
    """A token for a program; its value is shown once. A bound or reading token makes none."""
    access.may_write(caller(request))
    found = tokens.person(caller(request), person)
    where = None
    if body.workspace:
        where = access.enter(access.Actor(user=found), body.workspace, "client").workspace
    made = tokens.make_token(found, body.name, body.scope, where)
    return {"id": str(made.id), "token": made.value}


@router.delete("/tokens/{token}")
def revoke_token(request: HttpRequest, token: str, person: str = "") -> dict:
    access.may_write(caller(request))
    tokens.revoke_token(tokens.person(caller(request), person), token)
    return {"removed": token}


ROUTER = ("/me", router)
