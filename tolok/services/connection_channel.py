"""Which channel an account belongs to. A channel's numbers are of one account, never of two."""

from tolok.core.errors import ProblemError, invalid
from tolok.core.publishing.account import Account
from tolok.core.text import Text, say
from tolok.services.access import Scope
from tolok.services.channels import make_channel
from tolok.store.models import Channel, Connection
from tolok.store.scope import within


def of(scope: Scope, network: str, account: Account, wanted: Channel | None) -> Channel:
    """The channel asked for, the one it was, the one a file named, or a new one.

    Raises ProblemError when `wanted` is of another account, or another channel has this one.
    """
    before = _connected(scope, network, account)
    if wanted is None:
        return before or _named(scope, network, account) or _new(scope, network, account)
    _same_account(wanted, account)
    if before is not None and before.id != wanted.id:
        raise _other(wanted, before.name, account)
    return wanted


def same_network(channel: Channel, network: str) -> None:
    if channel.network != network:
        raise invalid(
            say("{name} is on another network.", "{name} di jaringan lain.", name=channel.name),
            Text("Choose the network of the channel.", "Pilih jaringan kanal itu."),
        )


def _connected(scope: Scope, network: str, account: Account) -> Channel | None:
    rows = within(Connection, scope.id).filter(
        channel__network=network, remote_id=account.remote_id
    )
    same = [row for row in rows.select_related("channel") if _is(row, account)]
    return same[0].channel if same else None


def _named(scope: Scope, network: str, account: Account) -> Channel | None:
    """A channel that files brought and that names this very account."""
    rows = within(Channel, scope.id).filter(network=network, connection=None)
    fits = [row for row in rows if row.remote_id and _names(row, account)]
    return fits[0] if fits else None


def _new(scope: Scope, network: str, account: Account) -> Channel:
    return make_channel(scope, network, account.handle or account.name, account.remote_id)


def _same_account(channel: Channel, account: Account) -> None:
    before = Connection.objects.filter(channel=channel).first()
    if before is not None:
        if not _is(before, account):
            raise _other(channel, before.handle or before.remote_id, account)
    elif channel.remote_id and not _names(channel, account):
        raise _other(channel, channel.remote_id, account)


def _is(row: Connection, account: Account) -> bool:
    """Ids with a colon (did:plc:…) hold everywhere; plain ones only on their own server."""
    same = row.remote_id == account.remote_id
    return same and (":" in account.remote_id or row.server == account.server)


def _names(channel: Channel, account: Account) -> bool:
    """Does what a file called the account mean this one? Files write ids, handles or addresses."""
    names = (account.remote_id, account.handle, account.url)
    return _bare(channel.remote_id) in {_bare(name) for name in names if name}


def _bare(name: str) -> str:
    return name.strip().lstrip("@").rstrip("/").casefold()


def _other(channel: Channel, old: str, account: Account) -> ProblemError:
    return invalid(
        say(
            "{name} is {old}, and you logged in as {new}.",
            "{name} adalah {old}, tetapi Anda masuk sebagai {new}.",
            name=channel.name,
            old=old,
            new=account.handle or account.remote_id,
        ),
        Text(
            "Log in as that account, or connect this one as a new channel.",
            "Masuk sebagai akun itu, atau hubungkan akun ini sebagai kanal baru.",
        ),
    )
