"""The calendar over the API: its days, notes, acts on several posts, and how links are marked."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from tolok.api.auth import scope_of
from tolok.services import (
    calendar_notes,
    calendar_page,
    calendar_view,
    post_batch,
    publishing_plan,
)

router = Router(tags=["posts"])


class CalendarFilter(Schema):
    """`view`: month, week, day or agenda; `day`: a day in it. Empty fields do not filter."""

    view: str = ""
    day: str = ""
    channel: str = ""
    network: str = ""
    campaign: str = ""
    tag: str = ""
    type: str = ""
    state: str = ""


class PostActs(Schema):
    """`act`: shift (`days`), move (`day`, `time`; "" keeps the clock time), draft or cancel."""

    posts: list[str]
    act: str
    days: int = 0
    day: str = ""
    time: str = ""


class DayNote(Schema):
    """`last` "" is the same day."""

    first: str
    last: str = ""
    words: str


class PublishingSettings(Schema):
    """What is left out stays. `mix`: shares by type or pillar that make 1; `utm`: a template."""

    mix: dict[str, float] | None = None
    per_day: int | None = None
    country: str | None = None
    utm: dict[str, str] | None = None
    tag_sets: list[dict[str, Any]] | None = None


@router.get("/{workspace}/planner/calendar")
def show_calendar(request: HttpRequest, workspace: str, wanted: Query[CalendarFilter]) -> dict:
    """All posts of the days with their state, the mix, warnings, notes and holidays."""
    scope = scope_of(request, workspace)
    view = calendar_view.read_view(scope, wanted.dict(), _now())
    return calendar_page.calendar_dict(scope, view, _now())


@router.post("/{workspace}/planner/posts/acts")
def act_on_posts(request: HttpRequest, workspace: str, body: PostActs) -> dict:
    """Each post on its own: one that cannot is told with its reason and stays as it was."""
    scope = scope_of(request, workspace, "editor")
    told = post_batch.act_on(scope, body.posts, body.dict(), _now())
    return {"items": [post_batch.done_dict(each) for each in told]}


@router.post("/{workspace}/planner/notes")
def new_note(request: HttpRequest, workspace: str, body: DayNote) -> dict:
    scope = scope_of(request, workspace, "editor")
    return calendar_notes.note_dict(calendar_notes.add_note(scope, body.dict()))


@router.delete("/{workspace}/planner/notes/{calendar_note}")
def remove_note(request: HttpRequest, workspace: str, calendar_note: str) -> dict:
    calendar_notes.remove_note(scope_of(request, workspace, "editor"), calendar_note)
    return {"removed": calendar_note}


@router.get("/{workspace}/planner/settings")
def publishing_settings(request: HttpRequest, workspace: str) -> dict:
    """The content mix, UTM template, hashtag sets, most posts a day and holidays' country."""
    scope = scope_of(request, workspace)
    return publishing_plan.plan_dict(publishing_plan.plan_of(scope))


@router.put("/{workspace}/planner/settings")
def set_publishing(request: HttpRequest, workspace: str, body: PublishingSettings) -> dict:
    scope = scope_of(request, workspace, "editor")
    form = body.dict(exclude_unset=True)
    return publishing_plan.plan_dict(publishing_plan.set_plan(scope, form))


def _now() -> datetime:
    return datetime.now(UTC)


ROUTER = ("/workspaces", router)
