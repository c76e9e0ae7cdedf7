"""Numbers of connected channels, brought back on a schedule that slows down and never ends.

In the lane of the log-in, so never beside a delivery or a renewal of its token.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tolok.core.errors import Problem, ProblemError, invalid
from tolok.core.outcomes import Cause, Outcome, Permanent, Temporary
from tolok.core.ports import Network
from tolok.core.publishing.account import Account
from tolok.core.text import Text
from tolok.services import accounts, ingest
from tolok.services.access import Scope, record
from tolok.services.collect_keep import kept
from tolok.services.collect_visit import Haul, Metered, Plan, Stop, Talk, open_line, visit
from tolok.services.connection_lane import lane
from tolok.services.connection_state import broken
from tolok.services.connections import connection_of
from tolok.services.delivery_rows import hold_account
from tolok.store.models import Batch, Collected, Connection, Counted, Delivery

AT_LEAST = timedelta(hours=6)  # also when no post is due: for followers, and posts made elsewhere
SOON = timedelta(minutes=1)  # a visit that was cut short goes on
OLDER_SOON = timedelta(minutes=5)  # earlier posts, page by page
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=6)
MOST_DUE = 500
VISIT_S = 30.0
CLOCK_SLACK = timedelta(days=2)
BEFORE_A_POST, OVERDUE = timedelta(seconds=10), timedelta(minutes=2)

Clock = Callable[[], datetime]


def collect_due(clock: Clock, most: int = 5) -> int:
    """Visit the channels whose time has come, the longest waiting first; how many were."""
    return sum(_visited(one, clock) for one in list(_due(clock())[:most]))


def collect_now(scope: Scope, channel: str, clock: Clock) -> Connection:
    """A person wants the numbers now: read and put into the facts when this returns.

    Raises ProblemError while the log-in is in use, broken or off.
    """
    connection = connection_of(scope, channel)
    network = accounts.network_of(connection)
    if not network.capabilities(accounts.account_without_secrets(connection)).metrics:
        raise invalid(_NO_NUMBERS, _BY_FILES)
    if connection.state != "ok":
        raise invalid(_NOT_CONNECTED, _CONNECT)
    with lane(connection.id, clock(), "collect") as held:
        if held is None:
            raise ProblemError(_BUSY)
        batch = collect_one(held, network, clock)
    record(scope, scope.actor, "connection.collected", str(connection.channel_id))
    while batch and (ready := ingest.claim_one({batch.id}, clock())):
        ingest.work(ready)
    return connection_of(scope, channel)


def collect_one(connection: Connection, network: Network, clock: Clock) -> Batch | None:
    """One visit, kept. The caller holds the lane."""
    state, _ = Collected.objects.get_or_create(
        channel_id=connection.channel_id, defaults={"since": connection.created_at}
    )
    now = _after(state, clock())
    Collected.objects.filter(id=state.id).update(tried_at=now, due_at=now + FIRST_WAIT)
    until, paused = time.monotonic() + VISIT_S, connection.paused_at is not None

    def may_go_on() -> bool:
        sending = _about_to_be_sent(clock()).filter(channel_id=connection.channel_id)
        return time.monotonic() < until and (paused or not sending.exists())

    with open_line(may_go_on) as (talk, meter):
        try:
            haul = _hauled(connection, network, state, talk, now)
        except ProblemError as error:
            if error.problem.type != "seal-broken":
                raise
            broken(connection, error.problem.detail, error.problem.fix, now)
            return None
    batch = kept(connection, state, haul, now).batch
    _noted(connection, state, haul, meter, now)
    return batch


def _visited(connection: Connection, clock: Clock) -> bool:
    with lane(connection.id, clock(), "collect") as held:
        if held is None or held.state != "ok":
            return False
        collect_one(held, accounts.network_of(held), clock)
    return True


def _due(now: datetime) -> QuerySet[Connection]:
    """Channels to visit: by their own time, or because a post of theirs is due."""
    mine = Collected.objects.filter(channel_id=OuterRef("channel_id"))
    posts = Counted.objects.filter(channel_id=OuterRef("channel_id"), due_at__lte=now)
    well = mine.filter(failures=0, tried_at__lte=now - SOON)
    wanted = ~Exists(mine) | Exists(mine.filter(due_at__lte=now)) | (Exists(well) & Exists(posts))
    free = Q(lane_until=None) | Q(lane_until__lte=now)
    open_ = Q(held_until=None) | Q(held_until__lte=now)
    sending = Exists(_about_to_be_sent(now).filter(channel_id=OuterRef("channel_id")))
    return Connection.objects.filter(
        wanted & free & open_ & (~sending | Q(paused_at__isnull=False)),
        state="ok",
        channel__archived_at=None,
        channel__network__in=_countable(),
    ).order_by(F("channel__collected__due_at").asc(nulls_first=True), "id")


def _countable() -> list[str]:
    """Networks that have numbers to give at all."""
    nobody = Account(server="", remote_id="", handle="")
    found = accounts.networks().values()
    return [network.id for network in found if network.capabilities(nobody).metrics]


def _about_to_be_sent(now: datetime) -> QuerySet[Delivery]:
    """Those that wait much longer wait for something else than the lane."""
    span = (now - OVERDUE, now + BEFORE_A_POST)
    return Delivery.objects.filter(state="scheduled", due_at__range=span)


def _hauled(
    connection: Connection, network: Network, state: Collected, talk: Talk, now: datetime
) -> Haul:
    """Renew the token when it is due, then visit. A bad ending is part of the haul."""
    account = accounts.account_of(connection)
    nothing = Haul(cursor=state.cursor, whole=state.whole)
    try:
        if accounts.is_ageing(account, now):
            old = account
            account = talk(lambda http: accounts.refreshed(network, http, old, now))
            if not accounts.keep(connection, account, now):
                return replace(nothing, stopped=True)  # connected anew at this moment
    except Outcome as ending:
        return replace(nothing, ending=ending)
    except Stop:
        return replace(nothing, stopped=True)
    rows = Counted.objects.filter(channel_id=connection.channel_id, due_at__lte=now)
    due = dict(rows.order_by("due_at").values_list("remote_id", "published_at")[:MOST_DUE])
    plan = Plan(network, account, due, state.listed_at, state.cursor, state.whole)
    return visit(plan, talk)


def _noted(
    connection: Connection, state: Collected, haul: Haul, meter: Metered, now: datetime
) -> None:
    """When it is visited again, and what is wrong if anything is."""
    ending = haul.ending
    until = _held(connection, ending, meter, now)
    problem = None
    if ending is not None:
        fix = ending.fix if isinstance(ending, Permanent) else _BY_ITSELF
        problem = {
            "why": ending.reason.as_dict(),
            "fix": fix.as_dict(),
            "at": now.isoformat(),
        }
        if ending.cause is Cause.AUTH_EXPIRED:
            broken(connection, ending.reason, fix, now)
    failures = state.failures + 1 if ending is not None else 0
    due = _next(connection, haul, failures, now)
    Collected.objects.filter(id=state.id).update(
        problem=problem, failures=failures, due_at=max(due, until or due)
    )


def _held(
    connection: Connection, ending: Outcome | None, meter: Metered, now: datetime
) -> datetime | None:
    """No call of this account before then, as its network asked. Posts wait for it too."""
    rate = (ending.rate if ending is not None else None) or meter.rate
    until = rate.resets_at if rate is not None and rate.spent else None
    if isinstance(ending, Temporary) and ending.cause is Cause.RATE_LIMITED:
        until = until or (now + ending.retry_after if ending.retry_after else None)
    if until is not None:
        hold_account(connection.channel_id, until, 0)
    short = meter.rate.resets_at if meter.short and meter.rate is not None else None
    return until or short


def _next(connection: Connection, haul: Haul, failures: int, now: datetime) -> datetime:
    if failures:
        return now + min(FIRST_WAIT * 2 ** min(failures - 1, 10), LONGEST_WAIT)
    times = [now + AT_LEAST]
    if haul.stopped:
        times.append(now + SOON)
    if not haul.whole and haul.cursor:
        times.append(now + OLDER_SOON)
    rows = Counted.objects.filter(channel_id=connection.channel_id, due_at__isnull=False)
    first = rows.order_by("due_at").values_list("due_at", flat=True).first()
    return max(min([*times, first] if first else times), now + SOON)


def _after(state: Collected, now: datetime) -> datetime:
    """Now, but after the last visit though the clock was set back: the later numbers count."""
    last = state.counted_at
    if last is None or last - now > CLOCK_SLACK:
        return now
    return max(now, last + timedelta(microseconds=1))


_NO_NUMBERS = Text(
    "This network gives no numbers to connections.",
    "Jaringan ini tidak memberikan angka lewat sambungan.",
)
_BY_FILES = Text("Bring its numbers in by files.", "Masukkan angkanya lewat berkas.")
_NOT_CONNECTED = Text(
    "The log-in of this channel does not work.", "Login kanal ini tidak berfungsi."
)
_CONNECT = Text("Connect the channel again.", "Hubungkan lagi kanalnya.")
_BY_ITSELF = Text("It is tried again by itself.", "Dicoba lagi dengan sendirinya.")
_BUSY = Problem(
    type="connection-in-use",
    title=Text("The log-in is in use", "Login sedang dipakai"),
    detail=Text(
        "A post is being sent with it, or its numbers are being read.",
        "Ada posting yang sedang dikirim dengannya, atau angkanya sedang dibaca.",
    ),
    fix=Text("Try again in a minute.", "Coba lagi semenit lagi."),
    status=409,
)
