"""`tolok worker`: a process that only takes jobs, for several machines on one PostgreSQL."""

from importlib import import_module

import click

from tolok.core.errors import invalid
from tolok.core.text import Text, say
from tolok.lib.folder import DataFolder


@click.command()
@click.option("--queue", "queues", multiple=True, help="Only this queue; may be repeated.")
def worker(queues: tuple[str, ...]) -> None:
    """Take jobs from the queues until Ctrl-C. `tolok serve` does so too; more of them help only
    with PostgreSQL (TOLOK_DATABASE_URL).

    \b
    Example:
      tolok worker --queue publish --queue collect
    """
    folder = DataFolder.from_env()
    from tolok.cli.process import migrate, setup

    setup()
    migrate()
    process = import_module("tolok.config.worker")  # above the command line, so by its name
    _refuse_unknown(queues, process.served())
    chosen = list(queues) or process.served()
    click.echo(f"Taking jobs of {', '.join(chosen)} in {folder.root}. Ctrl-C ends it.", err=True)
    process.run(chosen)


def _refuse_unknown(queues: tuple[str, ...], served: list[str]) -> None:
    unknown = [name for name in queues if name not in served]
    if unknown:
        raise invalid(
            say(
                "A worker serves no queue called {q}.",
                "Tidak ada antrean bernama {q} untuk pekerja.",
                q=unknown[0],
            ),
            Text(
                f"Choose among: {', '.join(served)}.",
                f"Pilih salah satu: {', '.join(served)}.",
            ),
        )


COMMAND = worker
