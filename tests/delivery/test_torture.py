"""The torture of the delivery engine, in parts: every step once, and twenty rounds at random.

`make torture` runs it whole and two hundred rounds more.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = 6
EVERY_STEP = [("--every-step", "--part", f"{n}/{PARTS}") for n in range(1, PARTS + 1)]
AT_RANDOM = [("--rounds", "20", "--seed", "7", "--part", f"{n}/2") for n in (1, 2)]
# At most two at a time: each is several processes that wait for one another.
ROUNDS = [
    pytest.param(given, id=" ".join(given), marks=pytest.mark.xdist_group(f"torture-{n % 2}"))
    for n, given in enumerate([*EVERY_STEP, *AT_RANDOM])
]


@pytest.mark.slow
@pytest.mark.skipif(
    bool(os.environ.get("TOLOK_TEST_DATABASE_URL")),
    reason="the torture brings a data folder of its own, on SQLite",
)
@pytest.mark.parametrize("given", ROUNDS)
def test_each_post_is_there_once_or_a_person_is_asked(given: tuple[str, ...]):
    command = [sys.executable, "-m", "tests.delivery.torture", *given]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    passed = found.stdout.split()[0]
    assert int(passed) > 5
