"""The time that X and TikTok write into the top bits of the ids of their posts ("snowflakes").

Refuses ids that are not of this kind: the answer is None, never a wrong day.
"""

from datetime import UTC, datetime, timedelta

_X_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)  # X counts milliseconds from here
_X_FIRST = 27_888_448_000  # the first id of this kind; older ones only count up
_UNIX = datetime(1970, 1, 1, tzinfo=UTC)
_TIKTOK_FROM, _TIKTOK_TO = datetime(2014, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def x_moment(id: str) -> datetime | None:
    """When an X post was made, to the second."""
    if not (id.isascii() and id.isdigit()) or not _X_FIRST < int(id) < 2**63:
        return None
    return (_X_EPOCH + timedelta(milliseconds=int(id) >> 22)).replace(microsecond=0)


def tiktok_moment(id: str) -> datetime | None:
    """When a TikTok video was uploaded (its publication may be planned for later)."""
    if not (id.isascii() and id.isdigit()) or not 2**60 < int(id) < 2**63:
        return None
    moment = _UNIX + timedelta(seconds=int(id) >> 32)
    return moment if _TIKTOK_FROM < moment < _TIKTOK_TO else None
