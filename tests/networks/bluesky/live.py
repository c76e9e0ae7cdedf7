"""What the tests against a real server share: connecting, sending, keys and pictures."""

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from random import Random
from typing import TypeVar

from tests.networks.bluesky.lexicons import Checked
from tests.servers.pds import LOOPBACK, Pds, Person
from tolok.core.publishing.account import Account
from tolok.core.publishing.parcel import Attachment, Parcel, Prepared, Published
from tolok.core.publishing.sign_in import Here
from tolok.lib.addresses import Reach
from tolok.lib.http import SafeClient
from tolok.lib.http_transport import SafeTransport
from tolok.networks.bluesky.app_password import AppPassword
from tolok.networks.bluesky.network import NETWORK

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
T = TypeVar("T")


def with_http(act: Callable[[SafeClient], Awaitable[T]], *, checked: bool = True) -> T:
    """Every request is held against the lexicons, unless a test sends a wrong one on purpose."""

    async def run() -> T:
        wire = SafeTransport(Reach.of(LOOPBACK))
        async with SafeClient(allow=LOOPBACK, transport=Checked(wire) if checked else wire) as http:
            return await act(http)

    return asyncio.run(run())


def connect(server: Pds, who: Person) -> Account:
    form = {"handle": who.handle, "password": who.app_password, "server": server.url}
    here = Here("http://127.0.0.1:8000/back", "state", app=server.app)
    found = with_http(lambda http: AppPassword().begin(http, form, here))
    assert isinstance(found, Account)
    return found


async def ignore(reached: Prepared) -> None:
    """A journal that keeps nothing."""


async def send(http: SafeClient, account: Account, parcel: Parcel, key: str) -> Published:
    prepared = await NETWORK.prepare(http, account, parcel, {}, ignore)
    return await NETWORK.commit(http, account, parcel, prepared, key)


def publish(account: Account, parcel: Parcel, key: str) -> Published:
    return with_http(lambda http: send(http, account, parcel, key))


def new_key(seed: int = 1, at: datetime = NOW) -> str:
    return NETWORK.new_key(at, Random(seed))  # noqa: S311


def png(red: int) -> bytes:
    """The smallest picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + check

    head = chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\x02\0\0\0")
    body = chunk(b"IDAT", zlib.compress(bytes((0, red, 0, 0))))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def picture(id: str, red: int, alt: str = "") -> Attachment:
    data = png(red)
    return Attachment(id, "image", "image/png", len(data), lambda: data, alt, width=1, height=1)
