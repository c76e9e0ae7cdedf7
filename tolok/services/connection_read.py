"""Connections and the ways to make them, as JSON. Never a secret."""

from datetime import datetime
from typing import Any

from tolok.core.publishing.retry import CLASSES
from tolok.services.accounts import account_without_secrets, networks
from tolok.services.collect_state import collected_dict
from tolok.services.connections import Way
from tolok.store.models import Connection


def way_dict(way: Way) -> dict[str, Any]:
    """What a person is asked for, and how the connector is proven."""
    proof = way.network.proof
    return {
        "network": way.network.id,
        "name": way.name.as_dict(),
        "sign_in": way.sign_in.id,
        "sign_in_name": way.sign_in.name.as_dict(),
        "steps": [step.as_dict() for step in way.sign_in.steps],
        "fields": [
            {
                "id": field.id,
                "name": field.name.as_dict(),
                "hint": field.hint.as_dict(),
                "example": field.example,
                "secret": field.secret,
                "required": field.required,
            }
            for field in way.sign_in.fields
        ],
        "proof": {
            "kind": proof.kind,
            "against": proof.against.as_dict(),
            "checked": proof.checked.isoformat(),
        },
    }


def connection_dict(connection: Connection) -> dict[str, Any]:
    """How a channel is connected, and what its account can do."""
    network = networks().get(connection.channel.network)
    account = account_without_secrets(connection)
    able = network.capabilities(account) if network else None
    return {
        "channel": str(connection.channel_id),
        "name": connection.channel.name,
        "network": connection.channel.network,
        "server": connection.server,
        "handle": connection.handle,
        "url": connection.url,
        "sign_in": connection.sign_in,
        "state": connection.state,
        "problem": connection.problem,
        "checked_at": _iso(connection.checked_at),
        "expires_at": _iso(connection.expires_at),
        "log_in_ends": _iso(account.log_in_ends),
        "held_until": _iso(connection.held_until),
        "paused": connection.paused_at is not None,
        "late": connection.late,
        "at_least_once": connection.at_least_once,
        "retry": CLASSES[able.retry].name.as_dict() if able else None,
        "retry_class": able.retry if able else None,
        "text_limit": able.text.limit if able else None,
        "notes": [note.as_dict() for note in able.notes] if able else [],
        "collected": collected_dict(connection),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
