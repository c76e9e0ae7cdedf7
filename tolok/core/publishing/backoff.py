"""How long to wait: growing waits with jitter, and what a network asked for, which always wins."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)


def wait(
    attempt: int,
    rng: Random,
    *,
    first: timedelta = FIRST_WAIT,
    longest: timedelta = LONGEST_WAIT,
) -> timedelta:
    """The wait after the `attempt`-th try (1, 2, …): doubled each time, between half and whole."""
    whole = min(longest, first * 2 ** min(max(attempt, 1) - 1, 30))
    return whole * (0.5 + rng.random() / 2)


def not_before(asked: datetime | None, now: datetime, length: timedelta) -> datetime:
    """The later of our own wait and the moment that the network named."""
    ours = now + length
    return ours if asked is None else max(ours, asked)


def retry_after(value: str, now: datetime) -> datetime | None:
    """A `Retry-After` header: seconds or an HTTP date. Unreadable or past: None."""
    text = value.strip()
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return _later(now, float(text))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if moment > now else None


def _later(now: datetime, seconds: float) -> datetime | None:
    try:
        return now + timedelta(seconds=seconds)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)
