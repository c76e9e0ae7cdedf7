"""Feeds over the API: found, added, read, changed, taken out; entries sent; lists in and out."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from tolok.api.auth import scope_of
from tolok.services import feed_find, feed_page, feed_push, feeds

router = Router(tags=["feeds"])


class FeedAddress(Schema):
    """`url`: of a feed, of a page that links to feeds, or an account such as @name@server."""

    url: str


class FeedRules(Schema):
    """What is left out stays. `first` is for the first read: `{"policy": "none"|"latest"|"since"}`.

    `hub_off`: do not ask its hub. `enabled` false: not read any more until it is true again.
    """

    title: str | None = None
    folder: str | None = None
    period_minutes: int | None = None
    enabled: bool | None = None
    first: dict[str, Any] | None = None
    hub_off: bool | None = None


class NewFeed(FeedRules):
    """`kind`: "read" (at `url`), or "push": its entries are sent (`url` stays empty)."""

    url: str = ""
    kind: str = "read"


class FeedEntries(Schema):
    """Entries as JSON Feed 1.1 writes them: id, title, content_text, url, image, tags, …."""

    items: list[dict[str, Any]]


@router.get("/{workspace}/feeds")
def list_feeds(request: HttpRequest, workspace: str) -> dict:
    """All feeds with their health, entries a day and what waits."""
    scope = scope_of(request, workspace)
    return {"items": [_row_dict(row) for row in feed_page.rows(scope, _now())]}


@router.post("/{workspace}/feeds")
def new_feed(request: HttpRequest, workspace: str, body: NewFeed) -> dict:
    """Add a feed. It is read within a minute; ask `find` first to be sure that it can be."""
    scope = scope_of(request, workspace, "editor")
    given = body.dict(exclude={"url", "kind"}, exclude_none=True)
    if body.kind == "push":
        made = feed_push.make(scope, given.get("title", ""), _now())
    else:
        made = feeds.add(scope, feed_find.named(body.url), _now(), **given)
    return feeds.feed_dict(made, _now())


@router.post("/{workspace}/feeds/find")
def find_feed(request: HttpRequest, workspace: str, body: FeedAddress) -> dict:
    """Read an address, keep nothing: the feed that it is, or the feeds its page links to."""
    scope_of(request, workspace, "editor")
    return feed_find.found_dict(feed_find.find(body.url))


@router.get("/{workspace}/feeds/opml")
def feeds_out(request: HttpRequest, workspace: str) -> HttpResponse:
    """All feeds as OPML, for another reader."""
    return HttpResponse(
        feeds.give_opml(scope_of(request, workspace)), content_type="text/x-opml; charset=utf-8"
    )


@router.post("/{workspace}/feeds/opml")
def feeds_in(request: HttpRequest, workspace: str, files: File[list[UploadedFile]]) -> dict:
    """Add the feeds of OPML files that are not here yet."""
    scope = scope_of(request, workspace, "editor")
    taken = [feeds.take_opml(scope, each.read(), _now()) for each in files]
    return {
        "added": [feeds.feed_dict(row, _now()) for each in taken for row in each.added],
        "known": [url for each in taken for url in each.known],
        "skipped": [name for each in taken for name in each.skipped],
    }


@router.get("/{workspace}/feeds/{feed}")
def one_feed(request: HttpRequest, workspace: str, feed: str) -> dict:
    """A feed with its latest reads."""
    scope = scope_of(request, workspace)
    reads = [_read_dict(each) for each in feed_page.log(scope, feed)]
    return {**_row_dict(feed_page.one(scope, feed, _now())), "reads": reads}


@router.patch("/{workspace}/feeds/{feed}")
def change_feed(request: HttpRequest, workspace: str, feed: str, body: FeedRules) -> dict:
    """Change how it is read."""
    scope = scope_of(request, workspace, "editor")
    row = feeds.change(scope, feed, _now(), **body.dict(exclude_none=True))
    return feeds.feed_dict(row, _now())


@router.delete("/{workspace}/feeds/{feed}")
def remove_feed(request: HttpRequest, workspace: str, feed: str) -> dict:
    """The feed with its entries and their ledger. Posts that were made of them stay."""
    feeds.remove(scope_of(request, workspace, "editor"), feed)
    return {"removed": feed}


@router.post("/{workspace}/feeds/{feed}/read")
def read_feed(request: HttpRequest, workspace: str, feed: str) -> dict:
    """Read it now, and say what came of it."""
    scope = scope_of(request, workspace, "editor")
    return _read_dict(feed_page.read_now(scope, feed, _now()))


@router.post("/{workspace}/feeds/{feed}/items")
def send_items(request: HttpRequest, workspace: str, feed: str, body: FeedEntries) -> dict:
    """Send entries to a feed of kind "push". One that is there already is edited, not doubled."""
    scope = scope_of(request, workspace, "editor")
    return _read_dict(feed_push.send(scope, feed, body.items, _now()))


def _row_dict(row: feed_page.Row) -> dict[str, Any]:
    about = {"entries_a_day": row.a_day, "waiting": row.waiting}
    routes = [{"id": str(each.id), "name": each.name} for each in row.routes]
    return {**feeds.feed_dict(row.feed, _now()), **about, "routes": routes}


def _read_dict(row: Any) -> dict[str, Any]:
    return {
        "at": row.at.isoformat(),
        "outcome": row.outcome,
        "status": row.status,
        "entries": row.items,
        "new": row.new,
        "edited": row.edited,
        "bytes": row.bytes,
        "why": row.why,
    }


def _now() -> datetime:
    return datetime.now(UTC)


ROUTER = ("/workspaces", router)
