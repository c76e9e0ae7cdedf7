"""Reads an answer's body up to a cap, packed and unpacked, so that no bomb fills the memory."""

import zlib
from collections.abc import AsyncIterable
from typing import cast

import httpx

from tolok.lib import http_failures as failures

_GZIP = 16 + zlib.MAX_WBITS
_PACKINGS = {"": False, "identity": False, "gzip": True, "x-gzip": True}


async def read(response: httpx.Response, method: str, max_bytes: int) -> bytes:
    """The whole body; an outcome when it is larger than `max_bytes`, cut short or broken."""
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in _PACKINGS:
        raise failures.unreadable(method)
    unpacker = _Gzip() if _PACKINGS[packing] else None
    parts: list[bytes] = []
    packed = size = 0
    async for chunk in cast(AsyncIterable[bytes], response.stream):
        packed += len(chunk)
        try:
            part = unpacker.feed(chunk, max_bytes - size) if unpacker else chunk
        except zlib.error as error:
            raise failures.unreadable(method) from error
        size += len(part)
        if max(packed, size) > max_bytes:
            raise failures.too_large(method, max_bytes)
        parts.append(part)
    if unpacker and not unpacker.whole:
        raise failures.unreadable(method)
    return b"".join(parts)


class _Gzip:
    """Unpacks gzip, one member after the other."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._started = False

    @property
    def whole(self) -> bool:
        """Nothing came at all, or the last member is complete."""
        return self._member.eof or not self._started

    def feed(self, data: bytes, room: int) -> bytes:
        """What `data` unpacks to: all of it, or one byte more than `room` holds."""
        unpacked = b""
        while data and len(unpacked) <= room:
            if self._member.eof:
                data = data.lstrip(b"\0")  # padding
                if not data:
                    break
                self._member = zlib.decompressobj(_GZIP)
            self._started = True
            unpacked += self._member.decompress(data, room + 1 - len(unpacked))
            data = self._member.unused_data if self._member.eof else b""
        return unpacked
