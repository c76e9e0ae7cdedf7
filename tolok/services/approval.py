"""Approval of posts: the steps of a workspace, verdicts of people, and what expires unapproved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from tolok.core.errors import Problem, ProblemError, invalid
from tolok.core.publishing import approval as rules
from tolok.core.publishing.approval import Standing, Step, Vote
from tolok.core.publishing.states import state
from tolok.core.roles import CLIENT, OWNER
from tolok.core.text import Text
from tolok.services.access import Scope, record
from tolok.services.delivery_rows import moved_by
from tolok.services.post_talk import checked, speak
from tolok.services.posts import locked_post, post
from tolok.store.models import ContentPlan, Delivery, Member, Post, PostComment, PostVersion
from tolok.store.scope import hold, within

EXPIRY = "expiry"


@dataclass(frozen=True, slots=True)
class Guest:
    """A client who came by a link: `link` is its id, `name` what the verdict is signed with."""

    link: str
    name: str


@dataclass(frozen=True, slots=True)
class Review:
    """How far a post is with its approval. `standing` None: it does not wait for any."""

    steps: tuple[Step, ...]
    standing: Standing | None
    names: tuple[str, ...]  # who may or must still agree
    may_vote: bool


def steps(scope: Scope) -> tuple[Step, ...]:
    found = within(ContentPlan, scope.id).values_list("steps", flat=True).first()
    return rules.from_json(found or [])


def set_steps(scope: Scope, form: object) -> tuple[Step, ...]:
    """Settle who approves. What waits already waits on, now for these. Raises ProblemError."""
    people = frozenset(_members(scope))
    wanted = rules.read_steps(form, people)
    with transaction.atomic():
        hold(scope.id)
        row = within(ContentPlan, scope.id).order_by("created_at").first()
        row = row or ContentPlan(workspace=scope.workspace)
        row.steps = rules.to_json(wanted)
        row.save()
        record(scope, scope.actor, "approval.settled", steps=row.steps)
    return wanted


def review(scope: Scope, row: Post, guest: Guest | None = None) -> Review:
    """Where the approval of a post stands, and whether whoever asks may vote."""
    found, members = steps(scope), _members(scope)
    rows = _in_review(row)
    if not rows:
        return Review(found, None, (), may_vote=False)
    at = _standing(found, row, rows, members)
    shown = {str(m.user.id): str(m.user) for m in _rows(scope)} | {"operator": "operator"}
    return Review(
        found or rules.WITHOUT_STEPS,
        at,
        tuple(sorted(shown[id] for id in at.waits_for if id in shown)),
        may_vote=rules.may(_voter(scope, guest), at),
    )


def vote(
    scope: Scope,
    post_id: str,
    verdict: str,
    words: str,
    now: datetime,
    guest: Guest | None = None,
) -> Post:
    """approve, refuse (back to a draft) or ask. The last approval plans the post at its time.

    Raises ProblemError: it waits for nobody, not for you, it is yours, or the words are missing.
    """
    post(scope, post_id)  # one that is not ours is not found, whatever the verdict
    if verdict not in rules.VERDICTS:
        raise invalid(
            Text(f"{verdict!r} is no verdict.", f"{verdict!r} bukan keputusan."),
            Text("Use approve, refuse or ask.", "Pakai approve, refuse, atau ask."),
        )
    words = checked(words, needed=verdict != rules.APPROVE)
    with transaction.atomic():
        row = locked_post(scope, post_id)
        hold(scope.id)
        rows = list(_waiting(row).select_for_update())
        if not rows:
            raise _NOT_WAITING
        found, members = steps(scope), _members(scope)
        at, by = _standing(found, row, rows, members), _voter(scope, guest)
        if not rules.may(by, at):
            raise _OWN if by in _left_out(row) else _NOT_YOU
        name = guest.name if guest else ""
        speak(row, words, scope=scope, now=now, verdict=verdict, step=at.step, guest=name)
        label = by if guest else scope.actor.label
        if verdict == rules.REFUSE:
            _back(row, rows, now, label)
        elif verdict == rules.APPROVE and _standing(found, row, rows, members).done:
            _release(row, rows, now, label)
    return row


def may_see(scope: Scope, row: Post) -> None:
    """A client sees posts only while they wait for approval. Raises ProblemError 403."""
    if scope.role == CLIENT and not _in_review(row):
        raise _CLOSED


def mine(scope: Scope) -> list[Post]:
    """Posts that wait for whoever asks, the soonest first."""
    rows = within(Post, scope.id).filter(deleted_at=None, deliveries__state="in_review")
    found = rows.select_related("author", "campaign").distinct().order_by("due_at")[:200]
    return [row for row in found if review(scope, row).may_vote]


def expire(now: datetime) -> int:
    """Posts whose day passed, or that waited too long, are given up. How many deliveries."""
    given_up = 0
    for name in ("in_review", "approved"):
        limit = state(name).give_up
        rows = Delivery.objects.filter(state=name).select_related("post")
        past = rows.filter(post__expires_at__lte=now)
        if limit is not None:
            past = past | rows.filter(since__lte=now - limit)
        for id in past.values_list("id", flat=True)[:500]:
            given_up += _expired(id, name, now)
    return given_up


def review_dict(scope: Scope, row: Post) -> dict[str, Any]:
    """The approval of a post as the API shows it."""
    found = review(scope, row)
    at = found.standing
    return {
        "post": str(row.id),
        "waits": at is not None,
        "step": at.step if at else None,
        "steps": rules.to_json(found.steps),
        "waits_for": sorted(at.waits_for) if at else [],
        "needs_link": bool(at and at.needs_link),
        "may_vote": found.may_vote,
    }


def _expired(id: UUID, name: str, now: datetime) -> int:
    with transaction.atomic():
        row = Delivery.objects.select_for_update(of=("self",)).filter(id=id, state=name).first()
        if row is None:
            return 0
        moved_by(row, "expired", now, EXPIRY, why=_EXPIRED)
        Post.objects.filter(id=row.post_id).update(stage="draft", due_at=None)
    return 1


def _standing(
    found: Sequence[Step], row: Post, rows: Sequence[Delivery], members: Mapping[str, str]
) -> Standing:
    return rules.standing(found, _votes(row, rows), members, _left_out(row))


def _votes(row: Post, rows: Sequence[Delivery]) -> list[Vote]:
    """Approvals of this version since it was handed in."""
    since = min(each.since for each in rows)
    given = PostComment.objects.filter(
        post=row, version=row.version, verdict=rules.APPROVE, created_at__gte=since
    )
    return [
        Vote(f"{rules.LINK}:{each.id}" if each.guest else _person(each.author_id), each.step or 0)
        for each in given
    ]


def _left_out(row: Post) -> frozenset[str]:
    """Who wrote the post and who changed it last."""
    last = PostVersion.objects.filter(post=row, number=row.version).first()
    return frozenset({_person(row.author_id), _person(last.author_id if last else None)})


def _in_review(row: Post) -> list[Delivery]:
    return list(_waiting(row))


def _waiting(row: Post) -> QuerySet[Delivery]:
    return Delivery.objects.filter(post=row, state="in_review").order_by("channel_id", "part")


def _rows(scope: Scope) -> list[Member]:
    return list(within(Member, scope.id).select_related("user"))


def _members(scope: Scope) -> dict[str, str]:
    """Everyone who could agree: members by id, and the operator of the machine as an owner."""
    return {"operator": OWNER} | {str(each.user.id): each.role for each in _rows(scope)}


def _voter(scope: Scope, guest: Guest | None) -> str:
    return f"{rules.LINK}:{guest.link}" if guest else scope.actor.label


def _person(id: object) -> str:
    return str(id) if id else "operator"


def _back(row: Post, rows: Sequence[Delivery], now: datetime, by: str) -> None:
    for each in rows:
        moved_by(each, "draft", now, by, why=_REFUSED)
    row.stage, row.due_at = "draft", None
    row.save(update_fields=["stage", "due_at"])


def _release(row: Post, rows: Sequence[Delivery], now: datetime, by: str) -> None:
    """Approved, and scheduled for the time it had: one that is past meets the late policy."""
    for each in rows:
        moved_by(each, "approved", now, by)
        if each.planned_at is not None:
            moved_by(each, "scheduled", now, by, due=each.planned_at)
    row.stage = "planned" if row.due_at else "approved"
    row.save(update_fields=["stage"])


def _not_permitted(detail: Text, fix: Text) -> ProblemError:
    title = Text("Not permitted", "Tidak diizinkan")
    return ProblemError(
        Problem(type="not-permitted", title=title, detail=detail, fix=fix, status=403)
    )


_NOT_WAITING = ProblemError(
    Problem(
        type="not-in-review",
        title=Text("It does not wait for approval", "Tidak menunggu persetujuan"),
        detail=Text(
            "This post waits for nobody: it is a draft, or decided already.",
            "Posting ini tidak menunggu siapa pun: masih draf, atau sudah diputuskan.",
        ),
        fix=Text("Look at the post again.", "Lihat lagi postingnya."),
        status=409,
    )
)
_OWN = _not_permitted(
    Text(
        "You wrote or changed this post, so somebody else must approve it.",
        "Anda menulis atau mengubah posting ini, jadi orang lain yang harus menyetujuinya.",
    ),
    Text("Ask one of the people it waits for.", "Minta salah satu orang yang ditunggu."),
)
_NOT_YOU = _not_permitted(
    Text(
        "The present step does not wait for you, or you have agreed already.",
        "Langkah saat ini tidak menunggu Anda, atau Anda sudah menyetujuinya.",
    ),
    Text("Ask one of the people it waits for.", "Minta salah satu orang yang ditunggu."),
)
_CLOSED = _not_permitted(
    Text(
        "This post does not wait for approval now.",
        "Posting ini sedang tidak menunggu persetujuan.",
    ),
    Text("Ask whoever sent you here.", "Tanyakan kepada yang mengirim Anda ke sini."),
)
_EXPIRED = Text(
    "Nobody approved it before its last day.",
    "Tidak ada yang menyetujui sebelum hari terakhirnya.",
)
_REFUSED = Text("It was refused.", "Posting ini ditolak.")
