"""Posts, what of them goes to which channel, and every step that a delivery took."""

from django.db import models

from tolok.store.fields import Json
from tolok.store.models.base import Owned
from tolok.store.models.imports import Channel
from tolok.store.models.people import User


class Campaign(Owned):
    """A set of posts with a common aim, a first day and, if known, a last one."""

    name = models.CharField(max_length=120)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    note = models.TextField(blank=True)
    utm = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-starts", "name"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="one_campaign_per_name")
        ]


class Post(Owned):
    """One post as a person wrote it. `content` is `core/publishing/content.py` as JSON.

    `stage`: idea | draft | in_review | approved | planned. What became of it on each channel is
    in its deliveries. `origin` says what made it ("" a person; feed:ID, bulk:ID, post:ID).
    """

    content = Json(default=dict)
    version = models.PositiveIntegerField(default=1)
    stage = models.CharField(max_length=10, default="draft", db_index=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    late = models.CharField(max_length=6, blank=True)  # send, ask, skip; "" = as the channel
    type = models.CharField(max_length=20, blank=True)
    pillar = models.CharField(max_length=60, blank=True)
    tags = Json(default=list)
    title = models.CharField(max_length=200, blank=True)  # for people only, never sent
    campaign = models.ForeignKey(
        Campaign, null=True, on_delete=models.SET_NULL, related_name="posts"
    )
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    origin = models.CharField(max_length=80, blank=True, db_index=True)
    trial = models.CharField(max_length=20, blank=True)  # control or variation of `trial_of`
    trial_of = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="variations"
    )
    evergreen = Json(null=True)
    expires_at = models.DateTimeField(null=True)  # approval must come before
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["workspace", "due_at"])]


class PostVersion(Owned):
    """A post as it was. Never updated."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = Json()
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="one_row_per_post_version")
        ]


class PostComment(Owned):
    """What people say to each other about a post; `verdict` when it is part of an approval."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")
    version = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    verdict = models.CharField(max_length=10, blank=True)  # approve, refuse, ask
    step = models.PositiveSmallIntegerField(null=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    guest = models.CharField(max_length=120, blank=True)  # a client who came by link

    class Meta:
        ordering = ["created_at"]


class Delivery(Owned):
    """One part of one post for one channel: a row of the machine in `core/publishing/states.py`.

    `part` 0 is the post; 1, 2 … follow it in a thread or as first comment and wait for `after`.
    `due_at` is when the row asks for attention next, `planned_at` the time a person gave it.
    A worker holds the row as long as `fence` is the one it was given and the lease runs.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="deliveries")
    part = models.PositiveSmallIntegerField(default=0)
    after = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="followers")
    state = models.CharField(max_length=14, default="draft", db_index=True)
    since = models.DateTimeField()  # when the state was entered
    due_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField(null=True)
    fixed = models.BooleanField(default=True)  # a person gave the time; False: a queue's slot
    late = models.CharField(max_length=6, blank=True)
    fence = models.PositiveBigIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    steps = models.PositiveIntegerField(default=0)  # how many rows its journal has
    wish = models.CharField(max_length=8, blank=True)  # "cancel", kept for the worker
    key = models.CharField(max_length=120, blank=True)
    prepared = Json(default=dict)
    sent = Json(null=True)  # the parcel as it left, frozen when it is prepared
    sends = models.PositiveIntegerField(default=0)
    unsure = models.PositiveIntegerField(default=0)
    looks = models.PositiveIntegerField(default=0)
    resends = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)  # first taken up since a person planned it
    first_sent = models.DateTimeField(null=True)
    last_sent = models.DateTimeField(null=True)
    why = Json(null=True)  # the last reason, in both languages
    fix = Json(null=True)
    seen = Json(default=list)  # what a look found that a person must judge
    remote_id = models.CharField(max_length=300, blank=True)
    remote = Json(default=dict)
    url = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["planned_at", "id"]
        indexes = [
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["channel", "state", "due_at"]),
            models.Index(fields=["workspace", "planned_at"]),
            models.Index(fields=["channel", "remote_id"]),
            models.Index(fields=["lease_until"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "channel", "part"], name="one_delivery_per_part"
            )
        ]


class DeliveryStep(models.Model):
    """One step of a delivery. Append-only: there is no code that changes a row."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="journal")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    before = models.CharField(max_length=14)
    after = models.CharField(max_length=14)
    fence = models.PositiveBigIntegerField()
    by = models.CharField(max_length=80)  # worker, or the person's label
    why = Json(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="one_row_per_step")
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Queue(Owned):
    """The weekly slots of one channel in its zone. `week`: `core/publishing/slots.py` as JSON."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="queue")
    week = Json(default=dict)
    changed_at = models.DateTimeField(auto_now=True)


class CalendarNote(Owned):
    """A remark on one or several days of the calendar."""

    first = models.DateField()
    last = models.DateField()
    words = models.CharField(max_length=300)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["first"]


class ContentPlan(Owned):
    """How posts are approved and mixed in this workspace: one row, made when first needed."""

    steps = Json(default=list)  # approval: [] none, else steps of who and any or all
    mix = Json(default=dict)
    utm = Json(default=dict)
    tag_sets = Json(default=list)
    per_day = models.PositiveSmallIntegerField(null=True)  # more than this a day is warned of
    country = models.CharField(max_length=2, blank=True)  # holidays of the calendar


class Media(Owned):
    """A picture or video of the library. The bytes lie in the media folder under `sha256`."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    folder = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=8)  # image, gif, video
    mime = models.CharField(max_length=60)
    size = models.BigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    duration_s = models.FloatField(null=True)
    alt = models.TextField(blank=True)
    focus = Json(null=True)  # [x, y], 0 to 1
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]


class Counted(models.Model):
    """When the counts of a post on a network were read last, and when they are read again.

    `counts`: its totals as last told, by measure. A post that is gone keeps them.
    """

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    remote_id = models.CharField(max_length=300)
    published_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    gone_at = models.DateTimeField(null=True)
    counts = Json(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "remote_id"], name="one_count_per_remote_post"
            )
        ]

    def __str__(self) -> str:
        return self.remote_id
