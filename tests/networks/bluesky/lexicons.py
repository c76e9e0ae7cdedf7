"""Every request to a server of the AT Protocol, held against the official lexicons.

Where `../shared/specs` is absent nothing is checked; `LEXICONS` is then empty.
"""

import json
import re
from typing import Any

import httpx

from tests.shared import SHARED
from tolok.core.publishing.graphemes import count

_FILE = SHARED / "specs" / "bluesky-lexicons.json"
LEXICONS: dict[str, Any] = json.loads(_FILE.read_text()) if _FILE.exists() else {}
_FORMATS = {
    "did": r"did:[a-z]+:[a-zA-Z0-9._:%-]+",
    "at-uri": r"at://[^/]+(/[a-zA-Z0-9.]+(/[\w.~:-]+)?)?",
    "cid": r"[a-zA-Z0-9+]{8,}",
    "nsid": r"[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+){2,}",
    "tid": r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}",
    "record-key": r"[\w.~:-]{1,512}",
    "at-identifier": r"did:.+|[^:/@]+\.[^:/@]+",
    "handle": r"[^:/@]+\.[^:/@]+",
    "uri": r"[a-z][a-z0-9+.-]*:\S+",
    "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
    "language": r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]+)*",
}


class Checked(httpx.AsyncBaseTransport):
    """Refuses, before it leaves, what no server would have to accept."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if LEXICONS and request.url.path.startswith("/xrpc/"):
            check_request(request)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


def check_request(request: httpx.Request) -> None:
    """An AssertionError that names the part that does not fit."""
    name = request.url.path.removeprefix("/xrpc/")
    main = LEXICONS[name]["defs"]["main"]
    assert request.method == {"query": "GET", "procedure": "POST"}[main["type"]], name
    _params(name, main.get("parameters", {}), request.url.params)
    wanted = main.get("input")
    if wanted is None:
        assert not request.content, f"{name} takes no body"
    elif wanted["encoding"] == "application/json":
        assert request.headers["content-type"] == "application/json"
        body = json.loads(request.content)
        check(name, wanted["schema"], body, name)
        if "record" in body:
            check(body["collection"], {"type": "ref", "ref": body["collection"]}, body["record"])
            assert re.fullmatch(_FORMATS["tid"], body["rkey"])
    else:
        assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", request.headers["content-type"])


def check(base: str, schema: dict[str, Any], value: Any, path: str = "") -> None:
    """`schema` is read relative to the lexicon `base`."""
    kind = schema["type"]
    if kind == "ref":
        name, found = _resolve(base, schema["ref"])
        return check(name, found, value, path)
    if kind == "record":
        return check(base, schema["record"], value, path)
    if kind == "union":
        names = [_absolute(base, one) for one in schema["refs"]]
        assert value["$type"] in names, f"{path}: {value['$type']} is none of {names}"
        name, found = _resolve(base, value["$type"])
        return check(name, found, value, path)
    {
        "object": _object,
        "array": _array,
        "string": _string,
        "integer": _integer,
        "boolean": lambda b, s, v, p: _is(bool, v, p),
        "blob": _blob,
        "unknown": lambda b, s, v, p: _is(dict, v, p),
    }[kind](base, schema, value, path)
    return None


def _object(base: str, schema: dict[str, Any], value: Any, path: str) -> None:
    _is(dict, value, path)
    for name in schema.get("required", ()):
        assert name in value, f"{path}.{name} is missing"
    for name, inner in value.items():
        if name == "$type":
            continue
        assert name in schema["properties"], f"{path}.{name} is unknown"
        if inner is None:
            assert name in schema.get("nullable", ()), f"{path}.{name} may not be null"
            continue
        check(base, schema["properties"][name], inner, f"{path}.{name}")


def _array(base: str, schema: dict[str, Any], value: Any, path: str) -> None:
    _is(list, value, path)
    assert len(value) <= schema.get("maxLength", len(value)), f"{path}: too many"
    for place, one in enumerate(value):
        check(base, schema["items"], one, f"{path}[{place}]")


def _string(base: str, schema: dict[str, Any], value: Any, path: str) -> None:
    _is(str, value, path)
    assert len(value.encode()) <= schema.get("maxLength", 10**9), f"{path}: too many bytes"
    assert count(value) <= schema.get("maxGraphemes", 10**9), f"{path}: too many graphemes"
    if "format" in schema:
        assert re.fullmatch(_FORMATS[schema["format"]], value), f"{path}: {value!r}"


def _integer(base: str, schema: dict[str, Any], value: Any, path: str) -> None:
    assert type(value) is int, path
    assert schema.get("minimum", value) <= value <= schema.get("maximum", value), path


def _blob(base: str, schema: dict[str, Any], value: Any, path: str) -> None:
    assert set(value) == {"$type", "ref", "mimeType", "size"}, path
    assert value["$type"] == "blob"
    kinds = [one.replace("*", ".*") for one in schema.get("accept", ("*",))]
    assert any(re.fullmatch(one, value["mimeType"]) for one in kinds), path
    assert value["size"] <= schema.get("maxSize", value["size"]), path


def _params(name: str, schema: dict[str, Any], given: httpx.QueryParams) -> None:
    known = schema.get("properties", {})
    assert set(given) <= set(known), f"{name} takes {sorted(known)}"
    assert set(schema.get("required", ())) <= set(given), name
    for key in set(given):
        values: list[Any] = given.get_list(key)
        inner = known[key]
        if inner["type"] == "array":
            check(name, inner, values, key)
        else:
            assert len(values) == 1
            value = int(values[0]) if inner["type"] == "integer" else values[0]
            check(name, inner, value, key)


def _resolve(base: str, ref: str) -> tuple[str, dict[str, Any]]:
    name, _, part = _absolute(base, ref).partition("#")
    found: dict[str, Any] = LEXICONS[name]["defs"][part or "main"]
    return name, found


def _absolute(base: str, ref: str) -> str:
    ref = ref.removeprefix("lex:")
    return f"{base}{ref}" if ref.startswith("#") else ref


def _is(kind: type, value: Any, path: str) -> None:
    assert isinstance(value, kind), f"{path} is no {kind.__name__}"
