"""`tolok goal`: set goals that can be reached, and see how they go."""

import json
from pathlib import Path
from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.goal_input import goal_of, history_of, json_of
from tolok.cli.output import done, emit, json_option, table, workspace_option

MODES = ("absolute", "percent", "rate_week", "rate_month", "monthly", "mean_per_post", "limit")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_ID = click.argument("id", metavar="ID")


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
    type=_FILE,
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
        found = client.post("/goals/assess", {**aim, "history": history_of(history)})
    else:
        found = client.post(f"/workspaces/{client.workspace(workspace)}/goals/assess", aim)
    if as_json:
        emit(found)
        return
    click.echo(found["why"]["en"])
    if found["realistic"]:
        low, high = found["realistic"]
        click.echo(f"Realistic: {low:,.6g} to {high:,.6g}")


@goal.command()
@click.argument("wish")
@click.option(
    "--language",
    type=click.Choice(["en", "id"]),
    default=None,
    help="How numbers are written, where the words do not show it.",
)
@workspace_option
@json_option
def read(wish: str, language: str | None, workspace: str, as_json: bool) -> None:
    """What a wish already says, and what is still to be asked. Nothing is kept.

    \b
    Examples:
      tolok goal read "1.000 pengikut Instagram baru dalam 3 bulan"
      tolok goal read "raise engagement rate to 4.5% by March" --json
    """
    found = _call("POST", workspace, "/read", json={"wish": wish, "language": language or ""})
    if as_json:
        emit(found)
        return
    for part in found["read"]:
        click.echo(part["en"])
    for question in found["open"]:
        click.echo(question["en"], err=True)
    click.echo('Next: tolok goal create --wish "…"', err=True)


@goal.command("list")
@click.option("--state", type=click.Choice(["draft", "running", "archived"]), default=None)
@workspace_option
@json_option
def list_(state: str | None, workspace: str, as_json: bool) -> None:
    """All goals with their status."""
    found = _call("GET", workspace, "", params={"state": state} if state else {})
    if as_json:
        emit(found)
        return
    table(
        ["Goal", "State", "Status", "Progress", "Until", "Id"],
        [
            [
                g["sentence"]["en"],
                g["state"],
                g["status_words"]["en"] if g["state"] != "draft" else "–",
                "–" if g["progress"] is None else f"{g['progress'] * 100:.0f} %",
                g["end"] or "–",
                g["id"],
            ]
            for g in found["items"]
        ],
    )
    click.echo("Next: tolok goal show ID", err=True)


@goal.command()
@_ID
@workspace_option
@json_option
def show(id: str, workspace: str, as_json: bool) -> None:
    """One goal: its sentence, verdict, and what it takes."""
    found = _call("GET", workspace, f"/{id}")
    if as_json:
        emit(found)
        return
    _say(found)


@goal.command()
@click.option("--file", type=_FILE, help="A goal as JSON (tolok goal export).")
@click.option("--template", default="", help="A worked goal, such as cafe_awareness.")
@click.option("--wish", default="", help="The goal in one sentence.")
@click.option("--kpi", default="", help="What is counted.")
@click.option("--variant", default="")
@click.option("--target", type=float, help="The number; 15 for 15 % with --mode percent.")
@click.option("--mode", type=click.Choice(MODES), default="absolute", show_default=True)
@click.option("--better", type=click.Choice(["up", "down"]), default="up")
@click.option("--network", multiple=True, help="Only these networks.")
@click.option("--topic", default="", help="Only posts about these words.")
@click.option("--domain", multiple=True, help="Only posts that link to these domains.")
@click.option("--geo", default="", help="For whom or where, in words.")
@click.option("--from", "begin", default=None, help="First day, as 2026-10-01.")
@click.option("--to", "end", default=None, help="Deadline, as 2026-12-31.")
@click.option("--objective", default="", help="The business objective it serves.")
@click.option("--owner", default="")
@click.option("--start", "now", is_flag=True, help="Let it run at once.")
@workspace_option
@json_option
def create(workspace: str, as_json: bool, now: bool, **given: Any) -> None:
    """Make a goal from a file, a template or options; without --start it stays a draft.

    \b
    Examples:
      tolok goal create --kpi followers_gained --target 1500 --network instagram \\
        --from 2026-09-21 --to 2027-03-31 --start
      tolok goal create --template cafe_awareness
      tolok goal create --file goal.json --start
    """
    body: dict[str, Any] = {"start": now}
    if given["file"] is not None:
        body["goal"] = json_of(given["file"])
    elif given["template"]:
        body["template"] = given["template"]
    elif given["kpi"]:
        body["goal"] = goal_of(given)
    else:
        body["wish"] = given["wish"]
    made = _call("POST", workspace, "", json=body)
    if as_json:
        emit(made)
        return
    _say(made)
    if made["state"] == "draft":
        click.echo(f"Next: tolok goal start {made['id']}", err=True)


@goal.command()
@_ID
@click.option("--file", type=_FILE, required=True, help="The whole goal as JSON.")
@click.option("--reason", default="", help="Why the mark is moved; stays for ever.")
@workspace_option
@json_option
def edit(id: str, file: Path, reason: str, workspace: str, as_json: bool) -> None:
    """Change a goal; once it runs, each change is a version."""
    body = {"goal": json_of(file), "reason": reason}
    _show(_call("PUT", workspace, f"/{id}", json=body), as_json)


@goal.command()
@_ID
@workspace_option
@json_option
def start(id: str, workspace: str, as_json: bool) -> None:
    """Let a draft run."""
    _show(_call("POST", workspace, f"/{id}/start", json={}), as_json)


@goal.command()
@_ID
@workspace_option
@json_option
def archive(id: str, workspace: str, as_json: bool) -> None:
    """Put a goal away; nothing of it is lost."""
    _show(_call("POST", workspace, f"/{id}/archive", json={}), as_json)


@goal.command()
@_ID
@click.argument("words")
@click.option("--confidence", type=click.IntRange(0, 10))
@workspace_option
@json_option
def checkin(id: str, words: str, confidence: int | None, workspace: str, as_json: bool) -> None:
    """Note how it goes."""
    body = {"words": words, "confidence": confidence}
    _show(_call("POST", workspace, f"/{id}/check-ins", json=body), as_json)


@goal.command()
@_ID
@click.argument("words", required=False, default="")
@click.option("--done", default="", help="The id of an action that is done.")
@click.option("--result", default="", help="What came of it.")
@click.option("--due", default=None, help="Due day, as 2026-10-31.")
@click.option("--kpi", default="", help="The KPI it should move.")
@click.option("--hours", type=float, default=None, help="Hours it takes a week.")
@click.option("--owner", default="")
@workspace_option
@json_option
def action(id: str, words: str, workspace: str, as_json: bool, **given: Any) -> None:
    """Add a step towards a goal, or mark one as done."""
    if given["done"]:
        body = {"done": True, "result": given["result"]}
        _show(_call("PATCH", workspace, f"/{id}/actions/{given['done']}", json=body), as_json)
        return
    body = {"words": words, **{key: given[key] for key in ("due", "kpi", "owner")}}
    body["hours_per_week"] = given["hours"]
    made = _call("POST", workspace, f"/{id}/actions", json=body)
    if as_json:
        emit(made)
    else:
        click.echo(made["id"])


@goal.command()
@_ID
@click.argument("kind", type=click.Choice(["content", "ads", "boosts", "tools", "people"]))
@click.argument("amount")
@click.option("--day", default=None, help="When it was spent; else today.")
@click.option("--note", default="")
@workspace_option
@json_option
def spend(id: str, workspace: str, as_json: bool, **given: str | None) -> None:
    """Note money that was spent, in the workspace's currency."""
    found = _call("POST", workspace, f"/{id}/spending", json=given)
    if as_json:
        emit(found)
    else:
        table(["For", "Spent so far"], [[kind, sum_] for kind, sum_ in found["spent"].items()])


@goal.command()
@_ID
@workspace_option
@json_option
def versions(id: str, workspace: str, as_json: bool) -> None:
    """Every version a goal had, and why it was changed."""
    found = _call("GET", workspace, f"/{id}/versions")
    if as_json:
        emit(found)
        return
    for step in found["items"]:
        click.echo(f"{step['at'][:10]}  {step['by']}  {step['why']}".rstrip())


@goal.command()
@click.argument("id", metavar="ID")
@workspace_option
@json_option
def authors(id: str, workspace: str, as_json: bool) -> None:
    """Whose posts moved the KPI of a goal."""
    found = _call("GET", workspace, f"/{id}/authors")
    if as_json:
        emit(found)
        return
    rows = [
        [a["name"]["en"], a["posts"], a["value"], f"{a['share']:.0%}" if a["share"] else "–"]
        for a in found["authors"]
    ]
    table(["Author", "Posts", "Value", "Share"], rows)
    if found["note"]:
        click.echo(found["note"]["en"], err=True)


@goal.command()
@_ID
@workspace_option
@json_option
def discard(id: str, workspace: str, as_json: bool) -> None:
    """Delete a draft; a goal that ran can only be archived."""
    done(_call("DELETE", workspace, f"/{id}"), f"{id} is gone", as_json=as_json)


@goal.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@workspace_option
@json_option
def order(ids: tuple[str, ...], workspace: str, as_json: bool) -> None:
    """Put these goals first, in this order."""
    found = _call("PUT", workspace, "/order", json={"goals": list(ids)})
    if as_json:
        emit(found)
    else:
        click.echo("\n".join(found["goals"]))


@goal.command()
@click.argument("id", metavar="ID", required=False, default="")
@click.option("--format", "kind", type=click.Choice(["json", "pdf"]), default="json")
@click.option("--blank", is_flag=True, help="A goal sheet to fill in by hand (PDF).")
@click.option("--language", type=click.Choice(["en", "id"]), default="en", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Else to stdout.")
@workspace_option
def export(
    id: str, kind: str, blank: bool, language: str, output: Path | None, workspace: str
) -> None:
    """A goal as JSON or as a PDF goal sheet; without ID a blank sheet."""
    if blank or not id:
        data = _call("GET", workspace, "/sheet.pdf", params={"language": language})
    elif kind == "pdf":
        data = _call("GET", workspace, f"/{id}/sheet.pdf", params={"language": language})
    else:
        found = _call("GET", workspace, f"/{id}/export")
        data = (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()
    if output is None:
        click.echo(data, nl=False)
    else:
        output.write_bytes(data)
        click.echo(str(output), err=True)


def _call(method: str, workspace: str, path: str, **more: Any) -> Any:
    client = Client()
    return client.call(method, f"/workspaces/{client.workspace(workspace)}/goals{path}", **more)


def _show(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        emit(found)
    else:
        _say(found)


def _say(found: dict[str, Any]) -> None:
    click.echo(found["sentence"]["en"])
    if found["state"] != "draft":
        click.echo(f"{found['status_words']['en']}. {found['verdict']['en']}")
    for one in found["standing"]:
        outlook = one["outlook"] or {}
        words = outlook.get("takes") or outlook.get("why")
        if words and one["status"] != "no_data" and found["end"] and found["end"] >= found["day"]:
            click.echo(f"  {one['kpi']}: {words['en']}")
    if found["hours"]["planned"] is not None:
        click.echo(f"  {found['hours']['words']['en']}")
    for step in found["actions"]:
        mark = "x" if step["done_on"] else " "
        click.echo(f"  [{mark}] {step['words']}  {step['due'] or ''} {step['id']}".rstrip())


COMMAND = goal
