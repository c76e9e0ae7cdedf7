"""Who calls the API: a bearer token (a person's, or this machine's operator's), or a session."""

import secrets

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from tolok.services.access import Actor, Scope, actor_of_token, enter


class Bearer(HttpBearer):
    """`Authorization: Bearer TOKEN`. The operator's token lies 0600 in the data folder."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        if secrets.compare_digest(token, settings.DATA.operator_token()):
            return Actor(operator=True)
        return actor_of_token(token)


class Session(SessionAuth):
    """The browser's session; unsafe methods also need the CSRF token."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        user = request.user
        return Actor(user=user) if user.is_authenticated else None


def scope_of(request: HttpRequest, workspace: str, needed: str = "viewer") -> Scope:
    """The workspace a call names, entered by whoever calls; 404 for outsiders."""
    return enter(caller(request), workspace, needed)


def caller(request: HttpRequest) -> Actor:
    """Who calls, as one of the doors above left it; a call that passed none may do nothing."""
    found = getattr(request, "auth", None)
    return found if isinstance(found, Actor) else Actor()
