"""`tolok post`: write posts, plan them, and see what became of each."""

import json
from pathlib import Path
from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.groups._post_files import FILES
from tolok.cli.output import done, emit, json_option, table, workspace_option

_ID = click.argument("id", metavar="ID")
_DELIVERY = click.argument("delivery", metavar="DELIVERY")
_KINDS = click.Choice(["draft", "idea", "now", "next", "first", "last", "best"])


@click.group()
def post() -> None:
    """Write, check, plan and watch posts.

    \b
    Examples:
      tolok post new "Kopi susu gula aren is back" --channel Mastodon --at 2026-12-01T09:00
      tolok post attention
    """


@post.command()
@click.argument("text", required=False, default="")
@click.option("--channel", "channels", multiple=True, help="A channel, by id or name; repeatable.")
@click.option("--at", default="", help="When: 2026-12-01T09:00, a clock time of the workspace.")
@click.option("--when", type=_KINDS, default="draft", show_default=True, help="Or how to plan it.")
@click.option("--comment", default="", help="The first comment.")
@click.option("--thread", multiple=True, help="A further part of a thread; repeatable.")
@click.option("--tag", "tags", multiple=True)
@click.option("--campaign", default="", help="A campaign's name.")
@click.option("--type", default="", help="Its content type.")
@click.option("--pillar", default="", help="Its content pillar.")
@click.option("--late", type=click.Choice(["send", "ask", "skip"]), help="When its time passes.")
@click.option("--approve-by", default="", help="The last day for its approval.")
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="One post or a list of posts as JSON, as the API takes them.",
)
@workspace_option
@json_option
def new(file: Path | None, workspace: str, as_json: bool, **given: Any) -> None:
    """Write a post; without --at or --when it is a draft."""
    if file is not None:
        found = _made_of_file(workspace, json.loads(file.read_text("utf-8")))
    else:
        found = _call("POST", workspace, "", json=_body(**given))
    if as_json:
        emit(found)
    elif "ids" in found:
        click.echo(f"{len(found['ids'])} posts made.")
    else:
        _show(found)


@post.command("list")
@click.option("--since", default=None, help="Planned at or after this time.")
@click.option("--until", default=None, help="Planned before this time.")
@click.option("--channel", default=None, help="Channels, by comma.")
@click.option("--state", default=None, help="States of deliveries, by comma.")
@click.option("--stage", default=None, help="idea, draft, in_review, planned; by comma.")
@click.option("--text", default=None, help="Words in it.")
@workspace_option
@json_option
def list_(workspace: str, as_json: bool, **wanted: Any) -> None:
    """Posts by planned time, the latest first."""
    asked = {key: value for key, value in wanted.items() if value}
    found = _call("GET", workspace, "", params=asked)
    if as_json:
        emit(found)
        return
    rows = [
        [one["due_at"] or "–", one["stage"], _states(one), one["content"]["text"][:50], one["id"]]
        for one in found["items"]
    ]
    table(["When (UTC)", "Stage", "Channels", "Text", "Id"], rows)


@post.command()
@_ID
@workspace_option
@json_option
def show(id: str, workspace: str, as_json: bool) -> None:
    """One post: where it stands on each channel, and what happens next."""
    found = _call("GET", workspace, f"/{id}")
    if as_json:
        emit(found)
    else:
        _show(found)


@post.command()
@_ID
@click.option("--at", default="", help="2026-12-01T09:00, a clock time of the workspace.")
@click.option("--when", type=click.Choice(["now", "next", "first", "last", "best"]), default="next")
@workspace_option
@json_option
def plan(id: str, at: str, when: str, workspace: str, as_json: bool) -> None:
    """Give a post a time, or a free slot of each channel's queue."""
    body = {"kind": "at", "at": at} if at else {"kind": when}
    _told(_call("POST", workspace, f"/{id}/plan", json=body), as_json)


@post.command()
@_ID
@workspace_option
@json_option
def draft(id: str, workspace: str, as_json: bool) -> None:
    """Take a planned post back: nothing goes out until it is planned again."""
    _told(_call("POST", workspace, f"/{id}/draft"), as_json)


@post.command()
@_ID
@workspace_option
@json_option
def cancel(id: str, workspace: str, as_json: bool) -> None:
    """Nothing more of it goes out."""
    _told(_call("POST", workspace, f"/{id}/cancel"), as_json)


@post.command()
@_ID
@click.option("--text", help="The new text.")
@click.option("--channel", "channels", multiple=True, help="All its channels from now on.")
@click.option("--title")
@click.option("--tag", "tags", multiple=True)
@click.option("--campaign")
@workspace_option
@json_option
def edit(id: str, text: str | None, workspace: str, as_json: bool, **given: Any) -> None:
    """Change a post that is not under way; its former versions are kept."""
    before = _call("GET", workspace, f"/{id}")
    body: dict[str, Any] = {key: value for key, value in given.items() if value}
    if text is not None:
        body |= {"content": {**before["content"], "text": text}, "version": before["version"]}
    _told(_call("PATCH", workspace, f"/{id}", json=body), as_json)


@post.command()
@_ID
@workspace_option
@json_option
def remove(id: str, workspace: str, as_json: bool) -> None:
    """Put a post away; what is published stays on the networks."""
    done(_call("DELETE", workspace, f"/{id}"), "Put away.", as_json=as_json)


@post.command()
@_ID
@click.option("--variation", is_flag=True, help="As the variation of a test.")
@workspace_option
@json_option
def copy(id: str, variation: bool, workspace: str, as_json: bool) -> None:
    """A copy as a draft."""
    body = {"trial": "variation" if variation else ""}
    _told(_call("POST", workspace, f"/{id}/copy", json=body), as_json)


@post.command()
@click.argument("id")
@click.option("--rest", type=int, default=30, show_default=True, help="Days of rest in between.")
@click.option("--most", type=int, help="Times in all, the first one counted.")
@click.option("--expires", default="", metavar="DAY", help="Its last day.")
@click.option("--text", "variants", multiple=True, help="Another text, in turn with its own.")
@click.option("--off", is_flag=True, help="It comes no more; what is planned stays planned.")
@workspace_option
@json_option
def again(
    id: str,
    rest: int,
    most: int | None,
    expires: str,
    variants: tuple[str, ...],
    off: bool,
    workspace: str,
    as_json: bool,
) -> None:
    """Let a post come again, each time in the next free slot of its channels' queues."""
    body = {"rest_days": rest, "most": most, "expires": expires, "variants": variants}
    path = f"/{id}/evergreen"
    found = _call("DELETE", workspace, path) if off else _call("PUT", workspace, path, json=body)
    words = "It comes no more." if off else f"It comes again after {rest} days of rest."
    emit(found) if as_json else click.echo(words)


@post.command()
@click.argument("text")
@click.option("--channel", "channels", multiple=True, required=True)
@workspace_option
@json_option
def check(text: str, channels: tuple[str, ...], workspace: str, as_json: bool) -> None:
    """What stands in the way of a text on each channel. Keeps nothing."""
    body = {"content": {"text": text}, "channels": channels}
    found = _call("POST", workspace, "/check", json=body)
    if as_json:
        emit(found)
        return
    for channel in found["channels"]:
        length = "".join(f" {p['length']}/{p['limit']}" for p in channel["parts"])
        click.echo(f"{channel['name']}:{length} {'ready' if channel['ready'] else 'not ready'}")
        for problem in channel["problems"]:
            click.echo(f"  {problem['en']}")


@post.command()
@workspace_option
@json_option
def attention(workspace: str, as_json: bool) -> None:
    """Deliveries that wait for a person: unsure, failed, late, cut off, stuck."""
    found = _call("GET", workspace, "/attention")
    if as_json:
        emit(found)
        return
    for row in found["items"]:
        _line(row)
    click.echo("Next: tolok post send|skip|decide DELIVERY", err=True)


@post.command()
@_DELIVERY
@workspace_option
@json_option
def send(delivery: str, workspace: str, as_json: bool) -> None:
    """Try one delivery now. One that may be out is asked about instead."""
    _told_one(_on(workspace, delivery, "send"), as_json)


@post.command()
@_DELIVERY
@workspace_option
@json_option
def skip(delivery: str, workspace: str, as_json: bool) -> None:
    """Do not send a late delivery any more."""
    _told_one(_on(workspace, delivery, "skip"), as_json)


@post.command()
@_DELIVERY
@workspace_option
@json_option
def stop(delivery: str, workspace: str, as_json: bool) -> None:
    """Cancel one delivery; the other channels of the post stay planned."""
    _told_one(_on(workspace, delivery, "cancel"), as_json)


@post.command()
@_DELIVERY
@click.argument("answer", type=click.Choice(["published", "again", "ask", "drop"]))
@click.option("--remote-id", default="", help="The network's id of the post, if it is out.")
@click.option("--url", default="", help="Its address, if it is out.")
@workspace_option
@json_option
def decide(delivery: str, workspace: str, as_json: bool, **body: str) -> None:
    """Say what became of a post that its network cannot tell about."""
    _told_one(_on(workspace, delivery, "decide", json=body), as_json)


@post.command()
@_ID
@click.argument("words", required=False, default="")
@workspace_option
@json_option
def comment(id: str, words: str, workspace: str, as_json: bool) -> None:
    """Say something about a post to the others here; without WORDS, read what was said."""
    if words:
        body = {"words": words}
        done(_call("POST", workspace, f"/{id}/comments", json=body), "Said.", as_json=as_json)
        return
    found = _call("GET", workspace, f"/{id}/comments")
    if as_json:
        emit(found)
        return
    for each in found["items"]:
        verdict = f" [{each['verdict']}]" if each["verdict"] else ""
        click.echo(f"{each['at']}  v{each['version']}{verdict} {each['words']}")


@post.command()
@_DELIVERY
@workspace_option
@json_option
def journal(delivery: str, workspace: str, as_json: bool) -> None:
    """Every step that one delivery took."""
    client = Client()
    base = f"/workspaces/{client.workspace(workspace)}/planner/deliveries"
    found = client.get(f"{base}/{delivery}")
    if as_json:
        emit(found)
        return
    for step in found["journal"]:
        why = f": {step['why']['en']}" if step["why"] else ""
        click.echo(f"{step['at']}  {step['before']} → {step['after']}{why}")


def _body(
    text: str, channels: tuple[str, ...], at: str, when: str, comment: str, **given: Any
) -> dict[str, Any]:
    content = {"text": text, "comment": comment, "thread": list(given.pop("thread"))}
    return {
        "content": content,
        "channels": channels,
        "when": {"kind": "at", "at": at} if at else {"kind": when},
        **{key: value for key, value in given.items() if value},
    }


def _made_of_file(workspace: str, given: Any) -> Any:
    if isinstance(given, list):
        return _call("POST", workspace, "/many", json={"posts": given})
    return _call("POST", workspace, "", json=given)


def _call(method: str, workspace: str, path: str, **more: Any) -> Any:
    client = Client()
    base = f"/workspaces/{client.workspace(workspace)}/planner/posts"
    return client.call(method, f"{base}{path}", **more)


def _on(workspace: str, delivery: str, act: str, **more: Any) -> Any:
    client = Client()
    base = f"/workspaces/{client.workspace(workspace)}/planner/deliveries"
    return client.call("POST", f"{base}/{delivery}/{act}", **more)


def _told(found: Any, as_json: bool) -> None:
    if as_json:
        emit(found)
    else:
        _show(found)


def _told_one(found: Any, as_json: bool) -> None:
    if as_json:
        emit(found)
    else:
        _line(found)


def _show(found: Any) -> None:
    click.echo(f"{found['stage']}: {found['content']['text'][:80]}  ({found['id']})")
    for row in found["deliveries"]:
        _line(row)


def _line(row: Any) -> None:
    part = f" part {row['part'] + 1}" if row["part"] else ""
    click.echo(f"  {row['name']}{part}: {row['state_name']['en']}. {row['next']['en']}")
    if row["why"]:
        click.echo(f"    {row['why']['en']}")
    if row["fix"]:
        click.echo(f"    {row['fix']['en']}")
    click.echo(f"    {row['url'] or row['id']}")


def _states(one: Any) -> str:
    return ", ".join(
        f"{row['name']}: {row['state']}" for row in one["deliveries"] if not row["part"]
    )


for _each in FILES:
    post.add_command(_each)
COMMAND = post
