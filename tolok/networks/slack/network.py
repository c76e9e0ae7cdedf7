"""The Slack connector: a bot finds its posts again (list and compare), a webhook is blind.

docs.slack.dev, chat.postMessage, conversations.history and "Incoming webhooks", read 2026-11.
Texts go with `mrkdwn` off: then only &, < and > have a meaning, and they are escaped.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tolok.core.outcomes import Cause, Outcome, Permanent
from tolok.core.ports import Network, Proof
from tolok.core.publishing.account import Account, Capabilities, OwnLimit
from tolok.core.publishing.http import Http
from tolok.core.publishing.parcel import (
    AccountCounts,
    Note,
    Parcel,
    Prepared,
    Published,
    SeenPage,
    SeenPost,
    Told,
)
from tolok.core.publishing.retry import Finding
from tolok.core.publishing.sign_in import SignIn
from tolok.core.text import Text
from tolok.lib import http_failures
from tolok.lib.answers import epoch, word
from tolok.lib.catalogue import post_limits
from tolok.networks.slack.bot import Bot, account_of
from tolok.networks.slack.calls import RECONNECT, call, post_to_hook, read
from tolok.networks.slack.listing import link, own, seen
from tolok.networks.slack.markup import escaped
from tolok.networks.slack.webhook import Webhook

PAGE = "100"
MOST_PAGES = 50  # of one thread
PER_CHANNEL = OwnLimit(1, timedelta(seconds=1))  # documented for both ways of posting


@dataclass(frozen=True, slots=True)
class Slack:
    id: str = "slack"
    proof: Proof = Proof(
        "documents",
        Text(
            "a simulator written from Slack's documents",
            "simulator yang ditulis dari dokumen Slack",
        ),
        date(2026, 11, 25),
    )
    sign_ins: tuple[SignIn, ...] = (Bot(), Webhook())

    def capabilities(self, account: Account) -> Capabilities:
        known = post_limits("slack")
        bot = is_bot(account)
        return Capabilities(
            retry="D" if bot else "E",
            text=known.text,
            media=known.media,
            reply=bot,
            delete=bot,
            edit=bot,
            listing=bot,
            limits=(PER_CHANNEL,),
            notes=() if bot else (_BLIND, _UNCHECKED),
        )

    def new_key(self, now: datetime, rng: Random) -> str:
        return str(uuid.UUID(int=rng.getrandbits(128), version=4))  # for the journal alone

    async def check(self, http: Http, account: Account, now: datetime) -> Account:
        if not is_bot(account):
            return account  # a webhook can only be posted to
        fresh = await account_of(http, account.credentials, account.remote_id)
        before = account.facts.get("bot_id")
        if before and fresh.facts.get("bot_id") != before:
            raise Permanent(_OTHER, RECONNECT, cause=Cause.AUTH_EXPIRED)
        return fresh

    async def refresh(self, http: Http, account: Account, now: datetime) -> Account | None:
        return None  # a bot's token and a webhook hold until they are revoked

    async def prepare(
        self, http: Http, account: Account, parcel: Parcel, done: Prepared, note: Note
    ) -> Prepared:
        return {}

    async def commit(
        self, http: Http, account: Account, parcel: Parcel, prepared: Prepared, key: str
    ) -> Published:
        body: dict[str, Any] = {"text": _words(parcel), "mrkdwn": False}
        if not is_bot(account):
            await post_to_hook(http, account, body)
            return Published("", account.url)
        body |= {"channel": account.remote_id, "unfurl_links": True}
        if parcel.reply:
            body["thread_ts"] = parcel.reply.root
        made = await call(http, account, "chat.postMessage", body)
        ts = made.get("ts")
        if not isinstance(ts, str):
            raise http_failures.unreadable("POST")
        return Published(ts, link(account, ts), epoch(ts))

    async def ask(
        self, http: Http, account: Account, parcel: Parcel, prepared: Prepared, key: str
    ) -> Told:
        return Told(Finding.CANNOT_TELL)  # this network has no handle to ask

    async def posts(self, http: Http, account: Account, cursor: str = "") -> SeenPage:
        """Own messages and own answers under them: the history leaves threads out."""
        _bot_only(account)
        asked = {"channel": account.remote_id, "limit": PAGE}
        if cursor:
            asked["cursor"] = cursor
        page = await read(http, account, "conversations.history", **asked)
        found = own(account, _messages(page))
        for root in [each for each in found if each.get("reply_count")]:
            found += await _answers(http, account, str(root["ts"]))
        posts = sorted((seen(account, each) for each in found), key=lambda p: p.at, reverse=True)
        raw = json.dumps(page, ensure_ascii=False).encode()
        return SeenPage(tuple(posts), next=_next(page), raw=raw)

    async def post(self, http: Http, account: Account, remote_id: str) -> SeenPost | None:
        """Asked for as a thread: that names single answers as well as messages."""
        _bot_only(account)
        try:
            found = await _thread(http, account, remote_id)
        except Outcome as ending:
            if ending.cause is Cause.GONE:
                return None
            raise
        return next((seen(account, each) for each in found if each["ts"] == remote_id), None)

    async def counts(self, http: Http, account: Account) -> AccountCounts:
        return AccountCounts({})  # nothing here is a count of people who follow

    async def delete(self, http: Http, account: Account, remote_id: str) -> None:
        _bot_only(account)
        try:
            await call(
                http, account, "chat.delete", {"channel": account.remote_id, "ts": remote_id}
            )
        except Outcome as ending:
            if ending.cause is not Cause.GONE:
                raise

    async def edit(
        self, http: Http, account: Account, remote_id: str, parcel: Parcel, prepared: Prepared
    ) -> Published:
        _bot_only(account)
        body = {"channel": account.remote_id, "ts": remote_id, "text": _words(parcel)}
        await call(http, account, "chat.update", body)
        return Published(remote_id, link(account, remote_id))


def is_bot(account: Account) -> bool:
    return account.facts.get("way") == "bot"


async def _thread(http: Http, account: Account, ts: str) -> list[Any]:
    """All of it, the oldest first: an answer that was just sent stands on the last page."""
    found: list[Any] = []
    asked = {"channel": account.remote_id, "ts": ts, "limit": PAGE}
    for _ in range(MOST_PAGES):
        page = await read(http, account, "conversations.replies", **asked)
        found += own(account, _messages(page))
        if not (cursor := _next(page)):
            return found
        asked["cursor"] = cursor
    raise http_failures.unreadable("GET")  # a thread without an end: nobody knows what is in it


async def _answers(http: Http, account: Account, root: str) -> list[Any]:
    """The root stands at the head of its own thread and is known already."""
    return [each for each in await _thread(http, account, root) if each["ts"] != root]


def _messages(page: dict[str, Any]) -> list[Any]:
    found = page.get("messages")
    if not isinstance(found, list):
        raise http_failures.unreadable("GET")
    return found


def _next(page: dict[str, Any]) -> str:
    about = page.get("response_metadata")
    return word(about.get("next_cursor")) if isinstance(about, dict) else ""


def _words(parcel: Parcel) -> str:
    return escaped(parcel.text_and_link)


def _bot_only(account: Account) -> None:
    if not is_bot(account):
        raise Permanent(_BLIND, _CONNECT_BOT, cause=Cause.PERMISSION)


_BLIND = Text(
    "A webhook cannot read its channel, so after a cut-off a person looks whether a post is there.",
    "Webhook tidak bisa membaca kanalnya, jadi setelah terputus seseorang memeriksa apakah "
    "posting ada.",
)
_UNCHECKED = Text(
    "Slack cannot be asked whether a webhook works; only a post shows it.",
    "Slack tidak bisa ditanya apakah webhook berfungsi; hanya posting yang menunjukkannya.",
)
_CONNECT_BOT = Text("Connect the channel by a bot instead.", "Hubungkan kanalnya lewat bot.")
_OTHER = Text("The token belongs to another app.", "Token itu milik aplikasi lain.")

NETWORK: Network = Slack()
