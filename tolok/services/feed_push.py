"""Feeds that nobody reads: a program sends their entries, in the form of JSON Feed items.

Entries are kept like those that were read: told apart by id or link, edited in place, never twice.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from tolok.core.errors import ProblemError, invalid, not_found
from tolok.core.text import Text, say
from tolok.lib.feeds.read import read
from tolok.lib.feeds.source import Source
from tolok.lib.ids import uuid7
from tolok.services.access import Scope, record
from tolok.services.feed_fetch import PUSH, Fetched, keep
from tolok.services.feeds import feed
from tolok.store.models import Feed, FeedFetch

MOST = 1_000
_ALL = {"policy": "latest", "latest": 100_000}  # what is sent is meant to be posted


def make(scope: Scope, title: str, now: datetime) -> Feed:
    """A feed that entries can be sent to."""
    name = title.strip()[:300]
    if not name:
        raise invalid(
            Text("The feed has no name.", "Feed belum punya nama."),
            Text("Give it one.", "Beri nama."),
        )
    with transaction.atomic():
        id = uuid7()
        row = Feed.objects.create(
            id=id, workspace=scope.workspace, url=f"{PUSH}:{id}", title=name, format=PUSH,
            first=_ALL, due_at=now, author=scope.actor.user,
        )  # fmt: skip
        record(scope, scope.actor, "feed.added", str(row.id))
    return row


def send(
    scope: Scope, feed_id: str, items: Sequence[Mapping[str, Any]], now: datetime
) -> FeedFetch:
    """Keep entries: `id, title, content_text, summary, url, image, date_published, tags …`."""
    row = feed(scope, feed_id)
    if row.format != PUSH:
        raise _is_read()
    if len(items) > MOST:
        raise invalid(
            say("More than {n} entries at once.", "Lebih dari {n} entri sekaligus.", n=MOST),
            Text("Send the rest after these.", "Kirim sisanya setelah ini."),
        )
    form = {"version": "https://jsonfeed.org/version/1.1", "title": row.title, "items": list(items)}
    body = json.dumps(form).encode()
    reading = read(Source(body, "", "application/feed+json"))
    about = replace(reading.feed, format=PUSH)
    kept = keep(row.id, Fetched("read", reading=replace(reading, feed=about), bytes=len(body)), now)
    if kept is None:
        raise not_found(Text("feed", "feed"))
    return kept


def _is_read() -> ProblemError:
    return invalid(
        Text(
            "This feed is read from its address; entries cannot be sent to it.",
            "Feed ini dibaca dari alamatnya; entri tidak bisa dikirim ke sana.",
        ),
        Text(
            "Make a feed for the API and send them there.", "Buat feed untuk API dan kirim ke sana."
        ),
    )
