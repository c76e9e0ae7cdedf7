"""`tolok ops`: how background work stands, and what to do about jobs that were given up."""

from typing import Any

import click

from tolok.cli.client import Client
from tolok.cli.output import done, emit, json_option, table


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def ops(ctx: click.Context, as_json: bool) -> None:
    """Queues, workers, recurring and given-up jobs.

    \b
    Examples:
      tolok ops
      tolok ops again 01a2105c-559e-76ac-b538-de72ac51ce4c
    """
    if ctx.invoked_subcommand is None:
        found = Client().get("/ops")
        emit(found) if as_json else _show(found)


@ops.command()
@click.argument("job")
@json_option
def again(job: str, as_json: bool) -> None:
    """Run a given-up job again, with five more attempts."""
    done(Client().post(f"/ops/jobs/{job}/run-again"), f"Job {job} is due now.", as_json=as_json)


@ops.command()
@click.argument("job")
@json_option
def drop(job: str, as_json: bool) -> None:
    """Forget a given-up job and its history."""
    done(Client().call("DELETE", f"/ops/jobs/{job}"), f"Job {job} is dropped.", as_json=as_json)


def _show(found: dict[str, Any]) -> None:
    if found["warning"]:
        click.echo(found["warning"]["en"], err=True)
    queues = [
        [
            *(q["name"], str(q["ready"]), str(q["running"]), str(q["retry"]), str(q["dead"])),
            *(str(q["done"]), _seconds(q["oldest_due_s"])),
            *(_seconds(q["late_p50_s"]), _seconds(q["late_p99_s"])),
        ]
        for q in found["queues"]
    ]
    heads = ["Queue", "Waiting", "Running", "Retry", "Given up", "Done (1 h)", "Oldest due"]
    table([*heads, "Late p50", "Late p99"], queues)
    for worker in found["workers"]:
        click.echo(f"worker {worker['host']} {worker['pid']}: {', '.join(worker['queues'])}")
    for slot in found["recurring"]:
        click.echo(f"recurring {slot['name']}: next {slot['next_run']} ({slot['rule']})")
    for job in found["dead"]:
        click.echo(f"given up {job['id']} {job['kind']}: {job['detail']['en']}")
    if found["dead"]:
        click.echo("Next: tolok ops again ID, or tolok ops drop ID", err=True)


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f} s"


COMMAND = ops
