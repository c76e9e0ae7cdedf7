"""Posts over the API: written, checked, planned, delivered, decided about."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Query, Router, Schema

from tolok.api.auth import scope_of
from tolok.api.cursor import Limit, page, place
from tolok.services import post_acts, post_check, post_evergreen, post_preview, post_read, posts
from tolok.services.access import Scope
from tolok.services.channels import channels
from tolok.services.post_form import Names, read_order, read_when

router = Router(tags=["posts"])
MOST_AT_ONCE = 2000


class WhenForm(Schema):
    """`kind`: draft, idea, at, now, next, first, last (a free slot of each channel's queue).

    `at` without an offset is a clock time of the workspace.
    """

    kind: str = ""
    at: str = ""


class NewPost(Schema):
    """`content`: text, media, link, thread, comment, poll, own …; see the reference of posts.

    `approve_by`: a day or moment after which it expires unapproved ("" for 90 days).
    """

    content: dict[str, Any]
    channels: list[str] = []
    when: WhenForm = WhenForm()
    title: str = ""
    type: str = ""
    pillar: str = ""
    tags: list[str] = []
    campaign: str = ""
    late: str = ""
    approve_by: str = ""


class NewPosts(Schema):
    posts: list[NewPost]


class PostChange(Schema):
    """What is left out stays. `version` is the one that was read: another one meanwhile is 409."""

    content: dict[str, Any] | None = None
    channels: list[str] | None = None
    version: int | None = None
    title: str | None = None
    type: str | None = None
    pillar: str | None = None
    tags: list[str] | None = None
    campaign: str | None = None
    late: str | None = None
    approve_by: str | None = None


class PostCheck(Schema):
    content: dict[str, Any]
    channels: list[str]


class PostCopy(Schema):
    """`trial`: "variation" makes the copy a variation for a later test, else ""."""

    trial: str = ""


class PostAgain(Schema):
    """`most`: times in all, the first one counted; none for no limit. `expires`: its last day.

    `variants`: other texts, which take turns with its own.
    """

    rest_days: int = 30
    most: int | None = None
    expires: str = ""
    variants: list[str] = []


class PostDecision(Schema):
    """`answer`: published, again, ask or drop."""

    answer: str
    remote_id: str = ""
    url: str = ""


class PostFilter(Schema):
    """Empty fields do not filter; times are ISO, by planned time."""

    since: str = ""
    until: str = ""
    channel: str = ""
    state: str = ""
    stage: str = ""
    network: str = ""
    campaign: str = ""
    tag: str = ""
    type: str = ""
    pillar: str = ""
    text: str = ""


@router.get("/{workspace}/planner/posts")
def list_posts(
    request: HttpRequest,
    workspace: str,
    wanted: Query[PostFilter],
    limit: Limit = 100,
    cursor: str = "",
) -> dict:
    """Posts by planned time, newest first, with their deliveries."""
    scope = scope_of(request, workspace)
    at = place(cursor) if cursor else 0
    rows = post_read.listed(scope, post_read.read_filter(scope, wanted.dict()))
    found = list(rows.order_by("-due_at", "-created_at")[at : at + limit + 1])
    items = post_read.post_dicts(found[:limit], _now())
    return page(items, str(at + limit) if len(found) > limit else "")


@router.post("/{workspace}/planner/posts")
def new_post(request: HttpRequest, workspace: str, body: NewPost) -> dict:
    """Write a post: a draft, or planned at once."""
    scope = scope_of(request, workspace, "editor")
    order = read_order(body.dict(), Names(scope), _zone(scope))
    return _shown(scope, posts.make(scope, order, _now()).id)


@router.post("/{workspace}/planner/posts/many")
def new_posts(request: HttpRequest, workspace: str, body: NewPosts) -> dict:
    """Up to 2,000 posts in one go: all are made, or none and the first problem is told."""
    scope = scope_of(request, workspace, "editor")
    posts.few_enough(len(body.posts), MOST_AT_ONCE)
    names, zone = Names(scope), _zone(scope)
    orders = [read_order(each.dict(), names, zone) for each in body.posts]
    made = posts.make_many(scope, orders, _now())
    return {"ids": [str(one.id) for one in made]}


@router.post("/{workspace}/planner/posts/check")
def check_post(request: HttpRequest, workspace: str, body: PostCheck) -> dict:
    """What stands in the way on each channel, with lengths as the networks count. Keeps nothing."""
    scope = scope_of(request, workspace, "editor")
    order = read_order(body.dict(), Names(scope), _zone(scope))
    chosen = [each for each in channels(scope) if each.id in order.channels]
    found = post_preview.verdicts(scope, order.content, chosen)
    return {"channels": [post_check.check_dict(each) for each in found]}


@router.get("/{workspace}/planner/posts/attention")
def attention(request: HttpRequest, workspace: str) -> dict:
    """Deliveries that wait for a person: unsure, failed, late, missed, cut off, expired, stuck."""
    scope = scope_of(request, workspace)
    return {"items": post_read.attention_dicts(scope, _now())}


@router.get("/{workspace}/planner/posts/{post}")
def one_post(request: HttpRequest, workspace: str, post: str) -> dict:
    scope = scope_of(request, workspace)
    return _shown(scope, posts.post(scope, post).id)


@router.patch("/{workspace}/planner/posts/{post}")
def change_post(request: HttpRequest, workspace: str, post: str, body: PostChange) -> dict:
    """Change what is given. A post that is under way or may be out is refused with the reason."""
    scope = scope_of(request, workspace, "editor")
    form = body.dict(exclude_unset=True, exclude_none=True)
    posts.change(scope, post, _now(), **posts.read_change(scope, form))
    return _shown(scope, posts.post(scope, post).id)


@router.delete("/{workspace}/planner/posts/{post}")
def remove_post(request: HttpRequest, workspace: str, post: str) -> dict:
    """Put it away: what is planned is cancelled, what is published stays on the networks."""
    scope = scope_of(request, workspace, "editor")
    posts.remove(scope, post, _now())
    return {"removed": post}


@router.post("/{workspace}/planner/posts/{post}/plan")
def plan_post(request: HttpRequest, workspace: str, post: str, body: WhenForm) -> dict:
    """Give it a time; checks first, and changes nothing when they fail."""
    scope = scope_of(request, workspace, "editor")
    when = read_when(body.dict(), _zone(scope))
    return _shown(scope, post_acts.plan(scope, post, when, _now()).id)


@router.post("/{workspace}/planner/posts/{post}/draft")
def take_back(request: HttpRequest, workspace: str, post: str) -> dict:
    scope = scope_of(request, workspace, "editor")
    return _shown(scope, post_acts.take_back(scope, post, _now()).id)


@router.post("/{workspace}/planner/posts/{post}/cancel")
def cancel_post(request: HttpRequest, workspace: str, post: str) -> dict:
    """Nothing more of it goes out; a cancel of what a worker holds is kept for it."""
    scope = scope_of(request, workspace, "editor")
    return _shown(scope, post_acts.cancel(scope, post, _now()).id)


@router.post("/{workspace}/planner/posts/{post}/copy")
def copy_post(request: HttpRequest, workspace: str, post: str, body: PostCopy) -> dict:
    scope = scope_of(request, workspace, "editor")
    return _shown(scope, posts.double(scope, post, _now(), trial=body.trial).id)


@router.get("/{workspace}/planner/posts/{post}/evergreen")
def evergreen(request: HttpRequest, workspace: str, post: str) -> dict:
    """By which rule a post comes again, what holds the next one back, and its repeats."""
    scope = scope_of(request, workspace)
    return {"rule": post_evergreen.rule_dict(posts.post(scope, post))}


@router.put("/{workspace}/planner/posts/{post}/evergreen")
def set_evergreen(request: HttpRequest, workspace: str, post: str, body: PostAgain) -> dict:
    """Let a post come again: each time into the next free slot of the queues of its channels."""
    scope = scope_of(request, workspace, "editor")
    return {"rule": post_evergreen.rule_dict(post_evergreen.set_rule(scope, post, body.dict()))}


@router.delete("/{workspace}/planner/posts/{post}/evergreen")
def end_evergreen(request: HttpRequest, workspace: str, post: str) -> dict:
    """It comes no more. A repeat that is planned already stays planned."""
    scope = scope_of(request, workspace, "editor")
    return {"rule": post_evergreen.rule_dict(post_evergreen.clear_rule(scope, post))}


@router.get("/{workspace}/planner/posts/{post}/versions")
def post_versions(request: HttpRequest, workspace: str, post: str) -> dict:
    scope = scope_of(request, workspace)
    return {"items": [post_read.version_dict(each) for each in posts.versions(scope, post)]}


@router.get("/{workspace}/planner/deliveries/{delivery}")
def one_delivery(request: HttpRequest, workspace: str, delivery: str) -> dict:
    """One delivery with every step it took."""
    scope = scope_of(request, workspace)
    row = post_acts.delivery(scope, delivery)
    steps = [post_read.step_dict(each) for each in post_read.journal(scope, row)]
    return {**post_read.delivery_dict(row, _now(), _zone(scope)), "journal": steps}


@router.post("/{workspace}/planner/deliveries/{delivery}/send")
def send_now(request: HttpRequest, workspace: str, delivery: str) -> dict:
    """Try it now. One that may be out is asked about instead of sent."""
    scope = scope_of(request, workspace, "editor")
    row = post_acts.send_now(scope, delivery, _now())
    return post_read.delivery_dict(row, _now(), _zone(scope))


@router.post("/{workspace}/planner/deliveries/{delivery}/skip")
def skip(request: HttpRequest, workspace: str, delivery: str) -> dict:
    scope = scope_of(request, workspace, "editor")
    row = post_acts.skip(scope, delivery, _now())
    return post_read.delivery_dict(row, _now(), _zone(scope))


@router.post("/{workspace}/planner/deliveries/{delivery}/cancel")
def cancel_delivery(request: HttpRequest, workspace: str, delivery: str) -> dict:
    scope = scope_of(request, workspace, "editor")
    row = post_acts.cancel_one(scope, delivery, _now())
    return post_read.delivery_dict(row, _now(), _zone(scope))


@router.post("/{workspace}/planner/deliveries/{delivery}/decide")
def decide(request: HttpRequest, workspace: str, delivery: str, body: PostDecision) -> dict:
    """Say what became of a post that its network cannot tell about."""
    scope = scope_of(request, workspace, "editor")
    row = post_acts.decide(scope, delivery, _now(), **body.dict())
    return post_read.delivery_dict(row, _now(), _zone(scope))


def _shown(scope: Scope, id: object) -> dict:
    return post_read.post_dict(post_read.whole(scope, str(id)), _now())


def _zone(scope: Scope) -> ZoneInfo:
    return ZoneInfo(scope.workspace.zone)


def _now() -> datetime:
    return datetime.now(UTC)


ROUTER = ("/workspaces", router)
