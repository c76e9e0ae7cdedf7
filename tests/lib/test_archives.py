"""ZIP archives and folders: taken whole, or refused with the reason."""

import stat
import zipfile

import openpyxl
import pytest

from tolok.core.errors import ProblemError
from tolok.lib import archives
from tolok.lib.archives import is_archive, unpack, walk


def packed(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in members:
            pack.writestr(name, content)
    return path


def refusal(path, folder):
    with pytest.raises(ProblemError) as error:
        unpack(path, folder)
    assert error.value.problem.type == "archive-refused"
    assert error.value.problem.fix.id
    return error.value.problem.detail.en


def test_every_file_is_taken_also_from_archives_inside(tmp_path):
    inner = packed(tmp_path / "inner.zip", [("b/Views.csv", "2")])
    outer = packed(
        tmp_path / "outer.zip",
        [("a/Views.csv", "1"), ("inner.zip", inner.read_bytes()), ("__MACOSX/x.csv", "no")],
    )
    found = unpack(outer, tmp_path / "out")
    assert [(name, path.read_text()) for name, path in found] == [
        ("outer.zip/a/Views.csv", "1"),
        ("outer.zip/inner.zip/b/Views.csv", "2"),
    ]


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "..\\evil.csv"]
)
def test_a_path_that_leads_outside_is_refused(tmp_path, name):
    assert "leads outside" in refusal(packed(tmp_path / "x.zip", [(name, "1")]), tmp_path / "out")
    assert not list(tmp_path.rglob("evil*"))


def test_a_link_is_refused(tmp_path):
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = packed(tmp_path / "x.zip", [(link, "/etc/passwd")])
    assert "link" in refusal(path, tmp_path / "out")


def test_a_bomb_is_refused_before_it_is_written_out(tmp_path):
    path = packed(tmp_path / "x.zip", [("zeros.csv", b"0" * (40 * 1024**2))])
    assert "unpacks" in refusal(path, tmp_path / "out")
    written = sum(f.stat().st_size for f in (tmp_path / "out").iterdir())
    assert written <= archives.RATIO_FROM


def test_too_many_files_are_refused(tmp_path):
    path = packed(tmp_path / "x.zip", [(f"{i}.csv", "1") for i in range(archives.MAX_MEMBERS + 1)])
    assert "2,000" in refusal(path, tmp_path / "out")


def test_archives_too_deep_inside_each_other_are_refused(tmp_path):
    path = packed(tmp_path / "0.zip", [("x.csv", "1")])
    for depth in range(1, 4):
        path = packed(tmp_path / f"{depth}.zip", [("inner.zip", path.read_bytes())])
    assert "three deep" in refusal(path, tmp_path / "out")


def test_a_damaged_archive_says_so(tmp_path):
    path = packed(tmp_path / "x.zip", [("a.csv", "1,2,3\n" * 500)])
    content = bytearray(path.read_bytes())
    content[40:50] = b"\xff" * 10
    path.write_bytes(content)
    assert "damaged" in refusal(path, tmp_path / "out")


def test_a_workbook_is_no_archive(tmp_path):
    openpyxl.Workbook().save(tmp_path / "book.xlsx")
    assert not is_archive(tmp_path / "book.xlsx")
    assert is_archive(packed(tmp_path / "x.zip", [("a.csv", "1")]))


def test_a_folder_gives_its_files_without_links_and_hidden_ones(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.csv").write_text("1")
    (tmp_path / "a.csv").write_text("1")
    (tmp_path / ".hidden").write_text("1")
    (tmp_path / "link.csv").symlink_to("/etc/passwd")
    assert [name for name, _ in walk(tmp_path)] == ["a.csv", "in/b.csv"]
