"""A real server process on a data folder of its own, which a test may kill."""

import csv
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import httpx

from tests.databases import database_of

START_LIMIT_S = 60
ROWS = 4_000
WAIT_S = 90


class Server:
    """`tolok serve` in its own process group; `kill()` is kill -9 of all of it."""

    def __init__(self, folder: Path, *, demo: bool = False, **extra: str) -> None:
        self.folder = folder
        self.extra = extra  # more of the environment
        self.demo = demo
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.log = folder.parent / f"{folder.name}.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Server":
        command = [sys.executable, "-c", "from tolok.cli import main; main()"]
        command += ["--data", str(self.folder), "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *(["--demo"] if self.demo else [])],
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._await()
        return self

    def _environment(self) -> dict[str, str]:
        """The product's own settings, not those of the tests."""
        kept = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        own = {"TOLOK_DATA": str(self.folder), "TOLOK_LOG": "INFO", **database_of(self.folder)}
        return {**kept, **own, **self.extra}

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=30)
            self.process = None

    def stop(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
                self.process = None
            except subprocess.TimeoutExpired:
                self.kill()

    def client(self) -> httpx.Client:
        token = (self.folder / "operator.token").read_text("ascii").strip()
        return httpx.Client(
            base_url=f"{self.url}/api/v1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=120,
            trust_env=False,
        )

    def _await(self) -> None:
        """Ask until it answers; its end, or the limit, is a failure with its log."""
        end = time.monotonic() + START_LIMIT_S
        while time.monotonic() < end:
            if self.process is None or self.process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.url}/healthz", trust_env=False, timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        self.kill()
        raise AssertionError(f"the server did not start:\n{self.log.read_text('utf-8')[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_days(path: Path, source: str) -> int:
    """A hand-kept file of ROWS days; returns the sum of its likes."""
    total = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["date", "source", "likes", "comments"])
        for n in range(ROWS):
            likes = (n * 7 + len(source)) % 100
            total += likes
            writer.writerow([date(2010, 1, 1) + timedelta(days=n), source, likes, n % 9])
    return total


def acknowledged(
    api: httpx.Client, path: Path, *, before_commit: Callable[[], None] = lambda: None
) -> str:
    """Send the file and commit it; from the answer on it must not be lost."""
    with path.open("rb") as file:
        answer = api.post(
            "/workspaces/main/imports",
            files={"files": (path.name, file)},
            data={"dry_run": "true", "channel": "Kept by hand"},
        )
    assert answer.status_code == 200, answer.text
    upload = answer.json()["upload"]
    listed = api.get("/workspaces/main/imports").json()["items"]
    batch = next(b for b in listed if b["upload"] == upload)
    if batch["needs"]:
        settled = {"mapping": '["date", "source", "likes", "comments"]', "network": "other"}
        api.post(f"/workspaces/main/imports/{batch['id']}/answers", json={"answers": settled})
    before_commit()
    done = api.post(
        "/workspaces/main/imports/commit", json={"batches": [batch["id"]], "wait": False}
    )
    assert done.status_code == 200, done.text
    return str(batch["id"])


def settled(api: httpx.Client, batch: str) -> dict:
    """The batch once its ingest has ended, however often it was begun."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        found = api.get(f"/workspaces/main/imports/{batch}").json()
        if found["state"] in ("done", "failed"):
            return found
        time.sleep(0.05)
    raise AssertionError(f"still {found['state']} after {WAIT_S} s")
