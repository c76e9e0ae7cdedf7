"""`tolok user`: people who may log in, managed by whoever runs the machine."""

import sys

import click

from tolok.cli.client import Client
from tolok.cli.output import done, emit, json_option, table, workspace_option


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
    done(made, f"{email} may log in as {role}", as_json=as_json)


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


@user.command("list")
@workspace_option
@json_option
def list_(workspace: str, as_json: bool) -> None:
    """Who may enter the workspace, and in which role."""
    client = Client()
    found = client.get(f"/workspaces/{client.workspace(workspace)}/members")
    if as_json:
        emit(found)
    else:
        table(["Name", "E-mail", "Role"], [_row(m) for m in found["items"]])


@user.command("role")
@click.argument("email")
@click.option("--role", required=True, help="client, viewer, editor, admin or owner.")
@workspace_option
@json_option
def role_(email: str, role: str, workspace: str, as_json: bool) -> None:
    """Change a member's role."""
    client = Client()
    base = f"/workspaces/{client.workspace(workspace)}/members"
    changed = client.call("PATCH", f"{base}/{_member(client, base, email)}", json={"role": role})
    done(changed, f"{email} is {changed['role']} now", as_json=as_json)


@user.command()
@click.argument("email")
@workspace_option
@json_option
def remove(email: str, workspace: str, as_json: bool) -> None:
    """Take a person out of the workspace; the account itself stays."""
    client = Client()
    base = f"/workspaces/{client.workspace(workspace)}/members"
    gone = client.call("DELETE", f"{base}/{_member(client, base, email)}")
    done(gone, f"{email} is out of the workspace", as_json=as_json)


@user.command()
@workspace_option
@json_option
def invitations(workspace: str, as_json: bool) -> None:
    """The invitation links that still work; their secrets are not kept."""
    client = Client()
    found = client.get(f"/workspaces/{client.workspace(workspace)}/invitations")
    if as_json:
        emit(found)
    else:
        rows = [[i["role"], i["by"], i["expires"][:10], i["id"]] for i in found["items"]]
        table(["Role", "By", "Until", "Id"], rows)


@user.command()
@click.argument("id", metavar="ID")
@workspace_option
@json_option
def uninvite(id: str, workspace: str, as_json: bool) -> None:
    """From now on the invitation link makes nobody a member."""
    client = Client()
    base = f"/workspaces/{client.workspace(workspace)}/invitations"
    gone = client.call("DELETE", f"{base}/{id}")
    done(gone, f"{id} is revoked", as_json=as_json)


def _row(member: dict[str, str]) -> list[str]:
    return [member["name"], member["email"] or "", member["role"]]


def _member(client: Client, base: str, email: str) -> str:
    """The id of the member with this e-mail; a usage error names those there are."""
    found = {m["email"]: m["id"] for m in client.get(base)["items"]}
    if email.lower() not in found:
        known = ", ".join(str(name) for name in found) or "nobody"
        raise click.UsageError(f"{email} is no member here. Members: {known}.")
    return str(found[email.lower()])


COMMAND = user
