"""Approval over the API: who must agree, how far a post is, verdicts, and links for clients."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from tolok.api.auth import scope_of
from tolok.core.publishing.approval import to_json
from tolok.services import approval, post_share, posts
from tolok.services.access import must_write

router = Router(tags=["approval"])


class ApprovalStep(Schema):
    """`who`: roles, ids of members, or "link" (a client by link). `every`: all, not just one."""

    who: list[str]
    every: bool = False
    name: str = ""


class ApprovalSteps(Schema):
    """No steps: posts need no approval."""

    steps: list[ApprovalStep]


class PostVerdict(Schema):
    """`verdict`: approve, refuse (back to a draft) or ask. The last two need words."""

    verdict: str
    words: str = ""


class NewPostLink(Schema):
    name: str = ""


@router.get("/{workspace}/planner/approval")
def approval_steps(request: HttpRequest, workspace: str) -> dict:
    return {"steps": to_json(approval.steps(scope_of(request, workspace)))}


@router.put("/{workspace}/planner/approval")
def set_approval_steps(request: HttpRequest, workspace: str, body: ApprovalSteps) -> dict:
    """Settle who approves posts. What waits already waits on, now for these."""
    scope = scope_of(request, workspace, "admin")
    return {"steps": to_json(approval.set_steps(scope, body.dict()["steps"]))}


@router.get("/{workspace}/planner/posts/{post}/approval")
def post_approval(request: HttpRequest, workspace: str, post: str) -> dict:
    """Whether a post waits for approval, at which step, and for whom."""
    scope = scope_of(request, workspace)
    return approval.review_dict(scope, posts.post(scope, post))


@router.post("/{workspace}/planner/posts/{post}/approval")
def give_verdict(request: HttpRequest, workspace: str, post: str, body: PostVerdict) -> dict:
    """Approve, refuse or ask. Nobody approves what they wrote; the last approval plans the post."""
    scope = scope_of(request, workspace, "client")
    must_write(scope.actor)
    row = approval.vote(scope, post, body.verdict, body.words, datetime.now(UTC))
    return approval.review_dict(scope, row)


@router.get("/{workspace}/planner/posts/{post}/links")
def list_post_links(request: HttpRequest, workspace: str, post: str) -> dict:
    """The links to a post that still work; their secrets are not kept."""
    scope = scope_of(request, workspace, "editor")
    return {"items": [_shown(each) for each in post_share.post_links(scope, post)]}


@router.post("/{workspace}/planner/posts/{post}/links")
def new_post_link(request: HttpRequest, workspace: str, post: str, body: NewPostLink) -> dict:
    """A link for a client without an account, who may see this post and say yes or no to it."""
    scope = scope_of(request, workspace, "editor")
    made = post_share.share_post(scope, post, body.name)
    return {"id": str(made.id), "path": made.path}


@router.delete("/{workspace}/planner/posts/{post}/links/{link}")
def revoke_post_link(request: HttpRequest, workspace: str, post: str, link: str) -> dict:
    scope = scope_of(request, workspace, "editor")
    post_share.revoke_link(scope, post, link)
    return {"revoked": link}


def _shown(row: Any) -> dict:
    return {
        "id": str(row.id),
        "name": row.name,
        "opened": row.opened,
        "made": row.created_at.isoformat(),
    }


ROUTER = ("/workspaces", router)
