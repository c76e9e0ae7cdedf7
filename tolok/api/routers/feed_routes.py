"""Routes over the API: made, changed, tried; the ledger of entries; what feeds brought."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from tolok.api.auth import scope_of
from tolok.api.cursor import Limit, page, place
from tolok.services import feed_page, feed_routes

router = Router(tags=["feeds"])


class RouteForm(Schema):
    """What is left out stays; a target that is left out of `targets` is removed.

    A target: `channel, enabled, outcome, template, comment, tagging, utm, throttle, window,
    delay_minutes, same_title, picture`.
    """

    name: str | None = None
    enabled: bool | None = None
    feeds: list[str] | None = None
    filter: dict[str, Any] | None = None
    campaign: str | None = None
    targets: list[dict[str, Any]] | None = None


class LedgerFilter(Schema):
    """Empty fields do not filter. `since`, `until`: days in the zone of the workspace."""

    route: str = ""
    feed: str = ""
    channel: str = ""
    what: str = ""
    text: str = ""
    since: str = ""
    until: str = ""


@router.get("/{workspace}/routes")
def list_routes(request: HttpRequest, workspace: str) -> dict:
    """All routes, in the form that they are made with."""
    found = feed_routes.routes(scope_of(request, workspace))
    return {"items": [feed_routes.route_dict(each) for each in found]}


@router.post("/{workspace}/routes")
def new_route(request: HttpRequest, workspace: str, body: RouteForm) -> dict:
    """Make a route: entries of its feeds that pass its filter become posts on its targets."""
    scope = scope_of(request, workspace, "editor")
    made = feed_routes.save(scope, body.dict(exclude_none=True), _now())
    return feed_routes.route_dict(made)


@router.get("/{workspace}/routes/{route}")
def one_route(request: HttpRequest, workspace: str, route: str) -> dict:
    """A route, in the form that it is made with."""
    return feed_routes.route_dict(feed_routes.route(scope_of(request, workspace), route))


@router.patch("/{workspace}/routes/{route}")
def change_route(request: HttpRequest, workspace: str, route: str, body: RouteForm) -> dict:
    """Change a route. Rules that cannot be used are refused whole."""
    scope = scope_of(request, workspace, "editor")
    made = feed_routes.save(scope, body.dict(exclude_none=True), _now(), route)
    return feed_routes.route_dict(made)


@router.delete("/{workspace}/routes/{route}")
def remove_route(request: HttpRequest, workspace: str, route: str) -> dict:
    """The route with its ledger. Posts that it made stay."""
    feed_routes.remove(scope_of(request, workspace, "editor"), route)
    return {"removed": route}


@router.get("/{workspace}/routes/{route}/trial")
def try_route(request: HttpRequest, workspace: str, route: str, most: Limit = 10) -> dict:
    """What would become of the newest entries on each channel. Nothing is kept or sent."""
    scope = scope_of(request, workspace)
    found = feed_page.trials(scope, feed_routes.route(scope, route), _now(), min(most, 50))
    return {"items": [_trial_dict(each) for each in found]}


@router.get("/{workspace}/ledger")
def list_ledger(
    request: HttpRequest,
    workspace: str,
    wanted: Query[LedgerFilter],
    limit: Limit = 100,
    cursor: str = "",
) -> dict:
    """What became of entries and why, the latest first."""
    scope = scope_of(request, workspace)
    at = place(cursor) if cursor else 0
    found = list(feed_page.query(scope, wanted.dict())[at : at + limit + 1])
    items = [feed_routes.decision_dict(row) for row in found[:limit]]
    return page(items, str(at + limit) if len(found) > limit else "")


@router.post("/{workspace}/ledger/{entry}/skip")
def skip_entry(request: HttpRequest, workspace: str, entry: str) -> dict:
    """An entry that waits is not posted."""
    scope = scope_of(request, workspace, "editor")
    return feed_routes.decision_dict(feed_routes.act(scope, entry, "skip", _now()))


@router.post("/{workspace}/ledger/{entry}/post")
def post_entry(request: HttpRequest, workspace: str, entry: str) -> dict:
    """Make a post of an entry whatever was decided of it before."""
    scope = scope_of(request, workspace, "editor")
    return feed_routes.decision_dict(feed_routes.act(scope, entry, "post", _now()))


@router.get("/{workspace}/feed-stats")
def feed_stats(
    request: HttpRequest, workspace: str, by: str = "feed", since: str = "", until: str = ""
) -> dict:
    """Decisions and posts by feed, route, channel, network, day or hour; 30 days if not said."""
    scope = scope_of(request, workspace)
    first, last = feed_page.span_of(scope, since, until, _now())
    lines = feed_page.stats(scope, by, first, last)
    return {
        "since": first.isoformat(),
        "until": last.isoformat(),
        "items": [
            {
                "name": line.name,
                "decisions": dict(line.decisions),
                "posts": line.given,
                "published": line.published,
                "failed": line.failed,
            }
            for line in lines
        ],
    }


def _trial_dict(trial: feed_page.Trial) -> dict[str, Any]:
    problem = trial.problem.detail.as_dict() if trial.problem else None
    return {
        "target": str(trial.target.id),
        "channel": trial.target.channel.name,
        "problem": problem,
        "entries": [feed_page.tried_dict(each) for each in trial.tried],
    }


def _now() -> datetime:
    return datetime.now(UTC)


ROUTER = ("/workspaces", router)
