"""The Telegram connector: blind, for a bot cannot read what stands in a channel.

core.telegram.org/bots/api, read 2026-11. Texts go without `parse_mode`: then no sign has a meaning.
"""

import json
import uuid
from collections.abc import Mapping
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
    Attachment,
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
from tolok.lib.answers import count, epoch
from tolok.lib.catalogue import post_limits
from tolok.networks.telegram.bot import Bot, account_of
from tolok.networks.telegram.calls import RECONNECT, answer, call, read

PER_CHAT = OwnLimit(20, timedelta(minutes=1))  # the Bot API tells no limit ahead; its FAQ does
_SENDS = {"image": ("sendPhoto", "photo"), "video": ("sendVideo", "video")}
_KINDS = {"image": "photo", "video": "video"}


@dataclass(frozen=True, slots=True)
class Telegram:
    id: str = "telegram"
    proof: Proof = Proof(
        "documents",
        Text(
            "a simulator written from the documents of the Bot API",
            "simulator yang ditulis dari dokumen Bot API",
        ),
        date(2026, 11, 25),
    )
    sign_ins: tuple[SignIn, ...] = (Bot(),)

    def capabilities(self, account: Account) -> Capabilities:
        known = post_limits("telegram")
        return Capabilities(
            retry="E",
            text=known.text,
            caption=known.caption,
            media=known.media,
            reply=True,
            delete=True,
            edit=True,
            limits=(PER_CHAT,),
            notes=(_BLIND, _CAPTION),
        )

    def new_key(self, now: datetime, rng: Random) -> str:
        return str(uuid.UUID(int=rng.getrandbits(128), version=4))  # for the journal alone

    async def check(self, http: Http, account: Account, now: datetime) -> Account:
        fresh = await account_of(http, account.server, account.credentials, account.remote_id)
        if fresh.remote_id != account.remote_id:
            raise Permanent(_OTHER, RECONNECT, cause=Cause.AUTH_EXPIRED)
        return fresh

    async def refresh(self, http: Http, account: Account, now: datetime) -> Account | None:
        return None  # a bot's token holds until it is revoked

    async def prepare(
        self, http: Http, account: Account, parcel: Parcel, done: Prepared, note: Note
    ) -> Prepared:
        return {}  # files travel with the message: there is nothing that can be done unseen

    async def commit(
        self, http: Http, account: Account, parcel: Parcel, prepared: Prepared, key: str
    ) -> Published:
        name, given = _message(account, parcel)
        result, said = await answer(http, account, "POST", name, **given)
        sent = result if isinstance(result, list) else [result]
        if not sent or not all(_is_message(each) for each in sent):
            raise http_failures.unreadable("POST", said.rate)
        numbers = [str(each["message_id"]) for each in sent]
        return Published(
            remote_id=",".join(numbers),
            url=f"{account.url}/{numbers[0]}" if account.url else "",
            at=epoch(sent[0].get("date")),
        )

    async def ask(
        self, http: Http, account: Account, parcel: Parcel, prepared: Prepared, key: str
    ) -> Told:
        return Told(Finding.CANNOT_TELL)

    async def posts(self, http: Http, account: Account, cursor: str = "") -> SeenPage:
        raise Permanent(_BLIND, _LOOK, cause=Cause.PERMISSION)

    async def post(self, http: Http, account: Account, remote_id: str) -> SeenPost | None:
        raise Permanent(_BLIND, _LOOK, cause=Cause.PERMISSION)

    async def counts(self, http: Http, account: Account) -> AccountCounts:
        """Members are followers; the Bot API counts nothing else, views neither."""
        members = await read(http, account, "getChatMemberCount", chat_id=account.remote_id)
        followers = count(members)
        raw = json.dumps({"members": members}).encode()
        return AccountCounts({} if followers is None else {"followers": followers}, raw=raw)

    async def delete(self, http: Http, account: Account, remote_id: str) -> None:
        numbers = _numbers(remote_id)
        several = len(numbers) > 1
        body: dict[str, Any] = {"chat_id": account.remote_id}
        body |= {"message_ids": numbers} if several else {"message_id": numbers[0]}
        try:
            await call(http, account, "deleteMessages" if several else "deleteMessage", json=body)
        except Outcome as ending:
            if ending.cause is not Cause.GONE:
                raise

    async def edit(
        self, http: Http, account: Account, remote_id: str, parcel: Parcel, prepared: Prepared
    ) -> Published:
        """The words alone: pictures stay as they were sent."""
        first = _numbers(remote_id)[0]
        words = "caption" if parcel.attachments else "text"
        body = {"chat_id": account.remote_id, "message_id": first, words: parcel.text_and_link}
        name = "editMessageCaption" if parcel.attachments else "editMessageText"
        try:
            await call(http, account, name, json=body)
        except Outcome as ending:
            if "not modified" not in ending.reason.en:
                raise
        return Published(remote_id, f"{account.url}/{first}" if account.url else "")


def _message(account: Account, parcel: Parcel) -> tuple[str, dict[str, Any]]:
    """The method, and what it is given: JSON without files, a form with them."""
    fields: dict[str, Any] = {"chat_id": account.remote_id}
    if parcel.reply:
        to = _numbers(parcel.reply.to)[0]
        fields["reply_parameters"] = {"message_id": to}
    if not parcel.attachments:
        return "sendMessage", {"json": fields | {"text": parcel.text_and_link}}
    if len(parcel.attachments) > 1:
        fields["media"] = [_item(n, parcel) for n in range(len(parcel.attachments))]
        files = {f"file{n}": _file(n, each) for n, each in enumerate(parcel.attachments)}
        return "sendMediaGroup", {"form": _form(fields), "files": files}
    piece = parcel.attachments[0]
    name, field = _SENDS.get(piece.kind, _SENDS["video"])
    fields |= _about(piece, parcel) | {"caption": parcel.text_and_link}
    return name, {"form": _form(fields), "files": {field: _file(0, piece)}}


def _item(place: int, parcel: Parcel) -> dict[str, Any]:
    """One part of an album; the words of the first stand under the whole."""
    piece = parcel.attachments[place]
    about = {"type": _KINDS.get(piece.kind, "video"), "media": f"attach://file{place}"}
    words = {"caption": parcel.text_and_link} if place == 0 and parcel.text_and_link else {}
    return about | _about(piece, parcel) | words


def _about(piece: Attachment, parcel: Parcel) -> dict[str, Any]:
    found: dict[str, Any] = {"has_spoiler": True} if parcel.sensitive else {}
    if piece.kind != "image":
        sizes = {"width": piece.width, "height": piece.height}
        found |= {key: value for key, value in sizes.items() if value}
        if piece.duration_s:
            found["duration"] = round(piece.duration_s)
        found["supports_streaming"] = True
    return found


def _file(place: int, piece: Attachment) -> tuple[str, bytes, str]:
    return f"file{place}.{piece.mime.partition('/')[2]}", piece.read(), piece.mime


def _form(fields: Mapping[str, Any]) -> dict[str, str]:
    """Everything but plain words is JSON inside the form."""
    return {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in fields.items()
        if value != ""
    }


def _numbers(remote_id: str) -> list[int]:
    """An album is several messages: their numbers, in order."""
    try:
        return [int(each) for each in remote_id.split(",")]
    except ValueError as error:
        raise Permanent(_NO_MESSAGE, _LOOK, cause=Cause.GONE) from error


def _is_message(found: object) -> bool:
    return isinstance(found, dict) and type(found.get("message_id")) is int


_BLIND = Text(
    "A bot cannot read the channel, so after a cut-off a person looks whether a post is there.",
    "Bot tidak bisa membaca kanal, jadi setelah terputus seseorang memeriksa apakah posting ada.",
)
_CAPTION = Text(
    "With pictures or a video the text has at most 1,024 characters.",
    "Bersama gambar atau video, teks paling panjang 1.024 karakter.",
)
_LOOK = Text("Look in the channel itself.", "Lihat langsung di kanalnya.")
_OTHER = Text("The name belongs to another channel now.", "Nama itu kini milik kanal lain.")
_NO_MESSAGE = Text("That is no message of Telegram.", "Itu bukan pesan Telegram.")

NETWORK: Network = Telegram()
