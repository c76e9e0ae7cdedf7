"""Read-me files and licences are told from tables; in doubt a file is taken for a table."""

import pytest

from tolok.lib.prose import is_prose

LICENCE = "Permission is hereby granted, free of charge, to any person, subject to:\n1. Notice.\n"


@pytest.fixture
def prose(tmp_path):
    def judged(name: str, text: str | bytes) -> bool:
        path = tmp_path / "file"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return is_prose(path, name)

    return judged


@pytest.mark.parametrize("name", ["README.md", "a/b/Notes.markdown", "LICENSE", "licence.txt"])
def test_markup_and_the_usual_names_are_words(prose, name):
    assert prose(name, "Date,Views\n2026-01-01,5\n2026-01-02,6\n")


def test_a_text_without_any_table_is_words(prose):
    assert prose("how we count.txt", LICENCE)


@pytest.mark.parametrize(
    "table",
    [
        "Tanggal\tTayangan\n2026-01-01\t5\n2026-01-02\t6\n",
        "day;views of the day\n1/1/2026;5\n2/1/2026;6\n",
        " 00004 0001 19970101  2  29.33\n 00004 0001 19970118  2  29.73\n",
        "Date,Views\n2026-01-01,5\n2026-01-02,6\n".encode("utf-16"),
    ],
)
def test_a_table_in_a_text_file_is_no_words(prose, table):
    assert not prose("export.txt", table)


def test_a_file_of_another_kind_is_never_words(prose):
    assert not prose("export.csv", LICENCE)
