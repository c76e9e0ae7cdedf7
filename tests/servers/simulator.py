"""What the simulators of blind networks share: a wire in memory that can fail, and its forms.

They are written from the official documents, strictly: what is not documented is refused.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any, cast

import httpx

from tolok.lib.http import SafeClient

Refuse = Callable[[str], httpx.Response]


@dataclass(slots=True)
class Given:
    """What a call brought: its fields, and its files by the name of their part."""

    fields: dict[str, Any]
    files: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)  # name, mime, bytes


@dataclass(slots=True)
class Simulator:
    """`faults` are used up in order by calls that post: lost before or after, cut, limit, trouble.

    `seen` holds each call as (method, path) in order; `published` the paths that posted.
    """

    faults: list[str] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)

    def http(self) -> SafeClient:
        return SafeClient(transport=httpx.MockTransport(self._wire))

    def posts(self, request: httpx.Request) -> bool:
        """Is this the one visible call?"""
        raise NotImplementedError

    def answer(self, request: httpx.Request) -> httpx.Response:
        raise NotImplementedError

    def limit(self) -> httpx.Response:
        raise NotImplementedError

    def held(self) -> list[str]:
        """The texts that stand there: the truth."""
        raise NotImplementedError

    def times_posted(self) -> int:
        return sum(1 for request in self.requests if self.posts(request))

    def _wire(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        self.seen.append((request.method, request.url.path))
        fault = self.faults.pop(0) if self.faults and self.posts(request) else ""
        match fault:
            case "lost before":
                raise httpx.ReadTimeout("the line went dead", request=request)
            case "limit":
                return self.limit()
            case "trouble":
                return httpx.Response(502, text="<h1>Bad gateway</h1>")
        said = self.answer(request)
        match fault:
            case "lost after":
                raise httpx.ReadTimeout("the line went dead", request=request)
            case "cut":
                return httpx.Response(200, content=said.content[: len(said.content) // 2])
        return said


def given(request: httpx.Request) -> Given:
    """Query, JSON or form, as the servers read them."""
    fields: dict[str, Any] = dict(request.url.params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        return Given(fields | json.loads(request.content))
    if kind.startswith("multipart/form-data"):
        return _parts(fields, kind, request.content)
    assert not request.content, f"a body of another kind: {kind}"
    return Given(fields)


def _parts(fields: dict[str, Any], kind: str, body: bytes) -> Given:
    whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    found = Given(fields)
    for part in cast("list[Message]", whole.get_payload()):
        name = str(part.get_param("name", header="content-disposition"))
        content = cast(bytes, part.get_payload(decode=True))
        if file := part.get_filename():
            found.files[name] = (file, part.get_content_type(), content)
        else:
            found.fields[name] = content.decode()
    return found
