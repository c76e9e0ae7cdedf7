"""The embedded engine answers the conformance suite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.facts.conformance import Conformance
from tests.facts.conformance_time import ConformanceOverTime
from tolok.facts.store import FactStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FactStore]:
    with FactStore.open(tmp_path, memory_mb=512, threads=1) as opened:
        yield opened


class TestDuckDb(Conformance, ConformanceOverTime):
    pass
