"""The raw archive keeps bytes once, by name, and never outside its folder."""

import gzip
import io
from pathlib import Path

import pytest

from tolok.core.errors import ProblemError
from tolok.facts.raw import RawArchive

HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@pytest.fixture
def archive(tmp_path: Path) -> RawArchive:
    return RawArchive(tmp_path / "raw")


def test_bytes_come_back_under_the_name_of_their_content(archive: RawArchive) -> None:
    kept = archive.put(b"hello")
    assert (kept.sha256, kept.size, kept.new) == (HELLO, 5, True)
    with archive.open(HELLO) as stream:
        assert stream.read() == b"hello"
    assert archive.verify(HELLO)


def test_the_same_bytes_are_kept_once(archive: RawArchive, tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_bytes(b"hello")
    archive.put(io.BytesIO(b"hello"))
    assert not archive.put(source).new
    assert list(archive.names()) == [HELLO]
    assert not list(archive.folder.glob(".*"))


def test_a_damaged_file_is_found(archive: RawArchive) -> None:
    archive.put(b"hello")
    place = archive.folder / HELLO[:2] / f"{HELLO}.gz"
    with gzip.open(place, "wb") as stream:
        stream.write(b"hallo")
    assert not archive.verify(HELLO)
    place.write_bytes(b"\x1f\x8b")
    assert not archive.verify(HELLO)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", HELLO.upper(), HELLO + "/x", "a" * 63])
def test_a_name_cannot_lead_out_of_the_folder(archive: RawArchive, name: str) -> None:
    with pytest.raises(ProblemError, match="not-found"), archive.open(name):
        pass
    with pytest.raises(ProblemError, match="not-found"):
        archive.has(name)


def test_a_file_that_is_not_there_is_not_found(archive: RawArchive) -> None:
    assert not archive.has(HELLO)
    with pytest.raises(ProblemError, match="not-found"), archive.open(HELLO):
        pass


def test_a_copy_is_a_plain_file(archive: RawArchive, tmp_path: Path) -> None:
    archive.put(b"hello")
    archive.copy(HELLO, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"hello"
