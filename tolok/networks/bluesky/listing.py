"""Own posts as the server lists them, with the counts that only the network's index knows.

The list comes from the server alone; where the index does not answer, its counts are `refused`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from tolok.core.networks import Metric
from tolok.core.outcomes import Cause, Outcome
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Response
from tolok.core.publishing.parcel import SeenPage, SeenPost
from tolok.lib.answers import count, moment, web_address, word
from tolok.lib.catalogue import networks
from tolok.networks.bluesky import tid
from tolok.networks.bluesky.errors import unreadable
from tolok.networks.bluesky.record import COLLECTION
from tolok.networks.bluesky.xrpc import Server

PAGE = 25  # as many as one question about counts may hold
APP = "https://bsky.app"
_FATAL = (Cause.AUTH_EXPIRED, Cause.RATE_LIMITED)
_TYPES = {
    "app.bsky.embed.images": "photo",
    "app.bsky.embed.gallery": "photo",
    "app.bsky.embed.video": "video",
    "app.bsky.embed.external": "link",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Counts by post. `refused`: measure → why the index did not give it."""

    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    raw: bytes = b""

    def of(self, uri: str) -> Mapping[str, int]:
        return self.counts.get(uri, {})


def profile_url(who: str) -> str:
    return f"{APP}/profile/{who}"


def post_url(account: Account, remote_id: str) -> str:
    return f"{profile_url(account.remote_id)}/post/{remote_id.rpartition('/')[2]}"


async def page(server: Server, account: Account, said: Response) -> SeenPage:
    """What the server listed, with counts beside it."""
    body = said.json()
    if not isinstance(body, dict) or not isinstance(body.get("records"), list):
        raise unreadable(said, "GET")
    posts = [post for item in body["records"] if (post := seen(account, item))]
    known = await counts(server, (post.remote_id for post in posts))
    return SeenPage(
        posts=tuple(replace(post, counts=known.of(post.remote_id)) for post in posts),
        next=word(body.get("cursor")) if body["records"] else "",
        refused=known.refused,
        raw=b"\n".join(filter(None, (said.body, known.raw))),
    )


async def one(server: Server, account: Account, said: Response) -> SeenPost:
    """The one post that the server gave."""
    post = seen(account, said.json())
    if post is None:
        raise unreadable(said, "GET")
    known = await counts(server, (post.remote_id,))
    return replace(post, counts=known.of(post.remote_id))


def seen(account: Account, item: object) -> SeenPost | None:
    """A post from what the server lists; None when it is no post that can be read."""
    if not isinstance(item, dict) or not isinstance(value := item.get("value"), dict):
        return None
    uri, cid, at = item.get("uri"), item.get("cid"), moment(value.get("createdAt"))
    if not isinstance(uri, str) or not isinstance(cid, str):
        return None
    embed = _media(value.get("embed"))
    return SeenPost(
        remote_id=uri,
        at=at or _time_of_key(uri),
        text=word(value.get("text")),
        url=post_url(account, uri),
        media=len(_items(embed)),
        reply_to=word(_inside(value, "reply", "parent", "uri")),
        type=_TYPES.get(word(embed.get("$type")), "text"),
        link=web_address(_inside(embed, "external", "uri")),
        language=word(next(iter(_list(value.get("langs"))), "")),
        extra={"cid": cid},
    )


async def counts(server: Server, uris: Iterable[str]) -> "Known":
    """What the network's index counts of these posts."""
    wanted = list(uris)
    if not wanted:
        return Known()
    try:
        said = await server.get("app.bsky.feed.getPosts", uris=wanted)
        body = said.json()
    except Outcome as outcome:
        return Known(refused=refused("post", outcome))
    views = _list(body.get("posts") if isinstance(body, dict) else None)
    found = {
        view["uri"]: numbers("post", view)
        for view in views
        if isinstance(view, dict) and isinstance(view.get("uri"), str)
    }
    return Known(found, raw=said.body)


def numbers(table: str, view: Mapping[str, Any]) -> dict[str, int]:
    """Measures of an answer. What is missing in it is not in the result: it is unknown, not 0."""
    read = ((metric.measure, view.get(metric.native)) for metric in _metrics(table))
    return {measure: found for measure, said in read if (found := count(said)) is not None}


def refused(table: str, outcome: Outcome) -> dict[str, str]:
    """One refused measure costs that measure alone, unless nothing at all can go on."""
    if outcome.cause in _FATAL:
        raise outcome
    return {metric.measure: outcome.reason.en for metric in _metrics(table)}


def key_of(remote_id: str) -> str:
    """The record key of a post's address, or "" for an address of something else."""
    parts = remote_id.removeprefix("at://").split("/")
    return parts[2] if len(parts) == 3 and parts[1] == COLLECTION else ""


def _metrics(table: str) -> list[Metric]:
    return [one for one in networks()["bluesky"].metrics if one.table == table]


def _media(embed: object) -> dict[str, Any]:
    """The part of an embed that holds media; a quote may wrap it."""
    if not isinstance(embed, dict):
        return {}
    inner = embed.get("media")
    return inner if isinstance(inner, dict) else embed


def _items(embed: Mapping[str, Any]) -> list[Any]:
    if "video" in embed:
        return [embed["video"]]
    return _list(embed.get("images")) or _list(embed.get("items"))


def _inside(value: object, *path: str) -> object:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _time_of_key(uri: str) -> datetime:
    try:
        return tid.moment(uri.rpartition("/")[2])
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
