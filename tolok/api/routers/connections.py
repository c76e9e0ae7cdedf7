"""Connections over the API: which networks can be connected, how each is, and its settings."""

from datetime import UTC, datetime

from django.http import HttpRequest
from ninja import Router, Schema

from tolok.api.auth import scope_of
from tolok.services import collect, connection_check, connection_read, connections

router = Router(tags=["connections"])


class NewConnection(Schema):
    """`form`: the fields that the way asks for. `channel` connects that one again.

    Ways that lead through a browser (OAuth) are begun on the page.
    """

    network: str
    sign_in: str = ""
    form: dict[str, str] = {}
    channel: str = ""


class ConnectionChange(Schema):
    """`late`: send, ask or skip. `at_least_once`: rather twice than not at all (blind networks)."""

    late: str | None = None
    at_least_once: bool | None = None
    paused: bool | None = None


@router.get("/connections/ways")
def ways(request: HttpRequest) -> dict:
    """Every network that can be connected, what each way asks for, and how it is proven."""
    return {"items": [connection_read.way_dict(each) for each in connections.ways()]}


@router.get("/workspaces/{workspace}/connections")
def list_connections(request: HttpRequest, workspace: str) -> dict:
    scope = scope_of(request, workspace)
    found = connections.connections(scope)
    return {"items": [connection_read.connection_dict(each) for each in found]}


@router.post("/workspaces/{workspace}/connections")
def connect(request: HttpRequest, workspace: str, body: NewConnection) -> dict:
    scope = scope_of(request, workspace, "admin")
    made = connections.connect_by_form(
        scope,
        connections.way(body.network, body.sign_in),
        body.form,
        now=datetime.now(UTC),
        channel=body.channel,
    )
    return connection_read.connection_dict(made)


@router.post("/workspaces/{workspace}/connections/{channel}/check")
def check(request: HttpRequest, workspace: str, channel: str) -> dict:
    """Ask the network now whether the log-in works."""
    scope = scope_of(request, workspace, "editor")
    found = connection_check.check(scope, channel, datetime.now(UTC))
    return connection_read.connection_dict(found)


@router.post("/workspaces/{workspace}/connections/{channel}/collect")
def collect_numbers(request: HttpRequest, workspace: str, channel: str) -> dict:
    """Read the channel's numbers now; they are in the facts when this answers."""
    scope = scope_of(request, workspace, "editor")
    found = collect.collect_now(scope, channel, lambda: datetime.now(UTC))
    return connection_read.connection_dict(found)


@router.patch("/workspaces/{workspace}/connections/{channel}")
def settle(request: HttpRequest, workspace: str, channel: str, body: ConnectionChange) -> dict:
    scope = scope_of(request, workspace, "admin")
    found = connections.settle(scope, channel, datetime.now(UTC), **body.dict())
    return connection_read.connection_dict(found)


@router.delete("/workspaces/{workspace}/connections/{channel}")
def disconnect(request: HttpRequest, workspace: str, channel: str) -> dict:
    """Forget the log-in; planned posts wait until the channel is connected again.

    `revoked`: the network made its tokens void. If not, withdraw them in its own settings.
    """
    scope = scope_of(request, workspace, "admin")
    return {"revoked": connections.disconnect(scope, channel), "disconnected": channel}


ROUTER = ("", router)
