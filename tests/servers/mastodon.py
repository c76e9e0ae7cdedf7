"""A server of the Mastodon API on this machine: `mastodon_mock`, started and ended by its pid.

What this process sends to it is held against the official document, where that is present.
"""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.networks.mastodon.spec import watched

TOKEN = "ada_token"  # of a seeded account
LOOPBACK = ("127.0.0.0/8", "::1/128")  # for `SafeClient(allow=LOOPBACK, plain_http=True)`
CONFIG = """
[[seed.accounts]]
username = "sudut"
display_name = "Sudut Café"
access_token = "ada_token"

[[seed.accounts]]
username = "lain"
display_name = "Lain"
access_token = "other_token"
"""
START_S = 30


@dataclass(frozen=True)
class Mastodon:
    """`ask` talks to the server past Tolok: it is the truth of what is there."""

    url: str

    def ask(self, method: str, path: str, body: Any = None, token: str = TOKEN) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        request = Request(f"{self.url}{path}", data, headers, method=method)  # noqa: S310
        with urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.loads(answer.read() or b"null")

    def fault(self, path: str, count: int = 1, *, methods: Any = ("POST",), **effect: Any) -> None:
        self.ask(
            "POST",
            "/api/v1/_mock/faults",
            {"match": {"path": path, "methods": methods}, "effect": effect, "count": count},
        )

    def statuses(self, token: str = TOKEN) -> list[dict[str, Any]]:
        me = self.ask("GET", "/api/v1/accounts/verify_credentials", token=token)["id"]
        return list(self.ask("GET", f"/api/v1/accounts/{me}/statuses?limit=40", token=token))

    def reset(self) -> None:
        self.ask("POST", "/api/v1/_mock/reset", {})


@contextmanager
def mastodon(folder: Path) -> Iterator[Mastodon]:
    config = folder / "mastodon.toml"
    config.write_text(CONFIG, "utf-8")
    port = _free_port()
    program = [sys.executable, "-m", "mastodon_mock", "serve", "--config", str(config)]
    with (folder / "mastodon.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603
            [*program, "--in-memory", "--host", "127.0.0.1", "--port", str(port)],
            stdout=log,
            stderr=log,
        )
        try:
            server = _ready(Mastodon(f"http://127.0.0.1:{port}"), process)
            with watched(server.url):
                yield server
        finally:
            process.terminate()
            process.wait(timeout=20)


def _ready(server: Mastodon, process: "subprocess.Popen[bytes]") -> Mastodon:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            server.ask("GET", "/api/v2/instance")
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return server
    raise RuntimeError("mastodon_mock did not start")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
