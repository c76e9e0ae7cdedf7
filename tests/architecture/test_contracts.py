"""The import contracts hold, and each one catches a planted violation."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PLANTED = {
    "a layer reaches up": ("tolok/lib/ids.py", "from tolok.services import access"),
    "the core needs numpy": ("tolok/core/text.py", "import numpy"),
    "a page reads the store": ("tolok/web/page.py", "from tolok.store import scope"),
    "a command reads the facts": ("tolok/cli/output.py", "from tolok.facts import batch"),
    "importers know each other": (
        "tolok/importers/x_content.py",
        "from tolok.importers import x_overview",
    ),
    "networks know each other": (
        "tolok/networks/mastodon/calls.py",
        "from tolok.networks.bluesky import tid",
    ),
    "a page reads a connector": ("tolok/web/page.py", "from tolok.networks.bluesky import tid"),
    "a package outside the layers": ("tolok/extra/__init__.py", ""),
    "a cycle": ("tolok/core/text.py", "from tolok.core import errors"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_import_contracts_hold():
    found = lint(ROOT)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("violation", PLANTED)
def test_a_planted_violation_is_caught(violation: str, tmp_path: Path):
    shutil.copytree(ROOT / "tolok", tmp_path / "tolok", ignore=shutil.ignore_patterns("built"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    name, line = PLANTED[violation]
    planted = tmp_path / name
    planted.parent.mkdir(exist_ok=True)
    old = planted.read_text("utf-8") if planted.exists() else ""
    planted.write_text(f"{old}\n{line}\n", "utf-8")
    assert lint(tmp_path).returncode == 1
