"""Refuses request bodies larger than the upload limit before they fill the disk."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def limited(app: App, max_bytes: int) -> App:
    """`app` behind the limit. A body that says its size is refused at once, with the reason.

    One that does not say it (chunked) is cut off where it passes the limit.
    """

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if _stated(scope) > max_bytes:
            await _refuse(send, max_bytes)
        else:
            await app(scope, _counting(receive, max_bytes), send)

    return guarded


def _stated(scope: Scope) -> int:
    for name, value in scope.get("headers", ()):
        if bytes(name).lower() == b"content-length" and bytes(value).isdigit():
            return int(value)
    return 0


def _counting(receive: Receive, max_bytes: int) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > max_bytes else message

    return counted


async def _refuse(send: Send, max_bytes: int) -> None:
    limit = f"{max_bytes / 1e6:.0f} MB"
    body = json.dumps(
        {
            "type": "/docs/problems#file-too-large",
            "title": "Too large · Terlalu besar",
            "status": 413,
            "detail": f"More than {limit} were sent at once. · Lebih dari {limit} sekaligus.",
            "fix": "Send fewer files at a time, or raise TOLOK_UPLOAD_MB. · "
            "Kirim lebih sedikit berkas, atau naikkan TOLOK_UPLOAD_MB.",
        },
        ensure_ascii=False,
    ).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
