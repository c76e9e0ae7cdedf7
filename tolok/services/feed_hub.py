"""Feeds that a hub tells us about at once (WebSub): ask, confirm, renew, take in what it sends.

What a hub sends counts only with a signature made with the secret of that very subscription; the
regular reads go on, so a hub that falls silent costs time and never an entry.
"""

import asyncio
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Q

from tolok.core.errors import ProblemError
from tolok.core.outcomes import Outcome
from tolok.lib.feeds.read import read
from tolok.lib.feeds.source import MAX_BYTES, Source
from tolok.services.feed_fetch import Client, Fetched, keep
from tolok.services.seals import open_sealed, seal
from tolok.services.wire import wire
from tolok.store.models import Feed, FeedFetch

LEASE = timedelta(days=10)  # what we ask for; the hub says what it gives
LONGEST_LEASE = timedelta(days=90)
RENEW_AHEAD = timedelta(days=1)
ASK_AGAIN = timedelta(hours=24)  # a hub that refused or never answered
_METHODS = ("sha256", "sha384", "sha512", "sha1")  # of the recommendation, 2018; sha1 for old hubs


def ask_due(now: datetime, base: str, client: Client = wire, most: int = 20) -> int:
    """Ask the hubs of feeds that have one and no running subscription; how many were asked.

    `base`: the public address of this Tolok with no last slash; without one no hub can call.
    """
    if not base.startswith("https://"):
        return 0
    idle = Q(hub_asked_at=None) | Q(hub_asked_at__lte=now - ASK_AGAIN)
    ending = Q(hub_until=None) | Q(hub_until__lte=now + RENEW_AHEAD)
    rows = Feed.objects.filter(idle & ending, enabled=True).exclude(hub="").exclude(hub_state="off")
    due = list(rows[:most])
    for feed in due:
        ask(feed, now, base, client)
    return len(due)


def ask(feed: Feed, now: datetime, base: str, client: Client = wire) -> None:
    """Ask the hub of one feed. What it decides comes later, at the callback address."""
    if not feed.hub_token:
        feed.hub_token = secrets.token_urlsafe(32)
        feed.hub_secret = seal({"secret": secrets.token_urlsafe(32)})
    # kept before the request leaves: a hub may call back while it still answers
    feed.hub_asked_at = now
    feed.hub_state = feed.hub_state if feed.hub_state == "active" else "asked"
    fields = ("hub_token", "hub_secret", "hub_asked_at", "hub_state")
    feed.save(update_fields=fields)
    form = {
        "hub.mode": "subscribe",
        "hub.topic": feed.topic or feed.url,
        "hub.callback": callback(feed, base),
        "hub.secret": open_sealed(feed.hub_secret)["secret"],
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
    }
    if not asyncio.run(_post(client, feed.hub, form)) and feed.hub_state != "active":
        Feed.objects.filter(id=feed.id, hub_state="asked").update(hub_state="refused")


def callback(feed: Feed, base: str) -> str:
    return f"{base}/hub/{feed.hub_token}/"


def confirm(token: str, query: Mapping[str, str], now: datetime) -> str | None:
    """The words to answer a hub's question with, None when it asks about nothing of ours."""
    feed = _feed(token)
    topic = query.get("hub.topic", "")
    if feed is None or not hmac.compare_digest(topic.encode(), (feed.topic or feed.url).encode()):
        return None
    if query.get("hub.mode") == "denied":
        Feed.objects.filter(id=feed.id).update(hub_state="refused", hub_until=None)
        return ""
    if query.get("hub.mode") != "subscribe" or feed.hub_state not in ("asked", "active"):
        return None
    seconds = query.get("hub.lease_seconds", "")
    lease = LEASE
    if seconds.isascii() and seconds.isdigit() and len(seconds) < 10:
        lease = min(timedelta(seconds=int(seconds)), LONGEST_LEASE)
    Feed.objects.filter(id=feed.id).update(hub_state="active", hub_until=now + lease)
    return query.get("hub.challenge", "")


def take_in(token: str, signature: str, body: bytes, content_type: str, now: datetime) -> bool:
    """Keep what a hub sent; False when there is no such subscription.

    A wrong signature is answered like a right one, as the recommendation asks, and nothing is kept.
    """
    feed = _feed(token)
    if feed is None or feed.hub_state == "off":
        return False
    if len(body) <= MAX_BYTES and signed(feed, signature, body):
        received(feed, body, content_type, now)
    return True


def received(feed: Feed, body: bytes, content_type: str, now: datetime) -> FeedFetch | None:
    """Keep the entries of a body that is known to come from the feed."""
    try:
        reading = read(Source(body, feed.url, content_type))
    except ProblemError:
        # unreadable: the next regular read says what is wrong with the feed itself
        Feed.objects.filter(id=feed.id).update(due_at=now)
        return None
    about = replace(reading.feed, self_link=reading.feed.self_link or feed.topic)
    if not about.hubs and feed.hub:
        about = replace(about, hubs=(feed.hub,))
    found = Fetched(
        "read",
        reading=replace(reading, feed=about),
        etag=feed.etag,
        modified=feed.modified,
        bytes=len(body),
    )
    return keep(feed.id, found, now)


def signed(feed: Feed, signature: str, body: bytes) -> bool:
    """`sha256=…` over the body as it came, compared in constant time."""
    method, _, digest = signature.strip().partition("=")
    if method.lower() not in _METHODS or not feed.hub_secret:
        return False
    secret = open_sealed(feed.hub_secret)["secret"].encode()
    made = hmac.new(secret, body, method.lower()).hexdigest()
    return hmac.compare_digest(made.encode(), digest.strip().lower().encode())


async def _post(client: Client, hub: str, form: Mapping[str, str]) -> bool:
    async with client() as http:
        try:
            (await http.post(hub, form=form)).expect()
        except Outcome:
            return False
    return True


def _feed(token: str) -> Feed | None:
    return Feed.objects.filter(hub_token=token).first() if token else None
