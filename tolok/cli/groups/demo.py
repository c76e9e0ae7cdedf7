"""`tolok demo`: make or remove the demo workspace."""

import click

from tolok.cli.client import Client
from tolok.cli.output import done, json_option, progress


@click.command()
@click.option("--remove", is_flag=True, help="Delete the demo workspace with its numbers.")
@json_option
def demo(remove: bool, as_json: bool) -> None:
    """Make the demo workspace: 18 months of a café on six networks, all made up."""
    client = Client()
    with progress("Working on the demo workspace"):
        found = client.call("DELETE" if remove else "POST", "/demo")
    done(found, f"{found['slug']}: {'removed' if remove else 'ready'}", as_json=as_json)


COMMAND = demo
