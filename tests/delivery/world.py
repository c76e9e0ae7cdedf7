"""A network without a wire: it holds posts, keeps what each retry class promises, and can fail.

It is the ground truth of the engine's tests: they ask it, not Tolok, what is out.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from tolok.core.outcomes import Cause, Outcome, Permanent, Temporary
from tolok.core.publishing.account import Account, Capabilities
from tolok.core.publishing.length import TextLimits, Unit
from tolok.core.publishing.parcel import (
    AccountCounts,
    Parcel,
    Prepared,
    Published,
    SeenPage,
    SeenPost,
    Told,
)
from tolok.core.publishing.retry import Finding
from tolok.core.text import Text
from tolok.services.delivery_engine import Engine
from tolok.services.delivery_worker import Worker
from tolok.services.seals import seal
from tolok.store.models import Channel, Connection, Delivery, Post, Workspace

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Crash(BaseException):
    """The worker is gone: nothing after it runs."""


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **length: float) -> None:
        self.now += timedelta(**length)


@dataclass
class FakeNetwork:
    """`faults` are used up in order, one per publish call: before or after it is accepted."""

    clock: Clock
    retry: str = "A"
    id: str = "mastodon"
    posts_held: list[SeenPost] = field(default_factory=list)
    by_key: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, Outcome]] = field(default_factory=list)
    lag: timedelta = timedelta(0)
    calls: int = 0
    prepare_fault: Outcome | None = None
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def capabilities(self, account: Account) -> Capabilities:
        return Capabilities(
            retry=self.retry,
            text=TextLimits(unit=Unit.CODE_POINTS, limit=500),
            reply=True,
            metrics=True,
            listing=self.retry != "E",
        )

    def new_key(self, now: datetime, rng: Random) -> str:
        return f"key-{rng.getrandbits(64):x}"

    async def check(self, http: object, account: Account, now: datetime) -> Account:
        return account

    async def refresh(self, http: object, account: Account, now: datetime) -> Account | None:
        return None

    async def prepare(self, http, account, parcel: Parcel, done: Prepared, note) -> Prepared:
        if self.prepare_fault is not None:
            fault, self.prepare_fault = self.prepare_fault, None
            raise fault
        if self.retry == "C" and "container" not in done:
            done = {**done, "container": f"c{next(self.numbers)}"}
            await note(done)
        return done

    async def commit(self, http, account, parcel: Parcel, prepared, key: str) -> Published:
        self.calls += 1
        when, fault = self.faults.pop(0) if self.faults else ("", None)
        if when == "before":
            raise fault
        published = self._accept(parcel, prepared, key)
        if when == "after":
            raise fault
        return published

    async def ask(self, http, account, parcel: Parcel, prepared, key: str) -> Told:
        id = self.by_key.get(str(prepared.get("container")))
        if id is None:
            return Told(Finding.NONE)
        return Told(Finding.EXACT, Published(id, f"https://example.org/{id}"))

    async def posts(self, http, account: Account, cursor: str = "") -> SeenPage:
        shown = [post for post in self.posts_held if post.at + self.lag <= self.clock()]
        return SeenPage(tuple(sorted(shown, key=lambda post: post.at, reverse=True)))

    async def post(self, http, account, remote_id: str) -> SeenPost | None:
        return next((post for post in self.posts_held if post.remote_id == remote_id), None)

    async def counts(self, http, account) -> AccountCounts:
        return AccountCounts({"followers": 7})

    async def delete(self, http, account, remote_id: str) -> None:
        self.posts_held = [post for post in self.posts_held if post.remote_id != remote_id]

    def _accept(self, parcel: Parcel, prepared: Prepared, key: str) -> Published:
        known = key if self.retry in "AB" else str(prepared.get("container", ""))
        if known and known in self.by_key:
            return Published(self.by_key[known])
        id = f"p{next(self.numbers)}"
        if known:
            self.by_key[known] = id
        reply = parcel.reply.to if parcel.reply else ""
        self.posts_held.append(SeenPost(id, self.clock(), parcel.text, reply_to=reply))
        return Published(id, f"https://example.org/{id}", self.clock())

    @property
    def texts(self) -> list[str]:
        return [post.text for post in self.posts_held]


@dataclass
class World:
    workspace: Workspace
    clock: Clock
    network: FakeNetwork
    hook: Callable[[str], None] = lambda step: None
    worker: str = "w1"
    rng: Random = field(default_factory=lambda: Random(3))  # noqa: S311

    def channel(self, name: str = "Kanal", **about: object) -> Channel:
        channel = Channel.objects.create(
            workspace=self.workspace, network=self.network.id, name=name, remote_id=name
        )
        Connection.objects.create(
            workspace=self.workspace,
            channel=channel,
            sign_in="app_password",
            server="https://example.org",
            remote_id=name,
            sealed=seal({"token": "t"}),
            **about,
        )
        return channel

    def plan(
        self,
        channel: Channel,
        text: str,
        due: datetime | None = None,
        *,
        late: str = "",
        **content: object,
    ) -> Delivery:
        due = due or self.clock()
        post = Post.objects.create(
            workspace=self.workspace,
            content={"text": text, **content},
            stage="planned",
            due_at=due,
        )
        return self._delivery(post, channel, due, late=late)

    def follow(self, before: Delivery) -> Delivery:
        """The next part of the thread that `before` belongs to."""
        return self._delivery(
            before.post, before.channel, self.clock(), part=before.part + 1, after=before
        )

    def _delivery(self, post: Post, channel: Channel, due: datetime, **about: object) -> Delivery:
        return Delivery.objects.create(
            workspace=self.workspace,
            post=post,
            channel=channel,
            state="scheduled",
            since=self.clock(),
            due_at=due,
            planned_at=due,
            **about,
        )

    def engine(self) -> Engine:
        worker = Worker(
            name=self.worker,
            networks={self.network.id: self.network},  # type: ignore[dict-item]
            http=None,  # type: ignore[arg-type]
            clock=self.clock,
            rng=self.rng,
            hook=self.hook,
        )
        return Engine(worker)

    def state(self, delivery: Delivery | UUID) -> str:
        return self.row(delivery).state

    def row(self, delivery: Delivery | UUID) -> Delivery:
        return Delivery.objects.get(id=getattr(delivery, "id", delivery))


def lost(sent: bool = True) -> Temporary:
    """No answer came."""
    return Temporary(Text.same("no answer"), cause=Cause.NETWORK_DOWN, maybe_done=sent)


def refused(cause: Cause = Cause.INVALID) -> Permanent:
    return Permanent(Text.same("refused"), Text.same("mend it"), cause=cause)
