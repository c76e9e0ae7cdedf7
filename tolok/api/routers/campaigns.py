"""Campaigns over the API, and what people say about a post."""

from datetime import UTC, datetime

from django.http import HttpRequest
from ninja import Router, Schema

from tolok.api.auth import scope_of
from tolok.services import campaigns, post_talk, posts

router = Router(tags=["posts"])


class NewCampaign(Schema):
    """Days as 2026-12-01; `utm` names the campaign in links ("" takes its name)."""

    name: str
    starts: str | None = None
    ends: str | None = None
    note: str = ""
    utm: str = ""


class CampaignChange(Schema):
    """What is left out stays."""

    name: str | None = None
    starts: str | None = None
    ends: str | None = None
    note: str | None = None
    utm: str | None = None


class NewComment(Schema):
    words: str


@router.get("/{workspace}/planner/campaigns")
def list_campaigns(request: HttpRequest, workspace: str) -> dict:
    scope = scope_of(request, workspace)
    return {"items": [campaigns.campaign_dict(each) for each in campaigns.campaigns(scope)]}


@router.post("/{workspace}/planner/campaigns")
def new_campaign(request: HttpRequest, workspace: str, body: NewCampaign) -> dict:
    scope = scope_of(request, workspace, "editor")
    return campaigns.campaign_dict(campaigns.save(scope, body.dict()))


@router.patch("/{workspace}/planner/campaigns/{campaign}")
def change_campaign(
    request: HttpRequest, workspace: str, campaign: str, body: CampaignChange
) -> dict:
    scope = scope_of(request, workspace, "editor")
    form = body.dict(exclude_unset=True)
    return campaigns.campaign_dict(campaigns.save(scope, form, campaign))


@router.get("/{workspace}/planner/posts/{post}/comments")
def list_comments(request: HttpRequest, workspace: str, post: str) -> dict:
    """What was said about a post, oldest first; verdicts of an approval too."""
    scope = scope_of(request, workspace)
    found = post_talk.talk(scope, posts.post(scope, post))
    return {"items": [post_talk.comment_dict(each.row) for each in found]}


@router.post("/{workspace}/planner/posts/{post}/comments")
def new_comment(request: HttpRequest, workspace: str, post: str, body: NewComment) -> dict:
    scope = scope_of(request, workspace, "editor")
    made = post_talk.say_something(scope, post, body.words, datetime.now(UTC))
    return post_talk.comment_dict(made)


ROUTER = ("/workspaces", router)
