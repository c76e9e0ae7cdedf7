"""Posts made, changed and doubled. One that is planned goes through `post_plan`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from tolok.core.errors import Problem, ProblemError, invalid, not_found
from tolok.core.publishing.content import PostContent, from_json, to_json
from tolok.core.text import Text, say
from tolok.lib.ids import row_id
from tolok.services.access import Scope, record
from tolok.services.post_form import Names, read_late, read_tags, read_until
from tolok.services.post_order import DRAFT, IDEA, Order
from tolok.services.post_plan import Planner, planner
from tolok.store.models import Delivery, DeliveryStep, Post, PostVersion
from tolok.store.scope import within

_GONE = ("deleted", "cancelled")


def post(scope: Scope, post_id: str) -> Post:
    """One post of the workspace; ProblemError 404 when it has none of that id."""
    rows = within(Post, scope.id).filter(id=row_id(post_id), deleted_at=None)
    found = rows.select_related("campaign", "author").first()
    if found is None:
        raise not_found(Text("post", "posting"))
    return found


def locked_post(scope: Scope, post_id: str) -> Post:
    """As `post`, and nobody else changes it until the caller's transaction ends."""
    rows = within(Post, scope.id).filter(id=row_id(post_id), deleted_at=None)
    found = rows.select_for_update().first()
    if found is None:
        raise not_found(Text("post", "posting"))
    return found


def make(scope: Scope, order: Order, now: datetime) -> Post:
    """One post, kept as a draft or planned. Raises ProblemError when it cannot be planned."""
    return make_many(scope, [order], now)[0]


def make_many(scope: Scope, orders: Sequence[Order], now: datetime) -> list[Post]:
    """All of them or, when one cannot be planned, none: the problem says which and why."""
    with transaction.atomic():
        plan = planner(scope, {id for order in orders for id in order.channels}, now)
        made = [_new_post(scope, order) for order in orders]
        rows: list[Delivery] = []
        for number, (one, order) in enumerate(zip(made, orders, strict=True), 1):
            try:
                rows += _new_deliveries(plan, one, order)
            except ProblemError as error:
                raise (_numbered(error, number) if len(orders) > 1 else error) from error
        _store(plan, made, rows)
        record(scope, scope.actor, "posts.made", str(made[0].id) if made else "", n=len(made))
    return made


def change(
    scope: Scope,
    post_id: str,
    now: datetime,
    *,
    content: PostContent | None = None,
    channels: Iterable[UUID] | None = None,
    version: int | None = None,
    **fields: Any,
) -> Post:
    """Change a post that is not under way; a new version of its content is kept beside the old.

    `version`: what the caller saw; another one meanwhile is refused, so that nothing is written
    over. What is planned stays planned, unless approval is needed again.
    """
    with transaction.atomic():
        row = locked_post(scope, post_id)
        if version is not None and version != row.version:
            raise _changed_meanwhile(row)
        if content is not None:
            _set_content(scope, row, content)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
        if content is not None or channels is not None:
            planner(scope, _channel_ids(row, channels), now).settle(row, channels)
        record(scope, scope.actor, "post.changed", str(row.id), version=row.version)
    return row


def read_change(scope: Scope, form: Mapping[str, Any]) -> dict[str, Any]:
    """What `change` takes, from a form whose missing keys stay as they are."""
    names = Names(scope)
    read: dict[str, Callable[[Any], Any]] = {
        "content": from_json,
        "channels": names.channels,
        "campaign": names.campaign,
        "tags": lambda tags: list(read_tags(tags)),
        "title": lambda words: words.strip()[:200],
        "type": lambda words: words.strip()[:20],
        "pillar": lambda words: words.strip()[:60],
        "late": read_late,
        "approve_by": lambda words: read_until(words, ZoneInfo(scope.workspace.zone)),
        "version": int,
    }
    found = {key: read[key](value) for key, value in form.items()}
    if "campaign" in found:
        found["campaign_id"] = found.pop("campaign")
    if "approve_by" in found:
        found["expires_at"] = found.pop("approve_by")
    return found


def few_enough(number: int, most: int) -> None:
    """Refuse more posts than one call may bring."""
    if number > most:
        raise invalid(
            say(
                "{n} posts are too many for one call.",
                "{n} posting terlalu banyak untuk sekali panggil.",
                n=number,
            ),
            say("Send at most {n} at a time.", "Kirim paling banyak {n} sekali.", n=most),
        )


def double(scope: Scope, post_id: str, now: datetime, *, trial: str = "") -> Post:
    """A copy as a draft; with `trial` as the Control or Variation of a later test."""
    source = post(scope, post_id)
    order = Order(
        content=from_json(source.content),
        channels=tuple(_channel_ids(source, None)),
        title=source.title,
        type=source.type,
        pillar=source.pillar,
        tags=tuple(source.tags),
        campaign=source.campaign_id,
        late=source.late,
        origin=f"post:{source.id}",
    )
    with transaction.atomic():
        copy = make(scope, order, now)
        if trial:
            Post.objects.filter(id=source.id, trial="").update(trial="control")
            copy.trial, copy.trial_of = trial, source.trial_of or source
            copy.save(update_fields=["trial", "trial_of"])
    return copy


def remove(scope: Scope, post_id: str, now: datetime) -> None:
    """Put a post away. What is published stays on the networks; what is planned is cancelled."""
    with transaction.atomic():
        row = locked_post(scope, post_id)
        plan = planner(scope, _channel_ids(row, None), now)
        plan.cancel(row)
        row.deleted_at = now
        row.save(update_fields=["deleted_at"])
        record(scope, scope.actor, "post.removed", str(row.id))


def versions(scope: Scope, post_id: str) -> list[PostVersion]:
    """Every version, newest first."""
    rows = within(PostVersion, scope.id).filter(post=post(scope, post_id))
    return list(rows.select_related("author"))


def _new_post(scope: Scope, order: Order) -> Post:
    stage = IDEA if order.when.kind == IDEA else DRAFT
    own = {"id": order.id} if order.id else {}
    return Post(
        **own,
        workspace=scope.workspace,
        content=to_json(order.content),
        stage=stage,
        late=order.late,
        type=order.type,
        pillar=order.pillar,
        tags=list(order.tags),
        title=order.title[:200],
        campaign_id=order.campaign,
        author=scope.actor.user,
        origin=order.origin,
        expires_at=order.expires_at,
    )


def _new_deliveries(plan: Planner, one: Post, order: Order) -> list[Delivery]:
    rows = [
        row for id in dict.fromkeys(order.channels) for row in plan.drafts(one, plan.channel(id))
    ]
    if order.when.kind not in (DRAFT, IDEA):
        plan.place(one, rows, order.when)
    return rows


def _store(plan: Planner, made: Sequence[Post], rows: Sequence[Delivery]) -> None:
    Post.objects.bulk_create(made)
    PostVersion.objects.bulk_create(
        PostVersion(
            workspace_id=one.workspace_id,
            post=one,
            number=1,
            content=one.content,
            author=one.author,
        )
        for one in made
    )
    Delivery.objects.bulk_create(rows)
    DeliveryStep.objects.bulk_create(plan.journal)


def _set_content(scope: Scope, row: Post, content: PostContent) -> None:
    form = to_json(content)
    if form == row.content:
        return
    row.content = form
    row.version += 1
    PostVersion.objects.create(
        workspace=scope.workspace,
        post=row,
        number=row.version,
        content=form,
        author=scope.actor.user,
    )


def _channel_ids(row: Post, channels: Iterable[UUID] | None) -> set[UUID]:
    held = Delivery.objects.filter(post=row).exclude(state__in=_GONE)
    return {*held.values_list("channel_id", flat=True), *(channels or ())}


def _numbered(error: ProblemError, number: int) -> ProblemError:
    old = error.problem
    detail = say("Post {n}: {words}", "Posting {n}: {words}", n=number, words=old.detail)
    return ProblemError(Problem(old.type, old.title, detail, old.fix, old.status))


def _changed_meanwhile(row: Post) -> ProblemError:
    return ProblemError(
        Problem(
            type="changed-meanwhile",
            title=Text("Somebody changed it meanwhile", "Sudah diubah orang lain"),
            detail=say(
                "The post is now at version {n}.", "Posting ini sekarang versi {n}.", n=row.version
            ),
            fix=Text(
                "Look at the new version, then make your change again. Your text is still here.",
                "Lihat versi barunya, lalu ubah lagi. Teks Anda masih ada di sini.",
            ),
            status=409,
        )
    )
