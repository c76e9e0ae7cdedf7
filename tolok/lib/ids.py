"""Ids that sort by time, and secrets that are stored only as their hash."""

import hashlib
import os
import secrets
import time
import uuid


def uuid7() -> uuid.UUID:
    """A UUID version 7 (RFC 9562): 48 bits of milliseconds, then random bits."""
    millis = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (millis & (1 << 48) - 1) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


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
