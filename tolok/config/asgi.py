"""The one process of `tolok serve`: Django, the facts file and the job threads."""

import asyncio
import logging
import os
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tolok.config.settings")

from django.core.asgi import get_asgi_application  # noqa: E402

PARENT = "TOLOK_SERVE_PID"  # set by `tolok serve` for the process that does the work

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

django_app = get_asgi_application()  # before anything that needs tables

from django.conf import settings  # noqa: E402

from tolok.jobs.runner import Runner  # noqa: E402
from tolok.web.body_limit import App, limited  # noqa: E402

web = limited(cast(App, django_app), settings.UPLOAD_LIMIT_MB * 1_000_000)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await web(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    """Start the job threads with the server and stop them with it."""
    runner = Runner()
    _end_with_parent()
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await asyncio.to_thread(_begin, runner)  # the database refuses an event loop's thread
            await send({"type": "lifespan.startup.complete"})
        else:
            await asyncio.to_thread(runner.stop)
            await send({"type": "lifespan.shutdown.complete"})
            return


def _begin(runner: Runner) -> None:
    """A server whose jobs cannot start ends at once: its pages alone would look well."""
    started = False
    try:
        runner.start()
        started = True
    finally:
        if not started:
            logging.getLogger("tolok.jobs").exception("runner.failed")
            os._exit(1)


def _end_with_parent() -> None:
    """A worker whose `tolok serve` was killed would keep the facts: it ends too."""
    parent = os.environ.get(PARENT)
    if parent:
        threading.Thread(target=_watch, args=(int(parent),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)  # as after a kill: what was under way is taken up at the next start
