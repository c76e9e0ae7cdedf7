"""`tolok token`: what programs of a person call the API with."""

from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import done, emit, json_option, table

_PERSON = click.option("--person", required=True, help="The e-mail of whose program it is.")


@click.group()
def token() -> None:
    """List, make and revoke API tokens.

    \b
    Example:
      tolok token create --person dewi@example.org --name "nightly report"
    """


@token.command("list")
@_PERSON
@json_option
def list_(person: str, as_json: bool) -> None:
    """The tokens of a person that still work."""
    found = Client().get("/me/tokens", person=person)
    if as_json:
        emit(found)
        return
    rows = [
        [t["name"], t["scope"], t["workspace"] or "all", t["last_used"] or "never", t["id"]]
        for t in found["items"]
    ]
    table(["Name", "May", "Workspace", "Last used", "Id"], rows)


@token.command()
@_PERSON
@click.option("--name", default="", help="What it is for.")
@click.option("--scope", type=click.Choice(["read", "write"]), default="read", show_default=True)
@click.option("--workspace", default="", help="Only for this workspace (its short name).")
@json_option
def create(person: str, as_json: bool, **body: Any) -> None:
    """Print a new token, once."""
    made = Client().call("POST", "/me/tokens", params={"person": person}, json=body)
    if as_json:
        emit(made)
    else:
        click.echo(made["token"])


@token.command()
@click.argument("id", metavar="ID")
@_PERSON
@json_option
def revoke(id: str, person: str, as_json: bool) -> None:
    """From now on the token opens nothing."""
    gone = Client().call("DELETE", f"/me/tokens/{id}", params={"person": person})
    done(gone, f"{id} is revoked", as_json=as_json)


COMMAND = token
