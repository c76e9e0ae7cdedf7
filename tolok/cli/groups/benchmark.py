"""`tolok benchmark`: figures of other accounts, quoted or brought by yourself."""

from pathlib import Path

import click

from tolok.cli.client import Client
from tolok.cli.output import emit, json_option, table, workspace_option


@click.group()
def benchmark() -> None:
    """List figures of other accounts, and bring your own."""


@benchmark.command("list")
@click.option("--kpi", default="", help="Only those of this KPI.")
@workspace_option
@json_option
def list_(kpi: str, workspace: str, as_json: bool) -> None:
    """Your own rows first, then the quoted ones; each with its source and year."""
    client = Client()
    found = client.get(f"/workspaces/{client.workspace(workspace)}/benchmarks", kpi=kpi or None)
    if as_json:
        emit(found)
        return
    table(
        ["KPI", "Variant", "Network", "Middle", "Year", "Source", "Id"],
        [
            [
                b["kpi"],
                b["variant"],
                b["network"] or "all",
                "–" if b["p50"] is None else f"{b['p50']:g}",
                str(b["year"] or "–"),
                b["source"],
                b["id"] or "quoted",
            ]
            for b in found["items"]
        ],
    )


@benchmark.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@workspace_option
@json_option
def import_(path: Path, workspace: str, as_json: bool) -> None:
    """Bring a CSV file of figures of other accounts.

    Its columns: network, industry, tier_min, tier_max, kpi, variant, p25, p50, p75, n, year,
    source. One bad row refuses the file and is named by line.

    \b
    Example:
      tolok benchmark import cafes.csv
    """
    client = Client()
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    body = {"csv": text, "file": path.name}
    done = client.post(f"/workspaces/{client.workspace(workspace)}/benchmarks", body)
    if as_json:
        emit(done)
        return
    rows = done["rows"]
    click.echo(
        f"{rows['read']} rows read: {rows['new']} new, {rows['changed']} changed, "
        f"{rows['unchanged']} unchanged"
    )
    click.echo("Next: tolok benchmark list", err=True)


@benchmark.command()
@click.argument("id", metavar="ID")
@workspace_option
@json_option
def remove(id: str, workspace: str, as_json: bool) -> None:
    """Remove a row that you brought."""
    client = Client()
    done = client.call("DELETE", f"/workspaces/{client.workspace(workspace)}/benchmarks/{id}")
    if as_json:
        emit(done)
    else:
        click.echo(done["removed"])


COMMAND = benchmark
