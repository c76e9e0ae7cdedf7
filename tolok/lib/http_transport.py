"""Carries a request to the very address that was checked: no second look-up, no proxy, no retry.

The name is resolved once for each connection and the connection goes to the answer, so a name that
changes its address in between leads nowhere else. TLS and `Host` keep the name.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import cast

import httpcore
import httpx

from tolok.lib.addresses import Address, Reach, literal

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

MOST_ADDRESSES = 4  # tried in turn until one takes the connection
CONNECTIONS = 20
KEEP_ALIVE_S = 5.0  # short: a call on a connection that the server has just closed is ambiguous


# At its debug level httpcore writes down whole heads of answers: cookies, tokens and addresses that
# hold one. No setting of ours may bring that into a log.
logging.getLogger("httpcore").setLevel(logging.INFO)


async def system_resolve(host: str, port: int) -> Sequence[str]:
    """The addresses the system knows for a name, in the order it prefers."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class _Dialler(httpcore.AsyncNetworkBackend):
    """Opens connections of one scheme, to checked addresses only."""

    def __init__(self, scheme: str, reach: Reach, resolve: Resolve) -> None:
        self._scheme = scheme
        self._reach = reach
        self._resolve = resolve
        self._sockets = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = (await self._checked(host, port, timeout))[:MOST_ADDRESSES]
        patience = None if timeout is None else timeout / len(addresses)
        for address in addresses[:-1]:
            try:
                return await self._open(address, port, patience)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._open(addresses[-1], port, patience)

    async def _open(self, address: Address, port: int, timeout: float | None) -> "_Socket":
        return _Socket(await self._sockets.connect_tcp(str(address), port, timeout=timeout))

    async def _checked(self, host: str, port: int, timeout: float | None) -> Sequence[Address]:
        address = literal(host)
        if address is not None:
            self._reach.check(address, self._scheme, port)
            return [address]
        try:
            async with asyncio.timeout(timeout):
                found = await self._resolve(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("the name was not resolved in time") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("the name could not be resolved") from error
        return self._reach.addresses(found, self._scheme, port)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise httpcore.UnsupportedProtocol("only addresses of the internet are called")

    async def sleep(self, seconds: float) -> None:
        raise RuntimeError("nothing is tried again here")


class _Socket(httpcore.AsyncNetworkStream):
    """A connection that is closed, too, when a handshake is cancelled half-way.

    httpcore 1.0.9 closes it after errors only; the cap on the time of a call is a cancellation.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            return await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except asyncio.CancelledError:
            await self._stream.aclose()
            raise

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class SafeTransport(httpx.AsyncBaseTransport):
    """For `SafeClient`, and for libraries that take an httpx transport (authlib)."""

    def __init__(
        self,
        reach: Reach,
        *,
        resolve: Resolve = system_resolve,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        self._reach = reach
        self._resolve = resolve
        self._verify = verify
        self._pools: dict[str, httpcore.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = self._reach.url(str(request.url))  # for callers other than SafeClient
        with _errors_of_httpx():
            answer = await self._pool(url.scheme).handle_async_request(_for_httpcore(request, url))
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Stream(cast(AsyncIterator[bytes], answer.stream), answer.aclose),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()

    def _pool(self, scheme: str) -> httpcore.AsyncConnectionPool:
        """A pool for each scheme, as its dialler must know it. TLS is set up at the first use."""
        if scheme not in self._pools:
            context = self._verify
            if scheme == "https" and context is None:
                context = httpx.create_ssl_context(trust_env=False)
            self._pools[scheme] = httpcore.AsyncConnectionPool(
                ssl_context=context,
                max_connections=CONNECTIONS,
                keepalive_expiry=KEEP_ALIVE_S,
                retries=0,
                network_backend=_Dialler(scheme, self._reach, self._resolve),
            )
        return self._pools[scheme]


class _Stream(httpx.AsyncByteStream):
    def __init__(self, parts: AsyncIterator[bytes], close: Callable[[], Awaitable[None]]) -> None:
        self._parts = parts
        self._close = close

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _errors_of_httpx():
            async for part in self._parts:
                yield part

    async def aclose(self) -> None:
        await self._close()


def _for_httpcore(request: httpx.Request, url: httpx.URL) -> httpcore.Request:
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        ),
        headers=request.headers.raw,
        content=cast(httpx.AsyncByteStream, request.stream),
        extensions=request.extensions,
    )


_ERRORS = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)


@contextmanager
def _errors_of_httpx() -> Iterator[None]:
    """httpx names its errors as httpcore does, which passes on a line that TLS cannot read."""
    try:
        yield
    except ssl.SSLError as error:
        raise httpx.ReadError("the encrypted line broke") from error
    except (*_ERRORS, httpcore.ProxyError, httpcore.UnsupportedProtocol) as error:
        kind: type[httpx.TransportError] = getattr(httpx, type(error).__name__)
        raise kind(str(error)) from error
