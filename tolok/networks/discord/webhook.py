"""Signing in with a webhook's address, read from the network without posting anything."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tolok.core.outcomes import Permanent
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http
from tolok.core.publishing.sign_in import Field, Here
from tolok.core.text import Text
from tolok.lib.addresses import split
from tolok.lib.answers import line, table, word
from tolok.networks.discord.calls import NEW_HOOK, call

SERVER = "https://discord.com"
# The desktop programs of the test channels copy their own host; the old one still answers.
HOSTS = ("discord.com", "discordapp.com", "ptb.discord.com", "canary.discord.com")
_PATH = re.compile(r"/api(?:/v[0-9]{1,2})?/webhooks/([0-9]{5,25})/([A-Za-z0-9_-]{20,200})/?", re.A)
_NUMBER = re.compile(r"[0-9]{5,25}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Webhook:
    id: str = "webhook"
    name: Text = Text("Connect a webhook", "Hubungkan webhook")
    steps: tuple[Text, ...] = (
        Text(
            "In Discord, open the settings of the room, Integrations, Webhooks, New Webhook.",
            "Di Discord, buka pengaturan ruang, Integrasi, Webhook, Webhook Baru.",
        ),
        Text(
            "Choose Copy Webhook URL and paste it here.", "Pilih Salin URL Webhook, tempel di sini."
        ),
    )
    fields: tuple[Field, ...] = (
        Field(
            "url",
            Text("Address of the webhook", "Alamat webhook"),
            Text(
                "Whoever has it can post, so it is kept sealed.",
                "Siapa pun yang memilikinya bisa mengirim, jadi disimpan tersegel.",
            ),
            example="https://discord.com/api/webhooks/…",
            secret=True,
        ),
        Field(
            "thread",
            Text("Thread", "Utas"),
            Text(
                "The number of a thread of the room, to post into it. A forum needs one.",
                "Nomor utas di ruang itu, untuk mengirim ke dalamnya. Forum memerlukannya.",
            ),
            required=False,
        ),
    )

    async def begin(self, http: Http, form: Mapping[str, str], here: Here) -> Account:
        id, secret = parts(form["url"])
        thread = form.get("thread", "").strip()
        if thread and not _NUMBER.fullmatch(thread):
            raise Permanent(_NO_THREAD, _THREAD_FIX)
        return await account_of(http, id, secret, thread)

    async def finish(
        self, http: Http, keep: Mapping[str, str], answer: Mapping[str, str], here: Here
    ) -> Account:
        raise Permanent(_NO_TRIP, NEW_HOOK)


def parts(address: str) -> tuple[str, str]:
    """The webhook's id and its secret; another address is refused and not repeated in words."""
    given = split(address)
    found = _PATH.fullmatch(given.path) if given else None
    if not given or not found or given.scheme != "https" or given.netloc.casefold() not in HOSTS:
        raise Permanent(_NO_HOOK, _COPY)
    return found[1], found[2]


async def account_of(http: Http, id: str, secret: str, thread: str) -> Account:
    """What Discord says of the webhook: its name, its room and its server."""
    remote_id = f"{id}/{thread}" if thread else id
    bare = Account(SERVER, remote_id, "", credentials={"hook": secret})
    about = table(await call(http, bare, "GET", ""), "GET", "id")
    guild, room = (_id(about.get(name)) for name in ("guild_id", "channel_id"))
    name = line(about.get("name")) or id
    place = thread or room
    return Account(
        server=SERVER,
        remote_id=remote_id,
        handle=name,
        name=name,
        url=f"{SERVER}/channels/{guild}/{place}" if guild and place else "",
        credentials={"hook": secret},
        facts={"thread_id": thread} if thread else {},
    )


def _id(value: object) -> str:
    return found if _NUMBER.fullmatch(found := word(value)) else ""


_NO_HOOK = Text("That is no webhook of Discord.", "Itu bukan webhook Discord.")
_COPY = Text(
    "Copy it again with Copy Webhook URL; it begins with https://discord.com/api/webhooks/.",
    "Salin lagi dengan Salin URL Webhook; awalnya https://discord.com/api/webhooks/.",
)
_NO_THREAD = Text("That is no number of a thread.", "Itu bukan nomor utas.")
_THREAD_FIX = Text(
    "Copy the ID of the thread in Discord, or leave it empty.",
    "Salin ID utas di Discord, atau kosongkan.",
)
_NO_TRIP = Text("A webhook is connected by its address.", "Webhook dihubungkan dengan alamatnya.")
