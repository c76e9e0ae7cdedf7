"""Who this installation is to a network that people log in at: its address, and what it keeps.

What an operator registered comes from the environment (TOLOK_APP_<NETWORK>_<NAME>); what Tolok
makes itself stands sealed in the data folder, made once and the same for all workspaces.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from tolok.core.errors import Problem, ProblemError, not_found
from tolok.core.publishing.sign_in import Here, Registers, SignIn, Site
from tolok.core.text import Text
from tolok.services import accounts
from tolok.services.connection_trips import is_loopback
from tolok.services.seals import open_sealed, seal

CALLBACK = "/connect/back/"  # one for the installation: networks compare it sign by sign
DOCUMENTS = "/connect/documents/{network}/{way}.json"


def base_of(own: str) -> str:
    """The address networks send people back to: TOLOK_PUBLIC_URL, else `own`, the request's.

    Raises ProblemError for http anywhere but on this machine: the way back carries a secret.
    """
    base = settings.PUBLIC_URL or own.rstrip("/")
    parts = urlsplit(base)
    if parts.scheme != "https" and not (
        parts.scheme == "http" and is_loopback(parts.hostname or "")
    ):
        raise ProblemError(_NOT_SAFE)
    return base


def secured(own: str) -> str:
    """The address of a request whose proxy took the https off (TOLOK_HTTPS=1), with it."""
    return own.replace("http://", "https://", 1) if settings.HTTPS else own


def here(network: str, sign_in: SignIn, base: str, state: str) -> Here:
    """What a sign-in is told of us. `base` "": there is no browser to come back in."""
    app = dict(settings.APPS.get(network, {}))
    if not base:
        return Here("", state, app)
    at = site(network, sign_in, base)
    if isinstance(sign_in, Registers) and _is_public(base):
        app = {**sign_in.app(at, _kept(network, sign_in)), **app}
    return Here(at.callback, state, app)


def site(network: str, sign_in: SignIn, base: str) -> Site:
    return Site(
        url=base,
        callback=base + CALLBACK,
        document=base + DOCUMENTS.format(network=network, way=sign_in.id),
    )


def document(network: str, way: str, base: str) -> Mapping[str, object]:
    """What a network reads of us at a public address. ProblemError 404 when it reads nothing."""
    known = accounts.networks().get(network)
    for sign_in in known.sign_ins if known else ():
        if sign_in.id == way and isinstance(sign_in, Registers):
            return sign_in.document(site(network, sign_in, base), _kept(network, sign_in))
    raise not_found(Text("document", "dokumen"))


def sealed_files() -> list[Path]:
    """What stands sealed outside the database; `keys` seals it anew too."""
    return sorted(settings.DATA.apps.glob("*.sealed"))


def _kept(network: str, sign_in: Registers) -> Mapping[str, str]:
    path = settings.DATA.apps / f"{network}-{getattr(sign_in, 'id', '')}.sealed"
    if not path.exists():
        put(path, seal(sign_in.new_app()), first=True)
    return open_sealed(path.read_text("ascii"))


def put(path: Path, text: str, *, first: bool = False) -> None:
    """Whole or not at all; with `first` only where nothing is yet: who comes second reads it."""
    path.parent.mkdir(exist_ok=True, mode=0o700)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if not first:
        new.replace(path)
        return
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        new.unlink()


def _is_public(base: str) -> bool:
    parts = urlsplit(base)
    return parts.scheme == "https" and not is_loopback(parts.hostname or "")


_NOT_SAFE = Problem(
    type="address-not-secure",
    title=Text("Not over an open line", "Tidak lewat jalur terbuka"),
    detail=Text(
        "Tolok is opened over http, and the way back from the network would show its secret.",
        "Tolok dibuka lewat http, dan jalan kembali dari jaringan akan memperlihatkan rahasianya.",
    ),
    fix=Text(
        "Open Tolok at its https address and set TOLOK_PUBLIC_URL to it, or at 127.0.0.1.",
        "Buka Tolok di alamat https-nya dan isi TOLOK_PUBLIC_URL dengannya, atau di 127.0.0.1.",
    ),
    status=422,
)
