"""Finds the command groups, sets the data folder, and prints problems as people read them."""

import importlib
import json
import os
import pkgutil
import sys
from pathlib import Path

import click

from tolok import __version__
from tolok.core.errors import Problem, ProblemError, invalid
from tolok.core.text import Text

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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As usual, but a misspelt command is answered with those that are like it."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if args[0].startswith("-"):
                raise
            known = self.list_commands(ctx)
            raise click.NoSuchCommand(args[0], possibilities=known, ctx=ctx) from error


@click.group(
    cls=Lazy,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--data", type=click.Path(path_type=Path), help="The data folder (TOLOK_DATA).")
@click.version_option(__version__)
@click.pass_context
def root(ctx: click.Context, data: Path | None) -> None:
    """Set social media goals you can reach, and reach them.

    \b
    Examples:
      tolok import Posts.csv --json
      tolok kpi value reach --from 2026-10-01 --to 2026-10-31
      tolok goal assess --kpi followers_gained --target 125 --per week --weeks 13 --history f.csv
    """
    if data is not None:
        os.environ["TOLOK_DATA"] = str(data)
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main() -> None:
    """Exit 0 done, 1 done with problems or refused, 2 for wrong usage.

    With `--json` a refusal is JSON too, on stderr, in the shape the API answers with.
    """
    as_json = "--json" in sys.argv
    try:
        code = root(standalone_mode=False)
    except ProblemError as error:
        _say(error.problem, as_json=as_json)
        code = 2 if error.problem.status in (400, 422) else 1
    except click.ClickException as error:
        _say(_usage(error), as_json=True) if as_json else error.show()
        code = error.exit_code
    except click.Abort:
        click.echo("Stopped.", err=True)
        code = 1
    except BrokenPipeError:  # whoever read the output has read enough
        sys.stdout = None
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


def _usage(error: click.ClickException) -> Problem:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "tolok"
    return invalid(
        Text.same(error.format_message()),
        Text(f"See {command} --help.", f"Lihat {command} --help."),
    ).problem


def _say(problem: Problem, *, as_json: bool) -> None:
    words = "id" if os.environ.get("LANG", "").startswith("id") else "en"
    if as_json:
        shown = {
            "type": f"/docs/problems#{problem.type}",
            "title": problem.title.to(words),
            "status": problem.status,
            "detail": problem.detail.to(words),
            "fix": problem.fix.to(words),
        }
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2), err=True)
        return
    for line in (problem.title, problem.detail, problem.fix):
        click.echo(line.to(words), err=True)
