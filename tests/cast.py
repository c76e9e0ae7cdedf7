"""Who acts in the tests."""

from dataclasses import dataclass

from django.test import Client

from tolok.core.roles import ROLES
from tolok.services.access import Actor, Scope, enter
from tolok.services.workspaces import make_workspace
from tolok.store.models import Member, User, Workspace


@dataclass(frozen=True)
class Cast:
    """`people` by role, plus "outsider" (owner of `other`, a stranger to `workspace`)."""

    workspace: Workspace
    other: Workspace
    people: dict[str, User]

    def scope(self, role: str = "owner") -> Scope:
        return enter(Actor(user=self.people[role]), self.workspace.slug, "client")

    def browser(self, role: str) -> Client:
        """A logged-in test client."""
        client = Client()
        client.force_login(
            self.people[role], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client


def make_cast() -> Cast:
    people = {
        name: User.objects.create_user(f"{name}@example.org", "correct horse battery")
        for name in (*ROLES, "outsider")
    }
    workspace = make_workspace(Actor(user=people["owner"]), "Sudut Café")
    for role in ROLES:
        if role != "owner":
            Member.objects.create(workspace=workspace, user=people[role], role=role)
    other = make_workspace(Actor(user=people["outsider"]), "Elsewhere")
    return Cast(workspace, other, people)
