"""Feeds, the routes that take their entries to channels, and what became of every entry."""

from django.db import models

from tolok.store.fields import Json
from tolok.store.models.base import Owned
from tolok.store.models.imports import Channel
from tolok.store.models.people import User
from tolok.store.models.publishing import Campaign, Post


class Feed(Owned):
    """A source that is read again and again. It is read as long as `enabled`, however it fails.

    `url` follows a permanent move; `etag` and `modified` are what the server gave. `first` is
    `core/feeds/first.py` as JSON. `hub_token` is the secret part of the address a hub calls.
    """

    url = models.CharField(max_length=1000)
    title = models.CharField(max_length=300, blank=True)
    site = models.CharField(max_length=2000, blank=True)
    folder = models.CharField(max_length=200, blank=True)
    format = models.CharField(max_length=20, blank=True)
    period_minutes = models.PositiveIntegerField(default=15)
    first = Json(default=dict)
    enabled = models.BooleanField(default=True)
    etag = models.CharField(max_length=500, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    ttl_s = models.PositiveIntegerField(null=True)
    due_at = models.DateTimeField(db_index=True)
    read_at = models.DateTimeField(null=True)  # read well for the last time
    new_at = models.DateTimeField(null=True)  # had something new for the last time
    failures = models.PositiveIntegerField(default=0)  # in a row
    problem = Json(null=True)  # of the last read, in both languages
    gone = models.BooleanField(default=False)
    troubles = Json(default=list)
    hub = models.CharField(max_length=2000, blank=True)
    topic = models.CharField(max_length=2000, blank=True)
    hub_state = models.CharField(max_length=8, blank=True)  # asked, active, refused, off
    hub_token = models.CharField(max_length=64, blank=True, db_index=True)
    hub_secret = models.TextField(blank=True)  # sealed
    hub_until = models.DateTimeField(null=True)
    hub_asked_at = models.DateTimeField(null=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["title", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "url"], name="one_feed_per_address")
        ]


class Route(Owned):
    """Entries of some feeds, filtered, to some channels. `filter` is `core/feeds/filters.py`."""

    name = models.CharField(max_length=120)
    feeds = models.ManyToManyField(Feed, related_name="routes")
    filter = Json(default=dict)
    enabled = models.BooleanField(default=True)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["name"]


class RouteTarget(Owned):
    """How a route writes and sends for one channel. Entries seen before `since` are not its own."""

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="targets")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    enabled = models.BooleanField(default=True)
    outcome = models.CharField(max_length=10, default="queue")
    template = models.TextField(default="{title}\n{link}[\n{hashtags}]")
    comment = models.TextField(blank=True)
    tagging = Json(default=dict)
    utm = Json(null=True)
    throttle = Json(default=dict)
    window = Json(default=dict)
    delay_minutes = models.PositiveIntegerField(default=0)
    same_title = models.FloatField(null=True, default=1.0)
    picture = models.BooleanField(default=True)
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)  # something that waits may go then
    problem = Json(null=True)  # why its rules cannot be used, in both languages

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["route", "channel"], name="one_target_per_channel")
        ]


class FeedItem(Owned):
    """An entry as it was read last. `key` never changes, `digest` when somebody edited it.

    `passed` says why it was passed over when its feed was read for the first time. `picture`: the
    address that was tried, and its `media` id or `why` there is none.
    """

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=220)
    digest = models.CharField(max_length=32)
    content = Json(default=dict)
    title = models.CharField(max_length=500, blank=True)
    link = models.CharField(max_length=2000, blank=True)
    published_at = models.DateTimeField(null=True)
    first_seen = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    passed = Json(null=True)
    picture = Json(null=True)

    class Meta:
        ordering = ["-first_seen", "-id"]
        indexes = [models.Index(fields=["feed", "first_seen"])]
        constraints = [
            models.UniqueConstraint(fields=["feed", "key"], name="one_row_per_feed_item")
        ]


class FeedDecision(Owned):
    """The ledger: what became of one entry on the way to one channel, and why.

    `what` is `core/feeds/decide.py`. What became of the post is in the post's own deliveries.
    """

    item = models.ForeignKey(FeedItem, on_delete=models.CASCADE, related_name="decisions")
    target = models.ForeignKey(RouteTarget, on_delete=models.CASCADE, related_name="decisions")
    what = models.CharField(max_length=10, db_index=True)
    why = Json(default=dict)
    fix = Json(null=True)
    at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField()
    cut = Json(default=list)
    post = models.ForeignKey(
        Post, null=True, on_delete=models.SET_NULL, related_name="feed_decisions"
    )

    class Meta:
        ordering = ["-decided_at"]
        indexes = [models.Index(fields=["target", "what", "decided_at"])]
        constraints = [
            models.UniqueConstraint(fields=["item", "target"], name="one_decision_per_way")
        ]


class FeedFetch(Owned):
    """One read of a feed: what came of it. Old rows are cleared away."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="fetches")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10)  # read, same, moved, gone, failed, refused
    status = models.PositiveSmallIntegerField(null=True)
    items = models.PositiveIntegerField(null=True)
    new = models.PositiveIntegerField(default=0)
    edited = models.PositiveIntegerField(default=0)
    bytes = models.PositiveIntegerField(null=True)
    why = Json(null=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["feed", "at"])]
