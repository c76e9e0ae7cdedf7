"""The accounts a workspace has on the networks; found or made when files name them."""

from django.db import transaction

from tolok.core.errors import unknown_name
from tolok.core.text import Text
from tolok.lib.catalogue import networks
from tolok.services.access import Scope, record
from tolok.services.fact_store import tell_channels
from tolok.store.models import Batch, Channel
from tolok.store.scope import within

_CHANNEL = Text("channel", "kanal")


def channels(scope: Scope, network: str = "") -> list[Channel]:
    """The workspace's channels, by network and name."""
    found = within(Channel, scope.id).filter(archived_at=None).order_by("network", "name")
    return list(found.filter(network=network) if network else found)


def channel(scope: Scope, key: str) -> Channel:
    """One channel by id or by name; ProblemError 404 when the workspace has no such channel."""
    for found in channels(scope):
        if key in (str(found.id), found.name, found.remote_id):
            return found
    raise unknown_name(_CHANNEL, key, (c.name for c in channels(scope)))


def all_channels(scope: Scope) -> list[Channel]:
    """Also those that were put away, which come last."""
    found = within(Channel, scope.id).order_by("network", "name")
    return sorted(found, key=lambda c: c.archived_at is not None)


def any_channel(scope: Scope, key: str) -> Channel:
    """One channel by id or by name, also one that was put away."""
    found = all_channels(scope)
    for one in found:
        if key in (str(one.id), one.name, one.remote_id):
            return one
    raise unknown_name(_CHANNEL, key, (c.name for c in found))


def make_channel(scope: Scope, network: str, name: str = "", remote_id: str = "") -> Channel:
    """A new channel; without a name it is called after its network."""
    known = networks().get(network)
    if known is None:
        raise unknown_name(Text("network", "jaringan"), network, networks())
    with transaction.atomic():
        made = Channel.objects.create(
            workspace=scope.workspace,
            network=network,
            name=(name or remote_id or known.name.to(scope.workspace.language))[:200],
            remote_id=remote_id[:120],
        )
        record(scope, scope.actor, "channel.made", str(made.id), network=network)
    tell_channels(scope.workspace)
    return made


def find_channel(scope: Scope, network: str, account: str, name: str) -> Channel | None:
    """The channel a file means: by native id, then by name, then the only one of its network.

    An account whose rows went to a channel before is that channel, whatever it is called now.
    The only one counts also for a file that names an account, as long as nothing named it before.
    """
    known = [c for c in all_channels(scope) if c.network == network]
    for wanted in filter(None, (account, name)):
        for found in known:
            if wanted in (found.remote_id, found.name):
                return found
    before = _went_before(scope, network, account) if account else ""
    for found in known:
        if str(found.id) == before:
            return found
    mine = [c for c in known if c.archived_at is None]
    if account or name:
        unnamed = [c for c in mine if not c.remote_id]
        return unnamed[0] if len(mine) == 1 == len(unnamed) else None
    return mine[0] if len(mine) == 1 else None


def address(network: str, account: str) -> str:
    """Names an account across networks: two blocks of one file may both leave it out."""
    return f"{network}|{account}"


def _went_before(scope: Scope, network: str, account: str) -> str:
    """The id of the channel that the rows of this account went to last; "" when there is none."""
    key = address(network, account)
    done = within(Batch, scope.id).filter(state="done", accounts__has_key=key)
    last = done.order_by("-finished_at").values_list("accounts", flat=True).first()
    return str(last[key]) if last else ""


def adopt_account(channel: Channel, account: str, name: str) -> None:
    """Give a channel that no file had named yet the native id and name of the account it is.

    One that was put away comes back: its account has new numbers.
    """
    if channel.archived_at is not None:
        channel.archived_at = None
        channel.save(update_fields=["archived_at"])
    if channel.remote_id or not account:
        return
    known = networks()[channel.network].name
    channel.remote_id = account[:120]
    if name and channel.name in (known.en, known.id):
        channel.name = name[:200]
    channel.save(update_fields=["remote_id", "name"])
    tell_channels(channel.workspace)


def channel_dict(channel: Channel) -> dict[str, object]:
    """A channel as the API shows it."""
    return {
        "id": str(channel.id),
        "network": channel.network,
        "name": channel.name,
        "remote_id": channel.remote_id,
        "archived": channel.archived_at is not None,
    }
