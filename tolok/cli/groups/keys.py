"""`tolok keys`: the keys that log-ins of networks are sealed with."""

from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import done, emit, json_option


@click.group()
def keys() -> None:
    """Look after the keys in `seal.keys`, which seal the log-ins of channels.

    \b
    Examples:
      tolok keys status
      tolok keys rotate
      tolok keys retire
    """


@keys.command()
@json_option
def status(as_json: bool) -> None:
    """How many keys there are and what each is needed for."""
    found = Client().get("/keys")
    emit(found) if as_json else click.echo(_words(found))


@keys.command()
@json_option
def rotate(as_json: bool) -> None:
    """Seal all log-ins with a new key. Safe while posts are sent; run again if it was cut short."""
    found = Client().post("/keys/rotate")
    if as_json:
        emit(found)
        return
    click.echo(_words(found))
    if found["keys"] > 1 and not found["old"]:
        click.echo("Next: back up seal.keys, then tolok keys retire", err=True)


@keys.command()
@click.confirmation_option(prompt="Backups from before will no longer open. Forget old keys?")
@json_option
def retire(as_json: bool) -> None:
    """Forget older keys that nothing needs."""
    found = Client().post("/keys/retire")
    done(found, f"{found['retired']} keys are forgotten.", as_json=as_json)


def _words(found: dict[str, Any]) -> str:
    return (
        f"{found['keys']} keys; {found['sealed']} sealed, {found['old']} of them with an older "
        f"key, {found['unreadable']} opened by none."
    )


COMMAND = keys
