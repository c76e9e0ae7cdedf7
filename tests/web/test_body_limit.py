"""Bodies above the upload limit never reach the application."""

import asyncio

from tolok.web.body_limit import limited

LIMIT = 100


async def echo(scope, receive, send):
    """Reads the whole body and answers with its length; "cut" when the client seems gone."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return await send({"type": "http.response.body", "body": b"cut"})
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    return await send({"type": "http.response.body", "body": str(size).encode()})


def call(parts: list[bytes], headers: list[tuple[bytes, bytes]]) -> list[dict]:
    waiting = [
        {"type": "http.request", "body": p, "more_body": n + 1 < len(parts)}
        for n, p in enumerate(parts)
    ]
    sent: list[dict] = []

    async def receive():
        return waiting.pop(0)

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "headers": headers}
    asyncio.run(limited(echo, LIMIT)(scope, receive, send))
    return sent


def test_a_body_within_the_limit_passes_whole():
    assert call([b"a" * 60, b"b" * 40], [(b"content-length", b"100")])[-1]["body"] == b"100"


def test_a_body_that_states_too_large_a_size_is_refused_with_the_reason():
    first, second = call([b"a"], [(b"Content-Length", b"101")])
    assert first["status"] == 413
    assert b"TOLOK_UPLOAD_MB" in second["body"]


def test_a_body_that_hides_its_size_is_cut_off_at_the_limit():
    assert call([b"a" * 60, b"b" * 60], [])[-1]["body"] == b"cut"
