"""`tolok facts`: the analytical store, which can always be made again from the raw files."""

import sys
from pathlib import Path

import click

from tolok.cli.client import Client
from tolok.cli.output import emit, json_option, progress, workspace_option


@click.group()
def facts() -> None:
    """Rebuild, audit and export the facts."""


@facts.command()
@json_option
def rebuild(as_json: bool) -> None:
    """Make the facts again from the raw files; exit 1 when they came out different."""
    with progress("Reading the raw files again"):
        found = Client().post("/facts/rebuild")
    if as_json:
        emit(found)
    else:
        if found["put_aside"]:
            click.echo(f"The damaged file is now {found['put_aside']}; delete it when all is well.")
        words = {True: ": the same as before", False: ": different from before", None: ""}
        click.echo(f"{found['batches']} batches, {found['rows']:,} rows{words[found['equal']]}")
    sys.exit(1 if found["equal"] is False else 0)


@facts.command()
@json_option
def audit(as_json: bool) -> None:
    """Check derived tables against a recompute, and raw files against their hashes."""
    with progress("Checking"):
        found = Client().get("/facts/audit")
    if as_json:
        emit(found)
    else:
        for finding in found["findings"]:
            click.echo(str(finding))
        for name in found["damaged_raw_files"]:
            click.echo(f"damaged raw file: {name}")
        click.echo("ok" if found["ok"] else "not ok")
    sys.exit(0 if found["ok"] else 1)


@facts.command()
@click.argument("table")
@workspace_option
@click.option("--format", "kind", type=click.Choice(["csv", "json", "parquet"]), default="csv")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
def export(table: str, workspace: str, kind: str, output: Path) -> None:
    """Write one table of the facts (post_latest, channel_day, …) to a file."""
    client = Client()
    name = client.workspace(workspace)
    output.write_bytes(client.content(f"/workspaces/{name}/facts/{table}", format=kind))
    click.echo(f"{output}", err=True)


COMMAND = facts
