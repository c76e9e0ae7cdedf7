"""`tolok campaign`: sets of posts with a common aim."""

from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import done, emit, json_option, table, workspace_option

_DAYS = {"starts": "Its first day, 2026-12-01.", "ends": "Its last day."}


@click.group()
def campaign() -> None:
    """List, make and change campaigns.

    \b
    Examples:
      tolok campaign new "Refill days" --starts 2026-12-01
      tolok campaign list
    """


@campaign.command("list")
@workspace_option
@json_option
def list_(workspace: str, as_json: bool) -> None:
    """All campaigns, the newest first day first."""
    found = _call("GET", workspace, "")
    if as_json:
        emit(found)
        return
    rows = [[o["name"], o["starts"] or "–", o["ends"] or "–", o["id"]] for o in found["items"]]
    table(["Name", "First day", "Last day", "Id"], rows)


@campaign.command()
@click.argument("name")
@click.option("--starts", default=None, help=_DAYS["starts"])
@click.option("--ends", default=None, help=_DAYS["ends"])
@click.option("--note", default="")
@workspace_option
@json_option
def new(workspace: str, as_json: bool, **given: Any) -> None:
    """Make a campaign."""
    found = _call("POST", workspace, "", json=given)
    done(found, f"Made: {found['id']}", as_json=as_json)


@campaign.command()
@click.argument("id", metavar="ID")
@click.option("--name", default=None)
@click.option("--starts", default=None, help=_DAYS["starts"])
@click.option("--ends", default=None, help=_DAYS["ends"])
@click.option("--note", default=None)
@workspace_option
@json_option
def edit(id: str, workspace: str, as_json: bool, **given: Any) -> None:
    """Change a campaign; what is left out stays."""
    body = {key: value for key, value in given.items() if value is not None}
    done(_call("PATCH", workspace, f"/{id}", json=body), "Kept.", as_json=as_json)


def _call(method: str, workspace: str, path: str, **more: Any) -> Any:
    client = Client()
    base = f"/workspaces/{client.workspace(workspace)}/planner/campaigns"
    return client.call(method, f"{base}{path}", **more)


COMMAND = campaign
