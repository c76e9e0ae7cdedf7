"""The Mastodon connector: `Idempotency-Key` where the server keeps it, else list and compare."""

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tolok.core.outcomes import Cause, Outcome, Permanent, Temporary
from tolok.core.ports import Network, Proof
from tolok.core.publishing.account import Account, Capabilities
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
from tolok.lib.answers import count, moment, table, web_address, word
from tolok.lib.catalogue import post_limits
from tolok.networks.mastodon import instance
from tolok.networks.mastodon.calls import call, rows, step
from tolok.networks.mastodon.listing import seen
from tolok.networks.mastodon.oauth import AccessToken, OAuth, account_of, revoked

PAGE = 40  # the most that a server lists at once
PROCESSING_S = (1, 2, 4, 8, 15)  # waits for a video that the server still works on
VISIBILITIES = ("public", "unlisted", "private")


@dataclass(frozen=True, slots=True)
class Mastodon:
    id: str = "mastodon"
    proof: Proof = Proof(
        "real",
        Text(
            "mastodon_mock 0.6.1 as a server, and the OpenAPI document of the Mastodon API",
            "mastodon_mock 0.6.1 sebagai server, dan dokumen OpenAPI Mastodon API",
        ),
        date(2026, 11, 25),
    )
    sign_ins: tuple[SignIn, ...] = (OAuth(), AccessToken())

    def capabilities(self, account: Account) -> Capabilities:
        known = post_limits("mastodon")
        options, shortest, longest = instance.poll_limits(account)
        keys = instance.honours_key(account)
        return Capabilities(
            retry="B" if keys else "D",
            text=instance.text_limits(account, known.text),
            media=instance.media_limits(account, known.media) if known.media else None,
            reply=True,
            delete=True,
            edit=True,
            alt_text=True,
            warning=True,
            poll_options=options,
            poll_spans=(timedelta(seconds=shortest), timedelta(seconds=longest)),
            visibilities=VISIBILITIES,
            metrics=True,
            listing=True,
            notes=() if keys else (_NO_KEY,),
            as_of=_as_of(account),
        )

    def new_key(self, now: datetime, rng: Random) -> str:
        return str(uuid.UUID(int=rng.getrandbits(128), version=4))

    async def check(self, http: Http, account: Account, now: datetime) -> Account:
        fresh = await account_of(http, account.server, account.credentials)
        if fresh.remote_id != account.remote_id:
            raise Permanent(_OTHER, _RECONNECT, cause=Cause.AUTH_EXPIRED)
        return fresh

    async def refresh(self, http: Http, account: Account, now: datetime) -> Account | None:
        return None  # tokens of this network do not end

    async def revoke(self, http: Http, account: Account) -> bool:
        return await revoked(http, account)

    async def prepare(
        self, http: Http, account: Account, parcel: Parcel, done: Prepared, note: Note
    ) -> Prepared:
        """Media are uploaded one by one; one that the server still works on is waited for."""
        uploads = _uploads(done)
        for piece in parcel.attachments:
            if piece.id not in uploads:
                uploads[piece.id] = await _upload(http, account, piece)
                await note({"media": dict(uploads)})
            await _ready(http, account, uploads[piece.id])
        return {"media": uploads}

    async def commit(
        self, http: Http, account: Account, parcel: Parcel, prepared: Prepared, key: str
    ) -> Published:
        said = await call(
            http,
            account,
            "POST",
            "/api/v1/statuses",
            json=_status(parcel, prepared),
            headers={"Idempotency-Key": key},
        )
        status = table(said, "POST", "id")
        return Published(
            remote_id=status["id"],
            url=web_address(status.get("url")),
            at=moment(status.get("created_at")),
            rate=said.rate,
        )

    async def ask(
        self, http: Http, account: Account, parcel: Parcel, prepared: Prepared, key: str
    ) -> Told:
        return Told(Finding.CANNOT_TELL)  # this network has no handle to ask

    async def posts(self, http: Http, account: Account, cursor: str = "") -> SeenPage:
        asked: dict[str, Any] = {"limit": PAGE, "exclude_reblogs": "true"}
        if cursor:
            asked["max_id"] = cursor
        path = f"/api/v1/accounts/{step(account.remote_id)}/statuses"
        said = await call(http, account, "GET", path, params=asked)
        found = rows(said, "GET")
        posts = tuple(post for status in found if (post := seen(status)) is not None)
        # A server that lists fewer at once says so beside the list.
        more = len(found) == PAGE or 'rel="next"' in said.headers.get("link", "")
        last = word(found[-1].get("id")) if found and more else ""
        return SeenPage(posts, next="" if last == cursor else last, raw=said.body)

    async def post(self, http: Http, account: Account, remote_id: str) -> SeenPost | None:
        try:
            said = await call(http, account, "GET", f"/api/v1/statuses/{step(remote_id)}")
        except Outcome as ending:
            if ending.cause is Cause.GONE:
                return None
            raise
        return seen(table(said, "GET", "id"))

    async def counts(self, http: Http, account: Account) -> AccountCounts:
        said = await call(http, account, "GET", f"/api/v1/accounts/{step(account.remote_id)}")
        about = table(said, "GET", "id")
        named = {"followers": "followers_count", "posts_created": "statuses_count"}
        found = {ours: count(about.get(theirs)) for ours, theirs in named.items()}
        return AccountCounts({k: v for k, v in found.items() if v is not None}, raw=said.body)

    async def delete(self, http: Http, account: Account, remote_id: str) -> None:
        try:
            await call(http, account, "DELETE", f"/api/v1/statuses/{step(remote_id)}")
        except Outcome as ending:
            if ending.cause is not Cause.GONE:
                raise

    async def edit(
        self, http: Http, account: Account, remote_id: str, parcel: Parcel, prepared: Prepared
    ) -> Published:
        body = _status(parcel, prepared)
        for fixed in ("visibility", "in_reply_to_id"):
            body.pop(fixed, None)
        said = await call(http, account, "PUT", f"/api/v1/statuses/{step(remote_id)}", json=body)
        status = table(said, "PUT", "id")
        return Published(status["id"], web_address(status.get("url")), rate=said.rate)


def _status(parcel: Parcel, prepared: Prepared) -> dict[str, Any]:
    uploads = _uploads(prepared)
    body: dict[str, Any] = {
        "status": parcel.text_and_link,
        "media_ids": [uploads[piece.id] for piece in parcel.attachments] or None,
        "in_reply_to_id": parcel.reply.to if parcel.reply else None,
        "language": parcel.languages[0] if parcel.languages else None,
        "spoiler_text": parcel.warning or None,
        "sensitive": True if parcel.sensitive or parcel.warning else None,
        "visibility": parcel.visibility or None,
        "poll": _poll(parcel),
    }
    return {key: value for key, value in body.items() if value is not None}


def _poll(parcel: Parcel) -> Mapping[str, Any] | None:
    if parcel.poll is None:
        return None
    return {
        "options": list(parcel.poll.options),
        "expires_in": int(parcel.poll.span.total_seconds()),
        "multiple": parcel.poll.several,
    }


async def _upload(http: Http, account: Account, piece: Attachment) -> str:
    fields: dict[str, str] = {"description": piece.alt} if piece.alt else {}
    if piece.focus:
        x, y = piece.focus  # 0 to 1 from the left and top; theirs is -1 to 1 around the middle
        fields["focus"] = f"{x * 2 - 1:.2f},{1 - y * 2:.2f}"
    ending = piece.mime.partition("/")[2]
    said = await call(
        http,
        account,
        "POST",
        "/api/v2/media",
        files={"file": (f"media.{ending}", piece.read(), piece.mime)},
        form=fields,
    )
    return word(table(said, "POST", "id")["id"])


async def _ready(http: Http, account: Account, media_id: str) -> None:
    """206 means that the server still works on it."""
    for wait in PROCESSING_S:
        said = await call(http, account, "GET", f"/api/v1/media/{step(media_id)}")
        if said.status != 206:
            return
        await asyncio.sleep(wait)
    raise Temporary(_SLOW, retry_after=timedelta(minutes=1), cause=Cause.NETWORK_DOWN)


def _uploads(done: Prepared) -> dict[str, str]:
    found = done.get("media")
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _as_of(account: Account) -> datetime | None:
    found = account.facts.get(instance.AS_OF)
    return datetime.fromisoformat(found) if isinstance(found, str) else None


_NO_KEY = Text(
    "This server does not keep a key of a post, so after a cut-off it is asked for its list first.",
    "Server ini tidak menyimpan kunci posting, jadi setelah terputus daftarnya diperiksa dulu.",
)
_OTHER = Text("The log-in belongs to another account.", "Login itu milik akun lain.")
_RECONNECT = Text("Connect the channel again.", "Hubungkan lagi kanalnya.")
_SLOW = Text(
    "The server still works on a picture or video.", "Server masih memproses gambar atau video."
)

NETWORK: Network = Mastodon()
