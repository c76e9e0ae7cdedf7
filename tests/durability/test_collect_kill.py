"""A worker killed while it reads a channel's numbers: the next one reads them, once."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.test_workers import WAIT_S, Folder
from tests.servers.mastodon import TOKEN, Mastodon, mastodon

pytestmark = pytest.mark.slow

CONNECT = """
call_command('migrate', verbosity=0)
from datetime import UTC, datetime
from tolok.services import access, connections, workspaces
operator = access.Actor(operator=True)
made = workspaces.make_workspace(operator, "Kedai")
scope = access.enter(operator, made.slug, "owner")
way = connections.way("mastodon", "token")
form = {{"server": "{url}", "token": "{token}"}}
connections.connect_by_form(scope, way, form, now=datetime.now(UTC))
"""
COUNT = """
import json
from tolok.store.models import *
print(json.dumps([Counted.objects.count(), Batch.objects.count()]))
"""
TRIED = """
from tolok.store.models import Collected
print(Collected.objects.exclude(tried_at=None).count())
"""
EXPIRE = """
from datetime import UTC, datetime
from tolok.store.models import Collected, Connection
Connection.objects.update(lane_until=datetime.now(UTC))
Collected.objects.update(due_at=datetime.now(UTC))
"""
READ = """
import json
from datetime import UTC, datetime
from tolok.services import fact_store, ingest
from tolok.services.operations import rebuild
while batch := ingest.claim_next(datetime.now(UTC)):
    ingest.work(batch)
equal = rebuild()["equal"]
with fact_store.facts().reading() as cursor:
    rows = cursor.execute("SELECT text, likes FROM post_latest ORDER BY text").fetchall()
print(json.dumps([equal, rows]))
"""


class Collecting(Folder):
    def counts(self) -> list:
        return json.loads(self.run(COUNT))

    def tried(self) -> bool:
        """A visit is under way."""
        return self.run(TRIED).strip() == "1"

    def wait_until(self, done) -> None:
        end = time.monotonic() + WAIT_S
        while not done():
            assert time.monotonic() < end
            time.sleep(0.2)

    def _environment(self) -> dict[str, str]:
        return {**super()._environment(), "TOLOK_OWN_NETWORKS": "127.0.0.0/8"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Mastodon]:
    with mastodon(tmp_path) as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Collecting]:
    made = Collecting(tmp_path / "data")
    yield made
    for worker in list(made.workers):
        made.kill(worker)


def test_a_worker_killed_in_mid_visit_loses_and_doubles_nothing(
    folder: Collecting, server: Mastodon
):
    for number in range(5):
        made = server.ask("POST", "/api/v1/statuses", {"status": f"tulisan {number}"})
        server.ask("POST", f"/api/v1/statuses/{made['id']}/favourite", {}, token="other_token")
    me = server.ask("GET", "/api/v1/accounts/verify_credentials")["id"]
    folder.run(CONNECT.format(url=server.url, token=TOKEN))
    server.fault(
        f"/api/v1/accounts/{me}/statuses", methods=("GET",), type="latency", delay_ms=12_000
    )
    first = folder.start("collect")
    folder.wait_until(lambda: folder.tried())
    folder.kill(first)
    assert folder.counts() == [0, 0]
    folder.run(EXPIRE)
    folder.start("collect")
    folder.wait_until(lambda: folder.counts()[1])
    assert folder.counts() == [5, 1]
    equal, rows = json.loads(folder.run(READ).splitlines()[-1])
    assert equal is True
    assert rows == [[f"tulisan {number}", 1] for number in range(5)]
