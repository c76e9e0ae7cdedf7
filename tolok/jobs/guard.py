"""The last line of defence of a thread: whatever goes wrong is logged, and the thread lives on."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import Error, connection

log = logging.getLogger("tolok.jobs")
T = TypeVar("T")


def guarded(act: Callable[[], T], name: str) -> T | None:
    """What `act` answers, or None when it failed. After a fault of the database its connection is
    made anew."""
    try:
        return act()
    except Error:
        log.exception("job.database", extra={"fields": {"job": name}})
        connection.close()
    except Exception:  # noqa: BLE001 - one bad piece must not end the thread
        log.exception("job.failed", extra={"fields": {"job": name}})
    return None
