"""`tolok approval`: who must agree to posts, verdicts, and links for clients."""

from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import done, emit, json_option, table, workspace_option

_ID = click.argument("id", metavar="ID")


@click.group()
def approval() -> None:
    """Settle who approves posts, give verdicts, send posts to clients.

    \b
    Examples:
      tolok approval set --step any:admin,owner --step all:link
      tolok approval show ID
      tolok approval give ID refuse "The price is wrong"
    """


@approval.command()
@workspace_option
@json_option
def steps(workspace: str, as_json: bool) -> None:
    """Who must agree before a post is planned."""
    found = _call("GET", workspace, "/approval")
    if as_json:
        emit(found)
        return
    if not found["steps"]:
        click.echo("No approval is needed.")
    for number, step in enumerate(found["steps"], 1):
        click.echo(f"{number}. {'all of' if step['every'] else 'one of'} {', '.join(step['who'])}")


@approval.command("set")
@click.option("--step", "given", multiple=True, help="any:ROLE,MEMBER… or all:…; in order.")
@workspace_option
@json_option
def set_(given: tuple[str, ...], workspace: str, as_json: bool) -> None:
    """Settle the steps; without --step no approval is needed.

    Who: client, viewer, editor, admin, owner, the id of a member, or link (a client by link).
    """
    body = {"steps": [_step(each) for each in given]}
    done(_call("PUT", workspace, "/approval", json=body), "Kept.", as_json=as_json)


@approval.command()
@_ID
@workspace_option
@json_option
def show(id: str, workspace: str, as_json: bool) -> None:
    """How far the approval of a post is."""
    found = _call("GET", workspace, f"/posts/{id}/approval")
    if as_json:
        emit(found)
    elif not found["waits"]:
        click.echo("It waits for no approval.")
    else:
        who = [*found["waits_for"], *(["a client by link"] if found["needs_link"] else [])]
        click.echo(f"Step {found['step'] + 1} of {len(found['steps'])}: {', '.join(who) or '–'}")


@approval.command()
@_ID
@click.argument("verdict", type=click.Choice(["approve", "refuse", "ask"]))
@click.argument("words", required=False, default="")
@workspace_option
@json_option
def give(id: str, verdict: str, words: str, workspace: str, as_json: bool) -> None:
    """Approve, refuse or ask; the last two need WORDS."""
    body = {"verdict": verdict, "words": words}
    found = _call("POST", workspace, f"/posts/{id}/approval", json=body)
    done(found, "Said." if found["waits"] else "Decided.", as_json=as_json)


@approval.command()
@_ID
@click.option("--name", default="", help="Whom it is for; verdicts are signed with it.")
@workspace_option
@json_option
def link(id: str, name: str, workspace: str, as_json: bool) -> None:
    """A link for a client without an account, shown once."""
    found = _call("POST", workspace, f"/posts/{id}/links", json={"name": name})
    if as_json:
        emit(found)
    else:
        click.echo(found["path"])


@approval.command()
@_ID
@workspace_option
@json_option
def links(id: str, workspace: str, as_json: bool) -> None:
    """The links to a post that still work."""
    found = _call("GET", workspace, f"/posts/{id}/links")
    if as_json:
        emit(found)
        return
    rows = [[one["name"] or "–", str(one["opened"]), one["id"]] for one in found["items"]]
    table(["For", "Opened", "Id"], rows)


@approval.command()
@_ID
@click.argument("link", metavar="LINK")
@workspace_option
@json_option
def unlink(id: str, link: str, workspace: str, as_json: bool) -> None:
    """From now on the link leads nowhere."""
    found = _call("DELETE", workspace, f"/posts/{id}/links/{link}")
    done(found, "Revoked.", as_json=as_json)


def _step(words: str) -> dict[str, Any]:
    kind, _, who = words.rpartition(":")
    if kind not in ("", "any", "all"):
        raise click.BadParameter(f"{words}: write any:… or all:…", param_hint="--step")
    return {"every": kind == "all", "who": [each.strip() for each in who.split(",") if each]}


def _call(method: str, workspace: str, path: str, **more: Any) -> Any:
    client = Client()
    base = f"/workspaces/{client.workspace(workspace)}/planner"
    return client.call(method, f"{base}{path}", **more)


COMMAND = approval
