"""The page of the command line, from the commands themselves."""

from collections.abc import Iterator

import click

from tolok.cli.main import root

LEAD = """
The commands talk to the API of the server that runs on the data folder, or open the folder
themselves when none runs. Data goes to stdout, words to stderr. Exit codes: 0 done, 1 done with
problems or refused, 2 wrong usage. `--json` prints what [JSON contracts](json-contracts.md) says.
"""


def page() -> str:
    return "\n\n".join(["# Command line", LEAD.strip(), *_help(root, None, "tolok")])


def _help(command: click.Command, parent: click.Context | None, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent, terminal_width=90)
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```"
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            inner = command.get_command(context, each)
            if inner is not None:
                yield from _help(inner, context, each)


PAGES = {"cli.md": page}
