"""`tolok calendar`: what is planned when, and moving it."""

from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import done, emit, json_option, table, workspace_option

_POSTS = click.argument("posts", nargs=-1, required=True, metavar="POST...")


@click.group()
def calendar() -> None:
    """Show the calendar, move posts, keep notes.

    \b
    Examples:
      tolok calendar show --view month
      tolok calendar move POST --days 7
      tolok calendar note 2026-12-24 "Closed"
    """


@calendar.command()
@click.option("--view", type=click.Choice(["month", "week", "day", "agenda"]), default="week")
@click.option("--day", default="", help="A day in it, 2026-12-01; today without it.")
@click.option("--channel", default="")
@click.option("--network", default="")
@click.option("--campaign", default="")
@click.option("--tag", default="")
@click.option("--type", default="", help="A content type.")
@click.option("--state", default="", help="planned, review, sent, failed or unsure.")
@workspace_option
@json_option
def show(workspace: str, as_json: bool, **wanted: str) -> None:
    """Posts by time, with the mix, warnings, notes and holidays."""
    found = _call("GET", workspace, "/calendar", params={k: v for k, v in wanted.items() if v})
    if as_json:
        emit(found)
        return
    rows = [
        [o["at"][:16], o["state"], o["type"], o["title"][:50], o["post"]] for o in found["items"]
    ]
    table(["When", "State", "Type", "Post", "Id"], rows)
    for each in found["holidays"]:
        click.echo(f"{each['day']}  {each['name']['en']}")
    for each in found["notes"]:
        click.echo(f"{each['first']}  {each['words']}  ({each['id']})")
    for each in found["warnings"]:
        click.echo(f"{each['channel']}: {each['words']['en']}", err=True)


@calendar.command()
@_POSTS
@click.option("--days", type=int, default=0, help="By so many days; the clock time stays.")
@click.option("--to", "day", default="", help="To this day, 2026-12-01.")
@click.option("--time", default="", help="At this time, 09:00; without it the clock time stays.")
@workspace_option
@json_option
def move(
    posts: tuple[str, ...], days: int, day: str, time: str, workspace: str, as_json: bool
) -> None:
    """Move posts by days, or to a day."""
    act = "move" if day else "shift"
    _acts(workspace, as_json, posts=posts, act=act, days=days, day=day, time=time)


@calendar.command()
@_POSTS
@workspace_option
@json_option
def draft(posts: tuple[str, ...], workspace: str, as_json: bool) -> None:
    """Take posts back: nothing of them goes out until they are planned again."""
    _acts(workspace, as_json, posts=posts, act="draft")


@calendar.command()
@_POSTS
@workspace_option
@json_option
def cancel(posts: tuple[str, ...], workspace: str, as_json: bool) -> None:
    """Cancel posts."""
    _acts(workspace, as_json, posts=posts, act="cancel")


@calendar.command()
@click.argument("first", metavar="DAY")
@click.argument("words")
@click.option("--until", "last", default="", help="The last day, if there are several.")
@workspace_option
@json_option
def note(workspace: str, as_json: bool, **body: str) -> None:
    """Write a note on a day."""
    found = _call("POST", workspace, "/notes", json=body)
    done(found, f"Noted: {found['id']}", as_json=as_json)


@calendar.command()
@click.argument("id", metavar="NOTE")
@workspace_option
@json_option
def unnote(id: str, workspace: str, as_json: bool) -> None:
    """Remove a note."""
    done(_call("DELETE", workspace, f"/notes/{id}"), "Removed.", as_json=as_json)


@calendar.command("settings")
@click.option("--mix", multiple=True, help="photo=40: a share in percent; repeatable, in all 100.")
@click.option("--no-mix", is_flag=True, help="Plan no mix.")
@click.option("--per-day", type=int, help="More posts a day than this are warned of.")
@click.option("--country", help="Whose holidays are shown, such as id.")
@click.option("--utm", multiple=True, help="source={network}: a parameter of links; repeatable.")
@click.option("--no-utm", is_flag=True, help="Leave links as they are written.")
@click.option("--tags", multiple=True, help='"coffee=kopi espresso": a hashtag set; repeatable.')
@workspace_option
@json_option
def settings(workspace: str, as_json: bool, **given: Any) -> None:
    """Show or change the mix, the marks of links, hashtag sets and the country."""
    body = _settings(**given)
    found = _call(
        "PUT" if body else "GET", workspace, "/settings", **({"json": body} if body else {})
    )
    if as_json:
        emit(found)
        return
    click.echo("Mix: " + (", ".join(f"{k} {v:.0%}" for k, v in found["mix"].items()) or "–"))
    click.echo(f"Most a day: {found['per_day'] or '–'}\nCountry: {found['country'] or '–'}")
    utm = found["utm"] or {}
    click.echo("UTM: " + (", ".join(f"{k}={v}" for k, v in utm.items() if v) or "–"))
    for each in found["tag_sets"]:
        click.echo(f"{each['name']}: " + " ".join(f"#{tag}" for tag in each["tags"]))


def _settings(
    mix: tuple[str, ...],
    no_mix: bool,
    per_day: int | None,
    country: str | None,
    utm: tuple[str, ...],
    no_utm: bool,
    tags: tuple[str, ...],
) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if mix or no_mix:
        body["mix"] = {key: _percent(share) for key, share in map(_pair, mix)}
    if utm or no_utm:
        body["utm"] = dict(map(_pair, utm))
    if tags:
        body["tag_sets"] = [{"name": k, "tags": words.split()} for k, words in map(_pair, tags)]
    for key, value in (("per_day", per_day), ("country", country)):
        if value is not None:
            body[key] = value
    return body


def _pair(words: str) -> tuple[str, str]:
    key, sign, value = words.partition("=")
    if not sign:
        raise click.BadParameter(f"{words!r} has no =")
    return key.strip(), value.strip()


def _percent(words: str) -> float:
    try:
        return float(words.rstrip("% ")) / 100
    except ValueError:
        raise click.BadParameter(f"{words!r} is no percentage") from None


def _acts(workspace: str, as_json: bool, **body: Any) -> None:
    found = _call("POST", workspace, "/posts/acts", json=body)
    if as_json:
        emit(found)
        return
    for each in found["items"]:
        click.echo(f"{each['title'] or each['post']}: {'done' if each['done'] else 'not changed'}")
        if each["why"]:
            click.echo(f"  {each['why']['en']} {each['fix']['en']}", err=True)


def _call(method: str, workspace: str, path: str, **more: Any) -> Any:
    client = Client()
    return client.call(method, f"/workspaces/{client.workspace(workspace)}/planner{path}", **more)


COMMAND = calendar
