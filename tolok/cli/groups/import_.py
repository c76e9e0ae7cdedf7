"""`tolok import`: the files people already have."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import progress, table, workspace_option


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@workspace_option
@click.option("--channel", default="", help="The channel that the rows belong to (name or id).")
@click.option("--answer", multiple=True, help="Settle a question: --answer network=facebook")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--json", "as_json", is_flag=True, help="The full report as JSON on stdout.")
def command(
    paths: tuple[Path, ...],
    workspace: str,
    channel: str,
    answer: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import files, folders or ZIP archives.

    \b
    Examples:
      tolok import Reach.csv Posts.csv
      tolok import exports/ --channel "Sudut Café" --dry-run
    """
    client = Client()
    body = {
        "paths": [str(p.expanduser().resolve()) for p in paths],
        "channel": channel,
        "answers": dict(pair.partition("=")[::2] for pair in answer),
        "dry_run": dry_run,
    }
    with progress("Reading files"):
        report = client.post(f"/workspaces/{client.workspace(workspace)}/imports/paths", body)
    for file in report["files"]:
        file["path"] = _as_given(file["path"], paths)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _print(report)
    sys.exit(1 if report["problems_total"] or any(_open(f) for f in report["files"]) else 0)


def _as_given(path: str, paths: tuple[Path, ...]) -> str:
    """The path the way it was typed, not the way the server sees it."""
    for given in paths:
        whole = str(given.expanduser().resolve())
        if path == whole or path.startswith(f"{whole}/"):
            return str(given) + path[len(whole) :]
    return path


def _read_as(file: dict[str, Any]) -> str:
    return "left out" if file["left_out"] else file["importer"] or "not recognised"


def _open(file: dict[str, Any]) -> bool:
    return file["needs"] is not None


def _print(report: dict[str, Any]) -> None:
    rows = [
        [
            f["path"],
            _read_as(f),
            *(str(f["rows"][k]) for k in ("read", "new", "changed", "unchanged", "skipped")),
            str(f["problems_total"]),
        ]
        for f in report["files"]
    ]
    table(["File", "Read as", "Rows", "New", "Changed", "Same", "Skipped", "Problems"], rows)
    for file in report["files"]:
        if file["left_out"]:
            click.echo(f"{file['path']}: {file['left_out']['en']}", err=True)
        if file["needs"]:
            choices = ", ".join(file["needs"]["choices"])
            question = file["needs"]["question"]["en"]
            click.echo(
                f"{file['path']}: {question} --answer {file['needs']['id']}={choices}", err=True
            )
    click.echo("Next: tolok kpi list, or open the Numbers page.", err=True)


COMMAND = command
