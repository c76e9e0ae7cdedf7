"""`tolok imports`: what was brought so far: look at it, answer its questions, take it back."""

from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import done, emit, json_option, progress, table, workspace_option

_ID = click.argument("id", metavar="ID")


@click.group()
def imports() -> None:
    """List, look at, answer, commit, undo and drop imports.

    \b
    Examples:
      tolok imports list
      tolok imports answer ID network=facebook && tolok imports commit ID
      tolok imports undo ID
    """


@imports.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--cursor", default="", help="`next` of the page before.")
@workspace_option
@json_option
def list_(limit: int, cursor: str, workspace: str, as_json: bool) -> None:
    """Imports, newest first."""
    found = _call("GET", workspace, "", params={"limit": limit, "cursor": cursor})
    if as_json:
        emit(found)
        return
    table(["File", "Read as", "State", "New", "Changed", "Problems", "Id"], _rows(found))
    if found["next"]:
        click.echo(f"Next: tolok imports list --cursor {found['next']}", err=True)


def _rows(found: dict[str, Any]) -> list[list[str]]:
    return [
        [
            i["path"],
            i["importer"] or "not recognised",
            i["state"],
            str(i["rows"]["new"]),
            str(i["rows"]["changed"]),
            str(i["problems_total"]),
            i["id"],
        ]
        for i in found["items"]
    ]


@imports.command()
@_ID
@workspace_option
@json_option
def show(id: str, workspace: str, as_json: bool) -> None:
    """One import as it went: its rows, totals, and problems by line."""
    _show(_call("GET", workspace, f"/{id}"), as_json)


@imports.command()
@_ID
@workspace_option
@json_option
def preview(id: str, workspace: str, as_json: bool) -> None:
    """The first ten rows, the problems, and what a commit would change."""
    with progress("Reading the file"):
        found = _call("GET", workspace, f"/{id}/preview")
    if as_json:
        emit(found)
        return
    _say(found, found["would"] or found)
    for row in found["sample"]:
        click.echo("  ".join(f"{name}={value}" for name, value in row.items()))


@imports.command()
@_ID
@click.argument("answers", nargs=-1, required=True, metavar="QUESTION=ANSWER…")
@workspace_option
@json_option
def answer(id: str, answers: tuple[str, ...], workspace: str, as_json: bool) -> None:
    """Settle an import's questions, such as network=facebook or channel=NAME."""
    given = dict(pair.partition("=")[::2] for pair in answers)
    _show(_call("POST", workspace, f"/{id}/answers", json={"answers": given}), as_json)


@imports.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@workspace_option
@json_option
def commit(ids: tuple[str, ...], workspace: str, as_json: bool) -> None:
    """Let imports into the facts that were only looked at, or try failed ones again."""
    with progress("Importing"):
        found = _call("POST", workspace, "/commit", json={"batches": list(ids)})
    if as_json:
        emit(found)
        return
    for one in found["items"]:
        _say(one, one)


@imports.command()
@_ID
@workspace_option
@json_option
def undo(id: str, workspace: str, as_json: bool) -> None:
    """Take an import's rows out of the facts; rows that later files repeated stay."""
    with progress("Taking the rows out"):
        found = _call("POST", workspace, f"/{id}/undo")
    _show(found, as_json)


@imports.command()
@_ID
@workspace_option
@json_option
def drop(id: str, workspace: str, as_json: bool) -> None:
    """Forget an import that is not in the facts."""
    done(_call("DELETE", workspace, f"/{id}"), f"{id} is forgotten", as_json=as_json)


def _call(method: str, workspace: str, path: str, **more: Any) -> Any:
    client = Client()
    return client.call(method, f"/workspaces/{client.workspace(workspace)}/imports{path}", **more)


def _show(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        emit(found)
    else:
        _say(found, found)


def _say(batch: dict[str, Any], report: dict[str, Any]) -> None:
    """The state of a batch and the rows of a report: its own, or of what it would do."""
    rows = ", ".join(f"{count} {name}" for name, count in report["rows"].items())
    click.echo(f"{batch['path']}: {batch['state']}, {rows}")
    for trouble in report["problems"]:
        place = f"line {trouble['line']}" if trouble["line"] else "file"
        click.echo(f"  {place} {trouble['column']}: {trouble['why']['en']}".rstrip())
    if batch["needs"]:
        choices = ", ".join(batch["needs"]["choices"])
        click.echo(f"  {batch['needs']['question']['en']} ({batch['needs']['id']}: {choices})")


COMMAND = imports
