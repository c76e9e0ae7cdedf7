"""Asking the network what became of a send, and deciding by what it says."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tolok.core.outcomes import Outcome as Ending
from tolok.core.publishing.fingerprint import finding
from tolok.core.publishing.parcel import Published, SeenPost
from tolok.core.publishing.retry import (
    Ask,
    Finding,
    after_look,
    after_nothing_sent,
    how_to_ask,
    replay,
)
from tolok.services.delivery_case import Case, call, situation
from tolok.services.delivery_done import account_says, done
from tolok.services.delivery_parcel import parcel
from tolok.services.delivery_worker import Worker
from tolok.store.models import Delivery

BEFORE = timedelta(minutes=2)  # the network's clock may be a little behind ours
# Our clock may have been wrong by hours when it was sent: a match from further back is not adopted,
# but a person is asked about it, so that it is not sent a second time.
LONG_BEFORE = timedelta(hours=25)
MOST_PAGES = 5


async def look(worker: Worker, case: Case) -> None:
    """From `reconciling` to wherever it rests."""
    at = situation(case, worker.clock())
    match how_to_ask(at):
        case Ask.NOTHING:
            step = after_nothing_sent(at, worker.rng)
            await worker.step(case, step.state, due=step.due, why=step.why)
        case Ask.REPLAY:
            step = replay(at, worker.rng)
            await worker.step(case, step.state, due=step.due, why=step.why)
        case Ask.PERSON:
            await _conclude(worker, case, Finding.CANNOT_TELL, ())
        case Ask.HANDLE:
            await _ask_handle(worker, case)
        case Ask.FIND:
            await _find(worker, case)


async def _ask_handle(worker: Worker, case: Case) -> None:
    row = case.row
    try:
        told = await call(
            case.network.ask(
                worker.http, case.account, parcel(row.sent or {}), row.prepared, row.key
            )
        )
    except Ending as ending:
        await worker.db(account_says, case, ending, worker.clock())
        return await _conclude(worker, case, Finding.NO_ANSWER, ())
    if told.finding is Finding.EXACT and told.published is not None:
        return await _found(worker, case, told.published)
    return await _conclude(worker, case, told.finding, ())


async def _find(worker: Worker, case: Case) -> None:
    try:
        listed = await _recent(worker, case)
    except Ending as ending:
        await worker.db(account_says, case, ending, worker.clock())
        return await _conclude(worker, case, Finding.NO_ANSWER, ())
    others = await worker.db(_known_ids, case.row)
    posts = [post for post in listed if post.remote_id not in others]
    verdict, matches = _verdict(case, posts)
    if verdict is Finding.EXACT:
        post = matches[0]
        return await _found(worker, case, Published(post.remote_id, post.url, post.at, post.extra))
    return await _conclude(worker, case, verdict, matches)


def _verdict(case: Case, posts: Sequence[SeenPost]) -> tuple[Finding, list[SeenPost]]:
    """What the posts since the send say; else whether an earlier one is like it."""
    sent = parcel(case.row.sent or {}).fingerprint()
    since = _first_sent(case) - BEFORE
    recent = [post for post in posts if post.at >= since]
    verdict, places = finding(sent, [post.fingerprint() for post in recent])
    if verdict is not Finding.NONE:
        return verdict, [recent[place] for place in places]
    earlier, places = finding(sent, [post.fingerprint() for post in posts])
    return (
        (Finding.LIKELY, [posts[place] for place in places])
        if earlier is not Finding.NONE
        else (Finding.NONE, [])
    )


def _first_sent(case: Case) -> datetime:
    return case.row.first_sent or case.row.since


async def _recent(worker: Worker, case: Case) -> list[SeenPost]:
    """Own posts from long before the first send on, as the network lists them now."""
    since = _first_sent(case) - LONG_BEFORE
    found: list[SeenPost] = []
    cursor = ""
    for _ in range(MOST_PAGES):
        page = await call(case.network.posts(worker.http, case.account, cursor))
        found += [post for post in page.posts if post.at >= since]
        cursor = page.next
        if not cursor or any(post.at < since for post in page.posts):
            break
    return found


def _known_ids(row: Delivery) -> set[str]:
    """Remote ids of other deliveries of the channel: the same text may be sent twice a year."""
    others = Delivery.objects.filter(channel_id=row.channel_id).exclude(id=row.id)
    return set(others.exclude(remote_id="").values_list("remote_id", flat=True))


async def _found(worker: Worker, case: Case, published: Published) -> None:
    at = situation(case, worker.clock())
    await done(worker, case, published, after_look(Finding.EXACT, at, worker.rng))


async def _conclude(
    worker: Worker, case: Case, verdict: Finding, matches: Sequence[SeenPost]
) -> None:
    case.row.looks += 1
    at = situation(case, worker.clock())
    step = after_look(verdict, at, worker.rng)
    changes: dict[str, Any] = {"looks": case.row.looks, "seen": [_seen(post) for post in matches]}
    if step.state == "waiting_retry":
        changes |= _afresh(case, at.resends)
    await worker.step(case, step.state, due=step.due, why=step.why, **changes)


def _afresh(case: Case, resends: int) -> dict[str, Any]:
    """Nothing is out, as far as can be told: a send that follows has a key of its own."""
    fresh = {"unsure": 0, "resends": resends + 1, "first_sent": None, "looks": 0}
    return fresh if case.able.retry == "C" else {**fresh, "key": ""}


def _seen(post: SeenPost) -> dict[str, Any]:
    return {
        "id": post.remote_id,
        "at": _iso(post.at),
        "text": post.text[:500],
        "url": post.url,
        "extra": dict(post.extra),
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat()
