"""`tolok serve`: the one process that holds a data folder."""

import json
import os
from pathlib import Path

import click

from tolok.lib.folder import DataFolder


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=int)
@click.option("--demo/--no-demo", default=False, help="Also make the demo workspace.")
def serve(host: str, port: int, demo: bool) -> None:
    """Serve the pages and the API until Ctrl-C."""
    folder = DataFolder.from_env()
    from tolok.cli.process import migrate, setup

    folder.operator_token()
    setup()
    migrate()
    _prepare(demo)
    _greet(folder, host, port)
    _run(folder, host, port)


def _prepare(demo: bool) -> None:
    if demo:
        from tolok.services.demo import ensure_demo

        ensure_demo(say=lambda words: click.echo(words, err=True))


def _greet(folder: DataFolder, host: str, port: int) -> None:
    """Print the address, and the claim link while the installation has no owner."""
    from tolok.services.people import claim_path

    base = f"http://{host}:{port}"
    path = claim_path()
    click.echo(f"Tolok is at {base}/", err=True)
    if path:
        click.echo(f"Open this once to become the owner: {base}{path}", err=True)


def _run(folder: DataFolder, host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    note = {"pid": os.getpid(), "url": f"http://{host}:{port}"}
    _write_note(folder.server_note, note)
    server = Granian(
        "tolok.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        respawn_failed_workers=True,
        log_enabled=False,
    )
    try:
        server.serve()
    finally:
        folder.server_note.unlink(missing_ok=True)


def _write_note(path: Path, note: dict[str, object]) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(note, file)


COMMAND = serve
