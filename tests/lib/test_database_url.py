"""The address of a PostgreSQL database."""

import pytest

from tolok.core.errors import ProblemError
from tolok.lib import database_url
from tolok.lib.database_url import postgresql

pytest.importorskip("psycopg")


def test_every_part_of_an_address_is_read():
    found = postgresql("postgresql://tolok:p%40ss@db.example.org:5433/tolok?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("tolok", "p@ss", "tolok")
    assert (found["HOST"], found["PORT"]) == ("db.example.org", "5433")
    assert found["OPTIONS"]["sslmode"] == "require"


def test_a_short_address_leaves_the_rest_to_the_driver():
    found = postgresql("postgres:///tolok")
    assert [found[key] for key in ("USER", "PASSWORD", "HOST", "PORT")] == ["", "", "", ""]


def test_a_socket_is_named_by_its_folder():
    assert postgresql("postgresql://%2Fvar%2Frun/tolok")["HOST"] == "/var/run"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://u:secret@h/db", "postgresql://"),
        ("secret", "postgresql://"),
        ("postgresql://u:secret@h", "name"),
        ("postgresql://u:secret@h/one/two", "name"),
        ("postgresql://u:secret@h:many/db", "port"),
        ("postgresql://u:secret#more@h/db", "port"),
        ("postgresql://u:secret@[::1/db", "host"),
        ("postgresql://u:secret@h/db?sslmod=require", "sslmod"),
        ("postgresql://u:secret%00@h/db", "character"),
        ("postgresql://u:secret@h/db%00", "character"),
        ("postgresql://u:secret\udcff@h/db", "character"),
    ],
)
def test_a_wrong_address_is_refused_without_showing_its_password(url: str, why: str):
    with pytest.raises(ProblemError) as refused:
        postgresql(url)
    assert why in refused.value.problem.detail.en
    shown = str(refused.value) + repr(refused.value.__cause__) + repr(refused.value.problem)
    assert "secret" not in shown


def test_without_the_driver_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(database_url, "find_spec", lambda _: None)
    with pytest.raises(ProblemError, match="psycopg") as refused:
        postgresql("postgresql://h/db")
    assert "pip install" in refused.value.problem.fix.en
