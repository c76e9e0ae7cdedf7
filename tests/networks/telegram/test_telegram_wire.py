"""The token is in every address of the Bot API: nothing on the real wire may log it."""

import asyncio
import io
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.networks.wire import everything_said, publish
from tests.servers.mastodon import LOOPBACK
from tests.servers.telegram import ACCOUNT, TOKEN
from tolok.core.outcomes import Permanent, Temporary
from tolok.core.publishing.parcel import Parcel
from tolok.lib.http import SafeClient
from tolok.networks.telegram.network import NETWORK


class Refuses(BaseHTTPRequestHandler):
    """Answers every message with the status that the port's owner chose, or not at all."""

    status = 500

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.status:
            self.send_response(self.status)
            self.send_header("Location", self.path)
            self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Not here: the test looks at our own log."""


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    words, root = io.StringIO(), logging.getLogger()
    handler, before = logging.StreamHandler(words), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield words
    finally:
        root.setLevel(before)
        root.removeHandler(handler)


@pytest.mark.parametrize("status", [0, 200, 302, 400, 401, 500])
def test_no_log_at_any_level_holds_the_token(status: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Refuses, "status", status)
    server = HTTPServer(("127.0.0.1", 0), Refuses)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    who = replace(ACCOUNT, server=f"http://127.0.0.1:{server.server_address[1]}")

    async def once() -> None:
        async with SafeClient(allow=LOOPBACK, plain_http=True) as http:
            await publish(NETWORK, who, Parcel("Halo"))(http)

    try:
        with everything_logged() as words, pytest.raises((Temporary, Permanent)) as caught:
            asyncio.run(once())
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert TOKEN not in words.getvalue()
    assert TOKEN not in everything_said(caught.value)
