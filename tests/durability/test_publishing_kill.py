"""kill -9 of the server in the middle of a burst: the network holds exactly what was planned."""

import time
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.durability.server import Server
from tests.servers.mastodon import TOKEN, Mastodon, mastodon

POSTS = 30
WAIT_S = 150  # a lease of a minute, and the machine may be busy


@pytest.mark.slow
def test_a_burst_that_was_cut_off_arrives_whole_and_once(tmp_path: Path):
    with mastodon(tmp_path) as network:
        network.fault("/api/v1/*", 10_000, methods=["POST"], type="latency", delay_ms=60)
        server = Server(tmp_path / "data", TOLOK_OWN_NETWORKS="127.0.0.0/8").start()
        try:
            with server.client() as api:
                _plan(api, network)
            _until(lambda: len(network.statuses()) >= 5, "nothing went out")
            server.kill()
            server.start()
            with server.client() as api:
                _until(lambda: _states(api) == {"published": POSTS}, lambda: str(_states(api)))
                assert api.get(f"{PLANNER}/posts/attention").json()["items"] == []
        finally:
            server.kill()
        held = Counter(unescape(one["content"]) for one in network.statuses())
        assert held == Counter(f"<p>Kopi & roti nomor {n:02}</p>" for n in range(POSTS))


PLANNER = "/workspaces/main/planner"


def _plan(api: httpx.Client, network: Mastodon) -> None:
    api.post("/workspaces", json={"name": "Main"})
    made = api.post(
        "/workspaces/main/connections",
        json={
            "network": "mastodon",
            "sign_in": "token",
            "form": {"server": network.url, "token": TOKEN},
        },
    )
    assert made.status_code == 200, made.text
    posts = [
        {
            "content": {"text": f"Kopi & roti nomor {n:02}"},
            "channels": [made.json()["channel"]],
            "when": {"kind": "now"},
            "late": "send",
        }
        for n in range(POSTS)
    ]
    answer = api.post(f"{PLANNER}/posts/many", json={"posts": posts})
    assert answer.status_code == 200, answer.text


def _states(api: httpx.Client) -> dict[str, int]:
    found: list[dict[str, Any]] = api.get(f"{PLANNER}/posts", params={"limit": 100}).json()["items"]
    return dict(Counter(row["state"] for one in found for row in one["deliveries"]))


def _until(reached: Any, words: Any) -> None:
    end = time.monotonic() + WAIT_S
    while not reached():
        assert time.monotonic() < end, words() if callable(words) else words
        time.sleep(0.1)
