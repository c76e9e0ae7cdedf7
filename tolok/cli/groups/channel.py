"""`tolok channel`: the accounts that files belong to."""

from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import emit, json_option, progress, table, workspace_option


@click.group()
def channel() -> None:
    """List, make, rename, put away and join channels.

    \b
    Examples:
      tolok channel create instagram --name "@sudut.cafe"
      tolok channel merge "Facebook" --into "Sudut Café"
    """


@channel.command("list")
@click.option("--archived", is_flag=True, help="Also those that were put away.")
@workspace_option
@json_option
def list_(archived: bool, workspace: str, as_json: bool) -> None:
    """The channels of the workspace."""
    found = _call("GET", workspace, "", params={"archived": archived})
    if as_json:
        emit(found)
        return
    rows = [[c["network"], c["name"], c["remote_id"], _state(c), c["id"]] for c in found["items"]]
    table(["Network", "Name", "Account", "State", "Id"], rows)


@channel.command()
@click.argument("network")
@click.option("--name", default="", help="What people call it.")
@click.option("--account", "remote_id", default="", help="The network's own id of the account.")
@workspace_option
@json_option
def create(workspace: str, as_json: bool, **body: str) -> None:
    """Make a channel by hand; imports make them by themselves when a file names an account."""
    _show(_call("POST", workspace, "", json=body), as_json)


@channel.command()
@click.argument("key", metavar="CHANNEL")
@click.argument("name")
@workspace_option
@json_option
def rename(key: str, name: str, workspace: str, as_json: bool) -> None:
    """Call a channel (id or name) by another name."""
    found = _found(workspace, key)
    _show(_call("PATCH", workspace, f"/{found}", json={"name": name}), as_json)


@channel.command()
@click.argument("key", metavar="CHANNEL")
@workspace_option
@json_option
def archive(key: str, workspace: str, as_json: bool) -> None:
    """Put a channel away: it stands in no list, its past numbers still count."""
    found = _found(workspace, key)
    _show(_call("PATCH", workspace, f"/{found}", json={"archived": True}), as_json)


@channel.command()
@click.argument("key", metavar="CHANNEL")
@workspace_option
@json_option
def restore(key: str, workspace: str, as_json: bool) -> None:
    """Bring a channel back that was put away."""
    found = _found(workspace, key)
    _show(_call("PATCH", workspace, f"/{found}", json={"archived": False}), as_json)


@channel.command()
@click.argument("key", metavar="CHANNEL")
@click.option("--into", required=True, help="The channel that stays (id or name).")
@workspace_option
@json_option
def merge(key: str, into: str, workspace: str, as_json: bool) -> None:
    """Join two channels that are one account; the facts are made again from the files."""
    found = _found(workspace, key)
    with progress("Making the facts again"):
        kept = _call("POST", workspace, f"/{found}/merge", json={"into": into})
    _show(kept, as_json)


def _call(method: str, workspace: str, path: str, **more: Any) -> Any:
    client = Client()
    return client.call(method, f"/workspaces/{client.workspace(workspace)}/channels{path}", **more)


def _found(workspace: str, key: str) -> str:
    """The id of a channel: names may hold a slash, which an address cannot."""
    listed = _call("GET", workspace, "", params={"archived": True})["items"]
    for one in listed:
        if key in (one["id"], one["name"], one["remote_id"]):
            return str(one["id"])
    known = ", ".join(one["name"] for one in listed) or "none yet"
    raise click.UsageError(f"There is no channel {key!r}. Channels: {known}.")


def _show(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        emit(found)
    else:
        click.echo(f"{found['network']}: {found['name']} ({_state(found)}) {found['id']}")


def _state(found: dict[str, Any]) -> str:
    return "put away" if found["archived"] else "in use"


COMMAND = channel
