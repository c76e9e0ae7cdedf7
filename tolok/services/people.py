"""Becoming an owner, inviting, and managing members and one's own profile."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from tolok.core.errors import ProblemError, invalid, not_found
from tolok.core.roles import OWNER, ROLES, allows
from tolok.core.text import Text
from tolok.lib.ids import digest, new_secret, row_id
from tolok.services.access import Actor, Scope, only_operator, record
from tolok.services.workspaces import make_workspace
from tolok.store.models import Claim, Invitation, Member, User, Workspace
from tolok.store.scope import hold, within

INVITATION_DAYS = 14
OWN_NAME = Text("My workspace", "Ruang kerja saya")
_LINK = Text("link", "tautan")


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret shown once, at the moment it is made."""

    id: UUID
    value: str


def claim_path() -> str | None:
    """A fresh one-time claim path while no one can log in; None once there is an owner."""
    if User.objects.filter(is_active=True).exists():
        return None
    secret = new_secret()
    with transaction.atomic():
        Claim.objects.all().delete()
        Claim.objects.create(secret_hash=digest(secret))
    return f"/claim/{secret}/"


def claim(secret: str, *, language: str) -> User:
    """Make the first owner, of every workspace there is and of an empty one to work in.

    The link works once.

    Raises ProblemError 404 when it was used or never existed.
    """
    with transaction.atomic():
        list(Claim.objects.select_for_update().order_by("id"))  # one at a time, whatever the link
        open_claims = Claim.objects.filter(secret_hash=digest(secret), used_at=None)
        if not open_claims.update(used_at=datetime.now(UTC)) or User.objects.exists():
            raise not_found(_LINK)
        user = User.objects.create_user(None, name="", language=language)
        for workspace in Workspace.objects.all():
            Member.objects.create(workspace=workspace, user=user, role=OWNER)
        if not Workspace.objects.filter(demo=False).exists():
            make_workspace(Actor(user=user), OWN_NAME.to(language), language=language)
        record(None, Actor(user=user), "owner.claimed", str(user.id))
    return user


def invite(scope: Scope, role: str) -> Secret:
    """A link that makes whoever opens it a member with `role`, once, within 14 days."""
    _known_role(role)
    if not allows(scope.role, role):
        raise invalid(
            Text("You cannot give a role above your own.", "Peran tidak boleh di atas peran Anda."),
            Text("Choose a lower role.", "Pilih peran yang lebih rendah."),
        )
    secret = new_secret()
    with transaction.atomic():
        row = Invitation.objects.create(
            workspace=scope.workspace,
            secret_hash=digest(secret),
            role=role,
            invited_by=scope.actor.user,
            expires_at=datetime.now(UTC) + timedelta(days=INVITATION_DAYS),
        )
        record(scope, scope.actor, "member.invited", str(row.id), role=role)
    return Secret(row.id, secret)


def invitations(scope: Scope) -> list[Invitation]:
    """The links that still work, newest first; their secrets are not kept."""
    found = within(Invitation, scope.id).filter(used_at=None, expires_at__gt=datetime.now(UTC))
    return list(found.select_related("invited_by").order_by("-created_at"))


def revoke_invitation(scope: Scope, invitation_id: str) -> None:
    """From now on the link makes nobody a member."""
    with transaction.atomic():
        found = within(Invitation, scope.id).filter(id=row_id(invitation_id), used_at=None)
        if not found.update(expires_at=datetime.now(UTC)):
            raise not_found(_LINK)
        record(scope, scope.actor, "invitation.revoked", invitation_id)


def invitation_dict(row: Invitation) -> dict[str, object]:
    """An open invitation as the API shows it; the secret is not in it."""
    return {
        "id": str(row.id),
        "role": row.role,
        "by": str(row.invited_by or ""),
        "expires": row.expires_at.isoformat(),
    }


def open_invitation(secret: str) -> Invitation:
    """The invitation behind a link; ProblemError 404 when used, expired or unknown."""
    found = (
        Invitation.objects.select_related("workspace")
        .filter(secret_hash=digest(secret), used_at=None, expires_at__gt=datetime.now(UTC))
        .first()
    )
    if found is None:
        raise not_found(_LINK)
    return found


def accept(secret: str, user: User) -> Workspace:
    """Make `user` a member. A second role never lowers the first."""
    with transaction.atomic():
        invitation = open_invitation(secret)
        used = Invitation.objects.filter(id=invitation.id, used_at=None)
        if not used.update(used_at=datetime.now(UTC), used_by=user):
            raise not_found(_LINK)
        member, new = Member.objects.get_or_create(
            workspace=invitation.workspace, user=user, defaults={"role": invitation.role}
        )
        if not new and allows(invitation.role, member.role):
            member.role = invitation.role
            member.save()
        record(None, Actor(user=user), "member.joined", str(invitation.workspace.id))
    return invitation.workspace


def join_as_new(secret: str, *, email: str, name: str, password: str) -> tuple[User, Workspace]:
    """Make the account of whoever holds the invitation, and the membership, or neither."""
    with transaction.atomic():
        open_invitation(secret)
        user = add_user(email, password, name=name)
        return user, accept(secret, user)


def members(scope: Scope) -> list[Member]:
    return list(within(Member, scope.id).select_related("user").order_by("created_at"))


def set_role(scope: Scope, member_id: str, role: str) -> Member:
    """Change a member's role. The last owner stays owner."""
    _known_role(role)
    with transaction.atomic():
        hold(scope.id)
        member = _member(scope, member_id)
        if not (allows(scope.role, role) and allows(scope.role, member.role)):
            raise _above()
        if member.role == OWNER and role != OWNER:
            _keep_an_owner(scope, member)
        member.role = role
        member.save()
        record(scope, scope.actor, "member.role", member_id, role=role)
    return member


def remove_member(scope: Scope, member_id: str) -> None:
    with transaction.atomic():
        hold(scope.id)
        member = _member(scope, member_id)
        if not allows(scope.role, member.role):
            raise _above()
        if member.role == OWNER:
            _keep_an_owner(scope, member)
        member.delete()
        record(scope, scope.actor, "member.removed", member_id)


def add_user(email: str, password: str, *, name: str = "") -> User:
    """A person who can log in; used by the command line of the machine's operator."""
    _check_email(email)
    if User.objects.filter(email__iexact=email).exists():
        raise _taken(email)
    _check_password(password, None)
    try:
        with transaction.atomic():
            user = User.objects.create_user(email.lower(), password, name=name)
            record(None, Actor(user=user), "user.added", str(user.id))
    except IntegrityError:  # somebody took it since we looked
        raise _taken(email) from None
    return user


def add_member(scope: Scope, *, email: str, password: str, name: str, role: str) -> Member:
    """A person with a password, made a member at once; only the machine's operator may."""
    only_operator(scope.actor)
    _known_role(role)
    with transaction.atomic():
        user = add_user(email, password, name=name)
        member = Member.objects.create(workspace=scope.workspace, user=user, role=role)
        record(scope, scope.actor, "member.added", str(member.id), role=role)
    return member


def member_dict(member: Member) -> dict[str, object]:
    """A member as the API shows it."""
    return {
        "id": str(member.id),
        "user": str(member.user.id),
        "name": str(member.user),
        "email": member.user.email,
        "role": member.role,
    }


def set_profile(user: User, *, email: str, name: str, password: str = "") -> User:
    """Set one's own name, e-mail and, when given, password."""
    _check_email(email)
    taken = User.objects.filter(email__iexact=email).exclude(id=user.id)
    if taken.exists():
        raise _taken(email)
    try:
        with transaction.atomic():
            user.email, user.name = email.lower(), name
            if password:
                _check_password(password, user)
                user.set_password(password)
            user.save()
            record(None, Actor(user=user), "profile.changed", str(user.id))
    except IntegrityError:  # somebody took it since we looked
        raise _taken(email) from None
    return user


def set_shortcuts(user: User, *, on: bool) -> None:
    """Keyboard shortcuts, for whom they are in the way."""
    user.shortcuts = on
    user.save(update_fields=["shortcuts"])


def _member(scope: Scope, member_id: str) -> Member:
    found = within(Member, scope.id).filter(id=row_id(member_id)).first()
    if found is None:
        raise not_found(Text("member", "anggota"))
    return found


def _keep_an_owner(scope: Scope, member: Member) -> None:
    if not within(Member, scope.id).filter(role=OWNER).exclude(id=member.id).exists():
        raise invalid(
            Text("A workspace needs an owner.", "Ruang kerja memerlukan pemilik."),
            Text("Make someone else owner first.", "Jadikan orang lain pemilik dahulu."),
        )


def _taken(email: str) -> ProblemError:
    return invalid(
        Text(f"{email} is taken.", f"{email} sudah dipakai."),
        Text("Use another e-mail.", "Pakai surel lain."),
    )


def _above() -> ProblemError:
    return invalid(
        Text("That member or role is above yours.", "Anggota atau peran itu di atas Anda."),
        Text("Ask an owner to do it.", "Minta pemilik melakukannya."),
    )


def _known_role(role: str) -> None:
    if role not in ROLES:
        raise invalid(
            Text(f"There is no role {role!r}.", f"Tidak ada peran {role!r}."),
            Text(f"Use one of {', '.join(ROLES)}.", f"Pakai salah satu: {', '.join(ROLES)}."),
        )


def _check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise invalid(
            Text(f"{email!r} is not an e-mail address.", f"{email!r} bukan alamat surel."),
            Text("Write it as name@example.org.", "Tulis seperti nama@contoh.org."),
        ) from None


def _check_password(password: str, user: User | None) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise invalid(
            Text.same(" ".join(error.messages)),
            Text("Choose a longer, less usual one.", "Pilih yang lebih panjang dan tidak umum."),
        ) from None
