"""One visit to a network for its numbers: the account, the listing, then posts one by one.

Bounded in calls and time, and over at once when a post is due. What was read counts, however the
visit ended. Refuses to store anything.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from tolok.core.outcomes import Cause, Outcome, Permanent, RateLimit
from tolok.core.ports import Network
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http, Response
from tolok.core.publishing.parcel import AccountCounts, SeenPage, SeenPost
from tolok.lib.catalogue import networks as catalogue
from tolok.services.wire import wire

PAGES = 5  # of the listing from the newest post on
OLDER = 5  # more pages of it, while earlier posts are still to be found
SINGLES = 30  # posts that are asked for one by one
FEW = 3  # so many due posts beyond a page are cheaper one by one
RESERVE = 30  # calls that are left for posts to be sent

T = TypeVar("T")
_FATAL = (Cause.AUTH_EXPIRED, Cause.RATE_LIMITED, Cause.REFUSED)


class Stop(Exception):
    """The visit may not go on now: time is up, a post is due, or few calls are left."""


class Talk(Protocol):
    """Makes one call. Raises `Outcome`, or `Stop` before the call leaves."""

    def __call__(self, act: Callable[[Http], Awaitable[T]], /) -> T: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """Whom to visit and for what. `due`: posts by id, the longest waiting first.

    `before`: when the newest were listed last; None: never. `cursor`: where older posts go on.
    """

    network: Network
    account: Account
    due: Mapping[str, datetime]
    before: datetime | None = None
    cursor: str = ""
    whole: bool = False


@dataclass(slots=True)
class Haul:
    """What was read. `refused`: measure → the network's reason; `failed`: posts it did not give."""

    account: AccountCounts | None = None
    posts: dict[str, SeenPost] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[str, bytes]] = field(default_factory=list)
    cursor: str = ""
    whole: bool = False
    listed: bool = False
    ending: Outcome | None = None
    stopped: bool = False


def visit(plan: Plan, talk: Talk) -> Haul:
    """Never raises an `Outcome`: a bad ending is in the haul, beside what came before it."""
    haul = Haul(cursor=plan.cursor, whole=plan.whole)
    try:
        _account(plan, talk, haul)
        if plan.network.capabilities(plan.account).listing:
            _newest(plan, talk, haul)
            _older(plan, talk, haul)
        _one_by_one(plan, talk, haul)
    except Outcome as ending:
        haul.ending = ending
    except Stop:
        haul.stopped = True
    return haul


def _account(plan: Plan, talk: Talk, haul: Haul) -> None:
    try:
        found = talk(lambda http: plan.network.counts(http, plan.account))
    except Permanent as ending:
        if ending.cause in _FATAL:
            raise
        metrics = catalogue()[plan.network.id].metrics
        asked = [metric.measure for metric in metrics if metric.table == "snapshot"]
        haul.refused.update(dict.fromkeys(asked, ending.reason.en))
        return
    haul.account = found
    haul.refused.update(found.refused)
    haul.answers.append(("account", found.raw))


def _newest(plan: Plan, talk: Talk, haul: Haul) -> None:
    """From the newest post on, until all are found that are new, and most that are due.

    As long as posts may lie between here and those that are known, the listing of older posts
    starts here, however the visit ends.
    """
    cursor = ""
    for _ in range(PAGES):
        page = _page(plan, talk, haul, cursor)
        haul.listed = True
        cursor = page.next
        haul.whole, haul.cursor = not cursor, cursor
        if not cursor or plan.before is None:
            return
        if any(post.at < plan.before for post in page.posts):
            haul.whole, haul.cursor = plan.whole, plan.cursor
            left = [id for id in plan.due if id not in haul.posts]
            served = sum(post.remote_id in plan.due for post in page.posts)
            if len(left) <= FEW or served <= FEW:
                return


def _older(plan: Plan, talk: Talk, haul: Haul) -> None:
    for _ in range(OLDER):
        if haul.whole or not haul.cursor:
            return
        try:
            page = _page(plan, talk, haul, haul.cursor)
        except Permanent as ending:
            if ending.cause in _FATAL:
                raise
            haul.whole, haul.cursor = True, ""  # the list ends where the network says no
            return
        haul.cursor, haul.whole = page.next, not page.next


def _page(plan: Plan, talk: Talk, haul: Haul, cursor: str) -> SeenPage:
    page = talk(lambda http: plan.network.posts(http, plan.account, cursor))
    haul.posts.update({post.remote_id: post for post in page.posts})
    haul.refused.update(page.refused)
    haul.answers.append((f"posts {cursor}".strip(), page.raw))
    return page


def _one_by_one(plan: Plan, talk: Talk, haul: Haul) -> None:
    left = [id for id in plan.due if id not in haul.posts]
    for id in left[:SINGLES]:
        _single(plan, talk, haul, id)


def _single(plan: Plan, talk: Talk, haul: Haul, id: str) -> None:
    try:
        post = talk(lambda http: plan.network.post(http, plan.account, id))
    except Permanent as ending:
        if ending.cause in _FATAL:
            raise
        haul.failed.append(id)
        return
    if post is None:
        haul.gone.append(id)
    else:
        haul.posts[id] = post


@dataclass(slots=True)
class Metered:
    """The wire, and what the last answer said of the limit."""

    http: Http
    rate: RateLimit | None = None

    async def request(self, method: str, url: str, **given: Any) -> Response:
        said = await self.http.request(method, url, **given)
        self.rate = said.rate or self.rate
        return said

    @property
    def short(self) -> bool:
        """Few calls are left: those are for posts."""
        if self.rate is None:
            return False
        left = self.rate.remaining
        return self.rate.spent or (left is not None and left < RESERVE)


@contextmanager
def open_line(may_go_on: Callable[[], bool]) -> Iterator[tuple[Talk, Metered]]:
    """One client for a whole visit, used from a place that is not async."""
    with asyncio.Runner() as runner:
        client = wire()
        meter = Metered(runner.run(client.__aenter__()))

        def talk(act: Callable[[Http], Awaitable[T]]) -> T:
            if meter.short or not may_go_on():
                raise Stop

            async def one() -> T:
                return await act(meter)

            return runner.run(one())

        try:
            yield talk, meter
        finally:
            runner.run(client.__aexit__(None, None, None))
