"""A person as their programs see them: the profile, and the tokens that programs call with."""

from datetime import UTC, datetime

from django.db import transaction

from tolok.core.errors import invalid, not_found
from tolok.core.text import Text
from tolok.lib.ids import digest, new_secret, row_id
from tolok.services.access import Actor, record
from tolok.services.people import Secret, set_profile, set_shortcuts
from tolok.store.models import ApiToken, User, Workspace


def person(actor: Actor, email: str = "") -> User:
    """Who calls. The operator of the machine is nobody, and names somebody by e-mail."""
    if actor.user is not None:
        return actor.user
    found = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
    if found is None:
        raise not_found(Text(f"person {email!r}", f"orang {email!r}"))
    return found


def person_dict(user: User) -> dict[str, object]:
    """A person as the API shows them."""
    return {
        "id": str(user.id),
        "name": user.name,
        "email": user.email,
        "shortcuts": user.shortcuts,
    }


def change_person(
    user: User,
    *,
    name: str | None = None,
    email: str | None = None,
    shortcuts: bool | None = None,
) -> User:
    """Change what is given; a password is changed on the profile page only."""
    if name is not None or email is not None:
        new_email = email if email is not None else user.email or ""
        set_profile(user, email=new_email, name=name if name is not None else user.name)
    if shortcuts is not None:
        set_shortcuts(user, on=shortcuts)
    return user


def make_token(user: User, name: str, scope: str, workspace: Workspace | None) -> Secret:
    """An API token of `user`; its value is shown now and never again."""
    if scope not in ("read", "write"):
        raise invalid(
            Text("A token reads or writes.", "Token hanya membaca atau menulis."),
            Text("Use read or write.", "Pakai read atau write."),
        )
    secret = new_secret()
    with transaction.atomic():
        row = ApiToken.objects.create(
            user=user, name=name[:80], scope=scope, workspace=workspace, secret_hash=digest(secret)
        )
        record(None, Actor(user=user), "token.made", str(row.id), may=scope)
    return Secret(row.id, secret)


def tokens(user: User) -> list[ApiToken]:
    return list(
        ApiToken.objects.filter(user=user, revoked_at=None)
        .select_related("workspace")
        .order_by("-created_at")
    )


def token_dict(row: ApiToken) -> dict[str, object]:
    """A token as the API lists it; its value is not kept."""
    return {
        "id": str(row.id),
        "name": row.name,
        "scope": row.scope,
        "workspace": row.workspace.slug if row.workspace else None,
        "last_used": row.last_used_at.isoformat() if row.last_used_at else None,
    }


def revoke_token(user: User, token_id: str) -> None:
    with transaction.atomic():
        found = ApiToken.objects.filter(user=user, id=row_id(token_id), revoked_at=None)
        if not found.update(revoked_at=datetime.now(UTC)):
            raise not_found(Text("token", "token"))
        record(None, Actor(user=user), "token.revoked", token_id)
