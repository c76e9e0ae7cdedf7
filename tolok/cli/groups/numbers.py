"""`tolok numbers`: what the Numbers pages show, with the sources of each figure."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import emit, json_option, table, workspace_option

FORMS = ("csv", "excel", "json", "xlsx", "parquet")
TABLES = ("tiles", "trend", "breakdown", "times", "posts", "audience")
_LOOK = (
    click.option("--period", help="7, 28, 90, month, last-month, quarter, year."),
    click.option("--from", "from_", help="First day, as 2026-10-01."),
    click.option("--to", help="Last day, included."),
    click.option("--compare", type=click.Choice(["previous", "year", "off"])),
    click.option("--grain", type=click.Choice(["day", "week", "month", "quarter", "year"])),
    click.option("--channel", help="Only this channel (name or id)."),
    click.option("--network", help="Only these networks: instagram,tiktok."),
    click.option("--type", help="Only these types of post: reel,photo."),
    click.option("--tag", help="Only posts with one of these tags."),
    click.option("--campaign", help="Only posts of these campaigns."),
    click.option("--topic", help="Only posts whose text holds one of these words."),
)


def look(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what is looked at, as in the address of the page."""
    for option in reversed(_LOOK):
        command = option(command)
    return command


@click.group()
def numbers() -> None:
    """The tiles, break-downs and sources of the Numbers pages.

    \b
    Examples:
      tolok numbers show --period 28
      tolok numbers why reach --from 2025-01-01 --to 2025-01-31
      tolok numbers export posts --format xlsx -o posts.xlsx
    """


@numbers.command()
@look
@workspace_option
@json_option
def show(workspace: str, as_json: bool, **given: str | None) -> None:
    """All tiles: value, change against the period before, and what is missing."""
    found = _get(workspace, "numbers", given)
    if as_json:
        emit(found)
        return
    rows = [
        [group["name"]["en"], tile["name"]["en"], _value(tile), tile["delta"]["words"]["en"]]
        for group in found["groups"]
        for tile in group["tiles"]
    ]
    table(["Group", "KPI", "Value", "Change"], rows)
    click.echo("Next: tolok numbers why KPI", err=True)


@numbers.command()
@click.argument("by", metavar="DIMENSION")
@look
@workspace_option
@json_option
def breakdown(by: str, workspace: str, as_json: bool, **given: str | None) -> None:
    """The figures by one dimension: channel, network, type, weekday, hour, tag, …"""
    found = _get(workspace, "breakdown", {**given, "by": by})
    if as_json:
        emit(found)
        return
    rows = [[r["name"]["en"], *(_value(cell) for cell in r["cells"])] for r in found["rows"]]
    table([by, *(column["kpi"] for column in found["columns"])], rows)


@numbers.command()
@look
@workspace_option
@json_option
def audience(workspace: str, as_json: bool, **given: str | None) -> None:
    """The last audience report of each channel."""
    found = _get(workspace, "audience", given)
    if as_json:
        emit(found)
        return
    rows = [
        [part["channel"], part["dimension"], r["bucket"], _share(r["share"]), _number(r["count"])]
        for part in found["tables"]
        for r in part["rows"]
    ]
    table(["Channel", "Dimension", "Who", "Share", "Count"], rows)


@numbers.command()
@click.argument("kpi", metavar="KPI[:VARIANT]")
@look
@workspace_option
@json_option
def why(kpi: str, workspace: str, as_json: bool, **given: str | None) -> None:
    """Where a figure comes from: its formula with numbers, and files by line."""
    found = _get(workspace, f"why/{kpi}", given)
    if as_json:
        emit(found)
        return
    click.echo(f"{found['name']['en']}: {_value(found)}")
    click.echo(f"  {found['formula']}")
    for words in (found["with_numbers"], found["about"]):
        if words:
            click.echo(f"  {words['en']}")
    for one in found["origins"]:
        click.echo(f"  {one['file']}: lines {one['lines']} ({one['rows']} rows)")
    for words in found["differs"]:
        click.echo(f"  {words['en']}")


@numbers.command()
@click.argument("what", type=click.Choice(TABLES))
@look
@click.option("--by", help="The dimension of a break-down.")
@click.option("--kpi", help="The KPI of the trend, as views or clicks:link_clicks.")
@click.option("--format", "form", type=click.Choice(FORMS), default="csv", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
@workspace_option
def export(what: str, form: str, output: Path, workspace: str, **given: str | None) -> None:
    """Write what is seen to a file."""
    client = Client()
    path = f"/workspaces/{client.workspace(workspace)}/numbers/export/{what}.{form}"
    output.write_bytes(client.content(path, **_asked(given)))
    click.echo(str(output), err=True)


def _get(workspace: str, path: str, given: dict[str, str | None]) -> Any:
    client = Client()
    return client.get(f"/workspaces/{client.workspace(workspace)}/{path}", **_asked(given))


def _asked(given: dict[str, str | None]) -> dict[str, str | None]:
    return {name.rstrip("_"): value for name, value in given.items()}


def _value(cell: dict[str, Any]) -> str:
    if cell["value"] is not None:
        return _number(cell["value"])
    if cell["low"] is not None:
        return f"{_number(cell['low'])} – {_number(cell['high'])}"
    return "–"


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.4g}" if isinstance(value, float) else f"{value:,}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value * 100:.1f} %"


COMMAND = numbers
