"""The keys that log-ins are sealed with, for whoever runs the machine. Never a key itself."""

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Router

from tolok.api.auth import caller
from tolok.services import keys

router = Router(tags=["operator"])


@router.get("/keys")
def status(request: HttpRequest) -> dict:
    """How many keys there are, and how much is sealed, with an older key, or opened by none."""
    return asdict(keys.status(caller(request)))


@router.post("/keys/rotate")
def rotate(request: HttpRequest) -> dict:
    """Seal everything with a new key; one that was cut short is carried on."""
    return asdict(keys.rotate(caller(request)))


@router.post("/keys/retire")
def retire(request: HttpRequest) -> dict:
    """Forget older keys that nothing needs. Backups made before no longer open."""
    return {"retired": keys.retire(caller(request))}


ROUTER = ("", router)
