"""The Bluesky connector: a key of our own for each post, so that the same call twice is one post.

Proven against a server of the AT Protocol's own makers. It edits nothing: the Bluesky app shows
no edits, so an edited post would mislead those who answered it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from tolok.core.outcomes import Cause, Outcome, Permanent
from tolok.core.ports import Network, Proof
from tolok.core.publishing.account import Account, Capabilities
from tolok.core.publishing.facets import handles
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
from tolok.lib.answers import table
from tolok.lib.catalogue import post_limits
from tolok.networks.bluesky import app_password, listing, media, oauth, profile, tid
from tolok.networks.bluesky.app_password import AppPassword
from tolok.networks.bluesky.identity import ask_resolver
from tolok.networks.bluesky.oauth import OAuth
from tolok.networks.bluesky.record import COLLECTION, record
from tolok.networks.bluesky.xrpc import Server


@dataclass(frozen=True, slots=True)
class Bluesky:
    id: str = "bluesky"
    proof: Proof = Proof(
        "real",
        Text(
            "the server @atproto/pds 0.5.35, and the lexicons of @atproto/api 0.21.0",
            "server @atproto/pds 0.5.35, dan leksikon @atproto/api 0.21.0",
        ),
        date(2026, 11, 25),
    )
    sign_ins: tuple[SignIn, ...] = (AppPassword(), OAuth())

    def capabilities(self, account: Account) -> Capabilities:
        known = post_limits("bluesky")
        most_bytes = profile.blob_limit(account.facts)
        return Capabilities(
            retry="A",
            text=known.text,
            media=media.limits(known.media, most_bytes),
            reply=True,
            delete=True,
            alt_text=True,
            metrics=True,
            listing=True,
            notes=(_SHORT_LOGIN,) if _ends_soon(account) else (),
            as_of=profile.as_of(account.facts),
        )

    def new_key(self, now: datetime, rng: Random) -> str:
        return tid.new(now, rng)

    async def check(self, http: Http, account: Account, now: datetime) -> Account:
        return await profile.checked(http, account, now)

    async def refresh(self, http: Http, account: Account, now: datetime) -> Account | None:
        if not account.credentials.get("refresh"):
            return None
        if "key" in account.credentials:
            return await oauth.refreshed(http, account)
        return await app_password.refreshed(http, account)

    async def revoke(self, http: Http, account: Account) -> bool:
        if "key" in account.credentials:
            return await oauth.revoked(http, account)
        return await app_password.revoked(http, account)

    async def prepare(
        self, http: Http, account: Account, parcel: Parcel, done: Prepared, note: Note
    ) -> Prepared:
        reached = done
        if "owners" not in reached:
            reached = {**done, "owners": await _owners(http, account, parcel.text)}
            await note(reached)
        uploads = media.Uploads(Server(http, account), reached)
        await uploads.forget_old()
        for attachment in parcel.attachments:
            if not uploads.has(attachment):
                reached = await uploads.added(attachment)
                await note(reached)
        return reached

    async def commit(
        self, http: Http, account: Account, parcel: Parcel, prepared: Prepared, key: str
    ) -> Published:
        body = {
            "repo": account.remote_id,
            "collection": COLLECTION,
            "rkey": key,
            "record": record(parcel, prepared, key),
            "swapRecord": None,  # only where nothing is: the same again is fine, another is refused
        }
        said = await Server(http, account).once("com.atproto.repo.putRecord", body)
        answer = table(said, "POST", "uri", "cid")
        return Published(
            remote_id=answer["uri"],
            url=listing.post_url(account, answer["uri"]),
            at=tid.moment(key),
            extra={"cid": answer["cid"]},
            rate=said.rate,
        )

    async def ask(
        self, http: Http, account: Account, parcel: Parcel, prepared: Prepared, key: str
    ) -> Told:
        """What is there under the key. The machine replays instead; a person may want to know."""
        found = await self.post(http, account, f"at://{account.remote_id}/{COLLECTION}/{key}")
        if found is None:
            return Told(Finding.NONE)
        there = Published(found.remote_id, found.url, found.at, extra=found.extra)
        return Told(Finding.EXACT, there)

    async def posts(self, http: Http, account: Account, cursor: str = "") -> SeenPage:
        server = Server(http, account)
        said = await server.open(
            "com.atproto.repo.listRecords",
            repo=account.remote_id,
            collection=COLLECTION,
            limit=listing.PAGE,
            cursor=cursor,
        )
        return await listing.page(server, account, said)

    async def post(self, http: Http, account: Account, remote_id: str) -> SeenPost | None:
        server = Server(http, account)
        try:
            said = await server.open(
                "com.atproto.repo.getRecord",
                repo=account.remote_id,
                collection=COLLECTION,
                rkey=_key(remote_id),
            )
        except Outcome as outcome:
            if outcome.cause is Cause.GONE:
                return None
            raise
        return await listing.one(server, account, said)

    async def counts(self, http: Http, account: Account) -> AccountCounts:
        return await profile.counted(http, account)

    async def delete(self, http: Http, account: Account, remote_id: str) -> None:
        body = {"repo": account.remote_id, "collection": COLLECTION, "rkey": _key(remote_id)}
        await Server(http, account).post("com.atproto.repo.deleteRecord", body)

    async def edit(
        self, http: Http, account: Account, remote_id: str, parcel: Parcel, prepared: Prepared
    ) -> Published:
        raise Permanent(
            Text(
                "Bluesky shows no edits of a post.", "Bluesky tidak menampilkan suntingan posting."
            ),
            Text("Delete the post and publish it anew.", "Hapus postingnya lalu terbitkan lagi."),
        )


async def _owners(http: Http, account: Account, text: str) -> dict[str, str]:
    """Who is mentioned, by handle; "" for a name that nobody bears: it stays plain text."""
    owners: dict[str, str] = {}
    for handle in handles(text):
        try:
            owners[handle] = await ask_resolver(http, handle, account.server)
        except Permanent as gone:
            if gone.cause is not Cause.GONE:
                raise
            owners[handle] = ""
    return owners


def _key(remote_id: str) -> str:
    key = listing.key_of(remote_id)
    if not key:
        raise Permanent(
            Text("That is not a post on Bluesky.", "Itu bukan posting di Bluesky."),
            Text("Choose another post.", "Pilih posting lain."),
        )
    return key


def _ends_soon(account: Account) -> bool:
    return account.log_in_ends is not None


_SHORT_LOGIN = Text(
    "Bluesky ends this log-in after two weeks; connect again before that, or use an app password.",
    "Bluesky mengakhiri login ini setelah dua minggu; hubungkan lagi sebelum itu, atau pakai "
    "kata sandi aplikasi.",
)

NETWORK: Network = Bluesky()
