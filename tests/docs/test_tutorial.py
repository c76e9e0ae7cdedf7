"""The tutorial's commands do what its words say, run in order as a reader would."""

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.docs.commands import MAIN, ROOT, environment

PAGE = ROOT / "docs" / "tutorial" / "index.md"


def blocks() -> list[str]:
    """The commands of each step, in order."""
    return re.findall(r"```bash\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder after the tutorial, and what each block printed."""
    home = tmp_path_factory.mktemp("tutorial")
    shutil.copytree(PAGE.parent, home / "docs" / "tutorial")
    commands = home / ".venv" / "bin"
    commands.mkdir(parents=True)
    (commands / "python3").symlink_to(sys.executable)
    (commands / "tolok").write_text(f'#!/bin/sh\nexec {sys.executable} -c "{MAIN}" "$@"\n')
    (commands / "tolok").chmod(0o755)
    mark = "== next block =="
    script = "set -e\n" + f"\necho '{mark}'\n".join(blocks())
    env = {**environment(), "PYTHONPATH": str(ROOT), "COLUMNS": "160"}
    done = subprocess.run(
        ["bash", "-c", script], cwd=home, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return home, done.stdout.split(mark)


@pytest.mark.slow
@pytest.mark.xdist_group("tutorial")
def test_each_step_shows_what_the_page_says(told: tuple[Path, list[str]]):
    _, shown = told
    ready, dry, first, second, value, unknown, judged, made, vague = shown
    assert "\nfail" not in f"\n{ready}"
    assert "date,followers gained" in dry
    assert re.search(r"cafe\.csv +generic +210 +210 +0 +0 +0 +0", first)
    assert re.search(r"cafe\.csv +generic +210 +0 +0 +210 +0 +0", second)
    assert '"before"' in value
    assert unknown.startswith("\n–")
    assert "113 a week" in judged
    assert "On pace" in made
    assert not vague.strip()


@pytest.mark.slow
@pytest.mark.xdist_group("tutorial")
def test_the_numbers_and_the_goal_are_in_the_data_folder(told: tuple[Path, list[str]]):
    home, _ = told
    with closing(sqlite3.connect(home / "data" / "tutorial" / "app.sqlite3")) as database:
        states = database.execute("select state from store_goal").fetchall()
    assert states == [("running",)]
