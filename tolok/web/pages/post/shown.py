"""What the page of a post shows: the composer as typed, its previews, its deliveries, its talk."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tolok.core.errors import Problem, ProblemError
from tolok.core.publishing.content import PostContent, from_json
from tolok.services import (
    approval,
    composer,
    media,
    post_evergreen,
    post_preview,
    post_share,
    post_story,
    post_talk,
)
from tolok.services.access import Scope
from tolok.web.pages.post.typed import Typed, of_post


def shown_post(
    scope: Scope,
    post_id: str,
    typed: Typed | None,
    now: datetime,
    *,
    problem: Problem | None = None,
    live: bool = False,
) -> dict[str, Any]:
    """`typed` None: as it is kept. `live`: only what changes while one types."""
    post = composer.whole(scope, post_id) if post_id else None
    kept = from_json(post.content) if post else PostContent()
    if typed is None:
        typed = of_post(post, kept, ZoneInfo(scope.workspace.zone)) if post else Typed()
    content = _content(typed, kept)
    views = post_preview.preview(scope, content, typed.channels, post)
    shown: dict[str, Any] = {
        "post": post,
        "typed": typed,
        "views": views,
        "hints": post_preview.hints(content),
        "pieces": _pieces(scope, typed),
        "problem": problem,
        "is_live": live,
        "keeps": post is None or (post.stage in ("draft", "idea") and post.due_at is None),
        "zone": scope.workspace.zone,
        "offers": composer.offers(scope),
    }
    return shown if live else {**shown, **_around(scope, post, typed, now)}


def _around(scope: Scope, post: Any, typed: Typed, now: datetime) -> dict[str, Any]:
    choices = post_preview.choices(scope)
    own = [(choice, typed.own.get(str(choice.channel.id), "")) for choice in choices]
    return {
        "choices": choices,
        "slots": composer.free_slots(scope, typed.channels, now),
        "tag_sets": composer.tag_sets(scope),
        "polls": any(choice.polls for choice in choices),
        "owns": own,
        "minutes": POLL_SPANS,
        "stories": post_story.stories(scope, post, now) if post else [],
        **(_judged(scope, post) if post else {}),
        "talk": post_talk.talk(scope, post) if post else [],
        "changes": post_talk.changes(scope, post) if post else [],
        "again": post_evergreen.rule_dict(post) if post else None,
        "holds_back": post_evergreen.holds_back(post) if post else None,
        "repeats": post_evergreen.repeats(post) if post else [],
        "is_repeat": bool(post) and post_evergreen.is_repeat(post),
    }


def _judged(scope: Scope, post: Any) -> dict[str, Any]:
    """Its approval, the links to it, and whether all of it is out or given up."""
    rows = list(post.deliveries.all())
    return {
        "review": approval.review(scope, post),
        "links": post_share.post_links(scope, str(post.id)),
        "closed": bool(rows) and all(row.state in _OVER for row in rows),
    }


def _pieces(scope: Scope, typed: Typed) -> list[tuple[Any, str]]:
    """The media of the post, each with its description here."""
    return [
        (piece, typed.alts.get(str(piece.id), piece.alt))
        for piece in media.pieces(scope, typed.media)
    ]


def _content(typed: Typed, kept: PostContent) -> PostContent:
    """For the preview; a poll that is half written is left out of it."""
    try:
        return typed.content(kept)
    except ProblemError:
        return typed.without_poll().content(kept)


_OVER = ("published", "edited", "deleted", "cancelled")
POLL_SPANS = (30, 60, 360, 720, 1440, 4320, 10080)
