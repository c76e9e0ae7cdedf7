"""What a connector may do on the wire. `lib/http.SafeClient` is it; tests may put another there."""

from collections.abc import AsyncIterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from tolok.core.outcomes import RateLimit


class Response(Protocol):
    """What a server said; see `lib/http.Answer`."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...
    @property
    def text(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def rate(self) -> RateLimit | None: ...

    def json(self) -> Any: ...
    def expect(self) -> "Response": ...


class Http(Protocol):
    """One call, one request; raises the outcomes of `core/outcomes.py` and nothing else."""

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
    ) -> Response: ...
