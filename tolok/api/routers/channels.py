"""Channels over the API."""

from django.http import HttpRequest
from ninja import Router, Schema

from tolok.api.auth import scope_of
from tolok.services import channels

router = Router(tags=["channels"])


class NewChannel(Schema):
    network: str
    name: str = ""
    remote_id: str = ""


@router.get("/{workspace}/channels")
def list_channels(request: HttpRequest, workspace: str) -> dict:
    found = channels.channels(scope_of(request, workspace))
    return {"items": [channels.channel_dict(c) for c in found]}


@router.post("/{workspace}/channels")
def new_channel(request: HttpRequest, workspace: str, body: NewChannel) -> dict:
    """A channel made by hand; imports make them by themselves when a file names an account."""
    scope = scope_of(request, workspace, "editor")
    return channels.channel_dict(channels.make_channel(scope, **body.dict()))


ROUTER = ("/workspaces", router)
