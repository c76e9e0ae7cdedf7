"""kill -9 of a process that ingests: what was acknowledged is whole, the rest whole or absent."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.facts.killed import EVENTS, size
from tolok.facts.store import FactStore

ROUNDS = 20


@pytest.mark.slow
def test_twenty_kills_leave_every_batch_whole_or_absent(tmp_path: Path) -> None:
    dice = random.Random(9)  # noqa: S311
    begun, done = 0, set[int]()
    for _ in range(ROUNDS):
        begun, told = _killed(tmp_path, begun, dice)
        done |= told
        with FactStore.open(tmp_path / "data", memory_mb=512, threads=2) as store:
            there = {int(id.removeprefix("b")) for id in store.batches()}
            assert done <= there
            assert there <= set(range(begun))
            assert _state(store) == _expected(there)
            assert not list(store.incoming.iterdir())
    with FactStore.open(tmp_path / "data", memory_mb=512, threads=2) as store:
        assert set(store.audit().values()) == {0}
        assert _logged(store) == {f"b{number}": size(number) for number in there}


def _killed(folder: Path, first: int, dice: random.Random) -> tuple[int, set[int]]:
    """Run until some batch, kill a moment later; the next number to use, and what was done."""
    command = [sys.executable, "-m", "tests.facts.killed", str(folder), str(first)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_root())
    assert process.stdout is not None
    words: list[str] = []
    for _ in range(dice.randint(1, 4)):
        words.append(process.stdout.readline())
    time.sleep(dice.uniform(0, 0.3))
    os.kill(process.pid, signal.SIGKILL)
    words += process.stdout.read().split("\n")
    process.wait(timeout=30)
    process.stdout.close()
    told = [word.split() for word in words if len(word.split()) == 2]
    assert told, "it died before it began"
    done = {int(number) for act, number in told if act == "done"}
    return max(int(number) for _, number in told) + 1, done


def _root() -> Path:
    return Path(__file__).parents[2]


def _state(store: FactStore) -> dict[tuple[str, int], int]:
    with store.reading() as cursor:
        found = cursor.execute(
            "SELECT post_id[1], likes, count(*) FROM post_latest GROUP BY ALL"
        ).fetchall()
    return {(kind, likes): count for kind, likes, count in found}


def _expected(there: set[int]) -> dict[tuple[str, int], int]:
    """The last batch to hold a row says its count."""
    made: dict[tuple[str, int], int] = {}
    covered = {"e": 0, "s": 0}
    for number in sorted(there, reverse=True):
        kind = "e" if size(number) == EVENTS else "s"
        fresh = size(number) - covered[kind]
        if fresh > 0:
            made[kind, number] = fresh
            covered[kind] = size(number)
    return made


def _logged(store: FactStore) -> dict[str, int]:
    with store.reading() as cursor:
        return dict(
            cursor.execute("SELECT batch_id, count(*) FROM post_snapshot GROUP BY 1").fetchall()
        )
