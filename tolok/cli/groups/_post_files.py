"""`tolok post bulk`, `unbulk` and `export`: posts from files and to them."""

from pathlib import Path
from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import done, emit, json_option, workspace_option


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--channel", "channels", multiple=True, help="For rows that name none; repeatable.")
@click.option("--format", default="", help="own, hootsuite, buffer or sprout, where in doubt.")
@click.option("--date-order", default="", help="dmy, mdy or ymd, where in doubt.")
@click.option("--dry-run", is_flag=True, help="Only look.")
@workspace_option
@json_option
def bulk(file: Path, dry_run: bool, workspace: str, as_json: bool, **given: Any) -> None:
    """Plan the posts of a CSV or XLSX file: all of them or none."""
    client, data = Client(), {**given, "channels": list(given["channels"])}
    base = f"/workspaces/{client.workspace(workspace)}/planner/bulk"
    with file.open("rb") as opened:
        parts = {"file": (file.name, opened)}
        data["dry_run"] = "true" if dry_run else "false"
        found = client.call("POST", base, files=parts, data=data)
    if as_json:
        emit(found)
        return
    for each in found["problems"]:
        where = f"line {each['line']}, {each['column']}"
        click.echo(f"{where}: {each['why']['en']} {each['fix']['en']}", err=True)
    click.echo(f"{found['rows']} posts {'can be' if dry_run else 'are'} planned.")
    if found["batch"]:
        click.echo(f"Next: tolok post unbulk {found['batch']} takes them back.", err=True)


@click.command()
@click.argument("id", metavar="FILE-ID")
@workspace_option
@json_option
def unbulk(id: str, workspace: str, as_json: bool) -> None:
    """Take back the posts of a file that no network has yet."""
    client = Client()
    found = client.call("DELETE", f"/workspaces/{client.workspace(workspace)}/planner/bulk/{id}")
    words = f"{found['taken_back']} taken back, {found['stay']} stay."
    done(found, words, as_json=as_json)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@workspace_option
def export(file: Path, workspace: str) -> None:
    """Write the planned posts to a .csv or .xlsx file that `post bulk` can read again."""
    client, form = Client(), file.suffix.lstrip(".").lower()
    base = f"/workspaces/{client.workspace(workspace)}/planner/export"
    file.write_bytes(client.content(f"{base}/posts.{form}"))
    click.echo(f"Written: {file}", err=True)


FILES = (bulk, unbulk, export)
