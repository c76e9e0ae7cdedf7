"""A strict server of the AT Protocol in memory, for what a real one does not do on demand.

It keeps records and blobs as the real one does (measured against @atproto/pds 0.5.35), and can
be told to lose answers, break them off, refuse, or ask for a nonce.
"""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import httpx

from tests.networks.bluesky.lexicons import Checked
from tolok.core.publishing.account import Account
from tolok.lib.http import SafeClient

SERVER = "https://pds.example"
DID = "did:plc:abcdefghijklmnopqrstuvwx"
Reply = Callable[[httpx.Request], httpx.Response]


def account(**credentials: str) -> Account:
    held = credentials or {"access": "good", "refresh": "once"}
    return Account(SERVER, DID, "toko.example", credentials=held)


def refused(status: int, name: str, words: str = "", **headers: str) -> httpx.Response:
    given = {key.replace("_", "-"): value for key, value in headers.items()}
    return httpx.Response(status, json={"error": name, "message": words}, headers=given)


@dataclass(slots=True)
class Fake:
    """`on` replaces the answer to one call; `after` replaces it once the call was carried out."""

    records: dict[str, Any] = field(default_factory=dict)
    on: dict[str, Reply] = field(default_factory=dict)
    after: dict[str, Reply] = field(default_factory=dict)
    seen: list[tuple[str, str]] = field(default_factory=list)
    nonce: str = ""

    def http(self) -> SafeClient:
        return SafeClient(transport=Checked(httpx.MockTransport(self.answer)))

    def times(self, call: str) -> int:
        return sum(1 for _, name in self.seen if name == call)

    def answer(self, request: httpx.Request) -> httpx.Response:
        call = request.url.path.removeprefix("/xrpc/")
        self.seen.append((request.method, call))
        if call in self.on:
            return self.on[call](request)
        said = self._carried_out(call, request)
        return self.after[call](request) if call in self.after else said

    def _carried_out(self, call: str, request: httpx.Request) -> httpx.Response:
        open_to_all = ("com.atproto.repo.getRecord", "com.atproto.repo.listRecords")
        signed = request.headers.get("authorization", "")
        if self.nonce and signed.startswith("DPoP ") and not self._has_nonce(request):
            return httpx.Response(
                401,
                json={"error": "use_dpop_nonce"},
                headers={
                    "dpop-nonce": self.nonce,
                    "www-authenticate": 'DPoP error="use_dpop_nonce"',
                },
            )
        if call not in open_to_all and signed not in ("Bearer good", "DPoP good"):
            return refused(400, "InvalidToken", "Malformed token")
        match call:
            case "com.atproto.repo.putRecord":
                return self._put(json.loads(request.content))
            case "com.atproto.repo.getRecord":
                found = self.records.get(request.url.params["rkey"])
                return _given(found) if found else refused(400, "RecordNotFound")
            case "com.atproto.repo.listRecords":
                newest = [self.records[key] for key in sorted(self.records, reverse=True)]
                return _given({"records": newest})
            case "com.atproto.repo.uploadBlob":
                return _given({"blob": _blob(request)})
            case "com.atproto.server.getSession":
                return _given({"did": DID, "handle": "toko.example"})
        return refused(501, "MethodNotImplemented")

    def _put(self, body: dict[str, Any]) -> httpx.Response:
        uri = f"at://{DID}/{body['collection']}/{body['rkey']}"
        made = {"uri": uri, "cid": _cid(body["record"]), "value": body["record"]}
        there = self.records.get(body["rkey"])
        if there and there["cid"] != made["cid"] and body.get("swapRecord", "") is None:
            return refused(400, "InvalidSwap", "Record was at another state")
        self.records[body["rkey"]] = made
        return _given({"uri": uri, "cid": made["cid"]})

    def _has_nonce(self, request: httpx.Request) -> bool:
        proof = request.headers.get("dpop", "..").split(".")[1]
        return self.nonce in _decoded(proof).get("nonce", "")


def _decoded(part: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)) or b"{}")
    return found


def _given(body: object) -> httpx.Response:
    return httpx.Response(200, json=body, headers={"RateLimit-Remaining": "2999"})


def _cid(record: object) -> str:
    return "bafyrei" + sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()


def _blob(request: httpx.Request) -> dict[str, Any]:
    data = request.content
    ref = {"$link": "bafkrei" + sha256(data).hexdigest()}
    mime = request.headers["content-type"]
    return {"$type": "blob", "ref": ref, "mimeType": mime, "size": len(data)}
