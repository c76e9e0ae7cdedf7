"""Finds the command groups, sets the data folder, and prints problems as people read them."""

import importlib
import os
import pkgutil
import sys
from pathlib import Path

import click

from tolok import __version__
from tolok.core.errors import ProblemError

GROUPS = "tolok.cli.groups"


class Lazy(click.Group):
    """Imports a command group only when it is called: `tolok --help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        package = importlib.import_module(GROUPS)
        names = (info.name for info in pkgutil.iter_modules(package.__path__))
        return sorted(n.rstrip("_") for n in names if not n.startswith("_"))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        for module in (name, f"{name}_"):
            try:
                return importlib.import_module(f"{GROUPS}.{module}").COMMAND
            except ModuleNotFoundError as error:
                if error.name != f"{GROUPS}.{module}":
                    raise
        return None


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--data", type=click.Path(path_type=Path), help="The data folder (TOLOK_DATA).")
@click.version_option(__version__)
def root(data: Path | None) -> None:
    """Set social media goals you can reach, and reach them.

    \b
    Examples:
      tolok import Posts.csv --json
      tolok kpi value reach --from 2026-10-01 --to 2026-10-31
      tolok goal assess --kpi followers_gained --target 125 --per week --weeks 13 --history f.csv
    """
    if data is not None:
        os.environ["TOLOK_DATA"] = str(data)


def main() -> None:
    """Exit 0 done, 1 done with problems or refused, 2 for wrong usage."""
    try:
        root(standalone_mode=True)
    except ProblemError as error:
        problem = error.problem
        words = "id" if os.environ.get("LANG", "").startswith("id") else "en"
        for line in (problem.title, problem.detail, problem.fix):
            click.echo(line.to(words), err=True)
        sys.exit(2 if problem.status in (400, 422) else 1)
