"""kill -9 in the middle of an ingest: nothing acknowledged is lost, nothing is doubled."""

import random
import time
from pathlib import Path

import pytest

from tests.durability.server import ROWS, Server, acknowledged, settled, write_days

ROUNDS = 20


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
            for batch in expected:
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
