"""Record keys in the network's own form: thirteen signs that hold a moment (lexicon format `tid`).

A post's time is read back from its key, so the same key always makes the very same post.
"""

from datetime import UTC, datetime, timedelta
from random import Random

_SIGNS = "234567abcdefghijklmnopqrstuvwxyz"
_LENGTH = 13
_CLOCK_BITS = 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new(now: datetime, rng: Random) -> str:
    """Later milliseconds sort later. Below the millisecond all bits are chance: a million keys."""
    millis = (now - _EPOCH) // timedelta(milliseconds=1)
    number = (millis * 1000 + rng.randrange(1000)) << _CLOCK_BITS | rng.randrange(1 << _CLOCK_BITS)
    signs = (_SIGNS[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))
    return "".join(signs)


def moment(key: str) -> datetime:
    """When the key was made, to the millisecond. A ValueError when it is no such key."""
    if len(key) != _LENGTH or key[0] not in _SIGNS[:16]:
        raise ValueError("not a record key that holds a moment")
    number = 0
    for sign in key:
        number = number << 5 | _SIGNS.index(sign)
    return _EPOCH + timedelta(milliseconds=(number >> _CLOCK_BITS) // 1000)
