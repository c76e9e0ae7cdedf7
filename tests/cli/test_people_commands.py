"""`tolok kpi`, `user` and `workspace` in their own process, as an operator uses them."""

import json
import os
import subprocess
import sys

import pytest

from tests.databases import database_of

MAIN = "from tolok.cli import main; main()"
pytestmark = pytest.mark.slow


@pytest.fixture
def tolok(tmp_path):
    """Run one command on this test's own data folder; answers (exit code, stdout, stderr)."""
    env = {**os.environ, "TOLOK_DATA": str(tmp_path / "data"), "LANG": "C.UTF-8"}
    env |= database_of(tmp_path / "data")
    env.pop("DJANGO_SETTINGS_MODULE", None)

    def run(*words: str, stdin: str = "") -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-c", MAIN, *words],
            env=env,
            input=stdin,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout, done.stderr

    return run


def test_people_are_added_listed_given_a_role_and_taken_out(tolok):
    tolok("workspace", "create", "Sudut Café")
    code, _, _ = tolok("user", "add", "dewi@example.org", "--name", "Dewi", stdin="a long one 12\n")
    assert code == 0
    assert tolok("user", "role", "dewi@example.org", "--role", "admin")[0] == 0
    listed = json.loads(tolok("user", "list", "--json")[1])["items"]
    assert [(m["name"], m["role"]) for m in listed] == [("Dewi", "admin")]
    code, out, err = tolok("user", "remove", "nobody@example.org")
    assert (code, out) == (2, "")
    assert "dewi@example.org" in err
    assert tolok("user", "remove", "dewi@example.org")[0] == 0
    assert json.loads(tolok("user", "list", "--json")[1])["items"] == []


def test_a_kpi_is_read_set_and_its_guide_printed_and_shared(tolok, tmp_path):
    tolok("workspace", "create", "Sudut Café")
    said = tolok("kpi", "guide", "reach", "--language", "id")[1]
    assert said.startswith("Jangkauan\n")
    assert "jangkauan; angka dari jaringan untuk rentang ini persis" in said
    found = json.loads(tolok("kpi", "guide", "reach", "--json")[1])
    assert {"id", "definition", "read", "misleads", "variants", "words"} <= set(found)
    set_ = ("kpi", "set", "reach", "--use", "parked", "--objective", "More guests", "--json")
    changed = json.loads(tolok(*set_)[1])
    assert (changed["parked"], changed["objective"]) == (True, "More guests")
    file = tmp_path / "guide.pdf"
    assert tolok("kpi", "guide", "-o", str(file))[0] == 0
    assert file.read_bytes().startswith(b"%PDF")
    assert tolok("guide", "share", "--name", "Board")[1].startswith("/shared/")
    assert tolok("kpi", "guide")[0] == 2


def test_a_workspace_is_changed_and_a_wrong_zone_refused(tolok):
    tolok("workspace", "create", "Sudut")
    changed = json.loads(tolok("workspace", "change", "sudut", "--currency", "USD", "--json")[1])
    assert changed["currency"] == "USD"
    code, out, err = tolok("workspace", "change", "sudut", "--zone", "Mars/Base")
    assert (code, out) == (2, "")
    assert "Asia/Jakarta" in err
