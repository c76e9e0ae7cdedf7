"""The small cast every test shares: an owner, an editor, a viewer, a client and an outsider."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

# The same examples on every run and machine; a busy machine is no failure.
hypothesis_settings.register_profile("tolok", deadline=None, derandomize=True)
hypothesis_settings.load_profile("tolok")


@pytest.fixture
def cast(db):
    """Two workspaces with people in every role; nobody is in both but the outsider's own."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def facts(tmp_path: Path, settings) -> Iterator[object]:
    """A fresh facts file and raw archive for one test, in place of the run's own."""
    from tolok.lib.folder import DataFolder
    from tolok.services import fact_store

    fact_store.close()
    fact_store.raw.cache_clear()
    settings.DATA = DataFolder(tmp_path)
    settings.DATA.prepare()
    yield fact_store.facts()
    fact_store.close()
    fact_store.raw.cache_clear()


@pytest.fixture(scope="session")
def pds() -> Iterator[object]:
    """A real Bluesky server for the whole run; mark its tests `xdist_group("pds")`."""
    from tests.servers.pds import shared

    yield from shared()
