"""An upload is read from where it was written."""

from pathlib import Path

import pytest

from tolok.lib.uploads import path_of


class Spooled:
    def temporary_file_path(self) -> str:
        return "spool/one.csv"


def test_an_upload_on_the_disk_says_where_it_lies():
    assert path_of(Spooled()) == Path("spool/one.csv")


def test_an_upload_held_in_memory_is_refused():
    with pytest.raises(TypeError, match="FILE_UPLOAD_HANDLERS"):
        path_of(b"a,b")
