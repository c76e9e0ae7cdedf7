"""Real worker processes: kill -9 in the middle of a job, several at once, and a polite end."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.server import Server

ROOT = Path(__file__).resolve().parents[2]
WAIT_S = 120
LEASE_S = 15
SETUP = "import django; django.setup(); from django.core.management import call_command; "


class Folder:
    """A data folder with workers of its own, which a test may kill."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.workers: list[subprocess.Popen[bytes]] = []
        self.lines = root.parent / "lines"

    def run(self, code: str) -> str:
        """Python in a process of its own on this folder."""
        command = [sys.executable, "-c", SETUP + code]
        return subprocess.run(
            command, env=self._environment(), capture_output=True, text=True, check=True
        ).stdout

    def ask(self, count: int, seconds: float) -> None:
        self.run(
            "call_command('migrate', verbosity=0); from tests.jobs.work import note\n"
            f"for n in range({count}): note.enqueue({str(self.lines)!r}, str(n), {seconds})"
        )

    def start(self, queue: str = "default") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", "from tolok.cli import main; main()"]
        with (self.root.parent / "log").open("ab") as log:
            worker = subprocess.Popen(
                [*command, "--data", str(self.root), "worker", "--queue", queue],
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        worker.kill()
        worker.wait(timeout=30)
        self.workers.remove(worker)

    def stop(self, worker: subprocess.Popen[bytes]) -> int:
        worker.send_signal(signal.SIGTERM)
        code = worker.wait(timeout=60)
        self.workers.remove(worker)
        return code

    def noted(self) -> list[tuple[str, str, float]]:
        """(begin or end, which, when) of each line the jobs wrote."""
        if not self.lines.exists():
            return []
        rows = [line.split() for line in self.lines.read_text("utf-8").splitlines()]
        return [(what, which, float(when)) for what, which, when in rows]

    def wait_for(self, what: str, count: int) -> None:
        end = time.monotonic() + WAIT_S
        while sum(line[0] == what for line in self.noted()) < count:
            assert time.monotonic() < end, self.noted()
            time.sleep(0.02)

    def jobs(self) -> list[dict]:
        """As the database has them once no job runs."""
        code = (
            "import json; from tolok.store.models import Job\n"
            "print(json.dumps([{'state': j.state, 'attempt': j.attempt, 'outcomes': "
            "list(j.attempts.order_by('number').values_list('outcome', flat=True))} "
            "for j in Job.objects.filter(kind='task')]))"
        )
        return json.loads(self.run(code))

    def settled(self) -> list[dict]:
        end = time.monotonic() + WAIT_S
        found = self.jobs()
        while any(job["state"] != "done" for job in found):
            assert time.monotonic() < end, found
            found = self.jobs()
        return found

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k != "TOLOK_DATABASE_URL"}
        own = {"TOLOK_DATA": str(self.root), "DJANGO_SETTINGS_MODULE": "tolok.config.settings"}
        return {**kept, **own, "PYTHONPATH": str(ROOT)}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    made = Folder(tmp_path / "data")
    yield made
    for worker in list(made.workers):
        made.kill(worker)


@pytest.mark.slow
def test_a_job_whose_worker_was_killed_is_done_by_another_within_its_lease(folder: Folder):
    folder.ask(1, seconds=4)
    first = folder.start()
    folder.wait_for("begin", 1)
    folder.kill(first)
    killed = time.time()
    folder.start()
    folder.wait_for("end", 1)
    begun = [when for what, _, when in folder.noted() if what == "begin"]
    assert len(begun) == 2
    assert begun[1] - killed < LEASE_S + 15  # and what the second process took to start
    assert folder.settled() == [{"state": "done", "attempt": 2, "outcomes": ["lapsed", "done"]}]


@pytest.mark.slow
def test_two_workers_share_the_jobs_and_double_none(folder: Folder):
    folder.ask(60, seconds=0.02)
    folder.start()
    folder.start()
    folder.wait_for("end", 60)
    assert set(Counter((what, which) for what, which, _ in folder.noted()).values()) == {1}
    assert all(job["attempt"] == 1 for job in folder.settled())


@pytest.mark.slow
def test_a_worker_told_to_stop_ends_its_job_and_gives_back_the_rest(folder: Folder):
    folder.ask(30, seconds=0.3)
    worker = folder.start()
    folder.wait_for("begin", 1)
    assert folder.stop(worker) == 0
    begun = sum(what == "begin" for what, _, _ in folder.noted())
    assert begun == sum(what == "end" for what, _, _ in folder.noted()) < 30
    states = Counter(job["state"] for job in folder.jobs())
    assert states == {"done": begun, "ready": 30 - begun}
    alive = folder.run(
        "from tolok.services import job_queue, job_workers\n"
        "print(len(job_workers.alive(job_queue.now())))"
    )
    assert alive.strip() == "0"


@pytest.mark.slow
def test_a_server_takes_jobs_itself_and_says_when_it_leaves(tmp_path: Path):
    server, folder = Server(tmp_path / "data").start(), Folder(tmp_path / "data")
    try:
        folder.ask(3, seconds=0)
        folder.wait_for("end", 3)
        with server.client() as api:
            found = api.get("/ops").json()
        assert [set(w["queues"]) >= {"default", "facts"} for w in found["workers"]] == [True]
        assert [slot["name"] for slot in found["recurring"]].count("tidy_jobs") == 1
        server.stop()
        stopped = folder.run(
            "from tolok.store.models import Worker\nprint(Worker.objects.get().stopped_at is None)"
        )
        assert stopped.strip() == "False"
    finally:
        server.kill()
