"""Read feeds that are due: ask only for what changed, keep what is new, say what went wrong.

The call to the server lies outside any transaction. A feed that fails is asked less often and is
never given up; whoever reads `Feed.problem` sees why.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tolok.core.errors import ProblemError
from tolok.core.feeds.first import passed_over
from tolok.core.feeds.identity import digest, sort_out
from tolok.core.feeds.item import Item, Reading, oldest_first
from tolok.core.feeds.polling import Pace, next_read
from tolok.core.outcomes import Cause, Outcome, Temporary
from tolok.core.text import Text, say
from tolok.lib.feeds.read import read
from tolok.lib.feeds.source import MAX_BYTES, Source
from tolok.lib.http import Answer, Limits, SafeClient
from tolok.lib.ids import uuid7
from tolok.lib.rate_headers import retry_after
from tolok.services.feed_rules import item_json, read_first
from tolok.services.wire import wire
from tolok.store.models import Feed, FeedFetch, FeedItem

LEASE = timedelta(minutes=5)  # a worker that dies in the middle holds a feed no longer
KEEP_FETCHES = 200
PUSH = "push"  # the format of a feed whose entries come through the API and that is never read
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "text/calendar, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
Client = Callable[[], SafeClient]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a read came to. `reading` None: nothing new to look at, or a failure with `why`."""

    outcome: str
    status: int | None = None
    reading: Reading | None = None
    why: Text | None = None
    etag: str = ""
    modified: str = ""
    moved_to: str = ""
    asked: timedelta | None = None
    bytes: int | None = None


def read_due(now: datetime, most: int = 20, client: Client = wire) -> int:
    """Read the feeds whose time has come; how many were."""
    rows = Feed.objects.filter(enabled=True, due_at__lte=now).exclude(format=PUSH)
    due = rows.order_by("due_at")[:most]
    done = 0
    for feed in due:
        mine = Feed.objects.filter(id=feed.id, due_at=feed.due_at).update(due_at=now + LEASE)
        if mine:
            read_one(feed.id, now, client)
            done += 1
    return done


def read_one(feed_id: UUID, now: datetime, client: Client = wire) -> FeedFetch | None:
    """Read one feed now; the row of what came of it. None: the feed is gone from here."""
    feed = Feed.objects.filter(id=feed_id).first()
    if feed is None:
        return None
    return keep(feed_id, asyncio.run(_with(client, feed)), now)


async def fetch(http: SafeClient, feed: Feed) -> Fetched:
    """One conditional request. Nothing is written."""
    headers = {"accept": ACCEPT}
    if feed.etag:
        headers["if-none-match"] = feed.etag
    if feed.modified:
        headers["if-modified-since"] = feed.modified
    try:
        answer = await http.get(feed.url, headers=headers, limits=Limits(max_bytes=MAX_BYTES))
        moved = _moved_to(answer, feed.url)
        if answer.status == 304 and (feed.etag or feed.modified):
            return Fetched("same", 304, moved_to=moved, asked=_asked(answer))
        if answer.status == 304:  # as read it would count as the first read, and all as new later
            return Fetched("failed", 304, why=_UNASKED, asked=_asked(answer))
        answer.expect()
    except Outcome as error:
        return _failed(error)
    return _read(answer, moved)


@transaction.atomic
def keep(feed_id: UUID, found: Fetched, now: datetime) -> FeedFetch | None:
    """Store what a read brought: entries, health, the next time. In one transaction."""
    feed = Feed.objects.select_for_update().filter(id=feed_id).first()
    if feed is None:
        return None
    new = edited = 0
    if found.reading is not None:
        new, edited = _keep_items(feed, found.reading.items, now)
        _describe(feed, found, now, new)
    if found.outcome in ("read", "same"):
        feed.failures, feed.problem, feed.read_at, feed.gone = 0, None, now, False
    else:
        feed.failures += 1
        feed.problem = found.why.as_dict() if found.why else None
        feed.gone = found.outcome == "gone"
    if found.moved_to and not _taken(feed, found.moved_to):
        feed.url = found.moved_to
    feed.due_at = next_read(_pace(feed, found, now), now, _share(feed.id))
    feed.save()
    return _log(feed, found, now, new, edited)


def _keep_items(feed: Feed, items: Iterable[Item], now: datetime) -> tuple[int, int]:
    """How many entries were new and how many edited."""
    known = dict(FeedItem.objects.filter(feed=feed).values_list("key", "digest"))
    found = sort_out(items, known)
    first = feed.read_at is None and not known
    passed = passed_over(read_first(feed.first), found.new) if first else {}
    names = {id(item): key for key, item in found.new}
    order = oldest_first(item for _, item in found.new)
    # ids in the order of the entries, which otherwise tie on the moment at which they were seen
    ids = sorted(uuid7() for _ in order)
    rows = [
        _row(feed, row_id, names[id(item)], item, now, passed)
        for row_id, item in zip(ids, order, strict=True)
    ]
    FeedItem.objects.bulk_create(rows, batch_size=500)
    for key, item in found.edited:
        FeedItem.objects.filter(feed=feed, key=key).update(
            content=item_json(item), digest=digest(item), title=item.title[:500], edited_at=now
        )
    return len(found.new), len(found.edited)


def _row(
    feed: Feed, row_id: UUID, key: str, item: Item, now: datetime, passed: Mapping[str, Text]
) -> FeedItem:
    why = passed.get(key)
    return FeedItem(
        id=row_id,
        workspace_id=feed.workspace_id,
        feed=feed,
        key=key,
        digest=digest(item),
        content=item_json(item),
        title=item.title[:500],
        link=item.link,
        published_at=item.when,
        first_seen=now,
        passed=why.as_dict() if why else None,
    )


def _describe(feed: Feed, found: Fetched, now: datetime, new: int) -> None:
    about = found.reading.feed if found.reading else None
    if about is None:
        return
    feed.title = feed.title or about.title[:300]
    feed.site = about.link
    feed.format = about.format[:20]
    feed.ttl_s = int(about.ttl.total_seconds()) if about.ttl else None
    feed.etag, feed.modified = found.etag, found.modified
    feed.troubles = [{"code": each.code, **each.words.as_dict()} for each in about.troubles]
    feed.new_at = now if new else feed.new_at
    feed.hub = about.hubs[0] if about.hubs else ""
    feed.topic = about.self_link or feed.url


def _pace(feed: Feed, found: Fetched, now: datetime) -> Pace:
    listening = feed.hub_state == "active" and feed.hub_until is not None and feed.hub_until > now
    return Pace(
        period=timedelta(minutes=feed.period_minutes),
        ttl=timedelta(seconds=feed.ttl_s) if feed.ttl_s else None,
        asked=found.asked,
        failures=feed.failures,
        last_new=feed.new_at,
        hub=listening,
    )


def _log(feed: Feed, found: Fetched, now: datetime, new: int, edited: int) -> FeedFetch:
    old = FeedFetch.objects.filter(feed=feed).order_by("-at").values_list("at", flat=True)
    last = old[KEEP_FETCHES : KEEP_FETCHES + 1].first()
    if last is not None:
        FeedFetch.objects.filter(feed=feed, at__lte=last).delete()
    return FeedFetch.objects.create(
        workspace_id=feed.workspace_id,
        feed=feed,
        at=now,
        outcome=found.outcome,
        status=found.status,
        items=len(found.reading.items) if found.reading else None,
        new=new,
        edited=edited,
        bytes=found.bytes,
        why=found.why.as_dict() if found.why else None,
    )


async def _with(client: Client, feed: Feed) -> Fetched:
    async with client() as http:
        return await fetch(http, feed)


def _read(answer: Answer, moved: str) -> Fetched:
    try:
        source = Source(answer.body, answer.url, answer.headers.get("content-type", ""))
        reading = read(source)
    except ProblemError as error:
        why = say("{detail} {fix}", "{detail} {fix}", detail=error.problem.detail,
                  fix=error.problem.fix)  # fmt: skip
        return Fetched("refused", answer.status, why=why, bytes=len(answer.body))
    return Fetched(
        "read",
        answer.status,
        reading,
        etag=_header(answer, "etag", 500),
        modified=_header(answer, "last-modified", 100),
        moved_to=moved,
        asked=_asked(answer),
        bytes=len(answer.body),
    )


def _failed(error: Outcome) -> Fetched:
    asked = error.retry_after if isinstance(error, Temporary) else None
    gone = error.cause is Cause.GONE
    return Fetched("gone" if gone else "failed", why=error.reason, asked=asked)


def _moved_to(answer: Answer, url: str) -> str:
    """The new address when every hop so far was a permanent one."""
    last = ""
    for hop in answer.hops:
        if hop.status not in (301, 308):
            break
        last = hop.url
    return last if last != url and len(last) <= 1000 else ""


def _asked(answer: Answer) -> timedelta | None:
    return retry_after(answer.headers, answer.received_at)


def _header(answer: Answer, name: str, most: int) -> str:
    """A longer one is not kept: half a validator would never match."""
    value = str(answer.headers.get(name, ""))
    return value if len(value) <= most and value.isascii() else ""


def _taken(feed: Feed, url: str) -> bool:
    others = Feed.objects.filter(workspace_id=feed.workspace_id, url=url)
    return others.exclude(id=feed.id).exists()


def _share(feed_id: UUID) -> float:
    """The same shift for the same feed, other ones for others."""
    return hashlib.sha256(feed_id.bytes).digest()[0] / 255


_UNASKED = Text(
    "The server says that nothing changed, but nothing was read from it before.",
    "Server menyatakan tidak ada yang berubah, padahal belum pernah ada yang terbaca.",
)
