"""`tolok user`: people who may log in, managed by whoever runs the machine."""

import sys

import click

from tolok.cli.client import Client
from tolok.cli.output import emit, json_option, workspace_option


@click.group()
def user() -> None:
    """Add people and hand out links."""


@user.command()
@click.argument("email")
@click.option("--name", default="")
@click.option("--role", default="editor", show_default=True)
@workspace_option
@json_option
def add(email: str, name: str, role: str, workspace: str, as_json: bool) -> None:
    """Add a person; the password is read from standard input, never from a flag.

    \b
    Example:
      tolok user add dewi@example.org --role editor < password.txt
    """
    password = sys.stdin.readline().rstrip("\n")
    client = Client()
    body = {"email": email, "name": name, "password": password, "role": role}
    made = client.post(f"/workspaces/{client.workspace(workspace)}/members", body)
    if as_json:
        emit(made)
    else:
        click.echo(f"{email} may log in as {role}", err=True)


@user.command()
@click.option("--role", default="editor", show_default=True)
@workspace_option
@json_option
def invite(role: str, workspace: str, as_json: bool) -> None:
    """Print a link that makes whoever opens it a member, once, within 14 days."""
    client = Client()
    made = client.post(f"/workspaces/{client.workspace(workspace)}/invitations", {"role": role})
    if as_json:
        emit(made)
    else:
        click.echo(made["path"])


COMMAND = user
