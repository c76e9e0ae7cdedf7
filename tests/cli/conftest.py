"""The command line inside the test's process, on the test's own database and facts."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections


@dataclass(frozen=True)
class Said:
    """How a command ended: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def one_connection(db) -> Iterator[None]:
    """A request closes its connection when it ends: here that would end the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def here(one_connection, facts, tmp_path, capsys, monkeypatch) -> Callable[..., Said]:
    """Run one command as `tolok …` would, without a process of its own."""
    from tolok.cli.main import main

    monkeypatch.setenv("TOLOK_DATA", str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")

    def run(*words: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["tolok", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)

    return run
