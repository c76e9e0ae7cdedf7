"""Posts that come again: their rule, and the next one put into the queue when its turn comes.

A repeat is a post of its own with its own deliveries, so whatever holds for a post holds for it.
The next one is made only when nothing of the former ones is open any more: a repeat that failed or
waits for a person holds the following ones back, and nothing is doubled.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from tolok.core.errors import ProblemError, invalid
from tolok.core.publishing.content import PostContent, from_json
from tolok.core.publishing.evergreen import Evergreen, Sent, Turn, turn
from tolok.core.publishing.slots import Refusal, next_free
from tolok.core.text import Text, say
from tolok.services import posts
from tolok.services.access import Actor, Scope, record
from tolok.services.post_order import NEXT, Order, When
from tolok.services.post_queue import no_slot, taken, week_of
from tolok.store.models import Channel, Delivery, Post, Queue

LONGEST_REST, MOST_TIMES, MOST_VARIANTS, MOST_TEXT = 3650, 1000, 20, 20_000
_OPERATOR = Actor(operator=True)
_OUT = ("published", "edited")
_ENDED = (*_OUT, "deleted", "cancelled")


def set_rule(scope: Scope, post_id: str, form: Mapping[str, Any]) -> Post:
    """Let a post come again. `form`: `rest_days`, `most` (times in all, the first one counted),
    `expires` (its last day) and `variants` (other texts, in turn with its own).
    """
    rule = _read(form)
    with transaction.atomic():
        row = posts.locked_post(scope, post_id)
        if is_repeat(row):
            raise _IS_REPEAT
        row.evergreen = rule
        row.save(update_fields=["evergreen"])
        record(scope, scope.actor, "post.evergreen", str(row.id), rest=rule["rest_days"])
    return row


def clear_rule(scope: Scope, post_id: str) -> Post:
    """It comes no more. A repeat that is planned already stays planned."""
    with transaction.atomic():
        row = posts.locked_post(scope, post_id)
        row.evergreen = None
        row.save(update_fields=["evergreen"])
        record(scope, scope.actor, "post.evergreen_ended", str(row.id))
    return row


def repeats(post: Post) -> list[Post]:
    """The posts that were made of it, newest first."""
    return [each for each in _made(post) if each.deleted_at is None]


def run_due(now: datetime) -> int:
    """Plan the next repeat of every post whose turn has come; how many were planned."""
    rows = Post.objects.filter(evergreen__isnull=False, deleted_at=None)
    return sum(_again(id, now) for id in rows.values_list("id", flat=True))


def rule_dict(post: Post) -> dict[str, Any] | None:
    """The rule as the API shows it; `why` says what holds the next one back."""
    if not post.evergreen:
        return None
    return {
        "rest_days": post.evergreen["rest_days"],
        "most": post.evergreen["most"],
        "expires": post.evergreen["expires"],
        "variants": post.evergreen["variants"],
        "why": post.evergreen.get("why"),
        "repeats": [
            {"id": str(each.id), "due_at": each.due_at.isoformat() if each.due_at else None}
            for each in repeats(post)
        ],
    }


def holds_back(post: Post) -> Text | None:
    """Why the next one is not planned yet, or that it is; None before anybody looked."""
    why = (post.evergreen or {}).get("why")
    return Text(**why) if why else None


def is_repeat(post: Post) -> bool:
    return post.origin.startswith(_PREFIX)


def _again(id: UUID, now: datetime) -> int:
    """One post in one transaction. Two workers wait for each other, so only one makes it."""
    rows = Post.objects.filter(id=id, evergreen__isnull=False, deleted_at=None)
    try:
        with transaction.atomic():
            row = rows.select_for_update(of=("self",)).select_related("workspace").first()
            if row is None:
                return 0
            made, why = _next(row, now)
            _tell(row, why)
            return made
    except ProblemError as error:  # all of it was taken back; only the reason is kept
        if row := rows.first():
            _tell(row, error.problem.detail)
        return 0


def _next(row: Post, now: datetime) -> tuple[int, Text]:
    family = [row, *_made(row)]  # one that was put away went out all the same
    deliveries = list(Delivery.objects.filter(post__in=family))
    channels = _channels(row, deliveries)
    if not channels:
        return 0, _NOT_YET
    if any(each.state not in _ENDED for each in deliveries):
        return 0, _UNDER_WAY
    found = _turn(row, _sent(family, deliveries), channels, now)
    if found.variant is None:
        return 0, found.why
    order = Order(
        content=_content(row, found.variant),
        channels=tuple(each.id for each in channels),
        when=When(NEXT),
        title=row.title,
        type=row.type,
        pillar=row.pillar,
        tags=tuple(row.tags),
        campaign=row.campaign_id,
        late=row.late,
        origin=f"{_origin(row)}{found.variant}",
    )
    posts.make(Scope(row.workspace, "owner", _OPERATOR), order, now)
    return 1, _PLANNED


def _made(post: Post) -> list[Post]:
    rows = Post.objects.filter(workspace_id=post.workspace_id, origin__startswith=_origin(post))
    return list(rows.order_by("-created_at"))


def _turn(row: Post, sent: Sequence[Sent], channels: Sequence[Channel], now: datetime) -> Turn:
    """Judged by its earliest slot for the rest, and by its latest for the last day."""
    queues = {each.channel_id: each for each in Queue.objects.filter(channel__in=channels)}
    slots: list[datetime] = []
    for channel in channels:
        week = week_of(channel, queues.get(channel.id))
        slot = next_free(week, taken(channel, now), now)
        if isinstance(slot, Refusal):
            raise no_slot(channel, slot)
        slots.append(slot.astimezone(week.zone))
    rule = _rule(row.evergreen or {})
    return turn(rule, sent, min(slots), max(each.date() for each in slots))


def _rule(form: Mapping[str, Any]) -> Evergreen:
    return Evergreen(
        variants=1 + len(form["variants"]),
        rest=timedelta(days=form["rest_days"]),
        most=form["most"],
        expires=date.fromisoformat(form["expires"]) if form["expires"] else None,
    )


def _sent(family: Iterable[Post], deliveries: Sequence[Delivery]) -> list[Sent]:
    found = []
    for each in family:
        times = [d.published_at for d in deliveries if d.post_id == each.id and d.state in _OUT]
        known = [at for at in times if at is not None]
        if known:
            found.append(Sent(max(known), _variant(each)))
    return found


def _variant(post: Post) -> int:
    return int(post.origin.rsplit(":", 1)[1]) if is_repeat(post) else 0


def _channels(row: Post, deliveries: Sequence[Delivery]) -> list[Channel]:
    """Where the post itself went out."""
    ids = {d.channel_id for d in deliveries if d.post_id == row.id and d.state in _OUT}
    rows = Channel.objects.filter(id__in=ids, workspace_id=row.workspace_id, archived_at=None)
    return list(rows.select_related("workspace").order_by("name", "id"))


def _content(row: Post, variant: int) -> PostContent:
    """The post with the text of this turn. Texts of single channels belong to its own text only."""
    content = from_json(row.content)
    if variant == 0:
        return content
    text = (row.evergreen or {})["variants"][variant - 1]
    own = {id: replace(each, text=None) for id, each in content.own.items()}
    return replace(content, text=text, own=own)


def _tell(row: Post, why: Text) -> None:
    told = {**(row.evergreen or {}), "why": why.as_dict()}
    if told != row.evergreen:
        Post.objects.filter(id=row.id).update(evergreen=told)


def _read(form: Mapping[str, Any]) -> dict[str, Any]:
    most = form.get("most")
    return {
        "rest_days": _whole(form.get("rest_days") or 30, _REST, LONGEST_REST),
        "most": None if most in (None, "") else _whole(most, _TIMES, MOST_TIMES),
        "expires": _day(form.get("expires") or ""),
        "variants": _variants(form.get("variants") or ()),
    }


def _whole(value: object, name: Text, most: int) -> int:
    words = str(value).strip()
    if words.isascii() and words.isdecimal() and len(words) < 6 and 1 <= int(words) <= most:
        return int(words)
    raise invalid(
        say(
            "{name}: “{words}” does not fit.",
            "{name}: “{words}” tidak cocok.",
            name=name,
            words=words[:40],
        ),
        say(
            "Give a whole number from 1 to {most}.",
            "Beri bilangan bulat 1 sampai {most}.",
            most=most,
        ),
    )


def _day(words: str) -> str | None:
    if not words.strip():
        return None
    try:
        return date.fromisoformat(words.strip()).isoformat()
    except ValueError:
        raise invalid(
            say("“{words}” is no day.", "“{words}” bukan tanggal.", words=words[:40]),
            Text("Write it as 2027-01-31.", "Tulis seperti 2027-01-31."),
        ) from None


def _variants(texts: Iterable[str]) -> list[str]:
    found = [each.strip() for each in texts if each.strip()]
    if len(found) > MOST_VARIANTS or any(len(each) > MOST_TEXT for each in found):
        raise _TOO_MANY
    return list(dict.fromkeys(found))


def _origin(post: Post) -> str:
    return f"{_PREFIX}{post.id}:"


_PREFIX = "evergreen:"
_REST, _TIMES = Text("Days of rest", "Hari jeda"), Text("Times in all", "Jumlah tayang")
_UNDER_WAY = Text(
    "One of them is planned, on its way or waits for a person; the next comes after it.",
    "Salah satunya terencana, sedang dikirim, atau menunggu seseorang; berikutnya sesudah itu.",
)
_NOT_YET = Text(
    "It comes again once it is published, on the channels where it was.",
    "Posting ini muncul lagi setelah terbit, di kanal tempatnya terbit.",
)
_PLANNED = Text("The next one is planned.", "Berikutnya sudah direncanakan.")
_IS_REPEAT = invalid(
    Text("This post is a repeat of another.", "Posting ini ulangan dari posting lain."),
    Text("Set the rule on the first one.", "Atur di posting yang pertama."),
)
_TOO_MANY = invalid(
    Text(
        "Those are too many other texts, or too long ones.",
        "Teks lainnya terlalu banyak atau terlalu panjang.",
    ),
    say("Give at most {n} texts.", "Beri paling banyak {n} teks.", n=MOST_VARIANTS),
)
