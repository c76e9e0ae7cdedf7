"""Every request to a server of the Mastodon API, held against the OpenAPI document of that API.

Where `../shared/specs` is absent nothing is checked; `DOCUMENT` is then empty.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

import httpx
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

from tests.shared import SHARED
from tolok.lib.http_transport import SafeTransport
from tolok.networks.mastodon.oauth import SCOPES

_FILE = SHARED / "specs" / "mastodon-openapi.json"
DOCUMENT: dict[str, Any] = json.loads(_FILE.read_text("utf-8")) if _FILE.exists() else {}
_BEARER = {"type": "http", "scheme": "bearer"}
HOST = "https://mastodon.example"


class Unfit(AssertionError):
    """A request that the document does not describe."""


class Request:
    """As openapi-core reads a request."""

    def __init__(self, request: httpx.Request, content: bytes) -> None:
        self.host_url = HOST
        self.path = _path(request)
        self.method = request.method.lower()
        self.content_type = request.headers.get("content-type", "")
        self.body = content or None
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(list(request.url.params.multi_items())),
            header=Headers(list(request.headers.items())),
        )


class Checked(httpx.AsyncBaseTransport):
    """Refuses, before it leaves, what no server would have to accept."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        check_request(request, await request.aread())
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


@contextmanager
def watched(url: str) -> Iterator[None]:
    """Check what goes to `url` from this process; what did not fit is told at the end as well."""
    where, unfit = httpx.URL(url), list[str]()
    send = SafeTransport.handle_async_request

    async def checked(self: SafeTransport, request: httpx.Request) -> httpx.Response:
        if (request.url.host, request.url.port) == (where.host, where.port):
            try:
                check_request(request, await request.aread())
            except Unfit as wrong:
                unfit.append(str(wrong))
                raise
        return await send(self, request)

    with patch.object(SafeTransport, "handle_async_request", checked):
        yield
    if unfit:
        raise Unfit("; ".join(dict.fromkeys(unfit)))


def check_request(request: httpx.Request, content: bytes) -> None:
    """Path, method, parameters, log-in and body; names that are not documented too."""
    if not DOCUMENT:
        return
    name = f"{request.method} {request.url.path}"
    try:
        _openapi().validate_request(Request(request, content))  # type: ignore[arg-type]
    except OpenAPIError as error:
        raise Unfit(f"{name}: {error}: {error.__cause__}") from error
    _only_known(name, request, content)


def _only_known(name: str, request: httpx.Request, content: bytes) -> None:
    operation = _operation(request.method.lower(), _path(request))
    for scope in _scopes(operation):
        if not any(scope == ours or scope.startswith(f"{ours}:") for ours in SCOPES.split()):
            raise Unfit(f"{name}: the scope {scope} is not asked for at connection")
    queries = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"}
    if strange := set(request.url.params) - queries:
        raise Unfit(f"{name}: no parameter is called {strange}")
    if request.headers.get("content-type", "").startswith("application/json"):
        body = operation["requestBody"]["content"]["application/json"]["schema"]
        if strange := set(json.loads(content)) - _names(body):
            raise Unfit(f"{name}: no field is called {strange}")


def _path(request: httpx.Request) -> str:
    """As it goes over the wire: a slash inside an id is no step of the path."""
    return request.url.raw_path.decode().partition("?")[0]


def _scopes(operation: Mapping[str, Any]) -> list[str]:
    """`profile` is the lesser right where `read:accounts` stands beside it."""
    ways = operation.get("security") or [{}]
    found = [scope for scopes in ways[0].values() for scope in scopes]
    return [each for each in found if each != "profile" or "read:accounts" not in found]


def _operation(method: str, path: str) -> Mapping[str, Any]:
    """The one with the most words of its own: `verify_credentials` is no id of an account."""
    parts = path.split("/")
    fits = [
        (sum(a == b for a, b in zip(template.split("/"), parts, strict=True)), found[method])
        for template, found in mended()["paths"].items()
        if method in found and _same(template.split("/"), parts)
    ]
    if not fits:
        raise Unfit(f"{method} {path} is not in the document")
    operation: Mapping[str, Any] = max(fits, key=lambda each: each[0])[1]
    return operation


def _same(template: list[str], parts: list[str]) -> bool:
    return len(template) == len(parts) and all(
        a == b or a.startswith("{") for a, b in zip(template, parts, strict=True)
    )


def _names(schema: Mapping[str, Any]) -> set[str]:
    schema = resolved(schema)
    found = set(schema.get("properties", ()))
    for key in ("allOf", "anyOf", "oneOf"):
        for each in schema.get(key, ()):
            found |= _names(each)
    return found


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


@cache
def mended() -> dict[str, Any]:
    """The document, with slips put right that its own texts and the RFCs contradict.

    A status may have words beside media or a poll: `oneOf` would refuse every such post. The token
    end points take forms (RFC 6749, 4.1.3; RFC 7009), the document shows JSON alone.
    `redirect_uris` may be one address (all versions) or a list (4.3 and later). Its log-in is read
    as the header that it is, since openapi-core knows no `oauth2`; scopes are checked here. A file
    is bytes.
    """
    found: dict[str, Any] = json.loads(json.dumps(DOCUMENT))
    paths = found["paths"]
    body = paths["/api/v1/statuses"]["post"]["requestBody"]["content"]["application/json"]
    body["schema"] = {"anyOf": body["schema"]["oneOf"]}
    for name in ("/oauth/token", "/oauth/revoke"):
        body = paths[name]["post"]["requestBody"]["content"]
        body["application/x-www-form-urlencoded"] = body["application/json"]
    app = paths["/api/v1/apps"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    uris = app["properties"]["redirect_uris"]
    app["properties"]["redirect_uris"] = {"anyOf": [uris, uris["items"]]}
    media = paths["/api/v2/media"]["post"]["requestBody"]["content"]["multipart/form-data"]
    media["schema"]["properties"]["file"] = {}
    schemes = found["components"]["securitySchemes"]
    found["components"]["securitySchemes"] = dict.fromkeys(schemes, _BEARER)
    return found


@cache
def _openapi() -> OpenAPI:
    return OpenAPI.from_dict(mended(), config=Config(spec_validator_cls=None))  # type: ignore[arg-type]
