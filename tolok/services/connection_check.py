"""Asking a network whether a log-in works, and renewing its token before that is needed."""

from datetime import datetime

from tolok.core.errors import Problem, ProblemError, invalid
from tolok.core.outcomes import Cause, Outcome
from tolok.core.publishing.account import Account
from tolok.core.text import Text
from tolok.services import accounts, connection_state
from tolok.services.access import Scope, record
from tolok.services.connection_lane import lane
from tolok.services.connections import connection_of
from tolok.services.network_talk import talk
from tolok.store.models import Connection


def check(scope: Scope, channel: str, now: datetime) -> Connection:
    """Ask the network now; what it says is kept and shown. Raises ProblemError while in use."""
    connection = connection_of(scope, channel)
    if connection.state == "off":
        raise invalid(_OFF, _CONNECT)
    with lane(connection.id, now, "check") as held:
        if held is None:
            raise ProblemError(_BUSY)
        check_one(held, now)
    record(scope, scope.actor, "connection.checked", str(connection.channel_id))
    return connection_of(scope, channel)


def check_one(connection: Connection, now: datetime) -> None:
    """Renew the token when it is due and read the account anew; a refusal is kept, not raised.

    The caller holds the lane. A broken log-in is asked but not renewed: what renews it may be
    used up, and is never sent a second time.
    """
    network = accounts.network_of(connection)
    try:
        account = accounts.account_of(connection)
        if connection.state == "ok" and accounts.is_ageing(account, now):
            fresh = talk(lambda http: accounts.refreshed(network, http, account, now))
            if not accounts.keep(connection, fresh, now):
                return  # connected anew at this moment
            account = fresh
        checked = _checked(connection, account, now)
    except ProblemError as error:
        _refused(connection, error, now)
        return
    if accounts.keep(connection, checked, now):
        connection_state.mended(connection, now)


def _checked(connection: Connection, account: Account, now: datetime) -> Account:
    network = accounts.network_of(connection)
    return talk(lambda http: network.check(http, account, now))


def _refused(connection: Connection, error: ProblemError, now: datetime) -> None:
    """A log-in that is over is broken; one that got no answer is only said to have none."""
    problem, ending = error.problem, error.__cause__
    over = isinstance(ending, Outcome) and ending.cause in (Cause.AUTH_EXPIRED, Cause.PERMISSION)
    if over or problem.type == "seal-broken":
        connection_state.broken(connection, problem.detail, problem.fix, now)
    elif isinstance(ending, Outcome):
        connection_state.unanswered(connection, problem.detail, problem.fix, now)
    else:
        raise error


_OFF = Text("This channel is disconnected.", "Kanal ini terputus.")
_CONNECT = Text("Connect it first.", "Hubungkan dulu.")
_BUSY = Problem(
    type="connection-in-use",
    title=Text("The log-in is in use", "Login sedang dipakai"),
    detail=Text(
        "A post is being sent with it, or another check runs.",
        "Ada posting yang sedang dikirim dengannya, atau pemeriksaan lain berjalan.",
    ),
    fix=Text("Check again in a minute.", "Periksa lagi semenit lagi."),
    status=409,
)
