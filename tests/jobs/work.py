"""Work for the tests' workers: what each call did is one line in a file."""

import time
from datetime import UTC, datetime
from pathlib import Path

from django_tasks import task


@task
def note(path: str, line: str, seconds: float = 0) -> str:
    """Write `line` when the work begins and again when it ends."""
    _write(path, f"begin {line} {datetime.now(UTC).timestamp():.3f}")
    time.sleep(seconds)
    _write(path, f"end {line} {datetime.now(UTC).timestamp():.3f}")
    return line


@task(takes_context=True)
def count_attempts(context) -> int:
    return context.attempt


@task
def nothing() -> None:
    """For measuring the queue itself."""


@task
async def later(n: int) -> int:
    return n + 1


@task
def breaks() -> None:
    raise ArithmeticError("two and two")


def _write(path: str, line: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
