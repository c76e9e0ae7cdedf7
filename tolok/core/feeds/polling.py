"""When a feed is read again: its period, what it asks for, how often it failed. Nothing ever stops.

A feed that fails is asked less and less often, at least once a day, and its owner is told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tolok.core.publishing.when import span
from tolok.core.text import Text, say

PERIOD = timedelta(minutes=15)
SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
TELL_AFTER = 5  # failures in a row before the owner is told
_QUIET_AFTER = timedelta(days=14)  # nothing new so long: ask half as often
_WITH_HUB = timedelta(hours=4)  # a hub tells at once; the look is only for what it misses


@dataclass(frozen=True, slots=True)
class Pace:
    """What the next read depends on. `asked`: Retry-After or a lifetime that the source named."""

    period: timedelta = PERIOD
    ttl: timedelta | None = None
    asked: timedelta | None = None
    failures: int = 0
    last_new: datetime | None = None
    hub: bool = False


def next_read(pace: Pace, now: datetime, share: float) -> datetime:
    """`share` (0 to 1) shifts feeds apart, so that a hundred are not read in the same second."""
    wait = max(pace.period, SHORTEST, min(pace.ttl or SHORTEST, LONGEST))
    if pace.last_new is not None and now - pace.last_new > _QUIET_AFTER:
        wait = wait * 2
    if pace.hub:
        wait = max(wait, _WITH_HUB)
    wait = min(wait, LONGEST)
    if pace.failures:
        wait = min(wait * 2 ** min(pace.failures, 10), LONGEST)
    if pace.asked is not None:
        wait = max(wait, min(pace.asked, timedelta(days=7)))
    return now + wait + wait * 0.1 * min(max(share, 0.0), 1.0)


def health(pace: Pace, now: datetime, due: datetime, *, gone: bool, why: Text | None) -> Text:
    """One sentence for the page of the feed."""
    if gone:
        return say(
            "Its server says that it is gone for good. It is still asked once a day.",
            "Server menyatakan feed ini sudah dihapus. Feed tetap ditanya sekali sehari.",
        )
    if not pace.failures:
        return say(
            "Read without trouble; next in {wait}.",
            "Terbaca lancar; berikutnya {wait} lagi.",
            wait=span(due - now),
        )
    return say(
        "Failed {n} times in a row: {why} Next try in {wait}.",
        "Gagal {n} kali berturut-turut: {why} Coba lagi dalam {wait}.",
        n=pace.failures,
        why=why or Text("", ""),
        wait=span(due - now),
    )


def tells_owner(failures: int) -> bool:
    """Once when it has failed often enough, and again at ten times that."""
    return failures in (TELL_AFTER, TELL_AFTER * 10)
