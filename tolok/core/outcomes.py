"""How a call to a network can end badly: a closed set, so that the delivery machine needs no guess.

A connector raises `Temporary` or `Permanent`; nothing else leaves it. Neither ever means "sent
again": only the delivery machine repeats a call, and `maybe_done` tells it to ask first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tolok.core.text import Text


class Cause(StrEnum):
    """What went wrong, as the delivery machine and the pages tell cases apart."""

    AUTH_EXPIRED = "auth_expired"
    PERMISSION = "permission"
    RATE_LIMITED = "rate_limited"
    INVALID = "invalid"
    MEDIA_REJECTED = "media_rejected"
    DUPLICATE = "duplicate"
    GONE = "gone"
    MOVED = "moved"
    REFUSED = "refused"  # by Tolok itself: nothing was sent
    TOO_LARGE = "too_large"
    NETWORK_DOWN = "network_down"  # nothing arrived
    SERVER_ERROR = "server_error"
    AMBIGUOUS = "ambiguous"  # sent, and no answer that can be read


@dataclass(frozen=True, slots=True)
class RateLimit:
    """How many calls are left and until when, as far as the answer said so.

    `used` is the share (0 to 1 and above) for networks that tell a percentage and no number.
    """

    remaining: int | None = None
    resets_at: datetime | None = None
    limit: int | None = None
    used: float | None = None

    @property
    def spent(self) -> bool:
        """No further call may be made before `resets_at`."""
        return self.remaining == 0 or (self.used is not None and self.used >= 1)


class Outcome(Exception):
    """The base of both. `maybe_done`: the network may have carried the request out all the same."""

    def __init__(
        self, reason: Text, *, cause: Cause, maybe_done: bool = False, rate: RateLimit | None = None
    ) -> None:
        super().__init__(f"{cause}: {reason.en}")
        self.reason = reason
        self.cause = cause
        self.maybe_done = maybe_done
        self.rate = rate


class Temporary(Outcome):
    """May go well later. `retry_after` is what the network asked for; None = it did not say."""

    def __init__(
        self,
        reason: Text,
        *,
        retry_after: timedelta | None = None,
        cause: Cause = Cause.NETWORK_DOWN,
        maybe_done: bool = False,
        rate: RateLimit | None = None,
    ) -> None:
        super().__init__(reason, cause=cause, maybe_done=maybe_done, rate=rate)
        self.retry_after = retry_after


class Permanent(Outcome):
    """Will go wrong again until a person does what `fix` says."""

    def __init__(
        self,
        reason: Text,
        fix: Text,
        *,
        cause: Cause = Cause.INVALID,
        maybe_done: bool = False,
        rate: RateLimit | None = None,
    ) -> None:
        super().__init__(reason, cause=cause, maybe_done=maybe_done, rate=rate)
        self.fix = fix


class Refused(Permanent):
    """Tolok did not make the call: the address or the request is not one it makes."""

    def __init__(self, reason: Text, fix: Text | None = None) -> None:
        super().__init__(reason, fix or _CHECK_ADDRESS, cause=Cause.REFUSED)


_CHECK_ADDRESS = Text(
    "Check the address. It must be a public web address that begins with https.",
    "Periksa alamatnya. Alamat harus berupa alamat web publik yang diawali https.",
)
