"""Links that show the KPI guide, and nothing else, to people without an account."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tolok.core.errors import not_found
from tolok.core.roles import CLIENT
from tolok.core.text import Text
from tolok.lib.ids import digest, new_secret, row_id
from tolok.services.access import Actor, Scope, record
from tolok.store.models import ShareLink
from tolok.store.scope import within

GUIDE = "kpi_guide"


@dataclass(frozen=True, slots=True)
class Shared:
    """A link just made; its secret is shown now and never again."""

    id: UUID
    secret: str

    @property
    def path(self) -> str:
        return f"/shared/{self.secret}/"


def share_guide(scope: Scope, name: str = "") -> Shared:
    """A link to this workspace's guide. `name` says whom it is for, so that one can be revoked."""
    secret = new_secret()
    with transaction.atomic():
        row = ShareLink.objects.create(
            workspace=scope.workspace,
            secret_hash=digest(secret),
            what=GUIDE,
            name=name.strip()[:120],
            created_by=scope.actor.user,
        )
        record(scope, scope.actor, "guide.shared", str(row.id))
    return Shared(row.id, secret)


def shares(scope: Scope) -> list[ShareLink]:
    """The links that still work, newest first."""
    found = within(ShareLink, scope.id).filter(what=GUIDE, revoked_at=None)
    return list(found.select_related("created_by").order_by("-created_at"))


def revoke_share(scope: Scope, share_id: str) -> None:
    """From now on the link leads nowhere."""
    with transaction.atomic():
        found = within(ShareLink, scope.id).filter(id=row_id(share_id), what=GUIDE, revoked_at=None)
        if not found.update(revoked_at=datetime.now(UTC)):
            raise not_found(Text("link", "tautan"))
        record(scope, scope.actor, "guide.unshared", share_id)


def open_share(secret: str) -> Scope:
    """The workspace whose guide the link shows, counted; 404 when revoked or never made.

    The scope is a client's of nobody: good for reading the guide, for nothing else.
    """
    found = (
        ShareLink.objects.select_related("workspace")
        .filter(secret_hash=digest(secret), what=GUIDE, revoked_at=None)
        .first()
    )
    if found is None:
        raise not_found(Text("link", "tautan"))
    ShareLink.objects.filter(id=found.id).update(opened=F("opened") + 1)
    return Scope(found.workspace, CLIENT, Actor(writes=False))


def share_dict(row: ShareLink) -> dict[str, object]:
    """A link as the API shows it; the secret is not in it."""
    return {
        "id": str(row.id),
        "name": row.name,
        "opened": row.opened,
        "made": row.created_at.isoformat(),
    }
