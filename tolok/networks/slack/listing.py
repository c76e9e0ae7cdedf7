"""The bot's own messages as Slack lists them, read into posts."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from tolok.core.publishing.account import Account
from tolok.core.publishing.parcel import SeenPost
from tolok.networks.slack.markup import plain


def own(account: Account, messages: Iterable[Any]) -> list[Mapping[str, Any]]:
    """What this bot wrote: other people and other apps write into the channel too."""
    ids = {"bot_id": account.facts.get("bot_id"), "user": account.facts.get("user_id")}
    return [
        each
        for each in messages
        if isinstance(each, dict)
        and isinstance(each.get("ts"), str)
        and any(mine and each.get(key) == mine for key, mine in ids.items())
    ]


def seen(account: Account, message: Mapping[str, Any]) -> SeenPost:
    ts = message["ts"]
    thread = str(message.get("thread_ts") or "")
    files = message.get("files")
    return SeenPost(
        remote_id=ts,
        at=moment(ts) or datetime.min.replace(tzinfo=UTC),
        text=plain(str(message.get("text") or "")),
        url=link(account, ts),
        media=len(files) if isinstance(files, list) else 0,
        reply_to=thread if thread != ts else "",
    )


def moment(ts: object) -> datetime | None:
    """A message is named by its time: seconds since 1970 with six places."""
    try:
        return datetime.fromtimestamp(float(str(ts)), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def link(account: Account, ts: str) -> str:
    return f"{account.url}/p{ts.replace('.', '')}" if account.url else ""
