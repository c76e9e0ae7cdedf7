"""Channels over the API."""

from django.http import HttpRequest
from ninja import Router, Schema

from tolok.api.auth import scope_of
from tolok.services import channel_acts, channels

router = Router(tags=["channels"])


class NewChannel(Schema):
    network: str
    name: str = ""
    remote_id: str = ""


class ChannelChange(Schema):
    """`archived`: it stands in no list, its past numbers still count."""

    name: str | None = None
    archived: bool | None = None


class Merge(Schema):
    """`into`: the channel that stays, by id or name."""

    into: str


@router.get("/{workspace}/channels")
def list_channels(request: HttpRequest, workspace: str, archived: bool = False) -> dict:
    """The channels in use; with `archived` also those that were put away."""
    scope = scope_of(request, workspace)
    found = channels.all_channels(scope) if archived else channels.channels(scope)
    return {"items": [channels.channel_dict(c) for c in found]}


@router.post("/{workspace}/channels")
def new_channel(request: HttpRequest, workspace: str, body: NewChannel) -> dict:
    """A channel made by hand; imports make them by themselves when a file names an account."""
    scope = scope_of(request, workspace, "editor")
    return channels.channel_dict(channels.make_channel(scope, **body.dict()))


@router.patch("/{workspace}/channels/{channel}")
def change_channel(request: HttpRequest, workspace: str, channel: str, body: ChannelChange) -> dict:
    """Rename a channel, put it away, or bring it back."""
    scope = scope_of(request, workspace, "editor")
    if body.name is not None:
        channel = str(channel_acts.rename(scope, channel, body.name).id)
    if body.archived is not None:
        channel_acts.archive(scope, channel, away=body.archived)
    return channels.channel_dict(channels.any_channel(scope, channel))


@router.post("/{workspace}/channels/{channel}/merge")
def merge(request: HttpRequest, workspace: str, channel: str, body: Merge) -> dict:
    """Two channels that are one account become one; the facts are made again from the files."""
    scope = scope_of(request, workspace, "admin")
    return channels.channel_dict(channel_acts.merge(scope, channel, body.into))


ROUTER = ("/workspaces", router)
