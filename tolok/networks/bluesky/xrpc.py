"""Calls to the server that holds an account, signed as its log-in asks.

Two log-ins: a bearer token (app password) and a token bound to a key (OAuth with DPoP), where the
server hands out a nonce first. Harmless calls are made again with it; the visible one never is.
"""

from collections.abc import Mapping
from typing import Any

from tolok.core.outcomes import Outcome
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http, Response
from tolok.networks.bluesky import dpop
from tolok.networks.bluesky.errors import accepted, not_done, refusal, told

NONCE = "dpop-nonce"
WANTS_NONCE = "use_dpop_nonce"
_CHEAP = "com.atproto.server.getSession"


class Server:
    """One account's server for the time of one act."""

    def __init__(self, http: Http, account: Account) -> None:
        self._http = http
        self._account = account
        self._nonce = ""

    async def get(self, call: str, /, **params: Any) -> Response:
        said = await self._signed("GET", call, params=params)
        if wants_nonce(said):
            said = await self._signed("GET", call, params=params)
        return accepted(said, "GET")

    async def post(self, call: str, body: object) -> Response:
        """Only for what may be done twice."""
        said = await self._signed("POST", call, json=body)
        if wants_nonce(said):
            said = await self._signed("POST", call, json=body)
        return accepted(said, "POST")

    async def upload(self, call: str, content: bytes, mime: str) -> Response:
        await self._prepare_nonce()  # else the whole file would be sent twice
        said = await self._signed("POST", call, content=content, mime=mime)
        if wants_nonce(said):
            said = await self._signed("POST", call, content=content, mime=mime)
        return accepted(said, "POST")

    async def once(self, call: str, body: object) -> Response:
        """The visible call: one request, whatever comes back."""
        await self._prepare_nonce()
        said = await self._signed("POST", call, json=body)
        if wants_nonce(said):
            raise not_done(said)
        return accepted(said, "POST")

    async def open(self, call: str, /, **params: Any) -> Response:
        """For what everybody may read: no log-in is sent."""
        said = await self._http.request("GET", self._url(call), params=_plain(params))
        return accepted(said, "GET")

    async def _prepare_nonce(self) -> None:
        if "key" not in self._account.credentials or self._nonce:
            return
        said = await self._signed("GET", _CHEAP)
        if said.status >= 400 and not wants_nonce(said):
            raise refusal(said, "GET")

    async def _signed(
        self,
        method: str,
        call: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: object = None,
        content: bytes | None = None,
        mime: str = "",
    ) -> Response:
        headers = self._headers(method, self._url(call))
        if mime:
            headers["content-type"] = mime
        said = await self._http.request(
            method,
            self._url(call),
            params=_plain(params or {}),
            headers=headers,
            json=json,
            content=content,
        )
        self._nonce = said.headers.get(NONCE, self._nonce)
        return said

    def _headers(self, method: str, url: str) -> dict[str, str]:
        held = self._account.credentials
        if "key" not in held:
            return {"authorization": f"Bearer {held.get('access', '')}"}
        signed = dpop.proof(
            held["key"], method, url, nonce=self._nonce, access=held.get("access", "")
        )
        return {"authorization": f"DPoP {held.get('access', '')}", "dpop": signed}

    def _url(self, call: str) -> str:
        return f"{self._account.server}/xrpc/{call}"


def wants_nonce(said: Response) -> bool:
    """A server says so in the body (log-in) or beside it (data)."""
    if said.status not in (400, 401) or not said.headers.get(NONCE):
        return False
    return told(said)[0] == WANTS_NONCE or WANTS_NONCE in said.headers.get("www-authenticate", "")


async def quietly(call: Any) -> Response | None:
    """The answer to a call that may fail without harm, else None."""
    try:
        said: Response = await call
    except Outcome:
        return None
    return said


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in params.items() if value not in (None, "")}
