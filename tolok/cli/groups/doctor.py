"""`tolok doctor`: one line per check; safe to paste."""

import sys

import click

from tolok.cli.client import Client
from tolok.cli.output import emit, json_option


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Check this installation; exit 1 when something fails."""
    checks = Client().get("/doctor")["checks"]
    if as_json:
        emit({"checks": checks})
    else:
        for check in checks:
            click.echo(f"{check['level']:<5}{check['name']:<12} {check['words']['en']}")
            if check["fix"]:
                click.echo(f"     fix: {check['fix']['en']}")
    sys.exit(1 if any(c["level"] == "fail" for c in checks) else 0)


COMMAND = doctor
