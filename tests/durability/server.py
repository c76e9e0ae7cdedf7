"""A real server process on a data folder of its own, which a test may kill."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

START_LIMIT_S = 60


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
                env={**os.environ, **self._settings()},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._await()
        return self

    def _environment(self) -> dict[str, str]:
        """The product's own settings, not those of the tests."""
        kept = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        return {**kept, "TOLOK_DATA": str(self.folder), "TOLOK_LOG": "INFO", **self.extra}

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

    def _settings(self) -> dict[str, str]:
        """The product's own settings, not the tests', on this folder."""
        return {
            "TOLOK_DATA": str(self.folder),
            "TOLOK_LOG": "INFO",
            "DJANGO_SETTINGS_MODULE": "tolok.config.settings",
        }

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
