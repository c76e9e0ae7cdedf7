"""One server for all tests of the connector; each starts from its seed."""

from collections.abc import Iterator

import pytest

from tests.servers.mastodon import Mastodon, mastodon


@pytest.fixture(scope="session")
def _started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mastodon]:
    with mastodon(tmp_path_factory.mktemp("mastodon")) as server:
        yield server


@pytest.fixture
def server(_started: Mastodon) -> Mastodon:
    _started.reset()
    return _started
