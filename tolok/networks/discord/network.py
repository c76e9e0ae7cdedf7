"""The Discord connector: blind, for a webhook cannot list what stands in its room.

discord.com/developers/docs, "Webhook", read 2026-11. Nobody is pinged: a post is for reading.
"""

import json
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
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
from tolok.lib.answers import moment, table, word
from tolok.lib.catalogue import post_limits
from tolok.networks.discord.calls import call
from tolok.networks.discord.markup import SIGNS, escaped, plain
from tolok.networks.discord.webhook import Webhook, account_of

PER_HOOK = OwnLimit(30, timedelta(minutes=1))  # a webhook; the short windows are told by headers
MOST_ALT = 1024


@dataclass(frozen=True, slots=True)
class Discord:
    id: str = "discord"
    proof: Proof = Proof(
        "documents",
        Text(
            "a simulator written from Discord's documents",
            "simulator yang ditulis dari dokumen Discord",
        ),
        date(2026, 11, 25),
    )
    sign_ins: tuple[SignIn, ...] = (Webhook(),)

    def capabilities(self, account: Account) -> Capabilities:
        known = post_limits("discord")
        media = known.media
        return Capabilities(
            retry="E",
            text=replace(known.text, escaped=SIGNS),
            media=replace(media, alt=media.alt or MOST_ALT) if media else None,
            delete=True,
            edit=True,
            alt_text=True,
            limits=(PER_HOOK,),
            notes=(_BLIND,),
        )

    def new_key(self, now: datetime, rng: Random) -> str:
        return str(uuid.UUID(int=rng.getrandbits(128), version=4))  # for the journal alone

    async def check(self, http: Http, account: Account, now: datetime) -> Account:
        id, _, thread = account.remote_id.partition("/")
        return await account_of(http, id, account.credentials.get("hook", ""), thread)

    async def refresh(self, http: Http, account: Account, now: datetime) -> Account | None:
        return None  # a webhook holds until it is deleted

    async def prepare(
        self, http: Http, account: Account, parcel: Parcel, done: Prepared, note: Note
    ) -> Prepared:
        return {}  # files travel with the message: there is nothing that can be done unseen

    async def commit(
        self, http: Http, account: Account, parcel: Parcel, prepared: Prepared, key: str
    ) -> Published:
        said = await call(http, account, "POST", "", params={"wait": "true"}, **_message(parcel))
        made = table(said, "POST", "id")
        return Published(
            remote_id=made["id"],
            url=f"{account.url}/{made['id']}" if account.url else "",
            at=moment(made.get("timestamp")),
            rate=said.rate,
        )

    async def ask(
        self, http: Http, account: Account, parcel: Parcel, prepared: Prepared, key: str
    ) -> Told:
        return Told(Finding.CANNOT_TELL)

    async def posts(self, http: Http, account: Account, cursor: str = "") -> SeenPage:
        raise Permanent(_BLIND, _LOOK, cause=Cause.PERMISSION)

    async def post(self, http: Http, account: Account, remote_id: str) -> SeenPost | None:
        path = f"/messages/{_number(remote_id)}"
        try:
            said = await call(http, account, "GET", path)
        except Outcome as ending:
            if ending.cause is Cause.GONE:
                return None
            raise
        found = table(said, "GET", "id")
        files = found.get("attachments")
        return SeenPost(
            remote_id=found["id"],
            at=moment(found.get("timestamp")) or datetime.fromtimestamp(0, UTC),
            text=plain(word(found.get("content"))),
            url=f"{account.url}/{found['id']}" if account.url else "",
            media=len(files) if isinstance(files, list) else 0,
        )

    async def counts(self, http: Http, account: Account) -> AccountCounts:
        return AccountCounts({})  # a webhook counts nothing

    async def delete(self, http: Http, account: Account, remote_id: str) -> None:
        path = f"/messages/{_number(remote_id)}"
        try:
            await call(http, account, "DELETE", path)
        except Outcome as ending:
            if ending.cause is not Cause.GONE:
                raise

    async def edit(
        self, http: Http, account: Account, remote_id: str, parcel: Parcel, prepared: Prepared
    ) -> Published:
        """The words alone: files that are not named stay as they were sent."""
        path = f"/messages/{_number(remote_id)}"
        said = await call(http, account, "PATCH", path, json=_body(parcel))
        made = table(said, "PATCH", "id")
        return Published(
            made["id"], f"{account.url}/{made['id']}" if account.url else "", rate=said.rate
        )


def _message(parcel: Parcel) -> dict[str, Any]:
    """JSON without files, a form with them."""
    body = _body(parcel)
    if not parcel.attachments:
        return {"json": body}
    names = [_name(n, each, parcel) for n, each in enumerate(parcel.attachments)]
    body["attachments"] = [
        {"id": n, "filename": names[n]} | ({"description": each.alt} if each.alt else {})
        for n, each in enumerate(parcel.attachments)
    ]
    files = {
        f"files[{n}]": (names[n], each.read(), each.mime)
        for n, each in enumerate(parcel.attachments)
    }
    return {"form": {"payload_json": json.dumps(body, ensure_ascii=False)}, "files": files}


def _body(parcel: Parcel) -> dict[str, Any]:
    return {"content": escaped(parcel.text_and_link), "allowed_mentions": {"parse": []}}


def _name(place: int, piece: Attachment, parcel: Parcel) -> str:
    """A name that begins with SPOILER_ is shown behind a cover."""
    cover = "SPOILER_" if parcel.sensitive else ""
    return f"{cover}file{place}.{piece.mime.partition('/')[2]}"


def _number(remote_id: str) -> str:
    if not remote_id.isascii() or not remote_id.isdigit():
        raise Permanent(_NO_MESSAGE, _LOOK, cause=Cause.GONE)
    return remote_id


_BLIND = Text(
    "A webhook cannot read its room, so after a cut-off a person looks whether a post is there.",
    "Webhook tidak bisa membaca ruangnya, jadi setelah terputus seseorang memeriksa apakah "
    "posting ada.",
)
_LOOK = Text("Look in the room itself.", "Lihat langsung di ruangnya.")
_NO_MESSAGE = Text("That is no message of Discord.", "Itu bukan pesan Discord.")

NETWORK: Network = Discord()
