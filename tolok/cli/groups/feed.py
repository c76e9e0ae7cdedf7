"""`tolok feed`: sources that are read again and again, and what became of their entries."""

import csv
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import done, emit, json_option, table, workspace_option

_ID = click.argument("id", metavar="ID")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_COLUMNS = {"text": "content_text", "link": "url", "date": "date_published"}


@click.group()
def feed() -> None:
    """Add feeds, look after them, and see what became of their entries.

    \b
    Examples:
      tolok feed find example.org
      tolok feed add https://example.org/feed --period 30
      tolok feed ledger --what waiting
    """


@feed.command()
@click.argument("address")
@workspace_option
@json_option
def find(address: str, workspace: str, as_json: bool) -> None:
    """Read an address and keep nothing: what feed it is, or which feeds its page links to."""
    found = _call("POST", workspace, "feeds/find", json={"url": address})
    if as_json:
        emit(found)
    elif found["feed"]:
        about = found["feed"]
        click.echo(f"{about['title']} ({about['format']}), {about['entries']} entries")
    else:
        table(["Feed", "Address"], [[each["title"], each["url"]] for each in found["links"]])


@feed.command()
@click.argument("address", default="")
@click.option("--push", is_flag=True, help="No address: entries are sent with `feed send`.")
@click.option("--title", default=None)
@click.option("--folder", default=None)
@click.option("--period", "period_minutes", type=int, default=None, help="Minutes between reads.")
@click.option("--first", type=click.Choice(["none", "latest", "since"]), default=None,
              help="What to post of the entries that are there at the first read.")  # fmt: skip
@click.option("--latest", type=int, default=1, help="With --first latest: how many.")
@click.option("--since", default="", help="With --first since: 2026-11-01T00:00:00Z")
@workspace_option
@json_option
def add(address: str, push: bool, first: str | None, latest: int, since: str, workspace: str,
        as_json: bool, **given: Any) -> None:  # fmt: skip
    """Add a feed; it is read within a minute."""
    body: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    if first:
        body["first"] = {"policy": first, "latest": latest, **({"since": since} if since else {})}
    body |= {"kind": "push"} if push else {"url": address}
    found = _call("POST", workspace, "feeds", json=body)
    done(found, f"Added: {found['title']} ({found['id']})", as_json=as_json)


@feed.command("list")
@workspace_option
@json_option
def list_(workspace: str, as_json: bool) -> None:
    """All feeds with their health."""
    found = _call("GET", workspace, "feeds")
    if as_json:
        emit(found)
        return
    rows = [
        [each["title"][:40], each["health"]["en"], str(each["waiting"]), each["id"]]
        for each in found["items"]
    ]
    table(["Feed", "Health", "Waits", "Id"], rows)


@feed.command()
@_ID
@workspace_option
@json_option
def show(id: str, workspace: str, as_json: bool) -> None:
    """One feed and its latest reads."""
    found = _call("GET", workspace, f"feeds/{id}")
    if as_json:
        emit(found)
        return
    click.echo(f"{found['title']}\n{found['url']}\n{found['health']['en']}")
    rows = [
        [each["at"], each["outcome"], str(each["new"]), (each["why"] or {}).get("en", "")]
        for each in found["reads"][:20]
    ]
    table(["When (UTC)", "Came to", "New", "Why"], rows)


@feed.command("set")
@_ID
@click.option("--title", default=None)
@click.option("--folder", default=None)
@click.option("--period", "period_minutes", type=int, default=None, help="Minutes between reads.")
@click.option("--on/--off", "enabled", default=None, help="Read it, or stop reading it.")
@click.option("--hub/--no-hub", "hub", default=None, help="Whether its hub is asked.")
@workspace_option
@json_option
def set_(id: str, hub: bool | None, workspace: str, as_json: bool, **given: Any) -> None:
    """Change how a feed is read."""
    body = {key: value for key, value in given.items() if value is not None}
    body |= {} if hub is None else {"hub_off": not hub}
    done(_call("PATCH", workspace, f"feeds/{id}", json=body), "Changed.", as_json=as_json)


@feed.command()
@_ID
@workspace_option
@json_option
def read(id: str, workspace: str, as_json: bool) -> None:
    """Read a feed now."""
    found = _call("POST", workspace, f"feeds/{id}/read")
    words = f"{found['outcome']}: {found['new']} new, {found['edited']} edited"
    why = (found["why"] or {}).get("en", "")
    done(found, f"{words}. {why}" if why else f"{words}.", as_json=as_json)
    if found["outcome"] not in ("read", "same"):
        raise SystemExit(2)


@feed.command()
@_ID
@workspace_option
@json_option
def remove(id: str, workspace: str, as_json: bool) -> None:
    """Remove a feed with its entries; posts that were made of them stay."""
    done(_call("DELETE", workspace, f"feeds/{id}"), "Removed.", as_json=as_json)


@feed.command()
@_ID
@click.argument("file", type=_FILE)
@workspace_option
@json_option
def send(id: str, file: Path, workspace: str, as_json: bool) -> None:
    """Send entries to a feed of kind push: JSON Feed items, or a CSV with a head.

    Columns of a CSV: id, title, text, summary, link, image, date, tags (by semicolon).
    """
    body = {"items": _items(file)}
    found = _call("POST", workspace, f"feeds/{id}/items", json=body)
    done(found, f"{found['new']} new, {found['edited']} edited.", as_json=as_json)


@feed.group()
def opml() -> None:
    """Lists of feeds, from and for other readers."""


@opml.command("import")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@workspace_option
@json_option
def import_(files: tuple[Path, ...], workspace: str, as_json: bool) -> None:
    """Add the feeds of OPML files that are not here yet."""
    with ExitStack() as stack:
        parts = [("files", (f.name, stack.enter_context(f.open("rb")))) for f in files]
        found = _call("POST", workspace, "feeds/opml", files=parts)
    words = f"{len(found['added'])} added, {len(found['known'])} were here already."
    for name in found["skipped"]:
        click.echo(f"Left out, no address: {name}", err=True)
    done(found, words, as_json=as_json)


@opml.command()
@workspace_option
def export(workspace: str) -> None:
    """All feeds as OPML on stdout."""
    client = Client()
    path = f"/workspaces/{client.workspace(workspace)}/feeds/opml"
    click.echo(client.content(path).decode())


@feed.command()
@click.option("--route", default=None, help="The id of a route.")
@click.option("--feed", default=None, help="The id of a feed.")
@click.option("--what", default=None, help="waiting, given, filtered, duplicate, too_long, …")
@click.option("--text", default=None, help="Words in the title.")
@workspace_option
@json_option
def ledger(workspace: str, as_json: bool, **wanted: Any) -> None:
    """What became of entries and why, the latest first."""
    asked = {key: value for key, value in wanted.items() if value}
    found = _call("GET", workspace, "ledger", params=asked)
    if as_json:
        emit(found)
        return
    rows = [
        [each["decided_at"][:16], each["what"], each["title"][:40], each["why"]["en"], each["id"]]
        for each in found["items"]
    ]
    table(["When (UTC)", "What", "Entry", "Why", "Id"], rows)


@feed.command()
@_ID
@workspace_option
@json_option
def skip(id: str, workspace: str, as_json: bool) -> None:
    """Do not post an entry that waits (its id in the ledger)."""
    done(_call("POST", workspace, f"ledger/{id}/skip"), "Skipped.", as_json=as_json)


@feed.command()
@_ID
@workspace_option
@json_option
def post(id: str, workspace: str, as_json: bool) -> None:
    """Make a post of an entry whatever was decided (its id in the ledger)."""
    found = _call("POST", workspace, f"ledger/{id}/post")
    done(found, f"Post made: {found['post']}", as_json=as_json)


@feed.command()
@click.option("--by", default="feed", help="feed, route, channel, network, day or hour.")
@click.option("--since", default=None, help="First day; 30 days ago if left out.")
@click.option("--until", default=None, help="Last day.")
@workspace_option
@json_option
def stats(workspace: str, as_json: bool, **wanted: Any) -> None:
    """How many entries came, how many posts were made and are out."""
    asked = {key: value for key, value in wanted.items() if value}
    found = _call("GET", workspace, "feed-stats", params=asked)
    if as_json:
        emit(found)
        return
    rows = [
        [e["name"], str(sum(e["decisions"].values())), str(e["posts"]), str(e["published"])]
        for e in found["items"]
    ]
    table(["", "Entries", "Posts", "Published"], rows)


def _items(file: Path) -> list[dict[str, Any]]:
    if file.suffix.lower() == ".json":
        found = json.loads(file.read_text("utf-8"))
        return list(found["items"] if isinstance(found, dict) else found)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [_item(row) for row in csv.DictReader(lines)]


def _item(row: dict[str, str]) -> dict[str, Any]:
    given = {_COLUMNS.get(key.lower(), key.lower()): words for key, words in row.items() if words}
    tags = given.pop("tags", "")
    return {**given, "tags": [tag.strip() for tag in tags.split(";") if tag.strip()]}


def _call(method: str, workspace: str, path: str, **given: Any) -> Any:
    client = Client()
    return client.call(method, f"/workspaces/{client.workspace(workspace)}/{path}", **given)


COMMAND = feed
