"""Talks to the API: over HTTP to the running server of the data folder, else inside this process.

A facts file can be open for writing in one process only, so the running server is asked first.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from tolok.core.errors import Problem, ProblemError
from tolok.core.text import Text
from tolok.lib.folder import DataFolder

TIMEOUT_S = 600.0


class Client:
    """`get`, `post`, … return parsed JSON; a refused call raises ProblemError."""

    def __init__(self, folder: DataFolder | None = None) -> None:
        self.folder = folder or DataFolder.from_env()
        self._address = _running(self.folder)

    def get(self, path: str, **query: Any) -> Any:
        return self.call("GET", path, params={k: v for k, v in query.items() if v is not None})

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        return self.call("POST", path, json=body or {})

    def workspace(self, wanted: str = "") -> str:
        """The short name of the workspace meant: the one named, or the only one (the demo aside).

        On an empty data folder a workspace called "main" is made, so that a first import works.
        """
        if wanted:
            return wanted
        own = [w["slug"] for w in self.get("/workspaces")["items"] if not w["demo"]]
        if not own:
            return str(self.post("/workspaces", {"name": "Main"})["slug"])
        if len(own) > 1:
            raise ProblemError(_which(own))
        return str(own[0])

    def call(self, method: str, path: str, **kwargs: Any) -> Any:
        """One call; bytes for answers that are not JSON, None for an empty one."""
        response = self._answer(method, path, kwargs)
        if not response.content:
            return None
        kind = response.headers.get("content-type", "")
        return response.json() if "json" in kind else response.content

    def content(self, path: str, **query: Any) -> bytes:
        """A file as it came, also when it is JSON."""
        given = {k: v for k, v in query.items() if v is not None}
        return self._answer("GET", path, {"params": given}).content

    def _answer(self, method: str, path: str, kwargs: dict[str, Any]) -> httpx.Response:
        response = self._send(method, f"/api/v1{path}", kwargs)
        if response.status_code >= 400:
            raise ProblemError(_problem(response))
        return response

    def _send(self, method: str, path: str, kwargs: dict[str, Any]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.folder.operator_token()}"}
        if self._address:
            with httpx.Client(base_url=self._address, timeout=TIMEOUT_S, trust_env=False) as http:
                return http.request(method, path, headers=headers, **kwargs)
        transport = httpx.WSGITransport(app=_application(self.folder), raise_app_exceptions=True)
        with httpx.Client(transport=transport, base_url="http://127.0.0.1", timeout=None) as http:  # noqa: S113 - in process
            return http.request(method, path, headers=headers, **kwargs)


def _application(folder: DataFolder) -> Any:
    """The same web application, inside this process, with its database brought up to date."""
    os.environ["TOLOK_DATA"] = str(folder.root)
    os.environ.setdefault("TOLOK_LOG", "WARNING")
    from tolok.cli.process import wsgi_application

    return wsgi_application()


def _running(folder: DataFolder) -> str | None:
    """The address of the live server of this folder, None when there is none."""
    note = _read_note(folder.server_note)
    if not note:
        return None
    try:
        os.kill(int(note["pid"]), 0)
        httpx.get(f"{note['url']}/healthz", timeout=5, trust_env=False).raise_for_status()
    except (OSError, httpx.HTTPError, KeyError, ValueError):
        return None
    return str(note["url"])


def _read_note(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def _which(slugs: list[str]) -> Problem:
    names = ", ".join(slugs)
    return Problem(
        type="invalid-input",
        title=Text("Which workspace?", "Ruang kerja yang mana?"),
        detail=Text(f"There are several: {names}.", f"Ada beberapa: {names}."),
        fix=Text("Add --workspace NAME.", "Tambahkan --workspace NAMA."),
        status=422,
    )


def _problem(response: httpx.Response) -> Problem:
    try:
        body = response.json()
        return Problem(
            type=str(body["type"]).rpartition("#")[2],
            title=Text.same(body["title"]),
            detail=Text.same(body["detail"]),
            fix=Text.same(body.get("fix", "")),
            status=response.status_code,
        )
    except (ValueError, KeyError):
        return Problem(
            type="unreadable-answer",
            title=Text.same(f"The server answered {response.status_code}"),
            detail=Text.same(response.text[:300]),
            fix=Text("Look at the server's log.", "Lihat log server."),
            status=response.status_code,
        )
