"""`tolok route`: which entries of which feeds become posts on which channels, and how."""

import json
from pathlib import Path
from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import done, emit, json_option, table, workspace_option

_ID = click.argument("id", metavar="ID")
_OUTCOMES = click.Choice(["immediate", "queue", "best_time", "draft"])


@click.group()
def route() -> None:
    """Routes from feeds to channels.

    \b
    Examples:
      tolok route add News --feed FEED --channel Mastodon --outcome draft
      tolok route try ID
    """


@route.command("list")
@workspace_option
@json_option
def list_(workspace: str, as_json: bool) -> None:
    """All routes."""
    found = _call("GET", workspace, "")
    if as_json:
        emit(found)
        return
    rows = [
        [
            each["name"],
            "on" if each["enabled"] else "off",
            str(len(each["feeds"])),
            str(len(each["targets"])),
            each["id"],
        ]
        for each in found["items"]
    ]
    table(["Route", "", "Feeds", "Channels", "Id"], rows)


@route.command()
@_ID
@workspace_option
def show(id: str, workspace: str) -> None:
    """A route as JSON, in the form that `route save` takes."""
    emit(_call("GET", workspace, f"/{id}"))


@route.command()
@click.argument("name")
@click.option("--feed", "feeds", multiple=True, required=True, help="The id of a feed; repeatable.")
@click.option("--channel", "channels", multiple=True, required=True, help="By id or name.")
@click.option("--outcome", type=_OUTCOMES, default="queue", show_default=True)
@click.option("--template", default=None, help="How the text is made: {title} [by {author}] {link}")
@workspace_option
@json_option
def add(name: str, feeds: tuple[str, ...], channels: tuple[str, ...], workspace: str,
        as_json: bool, **given: Any) -> None:  # fmt: skip
    """Make a route with the same rules for all its channels; `save` for finer ones."""
    rules = {key: value for key, value in given.items() if value}
    targets = [{"channel": each, **rules} for each in channels]
    found = _call("POST", workspace, "", json={"name": name, "feeds": feeds, "targets": targets})
    done(found, f"Made: {found['name']} ({found['id']})", as_json=as_json)


@route.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", default="", help="The route to change; a new one without it.")
@workspace_option
@json_option
def save(file: Path, id: str, workspace: str, as_json: bool) -> None:
    """Make or change a route from a JSON file, in the form that `route show` gives."""
    form = json.loads(file.read_text("utf-8"))
    form.pop("id", None)
    for target in form.get("targets", ()):
        target.pop("id", None)
        target.pop("problem", None)
    method, path = ("PATCH", f"/{id}") if id else ("POST", "")
    found = _call(method, workspace, path, json=form)
    done(found, f"Saved: {found['name']} ({found['id']})", as_json=as_json)


@route.command("try")
@_ID
@workspace_option
@json_option
def try_(id: str, workspace: str, as_json: bool) -> None:
    """What would become of the newest entries on each channel. Nothing is kept or sent."""
    found = _call("GET", workspace, f"/{id}/trial")
    if as_json:
        emit(found)
        return
    for trial in found["items"]:
        click.echo(f"{trial['channel']}: {(trial['problem'] or {}).get('en', '')}")
        rows = [
            [each["what"], each["text"] or each["title"], each["why"]["en"]]
            for each in trial["entries"]
        ]
        table(["What", "Text", "Why"], rows)


@route.command()
@_ID
@workspace_option
@json_option
def remove(id: str, workspace: str, as_json: bool) -> None:
    """Remove a route with its ledger; posts that it made stay."""
    done(_call("DELETE", workspace, f"/{id}"), "Removed.", as_json=as_json)


def _call(method: str, workspace: str, path: str, **given: Any) -> Any:
    client = Client()
    return client.call(method, f"/workspaces/{client.workspace(workspace)}/routes{path}", **given)


COMMAND = route
