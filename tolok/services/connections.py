"""Connecting channels to their networks: a form, a trip and back, checks ahead, and cutting off."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import TypeVar

from django.db import transaction

from tolok.core.errors import Problem, ProblemError, invalid, not_found, unknown_name
from tolok.core.outcomes import Cause, Outcome, Permanent
from tolok.core.ports import Network
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http
from tolok.core.publishing.lateness import Late
from tolok.core.publishing.sign_in import Here, SignIn
from tolok.core.text import Text, say
from tolok.lib.catalogue import networks as catalogue
from tolok.lib.ids import digest, new_secret
from tolok.services import accounts, connection_state
from tolok.services.access import Scope, record
from tolok.services.channels import any_channel, make_channel
from tolok.services.fact_store import tell_channels
from tolok.services.seals import open_sealed, seal
from tolok.services.wire import wire
from tolok.store.models import Channel, Connection, SignInTrip
from tolok.store.scope import within

T = TypeVar("T")
TRIP_LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Way:
    """A network and one way to connect to it."""

    network: Network
    name: Text
    sign_in: SignIn


@dataclass(frozen=True, slots=True)
class Trip:
    """Send the person to `url`; the network sends them back to us."""

    url: str


def ways() -> list[Way]:
    """Every network that can be connected, and how."""
    known = catalogue()
    return [
        Way(network, known[network.id].name, sign_in)
        for network in sorted(accounts.networks().values(), key=lambda each: each.id)
        for sign_in in network.sign_ins
    ]


def way(network: str, sign_in: str = "") -> Way:
    """One way by names; the first of the network when `sign_in` is not given."""
    found = [each for each in ways() if each.network.id == network]
    if not found:
        names = dict.fromkeys(each.network.id for each in ways())
        raise unknown_name(Text("network", "jaringan"), network, names)
    for each in found:
        if sign_in in ("", each.sign_in.id):
            return each
    raise unknown_name(
        Text("way to connect", "cara menghubungkan"), sign_in, (w.sign_in.id for w in found)
    )


def begin(
    scope: Scope,
    chosen: Way,
    form: Mapping[str, str],
    *,
    callback: str,
    session: str,
    now: datetime,
    channel: str = "",
) -> Trip | Connection:
    """Start to connect; `channel` connects that one again, else a new one is made or found.

    `session` binds the way back to the browser that left. Raises ProblemError with what to mend.
    """
    given = _given(chosen.sign_in, form)
    again = any_channel(scope, channel) if channel else None
    state = new_secret()
    here = Here(callback=callback, state=state)
    met = talk(lambda http: chosen.sign_in.begin(http, given, here))
    if isinstance(met, Account):
        return _connected(scope, chosen, met, again, now)
    with transaction.atomic():
        SignInTrip.objects.filter(created_at__lt=now - TRIP_LIFE).delete()
        SignInTrip.objects.create(
            workspace=scope.workspace,
            state_hash=digest(state),
            session_hash=digest(session),
            network=chosen.network.id,
            sign_in=chosen.sign_in.id,
            channel=again,
            sealed=seal(met.keep),
            user=scope.actor.user,
        )
    return Trip(met.url)


def connect_by_form(
    scope: Scope, chosen: Way, form: Mapping[str, str], *, now: datetime, channel: str = ""
) -> Connection:
    """For callers without a browser: only ways that need no trip. Raises ProblemError."""
    met = begin(scope, chosen, form, callback="", session="", now=now, channel=channel)
    if isinstance(met, Trip):
        raise invalid(
            say(
                "{name} is connected through a browser.",
                "{name} dihubungkan melalui peramban.",
                name=chosen.name,
            ),
            Text("Use the Connections page.", "Pakai halaman Sambungan."),
        )
    return met


def finish(
    scope: Scope, answer: Mapping[str, str], *, callback: str, session: str, now: datetime
) -> Connection:
    """The person is back. A trip counts once, and only in the browser and workspace it began in."""
    trip = _trip(scope, answer.get("state", ""), session, now)
    chosen = way(trip.network, trip.sign_in)
    here = Here(callback=callback, state=answer.get("state", ""))
    keep = open_sealed(trip.sealed)
    account = talk(lambda http: chosen.sign_in.finish(http, keep, answer, here))
    return _connected(scope, chosen, account, trip.channel, now)


def check(scope: Scope, channel: str, now: datetime) -> Connection:
    """Ask the network whether the log-in works; what it says is kept and shown."""
    connection = connection_of(scope, channel)
    check_one(connection, now)
    return connection_of(scope, channel)


def check_one(connection: Connection, now: datetime) -> None:
    """Renew the token when it is due and read the account anew; a refusal is kept, not raised."""
    network = accounts.network_of(connection)
    try:
        account = talk(lambda http: _checked(network, http, accounts.account_of(connection), now))
    except ProblemError as error:
        if getattr(error.__cause__, "cause", None) in (Cause.AUTH_EXPIRED, Cause.PERMISSION):
            problem = error.problem
            connection_state.broken(connection, problem.detail, problem.fix, now)
        return
    accounts.keep(connection, account, now)
    connection_state.mended(connection, now)


def settle(
    scope: Scope,
    channel: str,
    now: datetime,
    *,
    late: str | None = None,
    at_least_once: bool | None = None,
    paused: bool | None = None,
) -> Connection:
    """Change how a channel is published to."""
    connection = connection_of(scope, channel)
    if late is not None and late not in set(Late):
        raise invalid(
            say("{late} is no late policy.", "{late} bukan kebijakan telat.", late=late),
            Text("Use send, ask or skip.", "Pakai send, ask, atau skip."),
        )
    with transaction.atomic():
        if late is not None:
            connection.late = late
        if at_least_once is not None:
            connection.at_least_once = at_least_once
        if paused is not None:
            connection.paused_at = now if paused else None
        connection.save(update_fields=["late", "at_least_once", "paused_at"])
        record(scope, scope.actor, "connection.settled", channel)
    return connection


def disconnect(scope: Scope, channel: str) -> None:
    """Forget the log-in. Posts that are planned wait until the channel is connected again."""
    connection = connection_of(scope, channel)
    with transaction.atomic():
        connection.state, connection.sealed = "off", seal({})
        connection.save(update_fields=["state", "sealed"])
        record(scope, scope.actor, "connection.off", channel)


def connections(scope: Scope) -> list[Connection]:
    """All log-ins of the workspace, by network and name."""
    rows = within(Connection, scope.id).select_related("channel", "channel__workspace")
    return list(rows.order_by("channel__network", "channel__name"))


def connection_of(scope: Scope, channel: str) -> Connection:
    """The log-in of one channel; ProblemError 404 when it has none."""
    found = any_channel(scope, channel)
    rows = within(Connection, scope.id).select_related("channel", "channel__workspace")
    connection = rows.filter(channel=found).first()
    if connection is None:
        raise not_found(Text(f"connection of {found.name}", f"sambungan {found.name}"))
    return connection


def talk(act: Callable[[Http], Awaitable[T]]) -> T:
    """One talk with a network, its bad ending as a Problem. Never inside a transaction."""

    async def run() -> T:
        async with wire() as http:
            return await act(http)

    try:
        return asyncio.run(run())
    except Outcome as ending:
        raise problem_of(ending) from ending


def problem_of(ending: Outcome) -> ProblemError:
    fix = ending.fix if isinstance(ending, Permanent) else _LATER
    return ProblemError(
        Problem(
            type="network-said-no",
            title=Text("The network did not agree", "Jaringan tidak menyetujui"),
            detail=ending.reason,
            fix=fix,
            status=502 if not isinstance(ending, Permanent) else 422,
        )
    )


async def _checked(network: Network, http: Http, account: Account, now: datetime) -> Account:
    if accounts.is_ageing(account, now):
        account = await accounts.refreshed(network, http, account, now)
    return await network.check(http, account, now)


def _given(sign_in: SignIn, form: Mapping[str, str]) -> dict[str, str]:
    """What the person filled in, trimmed; what is missing is named."""
    given = {field.id: form.get(field.id, "").strip() for field in sign_in.fields}
    missing = [field.name for field in sign_in.fields if field.required and not given[field.id]]
    if missing:
        raise invalid(
            say(
                "Still missing: {names}.",
                "Belum diisi: {names}.",
                names=Text(
                    ", ".join(name.en for name in missing), ", ".join(name.id for name in missing)
                ),
            ),
            Text("Fill it in and try again.", "Isi, lalu coba lagi."),
        )
    return given


def _trip(scope: Scope, state: str, session: str, now: datetime) -> SignInTrip:
    with transaction.atomic():
        rows = within(SignInTrip, scope.id).select_for_update().filter(state_hash=digest(state))
        trip = rows.filter(created_at__gte=now - TRIP_LIFE).first()
        if trip is None or not compare_digest(trip.session_hash, digest(session)):
            raise ProblemError(_NO_TRIP)
        channel = trip.channel
        trip.delete()
        trip.channel = channel
    return trip


def _connected(
    scope: Scope, chosen: Way, account: Account, again: Channel | None, now: datetime
) -> Connection:
    """Keep the account under its channel: the one asked for, the one it was, or a new one."""
    channel = again or _channel_for(scope, chosen, account)
    _same_account(channel, account)
    with transaction.atomic():
        connection, _ = Connection.objects.update_or_create(
            channel=channel,
            defaults={
                "workspace": scope.workspace,
                "sign_in": chosen.sign_in.id,
                "server": account.server,
                "remote_id": account.remote_id,
                "handle": account.handle,
                "url": account.url,
                "sealed": seal(account.credentials),
                "facts": dict(account.facts),
                "expires_at": account.expires_at,
                "connected_by": scope.actor.user,
            },
        )
        if not channel.remote_id:
            channel.remote_id = account.remote_id[:120]
            channel.save(update_fields=["remote_id"])
        connection_state.mended(connection, now)
        record(scope, scope.actor, "connection.made", str(channel.id), network=channel.network)
    tell_channels(scope.workspace)
    return connection_of(scope, str(channel.id))


def _channel_for(scope: Scope, chosen: Way, account: Account) -> Channel:
    rows = within(Channel, scope.id).filter(network=chosen.network.id)
    found = rows.filter(remote_id=account.remote_id).first()
    before = rows.filter(connection__remote_id=account.remote_id, connection__server=account.server)
    return (
        found
        or before.first()
        or make_channel(scope, chosen.network.id, account.handle or account.name, account.remote_id)
    )


def _same_account(channel: Channel, account: Account) -> None:
    """A channel's numbers are of one account: another one would mix them."""
    before = Connection.objects.filter(channel=channel).first()
    if before is not None and before.remote_id != account.remote_id:
        raise invalid(
            say(
                "{name} is {old}, and you logged in as {new}.",
                "{name} adalah {old}, tetapi Anda masuk sebagai {new}.",
                name=channel.name,
                old=before.handle or before.remote_id,
                new=account.handle or account.remote_id,
            ),
            Text(
                "Log in as that account, or connect this one as a new channel.",
                "Masuk sebagai akun itu, atau hubungkan akun ini sebagai kanal baru.",
            ),
        )


_LATER = Text("Try again in a few minutes.", "Coba lagi beberapa menit lagi.")
_NO_TRIP = Problem(
    type="sign-in-lost",
    title=Text("This sign-in cannot be finished", "Proses masuk ini tidak bisa diselesaikan"),
    detail=Text(
        "It was finished already, is older than an hour, or began in another browser.",
        "Sudah diselesaikan, lebih dari satu jam, atau dimulai di peramban lain.",
    ),
    fix=Text("Start to connect again.", "Mulai hubungkan lagi."),
    status=400,
)
