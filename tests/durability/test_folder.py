"""The data folder as a server's own: a second server, a damaged facts file, a full disk."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import database_of
from tests.durability.server import Server, acknowledged, settled, write_days

ROOM_MB = 24


def tolok(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command line on a folder, with the product's own settings."""
    kept = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-c", "from tolok.cli import main; main()", "--data", str(folder), *words],
        env={**kept, **database_of(folder), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def likes(tmp_path: Path) -> Path:
    path = tmp_path / "likes.csv"
    write_days(path, "shop")
    return path


@pytest.fixture
def filled(tmp_path: Path, likes: Path) -> Iterator[Server]:
    """A server whose folder holds one finished import."""
    server = Server(tmp_path / "data").start()
    with server.client() as api:
        api.post("/workspaces", json={"name": "Main"})
        api.post("/workspaces/main/channels", json={"network": "other", "name": "Kept by hand"})
        assert settled(api, acknowledged(api, likes))["state"] == "done"
    yield server
    server.kill()


@pytest.mark.slow
def test_a_second_server_on_the_folder_is_refused_with_the_address_of_the_first(filled):
    refused = tolok(filled.folder, "serve", "--port", "1")
    assert refused.returncode == 1
    assert "Another server has this data folder" in refused.stderr
    assert filled.url in refused.stderr
    with filled.client() as api:
        assert api.get("/facts/audit").json()["ok"]


@pytest.mark.slow
def test_a_taken_port_is_said_before_anything_is_made(tmp_path: Path, filled):
    other = tmp_path / "other"
    refused = tolok(other, "serve", "--demo", "--port", str(filled.port))
    assert refused.returncode == 1
    assert f"Choose another port: --port {filled.port + 1}" in refused.stderr
    assert not (other / "app.sqlite3").exists()


@pytest.mark.slow
def test_a_damaged_facts_file_is_diagnosed_and_made_again_from_raw(filled):
    with filled.client() as api:
        before = api.post("/facts/rebuild").json()["tables"]
    filled.stop()
    facts = filled.folder / "facts.duckdb"
    facts.write_bytes(b"no database" * 9_000)
    sick = json.loads(tolok(filled.folder, "doctor", "--json").stdout)["checks"]
    found = next(check for check in sick if check["name"] == "facts")
    assert found["level"] == "fail"
    assert "tolok facts rebuild" in found["fix"]["en"]
    mended = tolok(filled.folder, "facts", "rebuild", "--json")
    assert mended.returncode == 0, mended.stderr
    answer = json.loads(mended.stdout)
    assert answer["tables"] == before
    assert (filled.folder / answer["put_aside"]).read_bytes().startswith(b"no database")
    filled.start()
    with filled.client() as api:
        checks = {c["name"]: c["level"] for c in api.get("/doctor").json()["checks"]}
        assert checks["facts"] == "ok"


@pytest.mark.slow
def test_a_running_server_mends_facts_that_lost_an_import(filled):
    """The engine drops a torn write-ahead log without a word; the doctor misses the rows."""
    filled.stop()
    (filled.folder / "facts.duckdb").unlink()
    (filled.folder / "facts.duckdb.wal").unlink(missing_ok=True)
    filled.start()
    with filled.client() as api:
        checks = {c["name"]: c for c in api.get("/doctor").json()["checks"]}
        assert checks["facts"]["level"] == "fail"
        assert "1 finished" in checks["facts"]["words"]["en"]
        assert api.post("/facts/rebuild").json()["rows"] == 4_000
        checks = {c["name"]: c["level"] for c in api.get("/doctor").json()["checks"]}
        assert checks["facts"] == "ok"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes; only root can make one."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM_MB}m", "tmpfs", str(place)]
    made = subprocess.run(mount, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no small disk here: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.slow
def test_a_full_disk_fails_the_import_loses_nothing_and_can_be_tried_again(
    small_disk: Path, tmp_path: Path, likes: Path
):
    server = Server(small_disk / "data").start()
    ballast = small_disk / "ballast"
    try:
        with server.client() as api:
            api.post("/workspaces", json={"name": "Main"})
            api.post("/workspaces/main/channels", json={"network": "other", "name": "Kept by hand"})
            first = acknowledged(api, likes)
            assert settled(api, first)["state"] == "done"
            second = tmp_path / "more.csv"
            total = write_days(second, "another shop")
            batch = acknowledged(api, second, before_commit=lambda: fill(ballast))
            failed = settled(api, batch)
            assert failed["state"] == "failed"
            assert failed["problem"]["type"] in ("disk-full", "import-failed")
            ballast.unlink()
            assert settled(api, first)["state"] == "done"
            api.post("/workspaces/main/imports/commit", json={"batches": [batch]})
            assert settled(api, batch)["state"] == "done"
            found = api.get(
                "/workspaces/main/kpis/likes/value",
                params={"from": "2010-01-01", "to": "2021-12-31", "basis": "period"},
            ).json()
            assert found["value"] == total + write_days(tmp_path / "again.csv", "shop")
            assert api.get("/facts/audit").json()["ok"]
    finally:
        server.kill()


def fill(ballast: Path) -> None:
    """Leave a few dozen kilobytes on the disk: enough to write down a failure."""
    disk = os.statvfs(ballast.parent)
    room = disk.f_bavail * disk.f_frsize - 96 * 1024
    ballast.write_bytes(b"\0" * room)
