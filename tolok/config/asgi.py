"""The one process of `tolok serve`: Django, the facts file and the job threads."""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tolok.config.settings")

from django.core.asgi import get_asgi_application  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

django_app = get_asgi_application()  # before anything that needs tables

from tolok.jobs.runner import Runner  # noqa: E402


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await django_app(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    """Start the job threads with the server and stop them with it."""
    runner = Runner()
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            runner.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            runner.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
