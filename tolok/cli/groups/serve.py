"""`tolok serve`: the one process that holds a data folder."""

import json
import logging
import os
import socket
from pathlib import Path

import click

from tolok.core.errors import Problem, ProblemError
from tolok.core.text import Text, say
from tolok.lib.folder import DataFolder


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=int)
@click.option("--demo/--no-demo", default=False, help="Also make the demo workspace.")
def serve(host: str, port: int, demo: bool) -> None:
    """Serve the pages and the API until Ctrl-C."""
    folder = DataFolder.from_env()
    held = folder.hold()
    if held is None:
        raise ProblemError(_taken(folder))
    _try_port(host, port)
    from tolok.cli.process import migrate, setup

    folder.operator_token()
    setup()
    migrate()
    if demo:
        _make_demo()
    _greet(folder, host, port)
    with held:
        _run(folder, host, port)


def _make_demo() -> None:
    from tolok.services.demo import ensure_demo
    from tolok.services.fact_store import close

    log = logging.getLogger("tolok.imports")
    log.setLevel(logging.WARNING)  # the lines below say what is being done
    ensure_demo(say=lambda words: click.echo(words, err=True))
    close()  # the serving process opens the facts


def _try_port(host: str, port: int) -> None:
    """Say at once, not after making the demo, that the port is taken."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ProblemError(_port_taken(host, port, error)) from error


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
    os.environ["TOLOK_SERVE_PID"] = str(os.getpid())
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


def _taken(folder: DataFolder) -> Problem:
    return Problem(
        type="folder-taken",
        title=Text("Another server has this data folder", "Server lain memakai folder data ini"),
        detail=say(
            "A server already runs on {f}{u}.",
            "Sudah ada server yang berjalan pada {f}{u}.",
            f=str(folder.root),
            u=_address(folder),
        ),
        fix=Text(
            "Use that one, stop it first, or choose another folder: tolok --data DIR serve.",
            "Pakai yang itu, hentikan dahulu, atau pilih folder lain: tolok --data DIR serve.",
        ),
        status=409,
    )


def _address(folder: DataFolder) -> str:
    try:
        return f" ({json.loads(folder.server_note.read_text('utf-8'))['url']}/)"
    except (OSError, ValueError, KeyError):
        return ""


def _port_taken(host: str, port: int, error: OSError) -> Problem:
    return Problem(
        type="port-taken",
        title=Text("The address cannot be used", "Alamat tidak dapat dipakai"),
        detail=say(
            "{h}:{p}: {e}.", "{h}:{p}: {e}.", h=host, p=str(port), e=error.strerror or str(error)
        ),
        fix=Text(
            f"Choose another port: --port {port + 1}, or make run PORT={port + 1}.",
            f"Pilih porta lain: --port {port + 1}, atau make run PORT={port + 1}.",
        ),
        status=409,
    )


COMMAND = serve
