"""Who is asking, where, and in which role. Everything a person can do starts with `enter`."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from tolok.core.errors import Problem, ProblemError, not_found
from tolok.core.roles import OWNER, ROLE_NAMES, VIEWER, allows
from tolok.core.text import Text
from tolok.lib.ids import digest
from tolok.store.models import ApiToken, Audit, Member, User, Workspace

Person = User  # what pages and the API call whoever is logged in
_WORKSPACE = Text("workspace", "ruang kerja")


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or the operator of this machine (`user` None, `operator` True).

    `token_workspace` and `writes` narrow what an API token may do.
    """

    user: User | None = None
    operator: bool = False
    writes: bool = True
    token_workspace: UUID | None = None

    @property
    def label(self) -> str:
        return "operator" if self.operator else str(self.user.id) if self.user else "nobody"


@dataclass(frozen=True, slots=True)
class Scope:
    """A workspace as seen by one actor: the first argument of nearly every service."""

    workspace: Workspace
    role: str
    actor: Actor

    @property
    def id(self) -> UUID:
        return self.workspace.id

    @property
    def key(self) -> str:
        """The workspace as the facts know it."""
        return str(self.workspace.id)


def enter(actor: Actor, slug: str, needed: str = VIEWER) -> Scope:
    """The scope of `slug` for `actor`. An outsider gets "not found"; a member too low, "not yours".

    Raises ProblemError with status 404 or 403.
    """
    workspace = Workspace.objects.filter(slug=slug).first()
    role = _role(actor, workspace)
    if workspace is None or role is None:
        raise not_found(_WORKSPACE)
    if not allows(role, needed):
        raise _too_low(role, needed)
    return Scope(workspace, role, actor)


def workspaces(actor: Actor) -> list[Workspace]:
    """The workspaces `actor` may enter, the demo last, else by name."""
    found = Workspace.objects.order_by("demo", "name")
    if actor.operator:
        return list(found)
    if actor.user is None:
        return []
    mine = found.filter(id__in=Member.objects.filter(user=actor.user).values("workspace_id"))
    if actor.token_workspace is not None:
        mine = mine.filter(id=actor.token_workspace)
    return list(mine)


def actor_of_token(secret: str) -> Actor | None:
    """The person behind an API token, or None when it is unknown or revoked."""
    token = (
        ApiToken.objects.select_related("user", "workspace")
        .filter(secret_hash=digest(secret), revoked_at=None, user__is_active=True)
        .first()
    )
    if token is None:
        return None
    ApiToken.objects.filter(id=token.id).update(last_used_at=datetime.now(UTC))
    bound = token.workspace.id if token.workspace else None
    return Actor(user=token.user, writes=token.scope == "write", token_workspace=bound)


def record(
    scope: Scope | None, actor: Actor, act: str, subject: str = "", **detail: object
) -> None:
    """Write the audit row of an act, in the caller's transaction."""
    Audit.objects.create(
        workspace_id=scope.id if scope else None,
        actor=actor.label,
        act=act,
        subject=subject,
        detail=detail,
    )


def _role(actor: Actor, workspace: Workspace | None) -> str | None:
    if workspace is None:
        return None
    if actor.operator:
        return OWNER
    if actor.user is None or actor.token_workspace not in (None, workspace.id):
        return None
    member = Member.objects.filter(workspace=workspace, user=actor.user).first()
    if member is None:
        return None
    return member.role if actor.writes else _reader(member.role)


def _reader(role: str) -> str:
    """The role of a read-only token: never above viewer."""
    return VIEWER if allows(role, VIEWER) else role


def _too_low(role: str, needed: str) -> ProblemError:
    return ProblemError(
        Problem(
            type="not-permitted",
            title=Text("Not permitted", "Tidak diizinkan"),
            detail=Text(
                f"Your role here is {_name(role).en}; this needs {_name(needed).en}.",
                f"Peran Anda di sini {_name(role).id}; ini memerlukan {_name(needed).id}.",
            ),
            fix=Text(
                "Ask an owner or admin of the workspace to change your role.",
                "Minta pemilik atau admin ruang kerja mengubah peran Anda.",
            ),
            status=403,
        )
    )


def _name(role: str) -> Text:
    return ROLE_NAMES.get(role, Text.same(role))


def may_write(actor: Actor) -> None:
    """Refuse a read-only token, and a token bound to one workspace, outside any workspace."""
    if not actor.writes or actor.token_workspace is not None:
        raise _too_low("read", "write")


def must_write(actor: Actor) -> None:
    """Refuse a read-only token where even a client may write (that one has read a page)."""
    if not actor.writes:
        raise _too_low("read", "write")


def installed(actor: Actor) -> bool:
    """Is this the operator of the machine, or the person who claimed the installation?"""
    if actor.operator:
        return True
    if actor.user is None or actor.token_workspace is not None:
        return False
    return Audit.objects.filter(act="owner.claimed", subject=str(actor.user.id)).exists()


def only_installer(actor: Actor, *, writes: bool = False) -> None:
    """Refuse everyone but those two, and, for `writes`, a token that may only read."""
    if not installed(actor):
        only_operator(actor)
    if writes:
        must_write(actor)


def only_operator(actor: Actor) -> None:
    """Refuse everyone but whoever runs the machine (paths on its disk, the facts as a whole)."""
    if not actor.operator:
        raise ProblemError(
            Problem(
                type="not-permitted",
                title=Text("Not permitted", "Tidak diizinkan"),
                detail=Text(
                    "Only the operator of this machine may do that.",
                    "Hanya pengelola mesin ini yang boleh melakukannya.",
                ),
                fix=Text(
                    "Use the command line on the machine itself.",
                    "Pakai baris perintah di mesinnya.",
                ),
                status=403,
            )
        )
