"""One delivery in a worker's hand: what is known of it, and what each ending of a call means."""

import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from tolok.core.errors import ProblemError
from tolok.core.outcomes import Cause, Permanent, Temporary
from tolok.core.outcomes import Outcome as Ending
from tolok.core.ports import Network
from tolok.core.publishing.account import Account, Capabilities
from tolok.core.publishing.retry import CLASSES, Outcome, Situation
from tolok.core.text import Text
from tolok.services.accounts import account_of, connection_of
from tolok.services.delivery_rows import Hold, LostHold
from tolok.store.models import Connection, Delivery

log = logging.getLogger("tolok.delivery")
T = TypeVar("T")


@dataclass(slots=True)
class Case:
    """`account` changes when its token is renewed, `row` with every step."""

    hold: Hold
    row: Delivery
    connection: Connection
    network: Network
    account: Account
    able: Capabilities


def open_case(hold: Hold, networks: Mapping[str, Network]) -> Case:
    """Read all that a delivery needs. Raises LostHold, or `Permanent` when it cannot be sent."""
    rows = Delivery.objects.select_related("post", "channel", "after")
    row = rows.filter(id=hold.id, fence=hold.fence).first()
    if row is None:
        raise LostHold(str(hold.id))
    connection = connection_of(row.channel_id)
    if connection is None or row.channel.network not in networks:
        raise Permanent(_CUT_OFF, _CONNECT, cause=Cause.AUTH_EXPIRED)
    network = networks[row.channel.network]
    try:
        account = account_of(connection)
    except ProblemError as error:
        words = error.problem
        raise Permanent(words.detail, words.fix, cause=Cause.AUTH_EXPIRED) from error
    return Case(hold, row, connection, network, account, network.capabilities(account))


def situation(case: Case, now: datetime, *, settled: int = 0) -> Situation:
    """What the rules of `core/publishing/retry.py` decide by. `settled`: sends just answered."""
    row = case.row
    planned = row.planned_at or row.since
    return Situation(
        retry_class=CLASSES[case.able.retry],
        now=now,
        planned=max(planned, row.tried_at or planned),
        sends=row.sends,
        unsure=max(0, row.unsure - settled),
        looks=row.looks,
        resends=row.resends,
        first_sent=row.first_sent,
        at_least_once=case.connection.at_least_once,
    )


async def call(act: Awaitable[T]) -> T:
    """What the connector answers, or one of its two endings; a fault of its own is ambiguous."""
    try:
        return await act
    except Ending:
        raise
    except Exception as error:
        log.exception("connector.fault")
        raise Temporary(_FAULT, cause=Cause.AMBIGUOUS, maybe_done=True) from error


def outcome_of(ending: Ending, *, visible: bool) -> Outcome:
    """The ending of a publish call (`visible`), or of one that nobody can see."""
    if ending.maybe_done and visible:
        return Outcome.AMBIGUOUS
    return _OUTCOMES[ending.cause]


def until_of(ending: Ending, now: datetime) -> datetime | None:
    """When the network may be called again, as far as it said so."""
    if isinstance(ending, Temporary) and ending.retry_after is not None:
        return now + ending.retry_after
    if ending.cause is Cause.RATE_LIMITED and ending.rate is not None:
        return ending.rate.resets_at
    return None


def fix_of(ending: Ending) -> Text | None:
    return ending.fix if isinstance(ending, Permanent) else None


_OUTCOMES: Mapping[Cause, Outcome] = {
    Cause.AUTH_EXPIRED: Outcome.AUTH_EXPIRED,
    Cause.PERMISSION: Outcome.PERMISSION,
    Cause.RATE_LIMITED: Outcome.RATE_LIMITED,
    Cause.INVALID: Outcome.INVALID,
    Cause.MEDIA_REJECTED: Outcome.MEDIA_REJECTED,
    Cause.DUPLICATE: Outcome.DUPLICATE,
    Cause.GONE: Outcome.GONE,
    Cause.MOVED: Outcome.INVALID,
    Cause.REFUSED: Outcome.INVALID,
    Cause.TOO_LARGE: Outcome.INVALID,
    Cause.NETWORK_DOWN: Outcome.NETWORK_DOWN,
    Cause.SERVER_ERROR: Outcome.NETWORK_DOWN,
    Cause.AMBIGUOUS: Outcome.NETWORK_DOWN,  # only where nothing can be seen
}
_FAULT = Text(
    "Tolok's own connector failed; the log says where.",
    "Konektor Tolok sendiri gagal; catatan log menunjukkan di mana.",
)
_CUT_OFF = Text(
    "The channel has no log-in that works.", "Kanal ini tidak punya login yang berfungsi."
)
_CONNECT = Text("Connect the channel again.", "Hubungkan lagi kanalnya.")
