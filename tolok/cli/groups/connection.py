"""`tolok connection`: connect channels to their networks."""

import sys
from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import done, emit, json_option, table, workspace_option

_CHANNEL = click.argument("channel", metavar="CHANNEL")


@click.group()
def connection() -> None:
    """Connect channels, check and settle their log-ins.

    \b
    Examples:
      tolok connection ways
      tolok connection add bluesky --field server=https://bsky.social --field handle=sudut.example
    """


@connection.command()
@json_option
def ways(as_json: bool) -> None:
    """Every network that can be connected, what it asks for, and how that is proven."""
    found = Client().get("/connections/ways")
    if as_json:
        emit(found)
        return
    for way in found["items"]:
        click.echo(f"{way['network']} by {way['sign_in']}: {way['proof']['against']['en']}")
        for field in way["fields"]:
            secret = " (secret: asked for, or from standard input)" if field["secret"] else ""
            click.echo(f"  {field['id']}: {field['name']['en']}{secret}")


@connection.command("list")
@workspace_option
@json_option
def list_(workspace: str, as_json: bool) -> None:
    """The log-ins of the workspace, and whether they work."""
    found = _call("GET", workspace, "")
    if as_json:
        emit(found)
        return
    rows = [[c["network"], c["name"], c["handle"], c["state"], c["late"]] for c in found["items"]]
    table(["Network", "Channel", "Account", "State", "When late"], rows)


@connection.command()
@click.argument("network")
@click.option("--way", "sign_in", default="", help="How (tolok connection ways).")
@click.option("--field", "fields", multiple=True, help="NAME=VALUE; secrets are asked for.")
@click.option("--channel", default="", help="Connect this channel again.")
@workspace_option
@json_option
def add(
    network: str, sign_in: str, fields: tuple[str, ...], channel: str, workspace: str, as_json: bool
) -> None:
    """Connect an account. Secrets are never flags: they are asked for or read from stdin."""
    form = dict(field.partition("=")[::2] for field in fields)
    for field in _fields(network, sign_in):
        if field["secret"] and field["id"] not in form:
            form[field["id"]] = _secret(field["name"]["en"])
    body = {"network": network, "sign_in": sign_in, "form": form, "channel": channel}
    found = _call("POST", workspace, "", json=body)
    if as_json:
        emit(found)
    else:
        click.echo(f"{found['name']} is connected as {found['handle']}.")


@connection.command()
@_CHANNEL
@workspace_option
@json_option
def check(channel: str, workspace: str, as_json: bool) -> None:
    """Ask the network now whether the log-in works."""
    found = _call("POST", workspace, f"/{_id(workspace, channel)}/check")
    if as_json:
        emit(found)
        return
    problem = found["problem"]
    click.echo(f"{found['name']}: {problem['why']['en'] if problem else 'works'}")


@connection.command()
@_CHANNEL
@workspace_option
@json_option
def collect(channel: str, workspace: str, as_json: bool) -> None:
    """Read the channel's numbers now, and say what came of it."""
    found = _call("POST", workspace, f"/{_id(workspace, channel)}/collect")
    if as_json:
        emit(found)
        return
    state = found["collected"]
    posts = "post" if state["posts"] == 1 else "posts"
    click.echo(f"{found['name']}: {state['posts']} {posts} counted.")
    for one in state["refused"]:
        click.echo(f"  without {one['measure']}: {one['why']}", err=True)
    if state["problem"]:
        click.echo(f"  {state['problem']['why']['en']}", err=True)
    if not state["all_earlier_posts_found"]:
        click.echo("  Earlier posts follow by themselves.", err=True)
    click.echo("Look at them: tolok kpi value likes", err=True)


@connection.command("set")
@_CHANNEL
@click.option("--late", type=click.Choice(["send", "ask", "skip"]), help="Posts that are late.")
@click.option("--at-least-once/--at-most-once", default=None, help="Networks that cannot be asked.")
@click.option("--pause/--resume", "paused", default=None, help="Send nothing for now.")
@workspace_option
@json_option
def set_(channel: str, workspace: str, as_json: bool, **change: Any) -> None:
    """Change how a channel is published to."""
    body = {key: value for key, value in change.items() if value is not None}
    found = _call("PATCH", workspace, f"/{_id(workspace, channel)}", json=body)
    done(found, "Changed.", as_json=as_json)


@connection.command()
@_CHANNEL
@workspace_option
@json_option
def remove(channel: str, workspace: str, as_json: bool) -> None:
    """Forget a log-in; planned posts wait until the channel is connected again."""
    found = _call("DELETE", workspace, f"/{_id(workspace, channel)}")
    done(found, "Disconnected.", as_json=as_json)


def _fields(network: str, sign_in: str) -> list[Any]:
    for way in Client().get("/connections/ways")["items"]:
        if way["network"] == network and sign_in in ("", way["sign_in"]):
            return list(way["fields"])
    return []


def _secret(name: str) -> str:
    if sys.stdin.isatty():
        return str(click.prompt(name, hide_input=True))
    return sys.stdin.readline().strip()


def _call(method: str, workspace: str, path: str, **more: Any) -> Any:
    client = Client()
    base = f"/workspaces/{client.workspace(workspace)}/connections"
    return client.call(method, f"{base}{path}", **more)


def _id(workspace: str, key: str) -> str:
    """The channel's id: names may hold a slash, which an address cannot."""
    listed = _call("GET", workspace, "")["items"]
    for one in listed:
        if key in (one["channel"], one["name"], one["handle"]):
            return str(one["channel"])
    known = ", ".join(one["name"] for one in listed) or "none yet"
    raise click.UsageError(f"There is no connection {key!r}. Connections: {known}.")


COMMAND = connection
