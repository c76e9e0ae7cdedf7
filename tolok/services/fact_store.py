"""The one open facts file of this process, and what it must know of the channels."""

import threading
from functools import cache
from pathlib import Path

from django.conf import settings

from tolok.facts import faults
from tolok.facts.batch import Channel as FactChannel
from tolok.facts.raw import RawArchive
from tolok.facts.store import FactStore
from tolok.store.models import Channel, Workspace
from tolok.store.scope import within

_lock = threading.Lock()
_open: FactStore | None = None


def facts() -> FactStore:
    """The store, opened at first use. Another process that holds the file is a clear Problem.

    One that the engine gave up (a full disk in mid-write) is opened again.
    """
    global _open
    with _lock:
        if _open is not None and _open.broken:
            _open.close()
            _open = None
        if _open is None:
            _open = FactStore.open(settings.DATA.root)
        return _open


def close() -> None:
    """Let go of the file, so that another process may open it."""
    global _open
    with _lock:
        if _open is not None:
            _open.close()
            _open = None


def put_aside() -> Path | None:
    """Take a damaged facts file out of the way; the next use makes an empty one."""
    close()
    return faults.put_aside(settings.DATA.root)


@cache
def raw() -> RawArchive:
    """Every file as it came, by the hash of its content."""
    return RawArchive(settings.DATA.raw)


def tell_channels(workspace: Workspace) -> None:
    """Let the facts know the workspace's channels, for break-downs by network and tier."""
    facts().set_channels(
        str(workspace.id),
        [
            FactChannel(id=str(c.id), network=c.network, name=c.name, zone=c.zone, tier=c.tier)
            for c in within(Channel, workspace.id)
        ],
    )
