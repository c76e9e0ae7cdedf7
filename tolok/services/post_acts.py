"""What people do with planned posts: plan, move, take back, cancel; one delivery or all of them."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from tolok.core.errors import invalid, not_found, unkeepable
from tolok.core.publishing.changes import Reply, Wish, refusal, reply
from tolok.core.publishing.states import allowed
from tolok.core.text import Text
from tolok.lib.ids import row_id
from tolok.services.access import Scope, record
from tolok.services.approval import steps
from tolok.services.delivery_rows import locked, moved_by, start_afresh
from tolok.services.post_order import When
from tolok.services.post_plan import cancel as cancel_row
from tolok.services.post_plan import open_rows, planner
from tolok.services.posts import locked_post, post
from tolok.store.models import Counted, Delivery, Post
from tolok.store.scope import within


def plan(scope: Scope, post_id: str, when: When, now: datetime) -> Post:
    """Give every part that is not out yet a time. Raises ProblemError, and changes nothing then."""
    with transaction.atomic():
        row = locked_post(scope, post_id)
        rows = list(open_rows(row).select_for_update())
        _free(rows)
        plan = planner(scope, {each.channel_id for each in rows}, now)
        plan.place(row, rows, when)
        plan.keep(rows)
        row.save(update_fields=["due_at", "stage"])
        record(scope, scope.actor, "post.planned", str(row.id), when=when.kind)
    return row


def take_back(scope: Scope, post_id: str, now: datetime) -> Post:
    """Back to a draft: nothing goes out until it is planned again."""
    with transaction.atomic():
        row = locked_post(scope, post_id)
        rows = list(open_rows(row).select_for_update())
        _free(rows)
        plan = planner(scope, (), now)
        for each in rows:
            plan.to_draft(each)
        plan.keep(rows)
        row.stage, row.due_at = "draft", None
        row.save(update_fields=["due_at", "stage"])
        record(scope, scope.actor, "post.taken_back", str(row.id))
    return row


def cancel(scope: Scope, post_id: str, now: datetime) -> Post:
    """Nothing more of it goes out; what a worker holds is stopped before it is sent."""
    with transaction.atomic():
        row = post(scope, post_id)
        planner(scope, (), now).cancel(row)
        record(scope, scope.actor, "post.cancelled", str(row.id))
    return row


def delivery(scope: Scope, delivery_id: str) -> Delivery:
    """One delivery of the workspace; ProblemError 404 when it has none of that id."""
    rows = within(Delivery, scope.id).select_related("post", "channel", "after")
    found = rows.filter(id=row_id(delivery_id), post__deleted_at=None).first()
    if found is None:
        raise not_found(Text("delivery", "pengiriman"))
    return found


def cancel_one(scope: Scope, delivery_id: str, now: datetime) -> Delivery:
    """As `cancel`, for one channel: what follows it in a thread has nothing to answer then."""

    def act(row: Delivery) -> None:
        cancel_row(row, now, scope.actor.label)
        _cancel_rest(row, now, scope.actor.label)

    return _act(scope, delivery_id, "delivery.cancelled", act)


def send_now(scope: Scope, delivery_id: str, now: datetime) -> Delivery:
    """Try a stopped or waiting delivery at once. One that may be out is asked about instead.

    A draft is planned, not sent: only `plan` checks it and asks for its approval. What was
    approved for a time is not sent before it.
    """

    def act(row: Delivery) -> None:
        if _was_agreed_for_later(scope, row, now):
            raise invalid(_AGREED, _AGREED_FIX)
        if row.state in ("waiting_retry", "waiting_rate", "scheduled", "unknown"):
            row.due_at = now
            row.save(update_fields=["due_at"])
            return
        if row.unsure or row.state == "draft" or not allowed(row.state, "scheduled"):
            raise refusal(row.state)
        start_afresh(row)
        moved_by(row, "scheduled", now, scope.actor.label, due=now, late="send")

    return _act(scope, delivery_id, "delivery.sent_now", act)


def skip(scope: Scope, delivery_id: str, now: datetime) -> Delivery:
    """A late post is not sent any more."""

    def act(row: Delivery) -> None:
        if row.state != "late":
            raise refusal(row.state)
        moved_by(row, "missed", now, scope.actor.label)

    return _act(scope, delivery_id, "delivery.skipped", act)


MOST_ID, MOST_URL = 300, 500
_ADDRESS = re.compile(r"https?://[^\s/]\S*")
ANSWERS = ("published", "again", "ask", "drop")


def decide(
    scope: Scope,
    delivery_id: str,
    now: datetime,
    *,
    answer: str,
    remote_id: str = "",
    url: str = "",
) -> Delivery:
    """A person says what became of a post that the network cannot tell about.

    published: it is out (`remote_id` or `url` if known); again: it is not, send it once more;
    ask: look again; drop: it is not, and shall not be sent.
    """
    delivery(scope, delivery_id)  # one that is not ours is not found, whatever the answer
    if answer not in ANSWERS:
        raise invalid(
            Text(f"{answer!r} is no answer.", f"{answer!r} bukan jawaban."),
            Text("Use one of: " + ", ".join(ANSWERS), "Pakai salah satu: " + ", ".join(ANSWERS)),
        )

    remote_id, url = remote_id.strip(), url.strip()
    _is_told(remote_id, url)

    def act(row: Delivery) -> None:
        if row.state != "person_decides":
            raise refusal(row.state)
        _DECIDE[answer](row, now, scope.actor.label, remote_id, url)

    return _act(scope, delivery_id, f"delivery.decided.{answer}", act)


def _act(scope: Scope, delivery_id: str, name: str, act: Callable[[Delivery], None]) -> Delivery:
    with transaction.atomic():
        row = locked(delivery(scope, delivery_id).id, scope.id)
        if row is None:
            raise not_found(Text("delivery", "pengiriman"))
        act(row)
        record(scope, scope.actor, name, delivery_id)
    return delivery(scope, delivery_id)


def _cancel_rest(row: Delivery, now: datetime, by: str, *, why: Text | None = None) -> None:
    """What follows a part that nothing can answer."""
    rest = open_rows(row.post).filter(channel_id=row.channel_id, part__gt=row.part)
    for each in rest.select_for_update(of=("self",)):
        cancel_row(each, now, by, why=why)


def _was_agreed_for_later(scope: Scope, row: Delivery, now: datetime) -> bool:
    early = row.state == "scheduled" and row.planned_at is not None and row.planned_at > now
    return early and bool(steps(scope))


def _is_told(remote_id: str, url: str) -> None:
    """An id that fits, and an address that may be opened: it becomes a link."""
    if url and not _ADDRESS.fullmatch(url):
        raise invalid(
            Text("That is no address of a post.", "Itu bukan alamat posting."),
            Text("Copy it from the network: https://…", "Salin dari jaringannya: https://…"),
        )
    if len(remote_id) > MOST_ID or len(url) > MOST_URL:
        raise unkeepable()


def _free(rows: list[Delivery]) -> None:
    if not rows:
        raise invalid(
            Text("Nothing of this post is left to plan.", "Tidak ada lagi yang bisa dijadwalkan."),
            Text("Duplicate it to send it again.", "Gandakan untuk mengirimnya lagi."),
        )
    for row in rows:
        if reply(row.state, Wish.EDIT, unsure=row.unsure > 0) is not Reply.NOW:
            raise refusal(row.state)


def _published(row: Delivery, now: datetime, by: str, remote_id: str, url: str) -> None:
    seen: dict[str, Any] = next((each for each in row.seen if each["id"] == remote_id), {})
    moved_by(
        row,
        "published",
        now,
        by,
        why=_PERSON_SAID,
        remote_id=remote_id,
        url=url or seen.get("url", ""),
        remote=seen.get("extra", {}),
        published_at=row.last_sent or now,
        unsure=0,
    )
    if not remote_id:
        return _cancel_rest(row, now, by, why=_NO_PLACE)
    Delivery.objects.filter(after=row, state="scheduled").update(due_at=now)
    Counted.objects.get_or_create(
        channel_id=row.channel_id,
        remote_id=remote_id,
        defaults={"published_at": row.published_at or now, "due_at": now},
    )
    return None


def _again(row: Delivery, now: datetime, by: str, remote_id: str, url: str) -> None:
    resends = row.resends
    start_afresh(row)
    moved_by(
        row, "scheduled", now, by, due=now, why=_PERSON_SENDS, late="send", resends=resends + 1
    )


def _ask(row: Delivery, now: datetime, by: str, remote_id: str, url: str) -> None:
    """Through `reconciling`, whose lease is over at once: the next worker asks."""
    moved_by(row, "reconciling", now, by, looks=0)
    moved_by(row, "unknown", now, by, due=now)


def _drop(row: Delivery, now: datetime, by: str, remote_id: str, url: str) -> None:
    moved_by(row, "cancelled", now, by, why=_PERSON_DROPS, unsure=0)
    _cancel_rest(row, now, by)


_DECIDE = {"published": _published, "again": _again, "ask": _ask, "drop": _drop}
_PERSON_SAID = Text("A person said that it is out.", "Seseorang menyatakan sudah terbit.")
_PERSON_SENDS = Text("A person has it sent again.", "Seseorang memintanya dikirim lagi.")
_AGREED = Text(
    "It waits for its time, which was approved with it.",
    "Posting ini menunggu waktunya, yang disetujui bersamanya.",
)
_AGREED_FIX = Text(
    "Plan it for now: it is put up for approval again.",
    "Jadwalkan untuk sekarang: posting ini dimintakan persetujuan lagi.",
)
_NO_PLACE = Text(
    "Nobody knows the id of the post before it, so it cannot answer that.",
    "Id posting sebelumnya tidak diketahui, jadi tidak bisa membalasnya.",
)
_PERSON_DROPS = Text("A person gave it up.", "Seseorang membatalkannya.")
