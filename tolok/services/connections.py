"""Connecting channels to their networks: a form, a trip and back, settings, and cutting off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tolok.core.errors import ProblemError, invalid, not_found, unknown_name
from tolok.core.ports import Network, Revokes
from tolok.core.publishing.account import Account
from tolok.core.publishing.lateness import Late
from tolok.core.publishing.sign_in import SignIn
from tolok.core.text import Text, say
from tolok.lib.catalogue import networks as catalogue
from tolok.lib.ids import new_secret
from tolok.services import accounts, connection_channel, connection_state, connection_trips
from tolok.services.access import Actor, Scope, enter, record
from tolok.services.channels import any_channel
from tolok.services.connection_trips import Trip, UnderWay
from tolok.services.fact_store import tell_channels
from tolok.services.network_talk import talk
from tolok.services.seals import seal
from tolok.services.sign_in_apps import here
from tolok.store.models import Channel, Connection
from tolok.store.scope import within


@dataclass(frozen=True, slots=True)
class Way:
    """A network and one way to connect to it."""

    network: Network
    name: Text
    mark: str
    sign_in: SignIn

    @property
    def leads_away(self) -> bool:
        """Does it need a browser that comes back?"""
        return self.sign_in.id == "oauth"


def ways() -> list[Way]:
    """Every network that can be connected, and how."""
    known = catalogue()
    return [
        Way(network, known[network.id].name, known[network.id].mark, sign_in)
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
    base: str,
    session: str,
    now: datetime,
    channel: str = "",
) -> Trip | Connection:
    """Start to connect; `channel` connects that one (again), else one is found or made.

    `base` is the address we are reached at; `session` binds the way back to the browser that
    left. Raises ProblemError with what to mend.
    """
    given = _given(chosen.sign_in, form)
    wanted = any_channel(scope, channel) if channel else None
    if wanted is not None:
        connection_channel.same_network(wanted, chosen.network.id)
    state = new_secret()
    place = here(chosen.network.id, chosen.sign_in, base, state)
    met = talk(lambda http: chosen.sign_in.begin(http, given, place))
    if isinstance(met, Account):
        return _connected(scope, chosen, met, wanted, now)
    under_way = UnderWay(chosen.network.id, chosen.sign_in.id, wanted, met.keep)
    return connection_trips.leave(scope, met.url, under_way, state=state, session=session, now=now)


def connect_by_form(
    scope: Scope, chosen: Way, form: Mapping[str, str], *, now: datetime, channel: str = ""
) -> Connection:
    """For callers without a browser: only ways that need no trip. Raises ProblemError."""
    if not chosen.leads_away:
        met = begin(scope, chosen, form, base="", session="", now=now, channel=channel)
        if isinstance(met, Connection):
            return met
    raise invalid(
        say(
            "{name} is connected through a browser.",
            "{name} dihubungkan melalui peramban.",
            name=chosen.name,
        ),
        Text("Use the Connections page.", "Pakai halaman Sambungan."),
    )


def finish(
    actor: Actor, answer: Mapping[str, str], *, base: str, session: str, now: datetime
) -> Connection:
    """The person is back. A trip counts once, for who left, in the browser they left from.

    Raises ProblemError; the caller finds the workspace with `connection_trips.whither`.
    """
    state = answer.get("state", "")
    slug, under_way = connection_trips.come_back(actor, state, session, now)
    scope = enter(actor, slug, "admin")
    chosen = way(under_way.network, under_way.sign_in)
    place = here(under_way.network, chosen.sign_in, base, state)
    account = talk(lambda http: chosen.sign_in.finish(http, under_way.keep, answer, place))
    return _connected(scope, chosen, account, under_way.channel, now)


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
        changes = {"late": late, "at_least_once": at_least_once, "paused": paused}
        told = {name: value for name, value in changes.items() if value is not None}
        record(scope, scope.actor, "connection.settled", str(connection.channel_id), **told)
    return connection


def disconnect(scope: Scope, channel: str) -> bool:
    """Forget the log-in and give it back to the network; False when that did not work.

    Posts that are planned wait until the channel is connected again.
    """
    connection = connection_of(scope, channel)
    account = _opened(connection)
    with transaction.atomic():
        connection.state, connection.sealed = "off", seal({})
        connection.problem = connection.expires_at = None
        connection.save(update_fields=["state", "sealed", "problem", "expires_at"])
        record(scope, scope.actor, "connection.off", str(connection.channel_id))
    return account is not None and _given_back(connection, account)


def _opened(connection: Connection) -> Account | None:
    try:
        return accounts.account_of(connection)
    except ProblemError:
        return None  # nothing to give back


def _given_back(connection: Connection, account: Account) -> bool:
    network = accounts.networks().get(connection.channel.network)
    if not isinstance(network, Revokes) or not account.credentials:
        return False
    try:
        return talk(lambda http: network.revoke(http, account))
    except ProblemError:
        return False


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


def _connected(
    scope: Scope, chosen: Way, account: Account, wanted: Channel | None, now: datetime
) -> Connection:
    """Keep the account under its channel: the one asked for, the one it was, or a new one."""
    channel = connection_channel.of(scope, chosen.network.id, account, wanted)
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
        channel.remote_id = channel.remote_id or account.remote_id[:120]
        channel.archived_at = None
        channel.save(update_fields=["remote_id", "archived_at"])
        connection_state.mended(connection, now)
        record(scope, scope.actor, "connection.made", str(channel.id), network=channel.network)
    tell_channels(scope.workspace)
    return connection_of(scope, str(channel.id))
