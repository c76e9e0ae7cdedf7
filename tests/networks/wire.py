"""Talking through a simulator: one act, its result or its bad ending."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

import pytest

from tests.servers.simulator import Simulator
from tolok.core.outcomes import Outcome, Permanent, Temporary
from tolok.core.ports import Network
from tolok.core.publishing.account import Account
from tolok.core.publishing.parcel import Attachment, Parcel, Prepared, Published
from tolok.core.publishing.sign_in import Here
from tolok.lib.http import SafeClient

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HERE = Here("", "")
T = TypeVar("T")


def run(server: Simulator, act: Callable[[SafeClient], Awaitable[T]]) -> T:
    async def once() -> T:
        async with server.http() as http:
            return await act(http)

    return asyncio.run(once())


def ending(server: Simulator, act: Callable[[SafeClient], Awaitable[object]]) -> Outcome:
    with pytest.raises((Temporary, Permanent)) as caught:
        run(server, act)
    return caught.value


async def ignore(_: Prepared) -> None:
    return None


def publish(network: Network, account: Account, parcel: Parcel) -> Callable[..., object]:
    async def act(http: SafeClient) -> Published:
        prepared = await network.prepare(http, account, parcel, {}, ignore)
        return await network.commit(http, account, parcel, prepared, "key")

    return act


def picture(id: str, data: bytes = b"pixels", alt: str = "", mime: str = "image/png") -> Attachment:
    kind = "video" if mime.startswith("video/") else "image"
    return Attachment(id, kind, mime, len(data), lambda: data, alt, 16, 9, duration_s=3.4)


def everything_said(out: BaseException) -> str:
    """All words that a log, a page or a journal could take from an ending."""
    parts = [repr(out), str(out), *traceback.format_exception(out)]
    for name in ("reason", "fix", "rate", "retry_after", "cause"):
        parts.append(repr(getattr(out, name, "")))
    return "\n".join(parts)
