"""Links that show one post to a client without an account, and let them say yes or no to it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
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
from tolok.services.approval import Guest
from tolok.services.posts import post
from tolok.store.models import Post, ShareLink
from tolok.store.scope import within

_LINK = Text("link", "tautan")


@dataclass(frozen=True, slots=True)
class PostLink:
    """A link just made; its secret is shown now and never again."""

    id: UUID
    secret: str

    @property
    def path(self) -> str:
        return f"/review/{self.secret}/"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link leads to: one post, seen by nobody in particular."""

    scope: Scope
    post: Post
    guest: Guest


def share_post(scope: Scope, post_id: str, name: str = "") -> PostLink:
    """A link to this post alone. `name` says whom it is for; verdicts are signed with it."""
    secret = new_secret()
    with transaction.atomic():
        row = ShareLink.objects.create(
            workspace=scope.workspace,
            secret_hash=digest(secret),
            what=_what(post(scope, post_id).id),
            name=name.strip()[:120],
            created_by=scope.actor.user,
        )
        record(scope, scope.actor, "post.shared", post_id, link=str(row.id))
    return PostLink(row.id, secret)


def post_links(scope: Scope, post_id: str) -> list[ShareLink]:
    """The links to a post that still work, newest first."""
    what = _what(post(scope, post_id).id)
    found = within(ShareLink, scope.id).filter(what=what, revoked_at=None)
    return list(found.order_by("-created_at"))


def revoke_link(scope: Scope, post_id: str, link_id: str) -> None:
    """From now on the link leads nowhere."""
    with transaction.atomic():
        what = _what(post(scope, post_id).id)
        found = within(ShareLink, scope.id).filter(id=row_id(link_id), what=what, revoked_at=None)
        if not found.update(revoked_at=datetime.now(UTC)):
            raise not_found(_LINK)
        record(scope, scope.actor, "post.unshared", post_id, link=link_id)


def open_link(secret: str, *, count: bool = True) -> Opened:
    """The post behind a link; ProblemError 404 when it was revoked, never made, or put away."""
    found = (
        ShareLink.objects.select_related("workspace")
        .filter(secret_hash=digest(secret), what__startswith="post:", revoked_at=None)
        .first()
    )
    if found is None:
        raise not_found(_LINK)
    scope = Scope(found.workspace, CLIENT, Actor(writes=False))
    if count:
        ShareLink.objects.filter(id=found.id).update(opened=F("opened") + 1)
    row = post(scope, str(_post_id(found.what)))
    return Opened(scope, row, Guest(str(found.id), found.name or "–"))


def _what(id: UUID) -> str:
    """Short enough for the column: `post:` and 22 signs."""
    return "post:" + urlsafe_b64encode(id.bytes).decode().rstrip("=")


def _post_id(what: str) -> UUID:
    return UUID(bytes=urlsafe_b64decode(what.removeprefix("post:") + "=="))
