"""Only the delivery machine repeats a publish call: no answer and no failure makes a second one.

Neither the client nor any connector tries again, follows a redirect or asks something in between.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from random import Random

import httpx
import pytest

from tests.networks.accounts import EACH
from tolok.core.outcomes import Outcome, Permanent, Temporary
from tolok.core.publishing.account import Account
from tolok.core.publishing.parcel import Parcel, Published
from tolok.lib.http import SafeClient
from tolok.services.accounts import networks

STATUSES = sorted({*(int(each) for each in HTTPStatus), 209, 299, 399, 420, 499, 520, 530, 599})
BODIES = (b"", b"{}", b"[]", b"<h1>no</h1>", b'{"ok": false, "error": "x"}', b'{"id": "1", "ur')
HEADERS = {"Location": "https://elsewhere.example/x", "Retry-After": "1", "Connection": "close"}
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
HARMLESS = (httpx.LocalProtocolError, httpx.UnsupportedProtocol)


def kinds_of(kind: type[httpx.TransportError]) -> list[type[httpx.TransportError]]:
    return [kind, *(below for each in kind.__subclasses__() for below in kinds_of(each))]


FAILURES = sorted(set(kinds_of(httpx.TransportError)), key=lambda kind: kind.__name__)
Answer = Callable[[httpx.Request], httpx.Response]


def made(answer: Answer, network: str, account: Account) -> tuple[list[str], object]:
    """The requests that one `commit` makes, and what came of it."""
    asked: list[str] = []

    def wire(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        return answer(request)

    async def once() -> Published | Outcome:
        connector = networks()[network]
        key = connector.new_key(datetime(2026, 11, 25, tzinfo=UTC), Random(1))  # noqa: S311
        async with SafeClient(transport=httpx.MockTransport(wire)) as http:
            try:
                return await connector.commit(http, account, Parcel("Halo"), {}, key)
            except (Temporary, Permanent) as ending:
                return ending

    return asked, asyncio.run(once())


NAMED = [pytest.param(*each, id=f"{each[0]}-{n}") for n, each in enumerate(EACH)]


@pytest.mark.parametrize(("network", "account"), NAMED)
def test_no_status_and_no_body_makes_a_second_call(network: str, account: Account):
    for status in STATUSES:
        for body in BODIES:
            said = httpx.Response(status, content=body, headers=HEADERS)
            asked, out = made(lambda _, said=said: said, network, account)
            assert len(asked) == 1, f"{status} {body!r}: {asked}"
            sure = isinstance(out, Published) or not out.maybe_done
            assert not (sure and status >= 500), f"{status} {body!r} is no clear answer"
            assert sure or status not in (401, 403, 429), f"{status} {body!r} is a clear answer"


@pytest.mark.parametrize(("network", "account"), NAMED)
@pytest.mark.parametrize("kind", FAILURES, ids=lambda kind: kind.__name__)
def test_no_failure_of_the_line_makes_a_second_call(kind, network: str, account: Account):
    def fail(request: httpx.Request) -> httpx.Response:
        raise kind("the line went dead")

    asked, out = made(fail, network, account)
    assert len(asked) == 1
    assert isinstance(out, Outcome)
    assert out.maybe_done == (not issubclass(kind, NOT_SENT + HARMLESS))


@pytest.mark.parametrize("kind", FAILURES, ids=lambda kind: kind.__name__)
def test_the_client_itself_never_tries_again(kind):
    asked = 0

    def fail(request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        raise kind("the line went dead")

    async def once() -> None:
        async with SafeClient(transport=httpx.MockTransport(fail)) as http:
            with pytest.raises((Temporary, Permanent)):
                await http.post("https://network.example/post", json={"text": "x"})

    asyncio.run(once())
    assert asked == 1


@pytest.mark.parametrize("status", STATUSES)
def test_the_client_itself_asks_once_whatever_the_status(status: int):
    asked: list[str] = []

    def wire(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(status, headers=HEADERS)

    async def once() -> int:
        async with SafeClient(transport=httpx.MockTransport(wire)) as http:
            return (await http.post("https://network.example/post", json={})).status

    assert asyncio.run(once()) == status
    assert asked == ["https://network.example/post"]
