"""`tolok kpi`: what can be measured, and the numbers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import done, emit, json_option, table, workspace_option

_ID = click.argument("name", metavar="ID")


def _own_options(command: Callable[..., None]) -> Callable[..., None]:
    """What a KPI of one's own is made of."""
    options = (
        click.option("--formula", required=True, help="Such as '(likes + comments) / reach'."),
        click.option("--title", required=True, help="Its name in English."),
        click.option("--title-id", default="", help="Its name in Indonesian."),
        click.option("--owner", required=True, help="Who answers for it."),
        click.option("--better", type=click.Choice(["up", "down", "neutral"]), default="up"),
        click.option("--unit", default=""),
    )
    for option in reversed(options):  # as if written above the command in this order
        command = option(command)
    return command


@click.group()
def kpi() -> None:
    """List KPIs, read their guide, compute their values."""


@kpi.command("list")
@workspace_option
@json_option
def list_(workspace: str, as_json: bool) -> None:
    """All KPIs of the workspace."""
    client = Client()
    found = client.get(f"/workspaces/{client.workspace(workspace)}/kpis")
    if as_json:
        emit(found)
        return
    table(
        ["KPI", "Name", "Unit", "Formula"],
        [
            [k["id"], k["name"]["en"], k["unit"], k["variants"][0]["formula"]]
            for k in found["items"]
        ],
    )
    click.echo("Next: tolok kpi guide KPI", err=True)


@kpi.command()
@click.argument("name", metavar="KPI", required=False)
@workspace_option
@click.option("--language", type=click.Choice(["en", "id"]), default="en", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write the whole guide here.")
@json_option
def guide(
    name: str | None, workspace: str, language: str, output: str | None, as_json: bool
) -> None:
    """What a KPI means, how it is made, how to read it and how it misleads.

    \b
    Examples:
      tolok kpi guide reach --language id
      tolok kpi guide -o guide.pdf
    """
    client = Client()
    slug = client.workspace(workspace)
    if output:
        Path(output).write_bytes(client.get(f"/workspaces/{slug}/guide.pdf", language=language))
        click.echo(output)
        return
    if not name:
        raise click.UsageError("Name a KPI, or write the whole guide with -o FILE.pdf.")
    found = client.get(f"/workspaces/{slug}/kpis/{name}/guide")
    if as_json:
        emit(found)
    else:
        _print_guide(found, language)


@kpi.command("set")
@click.argument("name", metavar="KPI")
@click.option("--use", type=click.Choice(["on", "parked", "off"]))
@click.option("--purpose", help="Which decision changes when it moves?")
@click.option("--owner", help="The user's id, as `tolok user list --json` prints it.")
@click.option("--objective", help="The business objective it serves, by name.")
@workspace_option
@json_option
def set_(name: str, workspace: str, as_json: bool, **given: str | None) -> None:
    """Use, park or switch off a KPI; say why it is kept and who answers for it."""
    client = Client()
    base = f"/workspaces/{client.workspace(workspace)}"
    body: dict[str, Any] = {k: given[k] for k in ("purpose", "owner") if given[k] is not None}
    if given["use"]:
        body |= {"enabled": given["use"] != "off", "parked": given["use"] == "parked"}
    if given["objective"]:
        body["objective"] = client.post(f"{base}/objectives", {"name": given["objective"]})["id"]
    found = client.call("PATCH", f"{base}/kpis/{name}", json=body)
    if as_json:
        emit(found)
    else:
        click.echo(f"{found['id']}: {_use(found)}")


@kpi.command()
@click.argument("name", metavar="KPI")
@workspace_option
@click.option("--variant", default="", help="One of the KPI's variants.")
@click.option("--from", "start", required=True, help="First day, as 2026-10-01.")
@click.option("--to", "end", required=True, help="Last day, included.")
@click.option("--channel", multiple=True, help="Only these channels (name or id).")
@click.option("--by", multiple=True, help="day, week, month, type, weekday, hour, channel, …")
@click.option("--where", multiple=True, help="Filter, as type=reel,photo.")
@click.option("--compare", type=click.Choice(["previous", "year"]))
@click.option("--basis", type=click.Choice(["period", "lifetime", "snapshot"]))
@json_option
def value(name: str, workspace: str, start: str, end: str, as_json: bool, **options: Any) -> None:
    """The value of a KPI over a period.

    \b
    Examples:
      tolok kpi value reach --from 2025-01-01 --to 2025-04-14 --by month --json
      tolok kpi value engagement_rate_avg --from 2025-01-01 --to 2025-03-31 --compare previous
    """
    client = Client()
    found = client.get(
        f"/workspaces/{client.workspace(workspace)}/kpis/{name}/value",
        **{"from": start, "to": end},
        variant=options["variant"] or None,
        by=",".join(options["by"]) or None,
        channel=",".join(options["channel"]) or None,
        where=list(options["where"]) or None,
        compare=options["compare"],
        basis=options["basis"],
    )
    if as_json:
        emit(found)
    elif "points" in found:
        table([*found["by"], found["kpi"]], [[*p["key"], _shown(p)] for p in found["points"]])
    else:
        click.echo(_shown(found))


@kpi.command()
@_ID
@_own_options
@workspace_option
@json_option
def create(name: str, workspace: str, as_json: bool, **form: str) -> None:
    """Make a KPI of your own from a formula over measures."""
    client = Client()
    address = f"/workspaces/{client.workspace(workspace)}/kpis"
    _made(client.post(address, _own(name, form)), as_json)


@kpi.command()
@_ID
@_own_options
@workspace_option
@json_option
def edit(name: str, workspace: str, as_json: bool, **form: str) -> None:
    """Replace the formula, name and words of a KPI of your own; its id stays."""
    client = Client()
    address = f"/workspaces/{client.workspace(workspace)}/kpis/{name}"
    _made(client.call("PUT", address, json=_own(name, form)), as_json)


@kpi.command()
@_ID
@workspace_option
@json_option
def remove(name: str, workspace: str, as_json: bool) -> None:
    """Take a KPI of your own away; the numbers it was made from stay."""
    client = Client()
    gone = client.call("DELETE", f"/workspaces/{client.workspace(workspace)}/kpis/{name}")
    done(gone, f"{name} is gone", as_json=as_json)


@kpi.command()
@click.argument("formula")
@workspace_option
@json_option
def check(formula: str, workspace: str, as_json: bool) -> None:
    """What a formula would compute, or where it fails; nothing is kept."""
    client = Client()
    slug = client.workspace(workspace)
    found = client.post(f"/workspaces/{slug}/formula", {"formula": formula})
    if as_json:
        emit(found)
    else:
        click.echo(found["how"]["en"])


def _own(name: str, form: dict[str, str]) -> dict[str, Any]:
    """A KPI of one's own as the API takes it."""
    return {
        "id": name,
        "formula": form["formula"],
        "name": {"en": form["title"], "id": form["title_id"] or form["title"]},
        "owner": form["owner"],
        "better": form["better"],
        "unit": form["unit"],
    }


def _made(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        emit(found)
    else:
        click.echo(f"{found['id']}: {found['variants'][0]['formula']}")


def _print_guide(found: dict[str, Any], language: str) -> None:
    for part in ("name", "definition", "read", "misleads"):
        click.echo(found[part][language])
    for variant, words in zip(found["variants"], found["words"], strict=True):
        said = f"{words['formula'][language]}; {words['how'][language]}"
        click.echo(f"  {variant['id']}: {said}")
    for network in found["networks"]:
        names = [n["native"] for n in network["names"] if not n["until"]]
        if names:
            click.echo(f"  {network['network']}: {', '.join(names)}")


def _use(found: dict[str, Any]) -> str:
    return "off" if not found["enabled"] else "parked" if found["parked"] else "on"


def _shown(cell: dict[str, Any]) -> str:
    if cell["value"] is not None:
        return f"{cell['value']:,.4g}" if isinstance(cell["value"], float) else f"{cell['value']:,}"
    bounds = f" ({cell['low']:,} – {cell['high']:,})" if cell["low"] is not None else ""
    return f"– {cell['why_unknown']['en']}{bounds}"


COMMAND = kpi
