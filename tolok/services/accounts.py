"""The account behind a channel, as a connector takes it: opened, refreshed in time, kept."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import cast
from uuid import UUID

from django.db import transaction

from tolok.core.errors import invalid
from tolok.core.outcomes import Cause, Permanent, Temporary
from tolok.core.ports import Network
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http
from tolok.core.registry import collect
from tolok.core.text import Text
from tolok.services.seals import open_sealed, seal
from tolok.store.models import Connection

# A token is changed for a new one while it still has this long to live.
REFRESH_AHEAD = timedelta(minutes=10)


@cache
def networks() -> dict[str, Network]:
    """All connectors by network id."""
    found = cast(tuple[Network, ...], collect("tolok.networks", "NETWORK"))
    return {network.id: network for network in found}


def network_of(connection: Connection) -> Network:
    """The connector of a channel. Raises ProblemError when Tolok has none for its network."""
    found = networks().get(connection.channel.network)
    if found is None:
        raise invalid(_NO_CONNECTOR, _NO_CONNECTOR_FIX)
    return found


def account_of(connection: Connection) -> Account:
    """Raises ProblemError when the log-in cannot be opened."""
    account = account_without_secrets(connection)
    return replace(account, credentials=open_sealed(connection.sealed))


def account_without_secrets(connection: Connection) -> Account:
    """Enough for `Network.capabilities`; no key is needed."""
    return Account(
        server=connection.server,
        remote_id=connection.remote_id,
        handle=connection.handle,
        name=connection.channel.name,
        url=connection.url,
        facts=connection.facts,
        expires_at=connection.expires_at,
    )


def connection_of(channel_id: UUID) -> Connection | None:
    return Connection.objects.select_related("channel").filter(channel_id=channel_id).first()


def keep(connection: Connection, account: Account, now: datetime) -> bool:
    """Store what a check or refresh brought, single-use tokens included, in one transaction.

    False, and nothing is stored, when a person connected anew or cut off since `connection` was
    read: the newer log-in wins. The same log-in under a newer key is the same.
    """
    with transaction.atomic():
        row = Connection.objects.select_for_update().filter(id=connection.id).first()
        if row is None or not same_log_in(row, connection):
            return False
        connection.sealed = seal(account.credentials)
        Connection.objects.filter(id=connection.id).update(
            sealed=connection.sealed,
            facts=dict(account.facts),
            handle=account.handle,
            url=account.url,
            expires_at=account.expires_at,
            checked_at=now,
        )
    return True


def same_log_in(row: Connection, read: Connection) -> bool:
    """Nobody connected anew or cut off since `read`; a newer key for it is the same log-in."""
    return row.sealed == read.sealed or open_sealed(row.sealed) == open_sealed(read.sealed)


def is_ageing(account: Account, now: datetime) -> bool:
    return account.expires_at is not None and account.expires_at <= now + REFRESH_AHEAD


async def refreshed(network: Network, http: Http, account: Account, now: datetime) -> Account:
    """The account with a token that lasts a while. The caller keeps it before it is used.

    A token that is renewed with is mostly for one use. When the answer is lost nobody knows
    whether it was used up, so it is never sent again: a person connects the channel anew.
    """
    try:
        fresh = await network.refresh(http, account, now)
    except Temporary as ending:
        if ending.maybe_done and ending.cause is not Cause.SERVER_ERROR:
            raise Permanent(_LOST, _CONNECT, cause=Cause.AUTH_EXPIRED) from ending
        raise
    return account if fresh is None else replace(fresh, facts=fresh.facts or account.facts)


_LOST = Text(
    "The answer was lost while the log-in was renewed, and it can be renewed only once.",
    "Jawabannya hilang saat login diperbarui, dan login hanya bisa diperbarui sekali.",
)
_CONNECT = Text("Connect the channel again.", "Hubungkan lagi kanalnya.")
_NO_CONNECTOR = Text(
    "Tolok cannot talk to this network itself.", "Tolok belum bisa berbicara dengan jaringan ini."
)
_NO_CONNECTOR_FIX = Text(
    "Bring its numbers in by files, and publish in its own app.",
    "Masukkan angkanya lewat berkas, dan terbitkan di aplikasinya sendiri.",
)
