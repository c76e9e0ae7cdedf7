"""`tolok guide`: the KPI guide's links, notes, and the objectives that KPIs serve."""

from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import emit, json_option, table, workspace_option


@click.group()
def guide() -> None:
    """Share the KPI guide, write notes in it, name the objectives it serves.

    \b
    Examples:
      tolok guide share --name "Board"
      tolok guide note reach "Counted anew since the October export"
    """


@guide.command()
@click.option("--name", default="", help="For whom the link is.")
@workspace_option
@json_option
def share(name: str, workspace: str, as_json: bool) -> None:
    """Print a link that shows the guide, and nothing else, to people without an account."""
    made = _call("POST", workspace, "/shares", json={"name": name})
    _show(made, made["path"], as_json)


@guide.command()
@workspace_option
@json_option
def shares(workspace: str, as_json: bool) -> None:
    """The links that still work, with how often each was opened."""
    found = _call("GET", workspace, "/shares")
    if as_json:
        emit(found)
        return
    table(["For", "Opened", "Id"], [[s["name"], str(s["opened"]), s["id"]] for s in found["items"]])


@guide.command()
@click.argument("id", metavar="ID")
@workspace_option
@json_option
def unshare(id: str, workspace: str, as_json: bool) -> None:
    """From now on the link leads nowhere."""
    _show(_call("DELETE", workspace, f"/shares/{id}"), f"{id} is revoked", as_json)


@guide.command()
@click.argument("kpi", metavar="KPI")
@click.argument("words")
@workspace_option
@json_option
def note(kpi: str, words: str, workspace: str, as_json: bool) -> None:
    """Write a note for the team on a KPI."""
    made = _call("POST", workspace, f"/kpis/{kpi}/notes", json={"words": words})
    _show(made, made["id"], as_json)


@guide.command()
@click.argument("kpi", metavar="KPI")
@click.argument("id", metavar="ID")
@workspace_option
@json_option
def unnote(kpi: str, id: str, workspace: str, as_json: bool) -> None:
    """Take a note away."""
    _show(_call("DELETE", workspace, f"/kpis/{kpi}/notes/{id}"), f"{id} is gone", as_json)


@guide.command()
@workspace_option
@json_option
def objectives(workspace: str, as_json: bool) -> None:
    """The business objectives that KPIs and goals serve."""
    found = _call("GET", workspace, "/objectives")
    if as_json:
        emit(found)
        return
    table(["Objective", "Id"], [[o["name"], o["id"]] for o in found["items"]])


@guide.command()
@click.argument("name")
@click.option("--id", default="", help="Rename this one instead of making one.")
@workspace_option
@json_option
def objective(name: str, id: str, workspace: str, as_json: bool) -> None:
    """Make a business objective, or rename one."""
    method, path = ("PATCH", f"/objectives/{id}") if id else ("POST", "/objectives")
    made = _call(method, workspace, path, json={"name": name})
    _show(made, made["id"], as_json)


def _call(method: str, workspace: str, path: str, **more: Any) -> Any:
    client = Client()
    return client.call(method, f"/workspaces/{client.workspace(workspace)}{path}", **more)


def _show(found: dict[str, Any], words: str, as_json: bool) -> None:
    if as_json:
        emit(found)
    else:
        click.echo(words)


COMMAND = guide
