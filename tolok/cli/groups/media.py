"""`tolok media`: the pictures and videos of posts."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import done, emit, json_option, progress, table, workspace_option

_ID = click.argument("id", metavar="ID")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def media() -> None:
    """Send, list, describe and take out pictures and videos.

    \b
    Examples:
      tolok media send kopi.jpg --folder "Menu/2026"
      tolok media describe ID --alt "A cup of coffee on a red table"
    """


@media.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--folder", default="", help="Where to keep them.")
@workspace_option
@json_option
def send(files: tuple[Path, ...], folder: str, workspace: str, as_json: bool) -> None:
    """Send files into the library. They can then be named in posts by their ids."""
    with ExitStack() as stack, progress("Sending"):
        parts = [("files", (f.name, stack.enter_context(f.open("rb")))) for f in files]
        found = _call("POST", workspace, "", files=parts, data={"folder": folder})
    for each in found["refused"]:
        click.echo(f"{each['file']}: {each['detail']['en']} {each['fix']['en']}", err=True)
    if as_json:
        emit(found)
    else:
        _list(found["items"])
    if found["refused"]:
        raise SystemExit(2)


@media.command("list")
@click.option("--folder", default=None)
@click.option("--text", default=None, help="Words of its name or description.")
@click.option("--kind", type=click.Choice(["image", "gif", "video"]), default=None)
@workspace_option
@json_option
def list_(workspace: str, as_json: bool, **wanted: Any) -> None:
    """The library, newest first."""
    asked = {key: value for key, value in wanted.items() if value}
    found = _call("GET", workspace, "", params=asked)
    if as_json:
        emit(found)
    else:
        _list(found["items"])


@media.command()
@_ID
@workspace_option
@json_option
def show(id: str, workspace: str, as_json: bool) -> None:
    """One piece, and the posts that show it."""
    found = _call("GET", workspace, f"/{id}")
    if as_json:
        emit(found)
        return
    _list([found])
    click.echo(f"Description: {found['alt'] or '–'}")
    click.echo(f"Used in: {', '.join(found['used_in']) or '–'}")


@media.command()
@_ID
@click.option("--alt", default=None, help="What it shows, for people who cannot see it.")
@click.option("--name", default=None)
@click.option("--folder", default=None)
@click.option("--focus", nargs=2, type=float, default=None, help="X Y from 0 to 1.")
@workspace_option
@json_option
def describe(id: str, workspace: str, as_json: bool, **given: Any) -> None:
    """Change its description, name, folder or focal point."""
    body = {key: value for key, value in given.items() if value is not None}
    done(_call("PATCH", workspace, f"/{id}", json=body), "Kept.", as_json=as_json)


@media.command()
@_ID
@workspace_option
@json_option
def remove(id: str, workspace: str, as_json: bool) -> None:
    """Take it out of the library; posts that show it keep it."""
    found = _call("DELETE", workspace, f"/{id}")
    kept = found["kept_in"]
    words = f"Taken out; {kept} posts keep it." if kept else "Taken out."
    done(found, words, as_json=as_json)


def _list(items: list[Any]) -> None:
    rows = [
        [
            one["name"],
            one["folder"] or "–",
            one["kind"],
            f"{one['width'] or '?'}×{one['height'] or '?'}",
            "yes" if one["alt"] else "no",
            one["id"],
        ]
        for one in items
    ]
    table(["Name", "Folder", "Kind", "Size", "Described", "Id"], rows)


def _call(method: str, workspace: str, path: str, **more: Any) -> Any:
    client = Client()
    base = f"/workspaces/{client.workspace(workspace)}/planner/media"
    return client.call(method, f"{base}{path}", **more)


COMMAND = media
