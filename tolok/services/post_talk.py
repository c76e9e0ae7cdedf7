"""What people say to each other about a post; never sent anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tolok.core.errors import invalid
from tolok.core.publishing.content import from_json
from tolok.core.publishing.variants import Piece, difference
from tolok.core.text import Text
from tolok.services.access import Scope, record
from tolok.services.post_story import people, who
from tolok.services.posts import post, versions
from tolok.store.models import Post, PostComment, PostVersion
from tolok.store.scope import within

MOST = 4000


@dataclass(frozen=True, slots=True)
class Word:
    """One comment or verdict with its author's name."""

    row: PostComment
    by: Text


@dataclass(frozen=True, slots=True)
class Change:
    """A version and what it changed in the text; `pieces` is empty for the first."""

    row: PostVersion
    by: Text
    pieces: tuple[Piece, ...]
    others: tuple[str, ...] = ()  # other keys of the content that differ


def say_something(scope: Scope, post_id: str, words: str, now: datetime) -> PostComment:
    """A comment on the present version. Raises ProblemError."""
    row = post(scope, post_id)
    return speak(row, checked(words), scope=scope, now=now)


def speak(
    row: Post,
    words: str,
    *,
    scope: Scope,
    now: datetime,
    verdict: str = "",
    step: int | None = None,
    guest: str = "",
) -> PostComment:
    with transaction.atomic():
        made = PostComment.objects.create(
            workspace=scope.workspace,
            post=row,
            version=row.version,
            words=words,
            verdict=verdict,
            step=step,
            author=scope.actor.user,
            guest=guest[:120],
        )
        PostComment.objects.filter(id=made.id).update(created_at=now)
        act = f"post.{verdict}" if verdict else "post.commented"
        record(scope, scope.actor, act, str(row.id), version=row.version, guest=guest[:120])
    return made


def checked(words: str, *, needed: bool = True) -> str:
    words = words.strip()
    if needed and not words:
        raise invalid(
            Text("The comment is empty.", "Komentarnya kosong."),
            Text("Write what you mean.", "Tulis maksud Anda."),
        )
    if len(words) > MOST:
        raise invalid(
            Text("The comment is too long.", "Komentarnya terlalu panjang."),
            Text(f"Use at most {MOST} characters.", f"Pakai paling banyak {MOST} karakter."),
        )
    return words


def talk(scope: Scope, row: Post) -> list[Word]:
    """All that was said, oldest first."""
    names = people(scope)
    found = within(PostComment, scope.id).filter(post=row)
    return [
        Word(each, Text.same(each.guest) if each.guest else who(_label(each), names))
        for each in found
    ]


def changes(scope: Scope, row: Post) -> list[Change]:
    """The versions of a post, newest first, each with what it changed."""
    names = people(scope)
    found = versions(scope, str(row.id))
    return [
        Change(
            each,
            who(str(each.author_id) if each.author_id else "operator", names),
            *_compared(each, found[at + 1 : at + 2]),
        )
        for at, each in enumerate(found)
    ]


def comment_dict(row: PostComment) -> dict[str, object]:
    return {
        "id": str(row.id),
        "at": row.created_at.isoformat().replace("+00:00", "Z"),
        "version": row.version,
        "words": row.words,
        "verdict": row.verdict,
        "step": row.step,
        "author": str(row.author_id) if row.author_id else None,
        "guest": row.guest,
    }


def _label(each: PostComment) -> str:
    return str(each.author_id) if each.author_id else "operator"


def _compared(
    new: PostVersion, older: Sequence[PostVersion]
) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    if not older:
        return (), ()
    before, after = from_json(older[0].content), from_json(new.content)
    keys = sorted(
        key
        for key in {*older[0].content, *new.content} - {"text"}
        if older[0].content.get(key) != new.content.get(key)
    )
    pieces = () if before.text == after.text else difference(before.text, after.text)
    return pieces, tuple(keys)
