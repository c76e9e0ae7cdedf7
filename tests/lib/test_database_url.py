"""The address of a PostgreSQL database."""

import pytest

from tolok.lib.database_url import postgresql


def test_every_part_of_an_address_is_read():
    found = postgresql("postgresql://tolok:p%40ss@db.example.org:5433/tolok?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("tolok", "p@ss", "tolok")
    assert (found["HOST"], found["PORT"]) == ("db.example.org", "5433")
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("url", ["mysql://u:secret@h/db", "postgresql://u:secret@h", "secret"])
def test_a_wrong_address_is_refused_without_showing_its_password(url: str):
    with pytest.raises(ValueError, match="postgresql://") as refused:
        postgresql(url)
    assert "secret" not in str(refused.value)
