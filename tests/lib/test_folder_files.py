"""The data folder and its secrets, where the system does not play along."""

import errno
import os
from pathlib import Path

import pytest

from tolok.core.errors import ProblemError
from tolok.lib.folder import DataFolder


def test_a_secret_is_made_once_for_its_owner_only(tmp_path: Path):
    folder = DataFolder(tmp_path)
    assert folder.secret_key() == folder.secret_key()
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert folder.operator_token() != folder.secret_key()


@pytest.mark.parametrize("content", [b"", b"short", b"\n"])
def test_a_secret_that_is_too_short_is_refused_with_its_name(tmp_path: Path, content: bytes):
    (tmp_path / "secret.key").write_bytes(content)
    with pytest.raises(SystemExit, match=r"secret\.key"):
        DataFolder(tmp_path).secret_key()


@pytest.mark.parametrize("name", ["secret.key", "operator.token"])
def test_a_folder_in_place_of_a_secret_is_refused_in_words(tmp_path: Path, name: str):
    (tmp_path / name).mkdir()
    folder = DataFolder(tmp_path)
    with pytest.raises(ProblemError) as refused:
        folder.secret_key() if name == "secret.key" else folder.operator_token()
    assert refused.value.problem.type == "data-folder"
    assert name in refused.value.problem.detail.en


def test_a_data_folder_that_is_a_file_is_refused_in_words(tmp_path: Path):
    (tmp_path / "data").write_text("")
    with pytest.raises(ProblemError, match="data"):
        DataFolder(tmp_path / "data").prepare()


def test_a_full_disk_leaves_no_empty_secret_behind(tmp_path: Path, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(ProblemError, match="No space left"):
        DataFolder(tmp_path).secret_key()
    assert not (tmp_path / "secret.key").exists()
    monkeypatch.undo()
    assert len(DataFolder(tmp_path).secret_key()) >= 40
