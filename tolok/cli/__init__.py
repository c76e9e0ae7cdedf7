"""The `tolok` command: a client of the API, one file per command group."""

from tolok.cli.main import main

__all__ = ["main"]
