"""`tolok queue`: weekly slots of channels and the posts that wait in them."""

from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import emit, json_option, workspace_option

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHANNEL = click.argument("channel")


@click.group()
def queue() -> None:
    """Show and set queues, and order what waits in them.

    \b
    Examples:
      tolok queue slots Mastodon --add mon,wed,fri@09:00
      tolok queue show Mastodon
      tolok queue pause Mastodon --until 2026-12-27T08:00
    """


@queue.command("list")
@workspace_option
@json_option
def list_(workspace: str, as_json: bool) -> None:
    """The queue of every channel."""
    found = _call("GET", workspace, "/queues")
    if as_json:
        emit(found)
        return
    for each in found["items"]:
        _show(each)


@queue.command()
@_CHANNEL
@workspace_option
@json_option
def show(channel: str, workspace: str, as_json: bool) -> None:
    """One queue: slots, limits, and every post with why it stands there."""
    _told(_call("GET", workspace, f"/queues/{channel}"), as_json)


@queue.command()
@_CHANNEL
@click.option("--add", multiple=True, help="mon,wed@09:00; repeatable.")
@click.option("--remove", multiple=True, help="mon@09:00; repeatable.")
@workspace_option
@json_option
def slots(
    channel: str, add: tuple[str, ...], remove: tuple[str, ...], workspace: str, as_json: bool
) -> None:
    """Add and remove weekly slots."""
    found = _call("GET", workspace, f"/queues/{channel}")
    kept = {(each["weekday"], each["at"]) for each in found["slots"]}
    kept = (kept | set(_slots(add))) - set(_slots(remove))
    body = {"slots": [{"weekday": day, "at": at} for day, at in sorted(kept)]}
    _told(_call("PATCH", workspace, f"/queues/{channel}", json=body), as_json)


@queue.command("set")
@_CHANNEL
@click.option("--max-per-day", type=int, help="At most so many posts a day.")
@click.option("--min-gap", "min_gap_minutes", type=int, help="Minutes between two posts.")
@click.option("--blackout", multiple=True, help="2026-12-24..2026-12-26: no posts; repeatable.")
@click.option("--no-blackout", is_flag=True, help="Forget all days without posts.")
@workspace_option
@json_option
def set_(
    channel: str, blackout: tuple[str, ...], no_blackout: bool, workspace: str, as_json: bool,
    **given: int | None,
) -> None:  # fmt: skip
    """Set limits and days without posts."""
    body: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    if blackout or no_blackout:
        pairs = [words.partition("..") for words in blackout]
        body["blackouts"] = [{"first": first, "last": last or first} for first, _, last in pairs]
    _told(_call("PATCH", workspace, f"/queues/{channel}", json=body), as_json)


@queue.command()
@_CHANNEL
@click.option("--until", default="", help="2026-12-27T08:00; without it until you resume it.")
@workspace_option
@json_option
def pause(channel: str, until: str, workspace: str, as_json: bool) -> None:
    """Give no more slots; what is planned already goes out."""
    body = {"paused": True, "paused_until": until or None}
    _told(_call("PATCH", workspace, f"/queues/{channel}", json=body), as_json)


@queue.command()
@_CHANNEL
@workspace_option
@json_option
def resume(channel: str, workspace: str, as_json: bool) -> None:
    """Give slots again."""
    body = {"paused": False, "paused_until": None}
    _told(_call("PATCH", workspace, f"/queues/{channel}", json=body), as_json)


@queue.command()
@_CHANNEL
@workspace_option
@json_option
def shuffle(channel: str, workspace: str, as_json: bool) -> None:
    """Another order of the posts; the times stay."""
    _told(_call("POST", workspace, f"/queues/{channel}/shuffle"), as_json)


@queue.command()
@_CHANNEL
@click.option("--fill", type=click.IntRange(1, 28), help="Add so many of them to the slots.")
@workspace_option
@json_option
def best(channel: str, fill: int | None, workspace: str, as_json: bool) -> None:
    """When posts of the channel did well, and how sure that is."""
    path = f"/queues/{channel}/best"
    if fill:
        _told(_call("POST", workspace, path, json={"count": fill}), as_json)
        return
    found = _call("GET", workspace, path)
    if as_json:
        emit(found)
        return
    click.echo(found["words"]["en"])
    for each in found["times"]:
        click.echo(f"{_DAYS[each['weekday']]}@{each['hour']:02d}:00  {each['why']['en']}")


@queue.command()
@click.argument("delivery")
@click.argument("where", type=click.Choice(["up", "down", "first", "last"]))
@workspace_option
@json_option
def move(delivery: str, where: str, workspace: str, as_json: bool) -> None:
    """Move a post within its queue."""
    found = _call("POST", workspace, f"/deliveries/{delivery}/move", json={"where": where})
    _told(found, as_json)


def _slots(given: tuple[str, ...]) -> list[tuple[int, str]]:
    found = []
    for words in given:
        days, sign, at = words.partition("@")
        for day in days.casefold().split(","):
            if not sign or day[:3] not in _DAYS:
                raise click.BadParameter(f"{words!r} is not like mon,wed@09:00")
            found.append((_DAYS.index(day[:3]), at))
    return found


def _call(method: str, workspace: str, path: str, **more: Any) -> Any:
    client = Client()
    return client.call(method, f"/workspaces/{client.workspace(workspace)}/planner{path}", **more)


def _told(found: Any, as_json: bool) -> None:
    if as_json:
        emit(found)
    else:
        _show(found)


def _show(found: Any) -> None:
    until = f" until {found['paused_until']}" if found["paused_until"] else ""
    paused = f", paused{until}" if found["paused"] else ""
    slots = " ".join(f"{_DAYS[each['weekday']]}@{each['at']}" for each in found["slots"])
    click.echo(f"{found['name']} ({found['zone']}{paused}): {slots or 'no slots'}")
    if found["why_not"]:
        click.echo(f"  {found['why_not']['en']}")
    for each in found["waiting"]:
        click.echo(f"  {each['at'][:16]}  {each['title'][:50]}  ({each['delivery']})")
        click.echo(f"    {each['why']['en']}")


COMMAND = queue
