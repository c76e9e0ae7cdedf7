"""`tolok posts`: the best and the weakest posts, with their text and link."""

from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import emit, json_option, table, workspace_option

_TEXT = 48  # letters of a post's text in the table


@click.group()
def posts() -> None:
    """List posts with their counts."""


@posts.command("list")
@click.option("--from", "start", required=True, help="First day, as 2026-10-01.")
@click.option("--to", "end", required=True, help="Last day, included.")
@click.option("--sort", default="", help="A KPI of the table, such as engagements.")
@click.option("--low", is_flag=True, help="The weakest first.")
@click.option("--limit", type=click.IntRange(1, 500), default=10, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0)
@click.option("--channel", default="", help="Only this channel (name or id).")
@click.option("--network", default="")
@click.option("--type", "kind", default="", help="Only these types: reel,photo.")
@click.option("--tag", default="")
@click.option("--campaign", default="")
@click.option("--topic", default="", help="Only posts whose text holds one of these words.")
@workspace_option
@json_option
def list_(
    start: str, end: str, low: bool, kind: str, workspace: str, as_json: bool, **options: Any
) -> None:
    """Posts published in these days, best first, with their lifetime counts.

    \b
    Examples:
      tolok posts list --from 2026-10-01 --to 2026-10-31
      tolok posts list --from 2026-10-01 --to 2026-10-31 --type reel --low --json
    """
    client = Client()
    found = client.get(
        f"/workspaces/{client.workspace(workspace)}/posts",
        **{"from": start, "to": end, "type": kind or None, "order": "low" if low else None},
        **{name: value or None for name, value in options.items()},
    )
    if as_json:
        emit(found)
        return
    kpis = list(found["items"][0]["kpis"]) if found["items"] else []
    rows = [
        [p["published"][:10], p["type"], _short(p["text"]), *(_number(p["kpis"][k]) for k in kpis)]
        for p in found["items"]
    ]
    table(["Published", "Type", "Post", *kpis], rows)
    click.echo(f"{len(rows)} of {found['total']}. Next: tolok posts list --help", err=True)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _TEXT else f"{words[: _TEXT - 1]}…"


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.4g}" if isinstance(value, float) else f"{value:,}"


COMMAND = posts
