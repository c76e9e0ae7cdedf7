"""Ids that sort by time, and secrets that are stored only as their hash."""

import hashlib
import os
import secrets
import threading
import time
import uuid

_last = 0
_lock = threading.Lock()


def uuid7() -> uuid.UUID:
    """A UUID version 7 (RFC 9562): each is greater than the one before it in this process.

    48 bits of milliseconds, then 12 bits that count within one (its method 1), then random bits.
    A millisecond with more than 4,096 ids borrows from the next, and so does a clock set back.
    """
    stamp = _next_stamp()
    random = int.from_bytes(os.urandom(8), "big") & (1 << 62) - 1
    return uuid.UUID(int=stamp >> 12 << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0x2 << 62 | random)


def _next_stamp() -> int:
    """Milliseconds and counter as one number that only grows."""
    global _last
    with _lock:
        _last = max(_last + 1, (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 12)
        return _last


def new_secret() -> str:
    """A link or token of 256 bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a secret. Plain SHA-256 is enough: the secret itself is random."""
    return hashlib.sha256(secret.encode()).hexdigest()


def as_uuid(text: object) -> uuid.UUID | None:
    """The id that `text` writes; None, which no row has, when it is no id at all."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def row_id(text: object) -> uuid.UUID:
    """The id that `text` writes; the nil id, which no row has, when it is no id at all."""
    return as_uuid(text) or uuid.UUID(int=0)
