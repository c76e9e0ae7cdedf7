"""The only door to other people's servers: one call, one request, to a public address, within caps.

Refuses inner addresses, cookies, proxies and trying again. What comes back is an `Answer` or one
of the outcomes in `core/outcomes.py`, and nothing else.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import httpx

from tolok import __version__
from tolok.core.outcomes import RateLimit, Refused
from tolok.core.text import Text
from tolok.lib import http_failures as failures
from tolok.lib.addresses import Reach, port_of
from tolok.lib.answers import parsed
from tolok.lib.http_body import read
from tolok.lib.http_transport import Resolve, SafeTransport, system_resolve
from tolok.lib.rate_headers import rate_limit

AGENT = f"Tolok/{__version__}"
MOST_HOPS = 5
_MOVED = frozenset((301, 302, 303, 307, 308))
_SAFE_METHODS = frozenset(("GET", "HEAD"))
# Set by this client alone.
_OURS = frozenset(("host", "user-agent", "cookie", "accept-encoding", "expect", "te", "trailer"))
_OURS |= {"connection", "keep-alive", "content-length", "transfer-encoding", "upgrade"}
_OURS |= {"proxy-authorization", "proxy-connection"}
# What may follow a redirect to another server: nothing that could be a credential.
_HARMLESS = frozenset(("accept", "accept-language", "if-none-match", "if-modified-since", "range"))
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e]*")
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
# Codecs of Python that no page is written in: they fail, or take minutes for a megabyte.
_NO_CHARSET = re.compile(r"idna|puny|undefined|escape", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """`max_bytes` caps the answer, both as sent and as unpacked. `total_s` covers all redirects."""

    max_bytes: int = 8 * 1024 * 1024
    total_s: float = 30
    wait_s: float = 15  # for the connection, and for each read or write to move on


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect that was followed: its status, and where it led."""

    status: int
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. Its parts that may hold secrets are not in its `repr`."""

    status: int
    method: str
    received_at: datetime
    url: str = field(repr=False)  # the last one, after redirects
    headers: httpx.Headers = field(repr=False)
    body: bytes = field(repr=False)
    hops: tuple[Hop, ...] = field(default=(), repr=False)

    @property
    def rate(self) -> RateLimit | None:
        return rate_limit(self.headers, self.received_at)

    @property
    def text(self) -> str:
        """Bytes that the named encoding (else UTF-8) does not have become �."""
        match = _CHARSET.search(self.headers.get("content-type", ""))
        named = match[1] if match and not _NO_CHARSET.search(match[1]) else "utf-8"
        try:
            return self.body.decode(named, "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON; `Temporary` when it is none, for then nobody knows what was done."""
        try:
            return parsed(self.body)
        except ValueError as error:
            raise failures.unreadable(self.method, self.rate) from error

    def expect(self) -> "Answer":
        """Itself when it is good (2xx, 304); else the outcome that the status alone tells.

        A connector that can read the body's own error code looks there first.
        """
        if 200 <= self.status < 300 or self.status == 304:
            return self
        raise failures.of_status(self.status, self.method, self.headers, self.received_at)


class SafeClient:
    """`async with SafeClient() as http: answer = (await http.get(url)).expect()`.

    `allow` opens networks of one's own, for development and tests. `resolve`, `verify`, `transport`
    and `clock` are what tests put in their place. Belongs to one event loop.
    """

    def __init__(
        self,
        *,
        allow: Iterable[str] = (),
        plain_http: bool = False,
        limits: Limits | None = None,
        resolve: Resolve = system_resolve,
        verify: ssl.SSLContext | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._reach = Reach.of(allow, plain_http=plain_http)
        self._limits = limits or Limits()
        self._transport = transport or SafeTransport(self._reach, resolve=resolve, verify=verify)
        self._clock = clock

    async def __aenter__(self) -> "SafeClient":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._transport.aclose()

    async def get(self, url: str, **given: Any) -> Answer:
        """As `request`."""
        return await self.request("GET", url, **given)

    async def post(self, url: str, **given: Any) -> Answer:
        """As `request`."""
        return await self.request("POST", url, **given)

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | str | AsyncIterable[bytes] | None = None,
        form: Mapping[str, Any] | None = None,
        files: Any = None,
        json: Any = None,
        limits: Limits | None = None,
        follow: bool = True,
    ) -> Answer:
        """One call. Only GET and HEAD follow redirects; `params` join the address's own query."""
        limits = limits or self._limits
        where = self._reach.url(url)
        if params:
            where = where.copy_merge_params(params)
        request = httpx.Request(
            method.upper(),
            where,
            headers=_own_headers(headers or {}),
            content=content,
            data=dict(form) if form is not None else None,
            files=files,
            json=json,
        )
        call = _Call(self._transport, self._reach, limits)
        return await call.run(request, follow=follow, clock=self._clock)


class _Call:
    """The one request of a call, with the redirects it is led along."""

    def __init__(self, transport: httpx.AsyncBaseTransport, reach: Reach, limits: Limits) -> None:
        self._transport = transport
        self._reach = reach
        self._limits = limits
        self._sent = not isinstance(
            transport, SafeTransport
        )  # others do not tell: assume the worst

    async def run(
        self, request: httpx.Request, *, follow: bool, clock: Callable[[], datetime]
    ) -> Answer:
        try:
            async with asyncio.timeout(self._limits.total_s):
                return await self._walk(request, follow, clock)
        except TimeoutError as error:
            raise failures.too_slow(request.method, sent=self._sent) from error
        except httpx.TransportError as error:
            raise failures.of_transport(error, request.method) from error

    async def _walk(
        self, request: httpx.Request, follow: bool, clock: Callable[[], datetime]
    ) -> Answer:
        hops: list[Hop] = []
        while True:
            response = await self._send(request)
            try:
                target = _target(request, response) if follow else None
                if target is None:
                    body = await read(response, request.method, self._limits.max_bytes)
                    return Answer(
                        status=response.status_code,
                        method=request.method,
                        received_at=clock(),
                        url=str(request.url),
                        headers=response.headers,
                        body=body,
                        hops=tuple(hops),
                    )
            finally:
                await response.aclose()
            request = self._redirected(request, target, hops)
            hops.append(Hop(response.status_code, str(request.url)))

    async def _send(self, request: httpx.Request) -> httpx.Response:
        timeout = httpx.Timeout(self._limits.wait_s).as_dict()
        request.extensions = {"timeout": timeout, "trace": self._trace}
        return await self._transport.handle_async_request(request)

    async def _trace(self, event: str, about: Mapping[str, Any]) -> None:
        if event.endswith("send_request_headers.started"):
            self._sent = True

    def _redirected(self, request: httpx.Request, target: str, hops: list[Hop]) -> httpx.Request:
        if len(hops) == MOST_HOPS:
            raise failures.too_many_hops()
        url = self._reach.url(target)
        if request.url.scheme == "https" and url.scheme != "https":
            raise Refused(
                Text(
                    "The server redirects to an address that is not encrypted.",
                    "Server mengalihkan ke alamat yang tidak terenkripsi.",
                )
            )
        headers = request.headers.copy()
        del headers["host"]
        if _origin(url) != _origin(request.url):
            kept = _HARMLESS | {"user-agent", "accept-encoding"}
            headers = httpx.Headers([(k, v) for k, v in headers.items() if k in kept])
        return httpx.Request(request.method, url, headers=headers)


def _target(request: httpx.Request, response: httpx.Response) -> str | None:
    """Where a redirect leads; None when there is nothing to follow.

    A call that changes something is never sent on to another address: that would be a second call.
    """
    location = response.headers.get("location", "")
    if response.status_code not in _MOVED or not location:
        return None
    if request.method not in _SAFE_METHODS:
        return None
    try:
        return str(request.url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused(
            Text(
                "The server redirects to something that is no web address.",
                "Server mengalihkan ke sesuatu yang bukan alamat web.",
            )
        ) from error


def _origin(url: httpx.URL) -> tuple[str, bytes, int]:
    return url.scheme, url.raw_host, port_of(url)


def _own_headers(given: Mapping[str, str]) -> httpx.Headers:
    ours = sorted(name for name in given if name.lower() in _OURS)
    if ours:
        raise ValueError(f"set by the client alone: {', '.join(ours)}")
    if not all(_HEADER_VALUE.fullmatch(value) for value in given.values()):
        raise Refused(
            Text(
                "A token or key holds a line break or a character that none can hold.",
                "Token atau kunci memuat ganti baris atau karakter yang tidak semestinya.",
            ),
            Text(
                "Copy it again, without anything around it.", "Salin lagi tanpa tambahan apa pun."
            ),
        )
    headers = httpx.Headers({"accept": "*/*"})
    headers.update(given)
    headers.update({"user-agent": AGENT, "accept-encoding": "gzip"})
    return headers
