"""`tolok goal`: set goals that can be reached, and see how they go."""

import csv
from pathlib import Path
from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import emit, json_option, workspace_option


@click.group()
def goal() -> None:
    """Judge targets, make goals, note how they go."""


@goal.command()
@click.option("--kpi", required=True, help="The KPI (tolok kpi list).")
@click.option("--variant", default="", help="One of the KPI's variants.")
@click.option("--target", type=float, required=True, help="The number to reach.")
@click.option("--per", type=click.Choice(["week", "total", "level"]), default="week")
@click.option("--weeks", type=int, default=13, show_default=True, help="How long you have.")
@click.option("--done", type=float, default=0.0, help="Already reached (with --per total).")
@click.option(
    "--history",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV file with the columns date and value; else the workspace's own numbers.",
)
@workspace_option
@json_option
def assess(history: Path | None, workspace: str, as_json: bool, **aim: Any) -> None:
    """Can a target be reached, judged by your own history?

    \b
    Examples:
      tolok goal assess --kpi followers_gained --target 125 --per week --weeks 13 --history f.csv
      tolok goal assess --kpi followers --target 10000 --per level --weeks 26 --json
    """
    client = Client()
    if history is not None:
        found = client.post("/goals/assess", {**aim, "history": _rows(history)})
    else:
        found = client.post(f"/workspaces/{client.workspace(workspace)}/goals/assess", aim)
    if as_json:
        emit(found)
        return
    click.echo(found["why"]["en"])
    if found["realistic"]:
        low, high = found["realistic"]
        click.echo(f"Realistic: {low:,.6g} to {high:,.6g}")


def _rows(path: Path) -> list[list[str]]:
    """The date and value columns of a CSV file; without a header the first two."""
    text = path.read_text("utf-8-sig", errors="replace")
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    lines = [row for row in csv.reader(text.splitlines(), delimiter=delimiter) if any(row)]
    if not lines:
        return []
    names = [cell.strip().casefold() for cell in lines[0]]
    if "date" in names and "value" in names:
        day, value, lines = names.index("date"), names.index("value"), lines[1:]
    else:
        day, value = 0, 1
        lines = lines if any(c.isdigit() for c in lines[0][0]) else lines[1:]
    return [[row[day], row[value]] for row in lines if len(row) > max(day, value)]


COMMAND = goal
