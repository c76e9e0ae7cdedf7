"""Signing in with a bot's token and the channel it posts to; checked without posting anything."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tolok.core.outcomes import Cause, Permanent
from tolok.core.publishing.account import Account, Credentials
from tolok.core.publishing.http import Http
from tolok.core.publishing.sign_in import Field, Here
from tolok.core.text import Text
from tolok.lib import http_failures
from tolok.lib.addresses import split
from tolok.lib.answers import line
from tolok.networks.telegram.calls import ADMIN, NO_TOKEN, RECONNECT, TOKEN, read

SERVER = "https://api.telegram.org"
_CHAT = re.compile(r"@[A-Za-z][A-Za-z0-9_]{3,31}|-?[0-9]{1,20}", re.ASCII)
_HOSTS = ("t.me", "telegram.me", "www.t.me")


@dataclass(frozen=True, slots=True)
class Bot:
    id: str = "bot"
    name: Text = Text("Connect a bot", "Hubungkan bot")
    steps: tuple[Text, ...] = (
        Text(
            "In Telegram, write /newbot to @BotFather and keep the token that it gives you.",
            "Di Telegram, kirim /newbot ke @BotFather dan simpan token yang diberikannya.",
        ),
        Text(
            "Add the bot to your channel as an administrator that may post messages.",
            "Tambahkan bot ke kanal Anda sebagai administrator dengan izin mengirim pesan.",
        ),
        Text("Enter the token and the channel here.", "Isi token dan nama kanalnya di sini."),
    )
    fields: tuple[Field, ...] = (
        Field("token", Text("Token of the bot", "Token bot"), secret=True),
        Field(
            "chat",
            Text("Channel", "Kanal"),
            Text(
                "Its name with @, its link, or the number of a private channel.",
                "Nama dengan @, tautannya, atau nomor kanal pribadi.",
            ),
            example="@tokosaya",
        ),
        Field(
            "server",
            Text("Bot API server", "Server Bot API"),
            Text(
                "Only if you run a Bot API server of your own.",
                "Hanya bila Anda menjalankan server Bot API sendiri.",
            ),
            example=SERVER,
            required=False,
        ),
    )

    async def begin(self, http: Http, form: Mapping[str, str], here: Here) -> Account:
        if not TOKEN.fullmatch(form["token"]):
            raise Permanent(NO_TOKEN, _COPY)
        server = base(form.get("server", ""))
        return await account_of(http, server, {"token": form["token"]}, chat_of(form["chat"]))

    async def finish(
        self, http: Http, keep: Mapping[str, str], answer: Mapping[str, str], here: Here
    ) -> Account:
        raise Permanent(_NO_TRIP, RECONNECT)


async def account_of(http: Http, server: str, credentials: Credentials, chat: str) -> Account:
    """Whose token it is, which chat, and whether the bot may post there."""
    bare = Account(server, chat, "", credentials=credentials)
    bot = await _object(http, bare, "getMe")
    found = await _object(http, bare, "getChat", chat_id=chat)
    member = await _object(http, bare, "getChatMember", chat_id=chat, user_id=str(bot["id"]))
    if not may_post(found, member):
        raise Permanent(_NO_RIGHT, ADMIN, cause=Cause.PERMISSION)
    username = _name(found.get("username"))
    title = line(found.get("title")) or username or str(found["id"])
    return Account(
        server=server,
        remote_id=str(found["id"]),
        handle=f"@{username}" if username else title,
        name=title,
        url=f"https://t.me/{username}" if username else _private(str(found["id"])),
        credentials=credentials,
        facts={"type": line(found.get("type")), "bot": _name(bot.get("username"))},
    )


def may_post(chat: Mapping[str, Any], member: Mapping[str, Any]) -> bool:
    """In a channel only administrators with the right post; in a group every member that may."""
    status = member.get("status")
    if status == "creator":
        return True
    if chat.get("type") == "channel":
        return status == "administrator" and member.get("can_post_messages") is True
    restricted = status == "restricted" and member.get("can_send_messages") is True
    return restricted or status in ("administrator", "member")


def chat_of(words: str) -> str:
    """`@name`, `name`, `https://t.me/name` or a number → what the Bot API takes."""
    words = words.strip()
    parts = split(words if "//" in words else f"//{words}")
    if parts and parts.netloc.casefold() in _HOSTS:
        words = f"@{parts.path.strip('/').partition('/')[0]}"
    if words[:1].isalpha():
        words = f"@{words}"
    if not _CHAT.fullmatch(words):
        raise Permanent(_NO_CHAT, _CHAT_FIX)
    return words


def base(words: str) -> str:
    """The address of the Bot API, without a last slash."""
    words = words.strip().rstrip("/") or SERVER
    parts = split(words)
    plain = parts and not ("@" in parts.netloc or parts.query or parts.fragment)
    if not parts or parts.scheme not in ("https", "http") or not parts.netloc or not plain:
        raise Permanent(_NO_SERVER, _SERVER_FIX)
    return words


async def _object(http: Http, account: Account, name: str, **params: str) -> dict[str, Any]:
    found = await read(http, account, name, **params)
    if not isinstance(found, dict) or (
        name != "getChatMember" and type(found.get("id")) is not int
    ):
        raise http_failures.unreadable("GET")
    return found


def _private(id: str) -> str:
    """Links into a private channel leave out the -100 that its id begins with."""
    return f"https://t.me/c/{id.removeprefix('-100')}" if id.startswith("-100") else ""


def _name(value: object) -> str:
    """A name as it may stand in an address."""
    return found if (found := line(value)).isidentifier() and found.isascii() else ""


_COPY = Text(
    "Copy it again from @BotFather; it looks like 123456:ABC…",
    "Salin lagi dari @BotFather; bentuknya seperti 123456:ABC…",
)
_NO_RIGHT = Text(
    "The bot may not post in this channel.", "Bot tidak boleh mengirim pesan di kanal ini."
)
_NO_CHAT = Text("That is no channel of Telegram.", "Itu bukan kanal Telegram.")
_CHAT_FIX = Text(
    "Enter @name, a link such as https://t.me/name, or the number that begins with -100.",
    "Isi @nama, tautan seperti https://t.me/nama, atau nomor yang diawali -100.",
)
_NO_SERVER = Text("That is no address of a Bot API server.", "Itu bukan alamat server Bot API.")
_SERVER_FIX = Text(f"Leave it empty to use {SERVER}.", f"Kosongkan untuk memakai {SERVER}.")
_NO_TRIP = Text("A bot is connected by its token.", "Bot dihubungkan dengan tokennya.")
