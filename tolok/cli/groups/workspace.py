"""`tolok workspace`: list and make workspaces."""

import click

from tolok.cli.client import Client
from tolok.cli.output import emit, json_option, table


@click.group()
def workspace() -> None:
    """List and make workspaces."""


@workspace.command("list")
@json_option
def list_(as_json: bool) -> None:
    """The workspaces of this data folder."""
    found = Client().get("/workspaces")
    if as_json:
        emit(found)
    else:
        rows = [[w["slug"], w["name"], w["zone"], w["currency"]] for w in found["items"]]
        table(["Short name", "Name", "Zone", "Currency"], rows)


@workspace.command()
@click.argument("name")
@click.option("--zone", default="Asia/Jakarta", show_default=True)
@click.option("--currency", default="IDR", show_default=True)
@json_option
def create(name: str, zone: str, currency: str, as_json: bool) -> None:
    """Make a workspace."""
    made = Client().post("/workspaces", {"name": name, "zone": zone, "currency": currency})
    if as_json:
        emit(made)
    else:
        click.echo(made["slug"])


@workspace.command()
@click.argument("slug", metavar="SHORT-NAME")
@click.option("--name")
@click.option("--zone", help="Such as Asia/Jakarta.")
@click.option("--currency", help="Three letters, such as IDR.")
@click.option("--language", type=click.Choice(["en", "id"]))
@json_option
def change(slug: str, as_json: bool, **given: str | None) -> None:
    """Change a workspace's name, zone, currency or language."""
    body = {key: value for key, value in given.items() if value is not None}
    changed = Client().call("PATCH", f"/workspaces/{slug}", json=body)
    if as_json:
        emit(changed)
    else:
        click.echo(f"{changed['slug']}: {changed['zone']}, {changed['currency']}")


COMMAND = workspace
