"""Runs the `tolok` command on a data folder of its own, as a person would."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.databases import database_of

MAIN = "from tolok.cli import main; main()"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Tolok:
    """One data folder. `json` runs a command with --json and returns what it prints."""

    data: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", MAIN, "--data", str(self.data), *words]
        return subprocess.run(
            command,
            env={**environment(), **database_of(self.data)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def json(self, *words: str) -> Any:
        done = self.run(*words, "--json")
        assert done.stdout, done.stderr[-2000:]
        return json.loads(done.stdout)


def environment() -> dict[str, str]:
    """The caller's, without what the test run set for itself."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "TOLOK_"))}
    return {**kept, "LANG": "C.UTF-8"}
