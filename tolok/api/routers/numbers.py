"""The Numbers pages over the API: tiles, posts, break-downs, audience, the why of a figure."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from tolok.api.auth import scope_of
from tolok.api.cursor import encoded, place
from tolok.services import numbers_audience, numbers_export, numbers_form
from tolok.services.access import Scope
from tolok.services.kpis import catalogue
from tolok.services.numbers import overview
from tolok.services.numbers_posts import posts
from tolok.services.numbers_view import View, parse_view
from tolok.services.why import why

router = Router(tags=["numbers"])

MOST_POSTS = 500


class Look(Schema):
    """What is looked at, as in the address of the page: a `period` or two days, and filters."""

    period: str = Field("", description="7, 28, 90, month, last-month, quarter, year")
    start: str = Field("", alias="from", description="First day, as 2026-10-01")
    to: str = Field("", description="Last day, included")
    compare: str = Field("", description="previous, year, off")
    grain: str = Field("", description="day, week, month, quarter, year")
    kpi: str = Field("", description="The KPI of the chart, as views or clicks:link_clicks")
    by: str = Field("", description="The dimension of the break-down")
    channel: str = Field("", description="Only this channel (id or name)")
    network: str = ""
    type: str = ""
    tag: str = ""
    campaign: str = ""
    topic: str = Field("", description="Only posts whose text holds one of these words")


@router.get("/{workspace}/numbers")
def numbers(request: HttpRequest, workspace: str, look: Query[Look]) -> dict[str, Any]:
    """Tiles in groups, the chart, the parts of engagement, both bases, benchmarks."""
    scope, view = _look(request, workspace, look)
    return numbers_form.overview_dict(overview(scope, view), view)


@router.get("/{workspace}/breakdown")
def breakdown(request: HttpRequest, workspace: str, look: Query[Look]) -> dict[str, Any]:
    """The figures by one dimension (`by`), all on one basis."""
    scope, view = _look(request, workspace, look)
    return numbers_form.breakdown_dict(overview(scope, view).breakdown, view)


@router.get("/{workspace}/posts")
def list_posts(
    request: HttpRequest,
    workspace: str,
    look: Query[Look],
    sort: str = "",
    order: str = "",
    limit: int = 25,
    offset: int = 0,
    cursor: str = "",
) -> dict[str, Any]:
    """Posts published in the period, best first (`order=low`: weakest first).

    `next` is the cursor of the next page, or null; `offset` counts from the first.
    """
    scope, view = _look(request, workspace, look)
    start, most = max(place(cursor) if cursor else offset, 0), min(max(limit, 1), MOST_POSTS)
    found = posts(
        scope,
        view,
        catalogue(scope),
        sort=sort,
        lowest=order == "low",
        limit=most,
        offset=start,
    )
    more = start + most < found.total
    return {**numbers_form.posts_dict(found, view), "next": encoded(str(start + most), more=more)}


@router.get("/{workspace}/audience")
def audience(request: HttpRequest, workspace: str, look: Query[Look]) -> dict[str, Any]:
    """The last audience report of each channel."""
    scope, view = _look(request, workspace, look)
    return numbers_form.audience_dict(numbers_audience.audience(scope, view))


@router.get("/{workspace}/why/{kpi}")
def explain(request: HttpRequest, workspace: str, kpi: str, look: Query[Look]) -> dict[str, Any]:
    """One figure with its formula, parts, sources by file and line, and what may differ."""
    scope, view = _look(request, workspace, look)
    return numbers_form.why_dict(why(scope, view, kpi))


@router.get("/{workspace}/numbers/export/{what}.{form}")
def export(
    request: HttpRequest,
    workspace: str,
    what: str,
    form: str,
    look: Query[Look],
    sort: str = "",
    order: str = "",
) -> HttpResponse:
    """What is seen as csv, excel, json, xlsx or parquet: tiles, trend, breakdown, times, posts,
    audience."""
    scope, view = _look(request, workspace, look)
    made = numbers_export.export(scope, view, what, form, {"sort": sort, "order": order})
    response = HttpResponse(made.body, content_type=made.type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def _look(request: HttpRequest, workspace: str, look: Look) -> tuple[Scope, View]:
    scope = scope_of(request, workspace)
    return scope, parse_view(scope, look.dict(by_alias=True))


ROUTER = ("/workspaces", router)
