"""Queues over the API: the weekly slots of a channel, what waits in them, and their order."""

from datetime import UTC, datetime
from random import SystemRandom

from django.http import HttpRequest
from ninja import Router, Schema

from tolok.api.auth import scope_of
from tolok.services import best_time, queues

router = Router(tags=["posts"])


class SlotForm(Schema):
    """`weekday`: Monday is 0; `at`: 09:00 on the channel's clock."""

    weekday: int
    at: str


class BlackoutForm(Schema):
    first: str
    last: str = ""
    words: str = ""


class QueueChange(Schema):
    """What is left out stays. `paused_until` ends a pause by itself."""

    slots: list[SlotForm] | None = None
    blackouts: list[BlackoutForm] | None = None
    max_per_day: int | None = None
    min_gap_minutes: int | None = None
    paused: bool | None = None
    paused_until: str | None = None


class BestFill(Schema):
    """How many weekly slots to set at the channel's best times."""

    count: int = 7


class QueueMove(Schema):
    """`where`: up, down, first or last among the posts that may move."""

    where: str


@router.get("/{workspace}/planner/queues")
def list_queues(request: HttpRequest, workspace: str) -> dict:
    scope = scope_of(request, workspace)
    return {"items": [queues.line_dict(each) for each in queues.lines(scope, _now())]}


@router.get("/{workspace}/planner/queues/{channel}")
def one_queue(request: HttpRequest, workspace: str, channel: str) -> dict:
    """Slots, limits, the next free times, and every post that waits with why it stands there."""
    return queues.line_dict(queues.line(scope_of(request, workspace), channel, _now()))


@router.patch("/{workspace}/planner/queues/{channel}")
def change_queue(request: HttpRequest, workspace: str, channel: str, body: QueueChange) -> dict:
    """Change the settings; what is planned already keeps its time."""
    scope = scope_of(request, workspace, "editor")
    form = body.dict(exclude_unset=True)
    return queues.line_dict(queues.set_week(scope, channel, form, _now()))


@router.get("/{workspace}/planner/queues/{channel}/best")
def best(request: HttpRequest, workspace: str, channel: str, count: int = 7) -> dict:
    """Proposed times with reason, n and interval; some are there to learn (`explore`)."""
    scope = scope_of(request, workspace)
    return best_time.times_dict(best_time.times(scope, channel, _now(), count=count))


@router.post("/{workspace}/planner/queues/{channel}/best")
def fill_with_best(request: HttpRequest, workspace: str, channel: str, body: BestFill) -> dict:
    """Add the proposed times to the queue's slots."""
    scope = scope_of(request, workspace, "editor")
    return queues.line_dict(queues.fill_best(scope, channel, body.count, _now()))


@router.post("/{workspace}/planner/queues/{channel}/shuffle")
def shuffle_queue(request: HttpRequest, workspace: str, channel: str) -> dict:
    """Another order of the posts; the times stay, and posts with a time of their own too."""
    scope = scope_of(request, workspace, "editor")
    return queues.line_dict(queues.shuffle(scope, channel, _now(), SystemRandom()))


@router.post("/{workspace}/planner/deliveries/{delivery}/move")
def move_in_queue(request: HttpRequest, workspace: str, delivery: str, body: QueueMove) -> dict:
    scope = scope_of(request, workspace, "editor")
    return queues.line_dict(queues.move(scope, delivery, body.where, _now()))


def _now() -> datetime:
    return datetime.now(UTC)


ROUTER = ("/workspaces", router)
