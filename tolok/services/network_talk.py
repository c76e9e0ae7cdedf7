"""One talk with a network from a place that is not async; its bad ending becomes a Problem."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tolok.core.errors import Problem, ProblemError
from tolok.core.outcomes import Outcome, Permanent
from tolok.core.publishing.http import Http
from tolok.core.text import Text
from tolok.services.wire import wire

T = TypeVar("T")


def talk(act: Callable[[Http], Awaitable[T]]) -> T:
    """What the network answers. Never inside a transaction. Raises ProblemError."""

    async def run() -> T:
        async with wire() as http:
            return await act(http)

    try:
        return asyncio.run(run())
    except Outcome as ending:
        raise problem_of(ending) from ending


def problem_of(ending: Outcome) -> ProblemError:
    """The ending in words; it stays the cause of the error, for who must know its kind."""
    fix = ending.fix if isinstance(ending, Permanent) else _LATER
    return ProblemError(
        Problem(
            type="network-said-no",
            title=Text("The network did not agree", "Jaringan tidak menyetujui"),
            detail=ending.reason,
            fix=fix,
            status=502 if not isinstance(ending, Permanent) else 422,
        )
    )


_LATER = Text("Try again in a few minutes.", "Coba lagi beberapa menit lagi.")
