"""The account itself: its name, its counts, and what its server takes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from tolok.core.outcomes import Cause, Outcome, Permanent
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http
from tolok.core.publishing.parcel import AccountCounts
from tolok.core.text import Text
from tolok.lib.answers import count, line, table
from tolok.networks.bluesky import listing
from tolok.networks.bluesky.xrpc import Server, quietly

BLOB_LIMIT, AS_OF = "blob_limit", "as_of"  # names in `Account.facts`


async def filled(http: Http, account: Account, now: datetime) -> Account:
    """The account with its shown name and what its server says of itself, as far as it tells."""
    server = Server(http, account)
    about = _object(await quietly(server.open("com.atproto.server.describeServer")))
    shown = _object(
        await quietly(
            server.open(
                "com.atproto.repo.getRecord",
                repo=account.remote_id,
                collection="app.bsky.actor.profile",
                rkey="self",
            )
        )
    ).get("value")
    name = line(shown.get("displayName")) if isinstance(shown, dict) else ""
    facts = dict(account.facts)
    if limit := count(about.get("blobUploadLimit")):
        facts[BLOB_LIMIT] = limit
    if about:
        facts[AS_OF] = now.isoformat()
    return replace(
        account,
        name=name or account.name or account.handle,
        url=listing.profile_url(account.remote_id),
        facts=facts,
    )


async def checked(http: Http, account: Account, now: datetime) -> Account:
    """`Permanent` when the log-in is over, of another account, or the account is closed."""
    said = await Server(http, account).get("com.atproto.server.getSession")
    session = table(said, "GET", "did", "handle")
    if session["did"] != account.remote_id:
        raise Permanent(
            Text(
                "The log-in belongs to another account.",
                "Login itu milik akun lain.",
            ),
            Text("Connect the channel again.", "Hubungkan lagi kanalnya."),
            cause=Cause.AUTH_EXPIRED,
        )
    if session.get("active") is False:
        raise Permanent(
            Text(
                "The account is not active on its server.",
                "Akun ini tidak aktif di servernya.",
            ),
            Text(
                "Open the account in the Bluesky app and follow what it says there.",
                "Buka akunnya di aplikasi Bluesky dan ikuti petunjuk di sana.",
            ),
            cause=Cause.PERMISSION,
        )
    handle = session["handle"] if session["handle"] != "handle.invalid" else account.handle
    return await filled(http, replace(account, handle=handle), now)


async def counted(http: Http, account: Account) -> AccountCounts:
    """Followers and the like, which only the network's index knows."""
    try:
        said = await Server(http, account).get("app.bsky.actor.getProfile", actor=account.remote_id)
        view = table(said, "GET", "did")
    except Outcome as outcome:
        return AccountCounts({}, refused=listing.refused("snapshot", outcome))
    return AccountCounts(listing.numbers("snapshot", view), raw=said.body)


def blob_limit(facts: Mapping[str, object]) -> int | None:
    found = facts.get(BLOB_LIMIT)
    return found if isinstance(found, int) else None


def as_of(facts: Mapping[str, object]) -> datetime | None:
    found = facts.get(AS_OF)
    return datetime.fromisoformat(found) if isinstance(found, str) else None


def _object(said: Any) -> dict[str, Any]:
    """The body of a harmless answer; empty when there is none."""
    if said is None:
        return {}
    try:
        body = said.json()
    except Outcome:
        return {}
    return body if isinstance(body, dict) else {}
