"""A web server on this machine that answers with the very bytes a test gives it, and counts."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

HANG = b"hang"  # take the request, say nothing
RESET = b"reset"  # take the request, break the connection
ENDLESS = b"endless"  # a body without an end


@dataclass(frozen=True, slots=True)
class Seen:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Server:
    reply: Callable[[Seen], bytes]
    port: int = 0
    connections: int = 0
    requests: list[Seen] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


def answer(status: int = 200, body: bytes = b"ok", **headers: str) -> bytes:
    """A plain answer; header names are written with _ for -."""
    lines = [f"HTTP/1.1 {status} Whatever"]
    given = {k.replace("_", "-"): v for k, v in headers.items()}
    if status != 204 and status != 304 and "transfer-encoding" not in given:
        given.setdefault("content-length", str(len(body)))
    lines += [f"{name}: {value}" for name, value in given.items()]
    whole = body if status not in (204, 304) else b""
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + whole


@asynccontextmanager
async def serve(
    reply: Callable[[Seen], bytes] | bytes, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    """`async with serve(answer(200)) as server:`, on a free port of 127.0.0.1."""
    server = Server(reply if callable(reply) else lambda _: reply)
    writers: set[asyncio.StreamWriter] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        writers.add(writer)
        try:
            while await _one(server, reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    listener = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for writer in writers:
            writer.transport.abort()
        for _ in range(20):  # connections that broke off in a handshake have no writer to wait for
            await asyncio.sleep(0)
        await listener.wait_closed()


async def _one(server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Take a request and answer it; whether the connection stays open."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers: dict[str, str] = {}
    for name, value in (line.split(":", 1) for line in head[1:] if line):
        known = headers.get(name.lower())
        headers[name.lower()] = f"{known}, {value.strip()}" if known else value.strip()
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    if headers.get("transfer-encoding") == "chunked":
        body = await _chunks(reader)
    server.requests.append(Seen(method, target, headers, body))
    said = server.reply(server.requests[-1])
    if said == RESET:
        return False
    if said == HANG:
        await reader.read()
        return False
    if said == ENDLESS:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not writer.transport.is_closing():
            writer.write(b"x" * 65_536)
            await writer.drain()
    writer.write(said)
    await writer.drain()
    head, _, body = said.partition(b"\r\n\r\n")
    whole = f"content-length: {len(body)}\r".encode() in head.lower() + b"\r"
    return whole or said[9:12] in (b"204", b"304")


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readline(), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readline()
    return body
