"""The database of a process that a test starts: SQLite, or on PostgreSQL a new one."""

import atexit
import os
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

URL = os.environ.get("TOLOK_TEST_DATABASE_URL", "")


@cache
def database_of(folder: Path) -> dict[str, str]:
    """What the environment of a process on this data folder must say; the same for all of them."""
    if not URL:
        return {}
    name = f"tolok_process_{uuid4().hex}"
    _run(f'CREATE DATABASE "{name}"')
    atexit.register(_run, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    return {"TOLOK_DATABASE_URL": urlsplit(URL)._replace(path=f"/{name}").geturl()}


def _run(statement: str) -> None:
    import psycopg

    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute(statement)
