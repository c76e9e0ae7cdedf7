"""The command line inside the test's process, on the test's own database and facts."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest


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
def here(db, facts, tmp_path, capsys, monkeypatch) -> Callable[..., Said]:
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
