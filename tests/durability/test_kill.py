"""kill -9 in the middle of an ingest: nothing acknowledged is lost, nothing is doubled."""

import csv
import random
import time
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from tests.durability.server import Server

ROUNDS = 20
ROWS = 4_000
WAIT_S = 90


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


def acknowledged(api: httpx.Client, path: Path) -> str:
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


@pytest.mark.slow
def test_twenty_kills_lose_and_double_nothing(tmp_path: Path):
    dice = random.Random(20)  # noqa: S311
    server = Server(tmp_path / "data").start()
    expected: dict[str, int] = {}
    try:
        with server.client() as api:
            api.post("/workspaces", json={"name": "Main"})
            api.post("/workspaces/main/channels", json={"network": "other", "name": "Kept by hand"})
        for number in range(ROUNDS):
            path = tmp_path / f"days-{number}.csv"
            total = write_days(path, f"source-{number}")
            with server.client() as api:
                expected[acknowledged(api, path)] = total
            time.sleep(dice.uniform(0, 0.6))
            server.kill()
            server.start()
        with server.client() as api:
            for batch, total in expected.items():
                found = settled(api, batch)
                assert found["state"] == "done", found["problem"]
                assert found["rows"]["read"] == ROWS
            likes = api.get(
                "/workspaces/main/kpis/likes/value",
                params={"from": "2010-01-01", "to": "2021-12-31", "basis": "period"},
            ).json()
            assert likes["value"] == sum(expected.values())
            assert api.get("/facts/audit").json()["ok"]
    finally:
        server.kill()
