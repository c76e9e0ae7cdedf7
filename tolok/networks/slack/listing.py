"""The bot's own messages as Slack lists them, read into posts."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from tolok.core.publishing.account import Account
from tolok.core.publishing.parcel import SeenPost
from tolok.lib import http_failures
from tolok.lib.answers import epoch, word
from tolok.networks.slack.markup import plain


def own(account: Account, messages: Iterable[Any]) -> list[Mapping[str, Any]]:
    """What this bot wrote: other people and other apps write into the channel too.

    A list with something unreadable in it is no answer: "not there" would send a post again.
    """
    ids = {"bot_id": account.facts.get("bot_id"), "user": account.facts.get("user_id")}
    listed = list(messages)
    if not all(isinstance(each, dict) and epoch(each.get("ts")) for each in listed):
        raise http_failures.unreadable("GET")
    return [
        each for each in listed if any(mine and each.get(key) == mine for key, mine in ids.items())
    ]


def seen(account: Account, message: Mapping[str, Any]) -> SeenPost:
    ts = str(message["ts"])
    thread = word(message.get("thread_ts"))
    files = message.get("files")
    return SeenPost(
        remote_id=ts,
        at=epoch(ts) or datetime.fromtimestamp(0, UTC),
        text=plain(word(message.get("text"))),
        url=link(account, ts),
        media=len(files) if isinstance(files, list) else 0,
        reply_to=thread if thread != ts else "",
    )


def link(account: Account, ts: str) -> str:
    return f"{account.url}/p{ts.replace('.', '')}" if account.url else ""
