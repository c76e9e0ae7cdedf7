"""How commands speak: data to stdout, words and progress to stderr."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

workspace_option: Callable[[Any], Any] = click.option(
    "--workspace", default="", help="Which workspace (its short name); the only one if left out."
)
json_option: Callable[[Any], Any] = click.option(
    "--json", "as_json", is_flag=True, help="JSON on stdout."
)


def emit(data: Any) -> None:
    """JSON on stdout."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def done(answer: Any, words: str, *, as_json: bool) -> None:
    """After an act: the answer as JSON on stdout when asked for, else the words on stderr."""
    if as_json:
        emit(answer)
    else:
        click.echo(words, err=True)


def table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Aligned columns on stdout; numbers to the right."""
    from rich.console import Console
    from rich.table import Table

    shown = Table(box=None, pad_edge=False, header_style="bold")
    for index, header in enumerate(headers):
        numeric = all(_numeric(row[index]) for row in rows) and bool(rows)
        shown.add_column(header, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        shown.add_row(*row)
    Console(soft_wrap=True).print(shown)


@contextmanager
def progress(words: str) -> Iterator[None]:
    """A moving bar with the time so far on stderr; nothing when stderr is not a terminal.

    It shows no share of the whole: the server that does the work does not know it beforehand.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        shown.add_task(words, total=None)
        yield


def _numeric(text: str) -> bool:
    return text.replace(",", "").replace(".", "").replace("-", "").replace("–", "").isdigit() or (
        text == ""
    )
